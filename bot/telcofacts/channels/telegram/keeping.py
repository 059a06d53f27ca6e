"""What the handlers keep beyond the process: which update has its reply, what was talked about, what was asked."""

import logging
from typing import TYPE_CHECKING, Final, Protocol

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from telcofacts.answering.conversation import Turn
from telcofacts.channels.telegram.addressing import sender_of
from telcofacts.channels.telegram.redaction import Redactor

if TYPE_CHECKING:  # a host application that keeps nothing needs no database
    from telcofacts.storage import Storage, Verdict

_LOG = logging.getLogger(__name__)
_REDACTOR: Final = Redactor()


class Journal(Protocol):
    """Where it is noted which updates have their reply."""

    async def begin(self, update_id: int) -> bool:
        """Tell whether an update is still this process's to answer."""

    async def done(self, update_id: int) -> None:
        """Note that the reply to an update is sent."""

    async def failed(self, update_id: int, error: str, *, passing: bool = False, untold: bool = False) -> bool:
        """Note that an update could not be answered; return whether it will be tried again."""


class Keeping:
    """Keeps nothing where there is neither a storage nor a journal.

    Args:
        storage: where conversations, unanswered questions and counts are kept.
        journal: where it is noted which updates have their reply.
    """

    def __init__(self, storage: "Storage | None" = None, journal: Journal | None = None) -> None:
        self._storage = storage
        self._journal = journal
        self._is_closing = False

    @property
    def retention_days(self) -> int | None:
        """For how long questions without an answer are kept, in days; None where they are not."""
        return self._storage.retention_days if self._storage and self._storage.questions.enabled else None

    @property
    def keeps_turns(self) -> bool:
        """Whether what was talked about last is kept beyond the process."""
        return self._storage is not None

    def close(self) -> None:
        """Begin no reply any more: what waits is answered by others or after the next start."""
        self._is_closing = True

    async def begin(self, update: Update) -> bool:
        """Tell whether to answer an update here and now."""
        if self._journal is None:
            return True
        return not self._is_closing and await self._journal.begin(update.update_id)

    async def done(self, update: Update) -> None:
        """Note that an update has its reply, or needs none."""
        if self._journal:
            await self._journal.done(update.update_id)

    async def failed(self, update: Update, error: Exception) -> None:
        """Note that an update has no reply; it is tried again unless nobody is there to read it."""
        if self._journal is None:
            return
        if isinstance(error, Forbidden):
            await self._journal.done(update.update_id)
        else:
            untold = isinstance(error, TimedOut)  # no apology is sent then
            await self._journal.failed(update.update_id, _describe(error), passing=_is_passing(error), untold=untold)

    async def last_turn(self, chat_id: int, person_id: int | None) -> Turn | None:
        """Return what was talked about last, as far as it is kept."""
        return await self._storage.conversations.load(chat_id, person_id) if self._storage else None

    async def keep_turn(self, chat_id: int, person_id: int | None, turn: Turn) -> None:
        """Keep what was talked about last."""
        if self._storage:
            await self._storage.conversations.save(chat_id, person_id, turn)

    async def unanswered(self, update: Update, question: str) -> None:
        """Keep a question that has no answer, for the curators."""
        if self._storage and (person := _person_of(update)) is not None:
            await self._storage.questions.unanswered(question, person)

    @property
    def takes_feedback(self) -> bool:
        """Whether what people say of answers is kept."""
        return bool(self._storage and self._storage.questions.enabled)

    async def feedback(
        self,
        update: Update,
        fact_id: str | None,
        verdict: "Verdict",
        note: str = "",
        *,
        instead_of: str | None = None,
    ) -> bool:
        """Keep what somebody says of a fact, perhaps in the place of an earlier note; return whether it is kept."""
        if self._storage is None or (person := _person_of(update)) is None:
            return False
        return await self._storage.questions.feedback(fact_id, verdict, person, note, instead_of=instead_of)

    def shown(self, fact_ids: tuple[str, ...]) -> None:
        """Count facts as shown."""
        if self._storage:
            self._storage.hits.count(fact_ids)

    async def forget(self, update: Update) -> None:
        """Delete all that is known of whoever wrote.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: where nothing could be deleted.
        """
        if self._storage and (person := _person_of(update)) is not None:
            await self._storage.privacy.forget(person)


def _person_of(update: Update) -> int | None:
    person = sender_of(update)
    if person is None and update.effective_user:
        person = update.effective_user.id
    return person


def _is_passing(error: Exception) -> bool:
    """Tell whether Telegram cannot be reached, rather than that this update cannot be answered.

    A request that timed out was perhaps carried out: repeated for a day, it would be repeated before somebody's eyes.
    """
    if isinstance(error, RetryAfter):
        return True
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest | TimedOut)


def _describe(error: Exception) -> str:
    """Return what the operator reads; of an error that is not Telegram's its kind only, it may quote what was asked."""
    name = type(error).__name__
    return f"{name}: {_REDACTOR.redact(str(error))}" if isinstance(error, TelegramError) else name
