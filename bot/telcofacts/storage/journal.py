"""Every update, from before Telegram is told that it arrived until its reply is sent.

    if await journal.put(update) is Placing.MINE:  # returns when it is stored; then Telegram may forget it
        queue(update)
    …
    if await journal.begin(update_id):  # still ours?
        reply(); await journal.done(update_id)

A process that dies leaves its updates pending; `pending()` returns them to the next one, or to another at work, in the
order of their numbers. A reply is repeated only where the process died between sending it and `done`.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from telcofacts.storage import payloads, workers
from telcofacts.storage.database import Database, Operation
from telcofacts.storage.errors import is_final, reason_of
from telcofacts.storage.journal_rows import HANDED_AT_ONCE, Figures, Handed, JournalRows, Limits, Placing, new_row
from telcofacts.storage.keys import Keys
from telcofacts.storage.masking import mask

_LOG = logging.getLogger(__name__)
T = TypeVar("T")

_FIRST_WAIT, _LONGEST_WAIT = 0.1, 3.0
_FIRST_RETRY, _LONGEST_RETRY = 1.0, 60.0


class Journal:
    """The journal of one bot, as one process sees it."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        bot_id: int,
        *,
        limits: Limits | None = None,
        stale_seconds: float = workers.STALE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self.worker = workers.worker_id()
        self._database = database
        self._keys = keys
        self._limits = limits or Limits()
        self._rows = JournalRows(database, bot_id, self._limits)
        self._clock, self._wall_clock = clock, wall_clock
        self._watch = workers.Watch(clock, stale_seconds)
        self._stale = stale_seconds
        self._beaten = float("-inf")
        self._storing: dict[int, asyncio.Task[Placing]] = {}
        self._mine: dict[int, str] = {}  # updates to answer here, and the key of each one's chat
        self._lost: set[int] = set()
        self._replayed: set[int] = set()
        self._tries: dict[int, int] = {}
        self._again: dict[int, float] = {}
        self._held: dict[int, float] = {}  # since when the later ones of its chat wait for it
        self._closing = asyncio.Event()
        self._troubled_since: float | None = None

    @property
    def healthy(self) -> bool:
        """Whether the last attempt to write came through."""
        return self._troubled_since is None

    async def put(self, update: "payloads.Payload | payloads.Writable") -> Placing:
        """Store an update; returns once it is safe, however long the database is locked or gone. Never raises.

        Args:
            update: as Telegram wrote it, or an object that writes itself so.

        Returns:
            Whether to answer it here and now, later (another process holds its chat, or the one before it in its chat
            waits itself: `pending` hands it out), or never, because it was seen before.
        """
        payload = payloads.as_payload(update)
        update_id = payload["update_id"]
        if update_id in self._mine:
            return Placing.SEEN
        if update_id in self._storing:  # came twice at once: the first is answered
            await asyncio.wait((self._storing[update_id],))
            return Placing.SEEN
        try:
            row = new_row(payload, self._keys, self._wall_clock())
            task = asyncio.ensure_future(self._insist(lambda link: self._rows.put(link, row, self.worker), safely=True))
            self._storing[update_id] = task
            placing = await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(lambda task: self._take_later(task, update_id, row["chat_key"]))
            raise
        except Exception as error:
            self._storing.pop(update_id, None)
            if not is_final(error):
                raise  # only after `close`: better told again by Telegram than lost
            _LOG.error("업데이트 %s을(를) 적을 수 없어 적지 않고 답합니다: %s", update_id, mask(reason_of(error)))
            return Placing.MINE
        if placing is Placing.MINE and row["state"] == "pending":
            self._mine[update_id] = row["chat_key"]
        del self._storing[update_id]
        return placing

    async def put_all(self, updates: Sequence[payloads.Payload]) -> dict[int, Placing]:
        """Store updates that came together, in their order and in one transaction; see `put`.

        Returns:
            What becomes of each, by its number.
        """
        try:
            rows: dict[int, dict[str, Any]] = {}
            for payload in updates:
                rows.setdefault(payload["update_id"], new_row(payload, self._keys, self._wall_clock()))
            fresh = [row for number, row in rows.items() if number not in self._mine]
            placed = await self._insist(
                lambda link: [self._rows.put(link, row, self.worker) for row in fresh], safely=True
            )
        except Exception as error:
            if not is_final(error):
                raise  # only after `close`: better told again by Telegram than lost
            one_by_one: dict[int, Placing] = {}  # one of them is at fault
            for payload in updates:
                one_by_one.setdefault(payload["update_id"], await self.put(payload))
            return one_by_one
        placings = dict.fromkeys(rows, Placing.SEEN)
        for row, placing in zip(fresh, placed, strict=True):
            placings[row["update_id"]] = placing
            if placing is Placing.MINE and row["state"] == "pending":
                self._mine[row["update_id"]] = row["chat_key"]
        return placings

    def put_off(self, update_id: int) -> None:
        """Have `pending` return an update that is stored and that nobody answers after all."""
        if update_id in self._mine:
            self._again[update_id] = self._clock()

    async def begin(self, update_id: int) -> bool:
        """Tell whether an update is still this process's to answer; to be asked right before answering.

        False where this process was out for so long that another one has taken its chats over, and where an earlier
        update of the chat has to be tried again first: `pending` returns both then, in their order.
        """
        if self._stale / 2 < self._clock() - self._beaten < float("inf"):
            await self.beat()
        if update_id in self._lost:
            self._lost.discard(update_id)
            return False
        if (earlier := self._holding_up(update_id)) is not None:
            self._again[update_id] = self._again.get(earlier, self._clock())
            return False
        if update_id in self._replayed:
            await self._insist(lambda link: self._rows.count_death(link, update_id))
        return True

    async def done(self, update_id: int) -> None:
        """Note that the reply is sent, and erase the update. Waits for the database, as `put` does; never raises."""
        if update_id in self._mine or update_id in self._lost:
            await asyncio.shield(self._done(update_id))

    async def _done(self, update_id: int) -> None:
        try:
            await self._insist(lambda link: self._rows.done(link, update_id))
        except sa.exc.SQLAlchemyError as error:
            _LOG.warning("업데이트 %s에 답한 것을 적지 못했습니다: %s", update_id, reason_of(error))
        self._drop(update_id)

    async def failed(
        self, update_id: int, error: BaseException | str, *, passing: bool = False, untold: bool = False
    ) -> bool:
        """Note that an update could not be answered; `pending` returns it again after a while, a few times.

        Args:
            update_id: the update.
            error: why.
            passing: whether it is not the update's fault (Telegram cannot be reached): tried again for a day, and for
                an hour at least where the clock jumps; the later ones of its chat wait.
            untold: whether its person does not know of it, so that the later ones wait, too.

        Returns:
            Whether it will be tried again; False: it is set aside.
        """
        if update_id not in self._mine:
            return False
        since = float("inf")
        if passing or untold:
            held = self._clock() - self._held.setdefault(update_id, self._clock())
            if passing:  # reckoned here, for `beat` may drop the update before the task of `_failed` runs
                is_long = held >= self._limits.patience_seconds
                since = self._wall_clock() - self._limits.passing_seconds if is_long else float("-inf")
        return await asyncio.shield(self._failed(update_id, error, since))

    async def _failed(self, update_id: int, error: BaseException | str, since: float) -> bool:
        text = mask(error if isinstance(error, str) else f"{type(error).__name__}: {error}")[:300]
        try:
            aside = await self._insist(
                lambda link: self._rows.count_attempt(link, update_id, text, passing_since=since)
            )
        except sa.exc.SQLAlchemyError as trouble:
            _LOG.warning("업데이트 %s의 실패를 적지 못했습니다: %s", update_id, reason_of(trouble))
            aside = False
        if aside:
            self._drop(update_id)
            _LOG.error("업데이트 %s에 답하지 못해 따로 두었습니다(telcofacts journal): %s", update_id, text)
            return False
        tries = self._tries[update_id] = self._tries.get(update_id, 0) + 1
        self._again[update_id] = self._clock() + min(_LONGEST_RETRY, _FIRST_RETRY * 4.0 ** min(tries - 1, 5))
        return True

    async def pending(self) -> list[dict[str, Any]]:
        """Return the updates to answer now that nobody is answering, oldest first.

        To be asked at the start, and then every half second or so: updates of processes that died or stopped, those
        that another process received for a chat held here, and those that failed here and are due again. Empty while
        the database cannot be used.
        """
        due = sorted(number for number, at in self._again.items() if at <= self._clock())[:HANDED_AT_ONCE]
        try:
            if self._beaten == float("-inf") and not await self.beat():
                return []
            handed, left = await self._database.run(lambda link: self._take(link, due), exclusive=True)
        except sa.exc.SQLAlchemyError as error:
            self._in_trouble(error)
            return []
        self._recovered()
        for number in due:
            if number not in left:
                self._again.pop(number, None)
        for number in set(due) - left - {number for number, _, _ in handed}:
            self._drop(number)  # closed meanwhile: it must not hold up its chat
        self._mine.update({number: chat for number, chat, _ in handed})
        self._replayed.update({number for number, _, _ in handed} - set(due))
        return [payloads.load(payload) for _, _, payload in handed]

    async def beat(self) -> bool:
        """Tell the others that this process lives (every `workers.BEAT_SECONDS`); returns whether it could.

        Where they had given it up, what it held is theirs, and `begin` says so.
        """
        try:
            known, others = await self._database.run(lambda link: workers.beat(link, self.worker))
        except sa.exc.SQLAlchemyError as error:
            self._in_trouble(error)
            return False
        self._recovered()
        if not known and self._beaten != float("-inf"):
            _LOG.warning("너무 오래 멈춰 있어 다른 프로세스가 대화를 넘겨받았습니다")
            lost = set(self._mine)
            for number in lost:
                self._drop(number)
            self._lost = lost
        self._beaten = self._clock()
        self._watch.look(others)
        return True

    async def figures(self) -> Figures:
        """Return how the journal stands.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: where the database cannot be read.
        """
        return await self._database.run(lambda link: self._rows.figures(link, self._wall_clock()))

    async def close(self) -> None:
        """Stop waiting for the database, and leave what is not answered to others or to the next start."""
        self._closing.set()
        try:
            await self._database.run(lambda link: self._rows.leave(link, self.worker), exclusive=True)
        except sa.exc.SQLAlchemyError as error:
            _LOG.warning("데이터베이스를 쓸 수 없어 그대로 끝냅니다: %s", reason_of(error))
        self._mine.clear()

    def _take(self, connection: sa.Connection, due: list[int]) -> tuple[list[Handed], set[int]]:
        self._rows.adopt(connection, self.worker, self._watch.dead())
        return self._rows.hand_over(connection, self.worker, self._wall_clock(), due)

    def _drop(self, update_id: int) -> None:
        self._mine.pop(update_id, None)
        self._held.pop(update_id, None)
        self._lost.discard(update_id)
        self._tries.pop(update_id, None)
        self._replayed.discard(update_id)
        self._again.pop(update_id, None)

    def _holding_up(self, update_id: int) -> int | None:
        """Return an earlier update of the same chat that Telegram did not take, None where there is none."""
        chat, mine = self._mine.get(update_id), self._mine
        return next((number for number in self._held if number < update_id and mine.get(number) == chat), None)

    def _take_later(self, task: "asyncio.Task[Placing]", update_id: int, chat: str) -> None:
        """Have `pending` return an update that was stored when nobody waited for it any more."""
        if not task.cancelled() and not task.exception() and task.result() is Placing.MINE:
            self._mine[update_id] = chat
            self._again[update_id] = self._clock()
        self._storing.pop(update_id, None)

    async def _insist(self, operation: Operation[T], *, safely: bool = False) -> T:
        """Run an operation until it comes through, or until `close`."""
        wait = _FIRST_WAIT
        while True:
            try:
                result = await self._database.run(operation, exclusive=safely)
            except sa.exc.SQLAlchemyError as error:
                if is_final(error) or self._closing.is_set():
                    raise
                self._in_trouble(error)
            else:
                self._recovered()
                return result
            try:
                await asyncio.wait_for(self._closing.wait(), wait)
            except TimeoutError:
                wait = min(_LONGEST_WAIT, 2 * wait)

    def _in_trouble(self, error: BaseException) -> None:
        if self._troubled_since is None:
            self._troubled_since = self._clock()
            _LOG.error("데이터베이스에 쓸 수 없어 될 때까지 다시 해 봅니다: %s", reason_of(error))

    def _recovered(self) -> None:
        if self._troubled_since is not None:
            _LOG.warning("데이터베이스에 다시 씁니다(%.1f초 동안 멈춤)", self._clock() - self._troubled_since)
            self._troubled_since = None
