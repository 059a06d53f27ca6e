"""All that outlives a restart, opened and closed together."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, Self

import sqlalchemy as sa

from telcofacts.settings import Settings
from telcofacts.storage.address import address_of
from telcofacts.storage.conversations import ConversationStore
from telcofacts.storage.counts import HitCounter
from telcofacts.storage.database import Database
from telcofacts.storage.errors import StorageError, reason_of
from telcofacts.storage.journal import Journal
from telcofacts.storage.keys import load_keys
from telcofacts.storage.migrating import migrate
from telcofacts.storage.people import ChoiceStore
from telcofacts.storage.privacy import Privacy
from telcofacts.storage.questions import QuestionStore
from telcofacts.storage.workers import BEAT_SECONDS

_LOG = logging.getLogger(__name__)

COLLECT_SECONDS: Final = 0.5
"""How soon an update that another process received, or that is due again, is handed on."""
_FLUSH_SECONDS, _CHECKPOINT_SECONDS, _PURGE_SECONDS = 10.0, 60.0, 3600.0


class Storage:
    """The database and what is kept in it."""

    def __init__(self, settings: Settings, url: sa.URL) -> None:
        """Connect to a database whose tables are up to date; see `open`."""
        self.database = Database(url, sync=settings.telcofacts_sqlite_sync)
        try:
            self.keys = load_keys(self.database)
        except sa.exc.SQLAlchemyError as error:
            self.database.close()
            raise StorageError(f"데이터베이스를 쓸 수 없습니다: {reason_of(error)}") from None
        self.retention_days = settings.telcofacts_retention_days
        expiry = 60 * settings.telcofacts_conversation_minutes
        self.conversations = ConversationStore(self.database, self.keys, expiry)
        self.questions = QuestionStore(self.database, self.keys, enabled=settings.telcofacts_question_log)
        self.hits = HitCounter(self.database)
        self.choices = ChoiceStore(self.database, self.keys)
        self.privacy = Privacy(
            self.database,
            self.keys,
            retention_seconds=86_400.0 * settings.telcofacts_retention_days,
            conversation_seconds=expiry,
            keeps_texts=settings.telcofacts_question_log,
        )

    @classmethod
    def open(cls, settings: Settings, *, patience: float = 60.0) -> Self:
        """Open the storage that the settings name; its tables are made or brought up to date.

        Args:
            settings: the operator's settings.
            patience: seconds that a database which cannot be reached yet is waited for.

        Raises:
            SettingsError: where its address or folder cannot be used.
            StorageError: where the database cannot.
        """
        url = address_of(settings)
        migrate(url, patience=patience)
        return cls(settings, url)

    def journal(self, bot_id: int) -> Journal:
        """Return the journal of a bot."""
        return Journal(self.database, self.keys, bot_id)

    @contextlib.asynccontextmanager
    async def serving(
        self, journal: Journal, enqueue: Callable[[dict[str, Any]], Awaitable[None]]
    ) -> AsyncIterator[None]:
        """Replay what is pending, then look after the storage in the background until the block ends.

        The block is to end after the last reply: what is not done then is left to others or to the next start.

        Args:
            journal: the bot's journal.
            enqueue: what takes an update that is to be answered here.
        """
        for update in await journal.pending():
            await enqueue(update)
        task = asyncio.create_task(self._look_after(journal, enqueue), name="telcofacts-storage")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait((task,))
            await self.hits.flush()
            await journal.close()

    async def _look_after(self, journal: Journal, enqueue: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        async def collect() -> None:
            for update in await journal.pending():
                await enqueue(update)

        async def purge() -> None:
            await self.privacy.purge(time.time())

        jobs: list[tuple[float, Callable[[], Awaitable[object]]]] = [
            (BEAT_SECONDS, journal.beat),
            (COLLECT_SECONDS, collect),
            (_FLUSH_SECONDS, self.hits.flush),
            (_CHECKPOINT_SECONDS, self.privacy.checkpoint),
            (_PURGE_SECONDS, purge),
        ]
        due = [time.monotonic() + every for every, _ in jobs[:-1]] + [time.monotonic() + _FLUSH_SECONDS]
        while True:
            await asyncio.sleep(max(0.0, min(due) - time.monotonic()))
            for number, (every, job) in enumerate(jobs):
                if due[number] <= time.monotonic():
                    try:
                        await job()
                    except sa.exc.SQLAlchemyError as error:
                        _LOG.warning("저장소를 돌보지 못했습니다: %s", reason_of(error))
                    due[number] = time.monotonic() + every

    def close(self) -> None:
        """Write out what is left and disconnect."""
        self.database.close()
