"""The journal's statements; `Journal` says when which is run."""

import dataclasses
import enum
from collections.abc import Collection, Mapping
from typing import Any, Final

import sqlalchemy as sa

from telcofacts.storage import payloads
from telcofacts.storage.database import Database
from telcofacts.storage.keys import Keys
from telcofacts.storage.tables import FAILED, JOURNAL, PENDING, WORKERS
from telcofacts.storage.workers import bury

Handed = tuple[int, str, str]
"""An update's number, its chat's key, and its payload."""

HANDED_AT_ONCE: Final = 500
ERASED: Final[Mapping[str, object]] = {
    "state": "done", "payload": None, "chat_key": "", "person_key": "", "leased_by": None, "error": None
}  # fmt: skip
"""What a done update is reduced to: its number."""


class Placing(enum.Enum):
    """What becomes of an update that has come."""

    MINE = enum.auto()
    """It is to be answered here and now."""
    LATER = enum.auto()
    """`Journal.pending` returns it when it is its turn, here or in the process that holds its chat."""
    SEEN = enum.auto()
    """It came before."""


@dataclasses.dataclass(frozen=True)
class Figures:
    """How the journal stands.

    Attributes:
        pending: updates without a reply.
        failed: updates set aside.
        oldest_seconds: how long the oldest pending one has waited; 0 where there is none.
    """

    pending: int
    failed: int
    oldest_seconds: float


@dataclasses.dataclass(frozen=True)
class Limits:
    """When to give up on an update.

    Attributes:
        attempts: failures.
        deaths: times that a process may die over it.
        press_seconds: age after which a pressed button is not answered any more: who pressed has pressed again.
        passing_seconds: age after which a failure that should have passed counts; Telegram, too, keeps updates a day.
        patience_seconds: time for which one process tries at least before it counts: the age is by a clock that jumps.
    """

    attempts: int = 3
    deaths: int = 5
    press_seconds: float = 60.0
    passing_seconds: float = 24 * 3600.0
    patience_seconds: float = 3600.0


def new_row(payload: payloads.Payload, keys: Keys, now: float) -> dict[str, Any]:
    """Return the row of an update that has just come."""
    kind = payloads.kind_of(payload)
    chat, person = payloads.chat_of(payload), payloads.person_of(payload)
    person_key = keys.person(person) if person is not None else ""
    chat_key = keys.chat(chat) if chat is not None else person_key or f"update:{payload['update_id']}"
    kept: dict[str, Any] = {"payload": payloads.dump(payload), "state": "pending"}
    if kind == "inline":  # never replayed, so its number is all there is to keep
        kept, chat_key, person_key = {"payload": None, "state": "done"}, "", ""
    return {
        "update_id": int(payload["update_id"]), "kind": kind, "chat_key": chat_key, "person_key": person_key,
        "received_at": now, "attempts": 0, "deaths": 0, "leased_by": None, "queued": True, "error": None, **kept,
    }  # fmt: skip


class JournalRows:
    """The rows of one bot."""

    def __init__(self, database: Database, bot_id: int, limits: Limits) -> None:
        self._limits = limits
        self._bot = JOURNAL.c.bot_id == bot_id
        self._one = sa.and_(self._bot, JOURNAL.c.update_id == sa.bindparam("number"))
        self._insert = (
            database.insert(JOURNAL).values(bot_id=bot_id).on_conflict_do_nothing().returning(JOURNAL.c.update_id)
        )
        self._holder = (
            sa.select(JOURNAL.c.leased_by, JOURNAL.c.queued)
            .where(self._bot, PENDING, JOURNAL.c.chat_key == sa.bindparam("key"))
            .order_by(JOURNAL.c.update_id.desc())
            .limit(1)
        )
        self._erase = sa.update(JOURNAL).where(self._one).values(**ERASED)

    def put(self, connection: sa.Connection, row: dict[str, Any], me: str) -> Placing:
        """Store an update, for whoever holds its chat; for `me` where nobody does.

        Where the one before it in its chat waits to be handed over it does so too, also to `me`: it must not overtake.
        """
        if row["state"] == "pending":
            before = connection.execute(self._holder, {"key": row["chat_key"]}).first()
            owner = before.leased_by if before else me
            row = {**row, "leased_by": owner, "queued": owner == me and (before is None or before.queued)}
        if connection.execute(self._insert, row).first():
            return Placing.MINE if row["queued"] else Placing.LATER
        known = connection.execute(
            sa.select(JOURNAL.c.state, JOURNAL.c.leased_by, JOURNAL.c.queued).where(self._one),
            {"number": row["update_id"]},
        ).one()
        return Placing.MINE if known == ("pending", me, True) else Placing.SEEN

    def done(self, connection: sa.Connection, update_id: int) -> None:
        """Reduce an update to its number."""
        connection.execute(self._erase, {"number": update_id})

    def count_attempt(self, connection: sa.Connection, update_id: int, error: str, *, passing_since: float) -> bool:
        """Note a failure; return whether the update is set aside now.

        Args:
            connection: the connection.
            update_id: the update.
            error: why, masked.
            passing_since: the failure counts only where the update was received before this time.
        """
        counts = sa.case((JOURNAL.c.received_at < passing_since, 1), else_=0)
        attempts = connection.execute(
            sa.update(JOURNAL)
            .where(self._one, PENDING)
            .values(attempts=JOURNAL.c.attempts + counts, error=error)
            .returning(JOURNAL.c.attempts),
            {"number": update_id},
        ).scalar()
        if attempts is None or attempts < self._limits.attempts:
            return attempts is None
        self.set_aside(connection, [update_id])
        return True

    def count_death(self, connection: sa.Connection, update_id: int) -> None:
        """Note that a process may die over this update now."""
        connection.execute(
            sa.update(JOURNAL).where(self._one, PENDING).values(deaths=JOURNAL.c.deaths + 1), {"number": update_id}
        )

    def set_aside(self, connection: sa.Connection, ids: Collection[int], error: str | None = None) -> None:
        """Stop trying to answer some updates; they are kept for the operator."""
        values: dict[str, object] = {"state": "failed", "leased_by": None}
        if error is not None:
            values["error"] = error
        connection.execute(sa.update(JOURNAL).where(self._bot, JOURNAL.c.update_id.in_(ids), PENDING).values(values))

    def adopt(self, connection: sa.Connection, me: str, dead: Mapping[str, int]) -> None:
        """Bury the dead, and lease the chats that nobody holds."""
        bury(connection, dead)
        orphan = JOURNAL.c.leased_by.is_(None) | JOURNAL.c.leased_by.not_in(sa.select(WORKERS.c.id))
        if connection.execute(sa.select(JOURNAL.c.update_id).where(self._bot, PENDING, orphan).limit(1)).first():
            connection.execute(sa.update(JOURNAL).where(self._bot, PENDING, orphan).values(leased_by=me, queued=False))

    def hand_over(
        self, connection: sa.Connection, me: str, now: float, repeated: Collection[int]
    ) -> tuple[list[Handed], set[int]]:
        """Return the updates that `me` holds but was not handed yet, oldest first, and those to be tried again.

        Returns:
            At most `HANDED_AT_ONCE` of them, and which of `repeated` are left for the next time. Late inline queries
            and presses, and what processes died over, are in neither: these are closed here.
        """
        mine = sa.and_(self._bot, PENDING, JOURNAL.c.leased_by == me)
        wanted = JOURNAL.c.queued.is_(False) | JOURNAL.c.update_id.in_(repeated)
        rows = connection.execute(
            sa.select(JOURNAL).where(mine, wanted).order_by(JOURNAL.c.update_id).limit(HANDED_AT_ONCE)
        ).all()
        left = {number for number in repeated if len(rows) == HANDED_AT_ONCE and number > rows[-1].update_id}
        late = [
            row.update_id
            for row in rows
            if row.payload is None
            or row.kind == "inline"
            or (row.kind == "press" and abs(now - row.received_at) > self._limits.press_seconds)
        ]
        deadly = [row.update_id for row in rows if row.deaths >= self._limits.deaths and row.update_id not in late]
        if late:
            connection.execute(sa.update(JOURNAL).where(self._bot, JOURNAL.c.update_id.in_(late)).values(**ERASED))
        if deadly:
            self.set_aside(connection, deadly, f"처리하다가 프로그램이 {self._limits.deaths}번 멈췄습니다")
        handed = [row for row in rows if row.update_id not in {*late, *deadly}]
        fresh = [row.update_id for row in handed if not row.queued]
        if fresh:
            connection.execute(sa.update(JOURNAL).where(self._bot, JOURNAL.c.update_id.in_(fresh)).values(queued=True))
        return [(row.update_id, row.chat_key, row.payload) for row in handed], left

    def leave(self, connection: sa.Connection, me: str) -> None:
        """Give back what `me` holds, and strike it out."""
        connection.execute(
            sa.update(JOURNAL).where(PENDING, JOURNAL.c.leased_by == me).values(leased_by=None, queued=False)
        )
        connection.execute(sa.delete(WORKERS).where(WORKERS.c.id == me))

    def figures(self, connection: sa.Connection, now: float) -> Figures:
        """Count."""
        pending, oldest = connection.execute(
            sa.select(sa.func.count(), sa.func.min(JOURNAL.c.received_at)).where(self._bot, PENDING)
        ).one()
        failed = connection.execute(sa.select(sa.func.count()).select_from(JOURNAL).where(self._bot, FAILED)).scalar()
        return Figures(pending, failed or 0, max(0.0, now - oldest) if oldest is not None else 0.0)
