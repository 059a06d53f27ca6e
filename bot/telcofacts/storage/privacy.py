"""Forget: at once where somebody asks for it, after a while where nobody does."""

import dataclasses
import logging
from typing import Final

import sqlalchemy as sa

from telcofacts.storage.database import Database
from telcofacts.storage.journal_rows import ERASED
from telcofacts.storage.keys import Keys
from telcofacts.storage.tables import (
    ASKERS,
    CONVERSATIONS,
    FAILED,
    FEEDBACK,
    JOURNAL,
    LANGUAGES,
    SUBSCRIPTIONS,
    UNANSWERED,
)

_LOG = logging.getLogger(__name__)

SEEN_SECONDS: Final = 2 * 86_400.0
"""How long the number of an answered update is kept. Telegram delivers an update for a day at most."""
_CHECKPOINT: Final = "PRAGMA wal_checkpoint(TRUNCATE)"
_WITH_TEXT: Final = (JOURNAL, CONVERSATIONS, UNANSWERED, ASKERS, FEEDBACK, SUBSCRIPTIONS, LANGUAGES)


@dataclasses.dataclass(frozen=True)
class Purged:
    """How many rows a purge deleted."""

    updates: int
    conversations: int
    questions: int
    feedback: int


class Privacy:
    """Deletes what the storage knows of people.

    SQLite overwrites what is deleted (`secure_delete`) and the log of changes is emptied after it. PostgreSQL marks the
    rows dead and VACUUM frees their space; what its own log and the operator's backups hold expires with these.
    """

    def __init__(
        self,
        database: Database,
        keys: Keys,
        *,
        retention_seconds: float,
        conversation_seconds: float,
        keeps_texts: bool = True,
    ) -> None:
        """Take how long it is kept; what people asked and said goes at the next purge where that is not kept."""
        self._database, self._keys, self._keeps_texts = database, keys, keeps_texts
        self._retention, self._conversation = retention_seconds, conversation_seconds

    async def forget(self, person_id: int, chat_id: int | None = None) -> int:
        """Delete all that is known of a person, and of a chat where one is given, for good.

        Updates of theirs that wait for a reply are kept until they have it.

        Args:
            person_id: Telegram's number of the person; of a private chat, too, which has the same.
            chat_id: Telegram's number of a group whose subscription and context are to go as well.

        Returns:
            How many rows were deleted.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: where nothing could be deleted, so that nobody is told it was.
        """
        person = self._keys.person(person_id)
        own = [person_id] if person_id > 0 else []  # an anonymous admin has the number of a group that others write in
        chats = own if chat_id is None else [*own, chat_id]
        chat_keys = [self._keys.chat(chat) for chat in chats]

        def forget(connection: sa.Connection) -> int:
            deleted = 0
            for statement in (
                sa.delete(CONVERSATIONS).where(
                    (CONVERSATIONS.c.person_key == person) | CONVERSATIONS.c.chat_key.in_(chat_keys)
                ),
                sa.delete(ASKERS).where(ASKERS.c.person_key == person),
                sa.delete(FEEDBACK).where(FEEDBACK.c.person_key == person),
                sa.delete(LANGUAGES).where(LANGUAGES.c.person_key == person),
                sa.delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.chat_id.in_(chats)),
                sa.update(JOURNAL)
                .where(FAILED, (JOURNAL.c.person_key == person) | JOURNAL.c.chat_key.in_(chat_keys))
                .values(**ERASED),
            ):
                deleted += connection.execute(statement).rowcount
            _delete_unasked(connection)
            return deleted

        deleted = await self._database.run(forget)
        await self._tidy()
        return deleted

    async def purge(self, now: float) -> Purged:
        """Delete what is older than it is kept for.

        Args:
            now: the time, in seconds since 1970. A clock that is ahead deletes too early; one that jumps back deletes
                later.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: where nothing could be deleted.
        """

        def purge(connection: sa.Connection) -> Purged:
            seen, kept = now - SEEN_SECONDS, now - self._retention
            updates = connection.execute(
                sa.delete(JOURNAL).where(
                    ((JOURNAL.c.state == "done") & (JOURNAL.c.received_at < seen))
                    | ((JOURNAL.c.state == "failed") & (JOURNAL.c.received_at < kept))
                )
            ).rowcount
            conversations = connection.execute(
                sa.delete(CONVERSATIONS).where(CONVERSATIONS.c.saved_at < now - self._conversation)
            ).rowcount
            # By when it was first asked: whoever asked then is forgotten, though others go on asking it.
            old = sa.select(UNANSWERED.c.id).where(UNANSWERED.c.first_seen < (kept if self._keeps_texts else now))
            connection.execute(sa.delete(ASKERS).where(ASKERS.c.question_id.in_(old)))
            said = FEEDBACK.c.at < (kept if self._keeps_texts else now)
            feedback = connection.execute(sa.delete(FEEDBACK).where(said)).rowcount
            return Purged(updates, conversations, _delete_unasked(connection), feedback)

        purged = await self._database.run(purge)
        if dataclasses.astuple(purged) != (0, 0, 0, 0):
            await self._tidy()
        return purged

    async def checkpoint(self) -> None:
        """Empty SQLite's log of changes, where erased payloads stand until then."""
        if self._database.is_sqlite:
            await self._database.tidy(_CHECKPOINT)

    async def _tidy(self) -> None:
        try:
            if self._database.is_sqlite:
                await self._database.tidy(_CHECKPOINT)
            else:
                await self._database.tidy(*(f"VACUUM {table.name}" for table in _WITH_TEXT))
        except sa.exc.SQLAlchemyError:
            _LOG.warning("지운 자리를 지금 정리하지 못했습니다; 다음 정리 때 다시 합니다")


def _delete_unasked(connection: sa.Connection) -> int:
    """Delete the questions that nobody (who is still known) asked."""
    return connection.execute(
        sa.delete(UNANSWERED).where(UNANSWERED.c.id.not_in(sa.select(ASKERS.c.question_id)))
    ).rowcount
