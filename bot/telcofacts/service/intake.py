"""Where updates come in: the application's queue, which writes each one down before anybody acknowledges it."""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from telegram import Bot, Update
from telegram.ext import Application

from telcofacts.service.journal import Journal
from telcofacts.storage import Placing

WAITING_LIMIT: Final = 1_000
"""Deliveries that may wait for the journal at once; Telegram opens 100 connections at most."""
_STAMPS: Final = 20_000
_LOG = logging.getLogger(__name__)


class JournalledQueue(asyncio.Queue[object]):
    """An update queue whose `put` returns when the update is in the journal; only one to answer now is queued."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self.journal = journal
        self._received: dict[int, float] = {}
        self._ahead: dict[int, asyncio.Task[dict[int, Placing]]] = {}

    def write_ahead(self, batch: Sequence[Mapping[str, Any]]) -> None:
        """Begin to write a fetched batch down, as Telegram wrote it; `put` of each update waits for it.

        The library puts one update after the other, each of which would wait for a commit of its own; so they share
        one. What is never put, since the library cannot read the batch or was stopped, is handed out by the journal:
        when the next batch comes, or after the next start. Inline queries are not written ahead: these it never does.
        """
        numbers = {payload["update_id"] for payload in batch}
        for number in self._ahead.keys() - numbers:
            self._put_off(number)
        fresh = [each for each in batch if each["update_id"] not in self._ahead and "inline_query" not in each]
        if fresh:
            task = asyncio.ensure_future(self.journal.put_all(fresh))
            task.add_done_callback(lambda task: task.cancelled() or task.exception())  # read, also if nobody waits
            self._ahead.update({payload["update_id"]: task for payload in fresh})

    async def put(self, item: object) -> None:
        """Write an update down and queue it where it is to be answered now; anything else is only queued."""
        if isinstance(item, Update):
            await self.accept(item)
        else:
            await super().put(item)

    async def accept(self, update: Update, payload: Mapping[str, Any] | None = None) -> Placing:
        """Write an update down, and queue it where it is to be answered now; return what becomes of it.

        Args:
            update: the update.
            payload: the same as Telegram wrote it, where it is at hand: it need not be written anew then. Of no use for
                what is written ahead.
        """
        received = time.monotonic()
        placing = await self._write(update, payload)
        if placing is Placing.MINE:
            await self._enqueue(update, received)
        elif placing is Placing.LATER:
            _LOG.info("업데이트 %d은(는) 그 대화의 앞선 것 다음에 답합니다", update.update_id)
        else:
            _LOG.info("이미 받은 업데이트 %d을(를) 다시 받아 버립니다", update.update_id)
        return placing

    async def _write(self, update: Update, payload: Mapping[str, Any] | None) -> Placing:
        task = self._ahead.get(update.update_id)
        if task is None:
            return await self.journal.put(payload or update)
        try:
            placings = await asyncio.shield(task)
        except asyncio.CancelledError:
            self._put_off(update.update_id)
            raise
        self._ahead.pop(update.update_id, None)
        return placings[update.update_id]

    def _put_off(self, number: int) -> None:
        """Leave an update that is written ahead to the journal, which hands it out later."""

        def leave(task: asyncio.Task[dict[int, Placing]]) -> None:
            if not task.cancelled() and not task.exception() and task.result()[number] is Placing.MINE:
                self.journal.put_off(number)

        if task := self._ahead.pop(number, None):
            task.add_done_callback(leave)

    async def replay(self, payload: Mapping[str, Any], bot: Bot) -> None:
        """Queue an update that the journal hands out, as Telegram wrote it."""
        try:
            update = Update.de_json(dict(payload), bot)
        except Exception as error:  # noqa: BLE001 - the library raises whatever its constructors do
            await self.journal.failed(payload["update_id"], type(error).__name__)
        else:
            await self._enqueue(update, time.monotonic())

    def received_at(self, update_id: int) -> float:
        """Return when an update came, in seconds of the monotonic clock, and forget it; now, where that is unknown."""
        return self._received.pop(update_id, time.monotonic())

    async def _enqueue(self, update: Update, received: float) -> None:
        if len(self._received) < _STAMPS:
            self._received[update.update_id] = received
        await super().put(update)


def install_queue(application: Application[Any, Any, Any, Any, Any, Any], journal: Journal) -> JournalledQueue:
    """Give an application that has not started yet a journalled queue, in place of the library's."""
    queue = JournalledQueue(journal)
    application.update_queue = queue
    if application.updater:
        application.updater.update_queue = queue
    return queue


class BusyError(Exception):
    """The journal does not take the update at present; whoever sent it has to send it again."""


class Intake:
    """Takes updates of a webhook within a time, whatever the journal does.

    An update that was not taken in time stays on its way into the journal, and is queued when it gets there. So a
    repetition of it waits for the first, and is never lost between "seen" and "queued".
    """

    def __init__(self, queue: JournalledQueue, wait_seconds: float = 20.0) -> None:
        self._queue = queue
        self._wait = wait_seconds
        self._under_way: dict[int, asyncio.Task[Placing]] = {}

    async def take(self, update: Update, payload: Mapping[str, Any]) -> Placing:
        """Write an update down, and queue it where it is to be answered now; return what becomes of it.

        Args:
            update: the update.
            payload: the same as Telegram wrote it.

        Raises:
            BusyError: where the journal did not take it within the time, or too many wait for it already.
        """
        task = self._under_way.get(update.update_id)
        repeated = task is not None
        if task is None:
            if len(self._under_way) >= WAITING_LIMIT:
                raise BusyError
            task = asyncio.create_task(self._queue.accept(update, payload))
            self._under_way[update.update_id] = task
            task.add_done_callback(lambda _: self._under_way.pop(update.update_id, None))
        try:
            placing = await asyncio.wait_for(asyncio.shield(task), self._wait)
        except TimeoutError:
            raise BusyError from None
        return Placing.SEEN if repeated else placing

    async def close(self, seconds: float) -> None:
        """Let deliveries that wait for the journal end; after the time they are given up, unacknowledged."""
        waiting = list(self._under_way.values())
        if not waiting:
            return
        _, late = await asyncio.wait(waiting, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
