"""Send replies: again where the network failed, and by editing where there is an earlier reply."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import aiohttp
import httpx
from telegram import Bot, LinkPreviewOptions, MaybeInaccessibleMessage, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, NetworkError

from telcofacts.channels.telegram.replies import Reply

RETRY_DELAYS: Final = [0.5, 1.5, 4.0]
"""Seconds before each further attempt: a restarting Bot API server is back within them, a person still waits."""

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_TAKEN: Final = (httpx.ReadTimeout, aiohttp.SocketTimeoutError)
"""The server took the request and did not answer in time: what the service's requests raise, and a host's by httpx."""
_LOG = logging.getLogger(__name__)

T = TypeVar("T")


async def with_retries(call: Callable[[], Awaitable[T]], *, idempotent: bool = True) -> T:
    """Make a request, and make it again where the network or the server failed.

    Args:
        call: makes the request.
        idempotent: whether doing it twice is the same as doing it once. A new message is not: it is sent again unless
            the server took the request and did not answer in time, for then it was most probably sent.

    Raises:
        NetworkError: where the last attempt failed too.
    """
    for delay in RETRY_DELAYS:
        try:
            return await call()
        except BadRequest:  # the library counts it among network errors
            raise
        except NetworkError as error:
            if not idempotent and isinstance(error.__cause__, _TAKEN):
                raise
            _LOG.info("요청이 실패해 %.1f초 뒤에 다시 보냅니다: %s", delay, error)
        await asyncio.sleep(delay)
    return await call()


async def send(
    bot: Bot, place: MaybeInaccessibleMessage, reply: Reply, *, quote: bool, known: tuple[int, ...] = ()
) -> tuple[int, ...]:
    """Send a reply to where a message stands.

    Args:
        bot: who sends.
        place: the message that it answers.
        reply: what to send.
        quote: whether to send it as a reply to that message (in groups, where others write in between).
        known: ids of the messages of an earlier reply, which are edited instead.

    Returns:
        The ids of the reply's messages.
    """
    sent = []
    for number, text in enumerate(reply.messages):
        is_last = number == len(reply.messages) - 1
        part = Reply((text,), reply.keyboard if is_last else None)
        if number < len(known) and await _edited(bot, place.chat.id, known[number], part):
            sent.append(known[number])
        else:
            sent.append(await _sent(bot, place, part, quote=quote and number == 0))
    for leftover in known[len(reply.messages) :]:
        try:
            await with_retries(lambda id_=leftover: bot.delete_message(place.chat.id, id_))  # type: ignore[misc]
        except BadRequest as error:
            _LOG.debug("지난 답의 나머지를 지우지 못했습니다: %s", error)
    return tuple(sent)


async def edit(bot: Bot, message: MaybeInaccessibleMessage, reply: Reply) -> None:
    """Put a reply in the place of a message of the bot's own; send it anew where that cannot be edited any more."""
    await send(bot, message, reply, quote=False, known=(message.message_id,))


async def _edited(bot: Bot, chat_id: int, message_id: int, part: Reply) -> bool:
    """Edit a message; return whether it now says this."""
    try:
        await with_retries(
            lambda: bot.edit_message_text(
                part.messages[0],
                chat_id=chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=part.keyboard,
            )
        )
    except BadRequest as error:
        _LOG.debug("답을 고치지 못했습니다: %s", error)
        return "not modified" in error.message.lower()
    return True


async def _sent(bot: Bot, place: MaybeInaccessibleMessage, part: Reply, *, quote: bool) -> int:
    in_topic = isinstance(place, Message) and place.is_topic_message
    message = await with_retries(
        lambda: bot.send_message(
            place.chat.id,
            part.messages[0],
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=part.keyboard,
            message_thread_id=place.message_thread_id if in_topic and isinstance(place, Message) else None,
            reply_parameters=ReplyParameters(place.message_id, allow_sending_without_reply=True) if quote else None,
        ),
        idempotent=False,
    )
    return message.message_id
