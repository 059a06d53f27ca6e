"""What people asked without getting an answer, and what they say of answers."""

import dataclasses
import logging
import time
from collections.abc import Callable
from typing import Literal

import sqlalchemy as sa

from telcofacts.storage.database import Database
from telcofacts.storage.errors import reason_of
from telcofacts.storage.keys import Keys
from telcofacts.storage.masking import mask, printable
from telcofacts.storage.tables import ASKERS, FEEDBACK, UNANSWERED

_LOG = logging.getLogger(__name__)

Verdict = Literal["good", "bad", "correction"]
_TEXT_LIMIT, _NOTE_LIMIT = 300, 1000
_PER_PERSON = 50
"""What one person has said that is kept at a time: the newest."""


@dataclasses.dataclass(frozen=True)
class Unanswered:
    """A question without an answer.

    Attributes:
        text: the question, masked.
        count: how often it was asked.
        people: by how many.
        last_seen: when last, in seconds since 1970.
    """

    text: str
    count: int
    people: int
    last_seen: float


@dataclasses.dataclass(frozen=True)
class Feedback:
    """What somebody said of an answer.

    Attributes:
        fact_id: the fact that was shown last, where one was.
        verdict: thanks for it ("good"), a complaint in a word ("bad"), or what is wrong with it ("correction").
        note: what is wrong, masked; empty but for corrections.
        at: when, in seconds since 1970.
    """

    fact_id: str | None
    verdict: Verdict
    note: str
    at: float


class QuestionStore:
    """Unanswered questions and feedback. Writing never raises: no answer fails for it."""

    def __init__(
        self, database: Database, keys: Keys, *, enabled: bool = True, wall_clock: Callable[[], float] = time.time
    ) -> None:
        """Make the store; where it is not enabled, no text of anybody is written."""
        self._database, self._keys, self.enabled, self._wall_clock = database, keys, enabled, wall_clock

    async def unanswered(self, text: str, person_id: int) -> None:
        """Count a question that got no answer."""
        if not self.enabled or not (masked := _kept(text, _TEXT_LIMIT)):
            return
        person, now = self._keys.person(person_id), self._wall_clock()

        def count(connection: sa.Connection) -> None:
            number = connection.execute(
                self._database.insert(UNANSWERED)
                .values(text=masked, first_seen=now, last_seen=now)
                .on_conflict_do_update(index_elements=["text"], set_={"last_seen": now})
                .returning(UNANSWERED.c.id)
            ).scalar_one()
            connection.execute(
                self._database.insert(ASKERS)
                .values(question_id=number, person_key=person, count=1)
                .on_conflict_do_update(index_elements=["question_id", "person_key"], set_={"count": ASKERS.c.count + 1})
            )

        await self._try(count)

    async def feedback(
        self,
        fact_id: str | None,
        verdict: Verdict,
        person_id: int,
        note: str = "",
        *,
        instead_of: str | None = None,
    ) -> bool:
        """Keep what somebody says of an answer, once: said again, of whatever fact with a note, it is the same.

        Args:
            fact_id: the fact, where one is known.
            verdict: what they say.
            person_id: Telegram's number of the person.
            note: what is wrong.
            instead_of: an earlier note of theirs that is to go.

        Returns:
            Whether it is kept: not where nothing is to be logged, and where it cannot be written.
        """
        if not self.enabled or (verdict == "correction" and not _kept(note, _NOTE_LIMIT)):
            return False
        person, kept = self._keys.person(person_id), _kept(note, _NOTE_LIMIT)
        values = {"fact_id": fact_id, "verdict": verdict, "note": kept, "person_key": person, "at": self._wall_clock()}
        notes = [kept] if instead_of is None else [kept, _kept(instead_of, _NOTE_LIMIT)]
        same = sa.and_(FEEDBACK.c.person_key == person, FEEDBACK.c.verdict == verdict, FEEDBACK.c.note.in_(notes))

        def keep(connection: sa.Connection) -> None:
            # An update is tried again when its reply could not be sent, and the conversation may be elsewhere by then.
            connection.execute(sa.delete(FEEDBACK).where(same if kept else same & (FEEDBACK.c.fact_id == fact_id)))
            own = FEEDBACK.c.person_key == person
            latest = sa.select(FEEDBACK.c.id).where(own).order_by(FEEDBACK.c.id.desc()).offset(_PER_PERSON - 1).limit(1)
            connection.execute(sa.delete(FEEDBACK).where(own, FEEDBACK.c.id <= latest.scalar_subquery()))
            connection.execute(sa.insert(FEEDBACK).values(values))

        return await self._try(keep)

    def most_asked(self, limit: int = 100, people: int = 1) -> list[Unanswered]:
        """Return the questions without an answer, the most asked first.

        Args:
            limit: how many.
            people: only those that at least so many people asked.
        """
        count, askers = sa.func.sum(ASKERS.c.count), sa.func.count()
        query = (
            sa.select(UNANSWERED.c.text, count, askers, UNANSWERED.c.last_seen)
            .join(ASKERS, ASKERS.c.question_id == UNANSWERED.c.id)
            .group_by(UNANSWERED.c.id, UNANSWERED.c.text, UNANSWERED.c.last_seen)
            .having(askers >= people)
            .order_by(count.desc(), UNANSWERED.c.last_seen.desc())
            .limit(limit)
        )
        rows = self._database.call(lambda connection: connection.execute(query).all())
        return [Unanswered(text, int(asked), by, seen) for text, asked, by, seen in rows]

    def all_feedback(self, limit: int = 1000) -> list[Feedback]:
        """Return what people said of answers, the newest first."""
        query = (
            sa.select(FEEDBACK.c.fact_id, FEEDBACK.c.verdict, FEEDBACK.c.note, FEEDBACK.c.at)
            .order_by(FEEDBACK.c.id.desc())
            .limit(limit)
        )
        return [Feedback(*row) for row in self._database.call(lambda connection: connection.execute(query).all())]

    async def _try(self, operation: Callable[[sa.Connection], object]) -> bool:
        try:
            await self._database.run(operation)
        except sa.exc.SQLAlchemyError as error:
            _LOG.warning("질문이나 의견을 적지 못했습니다: %s", reason_of(error))
            return False
        return True


def _kept(text: str, limit: int) -> str:
    """Return a text as it is stored: masked, printable, of bounded length, and nothing that a database refuses."""
    return printable(mask(text))[:limit]
