"""What the journal has set aside: for `telcofacts journal`."""

import dataclasses
import datetime

import sqlalchemy as sa

from telcofacts.storage import payloads
from telcofacts.storage.database import Database
from telcofacts.storage.journal_rows import ERASED
from telcofacts.storage.masking import mask, printable
from telcofacts.storage.tables import FAILED, JOURNAL, PENDING


@dataclasses.dataclass(frozen=True)
class SetAside:
    """An update that could not be answered.

    Attributes:
        bot_id: the bot.
        update_id: its number.
        received: when it came.
        attempts: how often answering it failed.
        deaths: how often the program ended over it.
        error: why the last time, masked.
        text: what was asked, masked, at most 60 characters.
    """

    bot_id: int
    update_id: int
    received: datetime.datetime
    attempts: int
    deaths: int
    error: str
    text: str

    def __str__(self) -> str:
        return (
            f"{self.update_id}  {self.received:%Y-%m-%d %H:%M:%S%z}  실패 {self.attempts}회 · 멈춤 {self.deaths}회  "
            f"{self.error or '까닭 없음'}  “{self.text}”"
        )


def set_aside(database: Database) -> list[SetAside]:
    """Return what is set aside, oldest first."""
    query = sa.select(JOURNAL).where(FAILED).order_by(JOURNAL.c.bot_id, JOURNAL.c.update_id)
    return [
        SetAside(
            row.bot_id,
            row.update_id,
            datetime.datetime.fromtimestamp(row.received_at, datetime.UTC).astimezone(),
            row.attempts,
            row.deaths,
            row.error or "",
            printable(mask(payloads.text_of(payloads.load(row.payload))))[:60] if row.payload else "",
        )
        for row in database.call(lambda connection: connection.execute(query).all())
    ]


def report(database: Database) -> str:
    """Return what `telcofacts journal` prints."""
    waiting = sa.select(sa.func.count()).select_from(JOURNAL).where(PENDING)
    lines = [str(update) for update in set_aside(database)]
    pending = database.call(lambda connection: connection.execute(waiting).scalar_one())
    return "\n".join([*lines, f"따로 둔 것 {len(lines)}건, 답을 기다리는 것 {pending}건"])


def retry(database: Database) -> int:
    """Have all that is set aside answered once more, by a process at work or at the next start; return how many."""
    again = sa.update(JOURNAL).where(FAILED, JOURNAL.c.payload.is_not(None))
    values = {"state": "pending", "attempts": 0, "deaths": 0, "leased_by": None, "queued": False}
    return database.call(lambda connection: connection.execute(again.values(values)).rowcount)


def drop(database: Database) -> int:
    """Erase all that is set aside; return how many."""
    statement = sa.update(JOURNAL).where(FAILED).values(**ERASED)
    return database.call(lambda connection: connection.execute(statement).rowcount)
