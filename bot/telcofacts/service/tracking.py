"""Follow an update from its receipt to its reply: the log's update id, the reply's latency, errors."""

import contextvars
import dataclasses
import time
from typing import Any, Final

from telegram import Update
from telegram.ext import Application, ContextTypes, TypeHandler

from telcofacts.service.intake import JournalledQueue
from telcofacts.service.logs import UPDATE_ID
from telcofacts.service.metrics import Metrics

_FIRST: Final = -1_000_000
"""A handler group before everybody else's."""


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


def replied(metrics: Metrics) -> None:
    """Note that the update at hand has its reply."""
    handling = _HANDLING.get()
    if handling and not handling.replied:
        handling.replied = True
        metrics.reply_seconds.observe(time.monotonic() - handling.received)
