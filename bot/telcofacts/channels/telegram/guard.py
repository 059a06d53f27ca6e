"""No silence, and nothing lost: each update is settled by what became of its reply.

Whoever wrote is told where a reply could not be made; the error itself goes on to the error handlers.
"""

import functools
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError, TimedOut
from telegram.ext import ContextTypes

from telcofacts.channels.telegram.desk import Desk

_LOG = logging.getLogger(__name__)

Callback = Callable[[Update, ContextTypes.DEFAULT_TYPE], Awaitable[None]]


def guarded(desk: Desk, callback: Callback) -> Callable[[Update, ContextTypes.DEFAULT_TYPE], Any]:
    """Wrap a handler's callback: done when it has replied; a failure is told to the person, once, and then raised."""

    @functools.wraps(callback)
    async def run(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if not await desk.keeping.begin(update):
            return
        try:
            await callback(update, context)
        except Exception as error:
            # Blocked or thrown out, nobody is there to tell; after a timeout the reply may well have been sent.
            try:
                if not isinstance(error, Forbidden | TimedOut) and desk.is_first_failure(update):
                    await _apologise(desk, update)
            finally:
                await desk.keeping.failed(update, error)
            raise
        await desk.keeping.done(update)

    return run


async def _apologise(desk: Desk, update: Update) -> None:
    sentence = desk.replies(update).messages.failed
    try:
        if update.inline_query:
            await update.inline_query.answer([], cache_time=0)
        elif update.callback_query and update.callback_query.message:
            await desk.follow(update.callback_query.message, desk.replies(update).plain(sentence))
        elif update.effective_message:
            await desk.reply(update.effective_message, desk.replies(update).plain(sentence))
    except TelegramError as error:
        _LOG.debug("사과도 보내지 못했습니다: %s", error)


async def answer_press(update: Update, text: str | None = None) -> None:
    """Stop the button's spinner, with a text in a window where there is no chat to write to."""
    assert update.callback_query
    try:
        await update.callback_query.answer(text, show_alert=text is not None)
    except BadRequest as error:  # the press is older than the server waits: the reply goes out all the same
        _LOG.debug("단추에 제때 답하지 못했습니다: %s", error)
