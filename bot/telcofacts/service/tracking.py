"""Follow an update from its receipt to its reply: the log's update id, the reply's latency, errors."""

import contextvars
import dataclasses
import time
from http import HTTPStatus
from typing import Any, Final

import aiohttp
import httpx
from httpx_aiohttp import HttpxAiohttpClient
from telegram import Update
from telegram.error import NetworkError, TelegramError
from telegram.ext import Application, ContextTypes, TypeHandler
from telegram.request import HTTPXRequest

from telcofacts.service.fetching import Batches, is_of_the_api, parse_response
from telcofacts.service.intake import JournalledQueue
from telcofacts.service.logs import UPDATE_ID
from telcofacts.service.metrics import Metrics

_FIRST: Final = -1_000_000
"""A handler group before everybody else's."""
_FETCHES: Final = frozenset({"deleteWebhook", "getUpdates"})
"""Polling begins with the first of these; a getUpdates of an idle bot returns only after its long poll."""
_REPLIES: Final = frozenset({"sendMessage", "editMessageText", "answerInlineQuery", "sendPhoto"})


@dataclasses.dataclass
class _Handling:
    received: float
    replied: bool = False


_HANDLING: contextvars.ContextVar[_Handling | None] = contextvars.ContextVar("handling", default=None)


class Tracker:
    """Sees each update before its handlers, and the errors of these.

    Args:
        metrics: where errors are counted.
        queue: where the update came from.
    """

    def __init__(self, metrics: Metrics, queue: JournalledQueue) -> None:
        self._metrics = metrics
        self._queue = queue

    def install(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Add the handlers."""
        application.add_handler(TypeHandler(Update, self._opened), _FIRST)
        application.add_error_handler(self._failed)

    async def _opened(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        UPDATE_ID.set(update.update_id)
        _HANDLING.set(_Handling(self._queue.received_at(update.update_id)))

    async def _failed(self, update: object, _: ContextTypes.DEFAULT_TYPE) -> None:
        if isinstance(update, Update):
            self._metrics.failed_updates.inc()


class MeasuredRequest(HTTPXRequest):
    """Requests to the Bot API, counted; the reply to an update ends its latency."""

    def __init__(self, metrics: Metrics, **options: Any) -> None:
        super().__init__(**options)
        self._metrics = metrics
        self._batches = Batches()
        self.last_fetch: float | None = None
        """When polling last got an answer, in seconds of the monotonic clock."""

    def _build_client(self) -> httpx.AsyncClient:
        return HttpxAiohttpClient(**self._client_kwargs)  # takes a fifth of the time of httpx's own transport

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse a response, without its text in the log where it is none."""
        return parse_response(payload)

    async def do_request(self, url: str, method: str, *args: Any, **options: Any) -> tuple[int, bytes]:
        """Make a request as the library does.

        A refusal that is not the Bot API's is a proxy's or a firewall's: its 403 does not mean that a person blocked
        the bot, nor its 404 that the token is refused.
        """
        try:
            status, payload = await super().do_request(url, method, *args, **options)
        except (TelegramError, aiohttp.ClientError) as error:
            self._metrics.response(None)
            if trouble := _trouble_of(error):
                raise NetworkError(type(trouble).__name__) from error
            raise
        self._metrics.response(status)
        name = url.rpartition("/")[2]
        if status != 200:
            return (status, payload) if is_of_the_api(payload) else (HTTPStatus.BAD_GATEWAY, b'{"description": null}')
        if name == "getUpdates":
            payload = self._batches.readable(payload)
        self._succeeded(name)
        return status, payload

    def _succeeded(self, name: str) -> None:
        if name in _FETCHES:
            self.last_fetch = time.monotonic()
        handling = _HANDLING.get()
        if name in _REPLIES and handling and not handling.replied:
            handling.replied = True
            self._metrics.reply_seconds.observe(time.monotonic() - handling.received)


def _trouble_of(error: BaseException) -> aiohttp.ClientError | None:
    """Return the transport's error where the library would not know it as trouble of the network.

    A connection refused or reset comes out as a timeout, a response that is no HTTP as it is, with the token.
    """
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, aiohttp.ClientError):
        cause = cause.__cause__
    return cause if isinstance(cause, aiohttp.ClientError) and not isinstance(cause, TimeoutError) else None
