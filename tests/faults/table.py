"""The scenarios by name, and the table of what they gave."""

import contextlib
import dataclasses
import inspect
import itertools
import pathlib
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final

import psycopg

from postgres_server import Server

from . import changes, databases, lives, networks
from .crowd import Account
from .stage import Size

Scenario = Callable[..., Awaitable[tuple[Any, ...]]]


@dataclasses.dataclass(frozen=True)
class Row:
    """One scenario.

    Attributes:
        said: what happens, for the table.
        setup: what it happens to.
        play: plays it.
        options: how.
        postgresql: whether with a fresh database of the server.
        share: how many of the people ask.
        in_order: whether each chat is promised its answers in the order of its questions.
    """

    said: str
    setup: str
    play: Scenario
    options: dict[str, Any] = dataclasses.field(default_factory=dict)
    postgresql: bool = False
    share: float = 0.4
    in_order: bool = True


_POLLING, _HOOK, _TWO = "polling, SQLite", "webhook, SQLite", "webhook, 2 processes, PostgreSQL"
_DISK: Final = {"mount": databases.can_mount()}
ROWS: Final[dict[str, Row]] = {
    "kill-polling": Row("kill -9 at random moments", _POLLING, lives.killed, share=1),
    "kill-webhook": Row("kill -9 at random moments", _HOOK, lives.killed, {"hook": True}, share=1),
    "kill-postgresql": Row("kill -9 at random moments", "polling, PostgreSQL", lives.killed, postgresql=True, share=1),
    "kill-two": Row(
        "kill -9 of either at random moments", _TWO, lives.killed, {"hook": True, "processes": 2},
        postgresql=True, share=1,
    ),
    "kill-one-of-two": Row("kill -9 of one for good", _TWO, lives.one_of_two_killed, postgresql=True, share=1),
    "stop-full": Row("SIGTERM with a full queue, a second to drain it", _POLLING, lives.stopped_full),
    "stop-polling": Row("SIGTERM three times under load", _POLLING, lives.stopped),
    "stop-webhook": Row("SIGTERM three times under load", _HOOK, lives.stopped, {"hook": True}),
    "locked-polling": Row("database locked by another process, three times", _POLLING, databases.locked),
    "locked-webhook": Row("database locked by another process, three times", _HOOK, databases.locked, {"hook": True}),
    "gone-polling": Row("server killed and started again, twice", "polling, PostgreSQL", databases.gone),
    "gone-webhook": Row("server killed and started again, twice", _TWO, databases.gone, {"hook": True}),
    "full-polling": Row("disk full", _POLLING, databases.full, _DISK),
    "full-webhook": Row("disk full", _HOOK, databases.full, {"hook": True, **_DISK}),
    "api-polling": Row("API: 5xx, 429, resets, garbage", _POLLING, networks.refused),
    "api-webhook": Row("API: 5xx, 429, resets, garbage", _HOOK, networks.refused, {"hook": True}),
    "api-silent": Row("API: eight replies time out, not sent", _POLLING, networks.silent),
    "api-cut-off": Row("API: twenty replies sent, then the connection is reset", _POLLING, networks.cut_off),
    "pollers": Row("two poll at once, one storage", _POLLING, networks.two_pollers),
    "pollers-apart": Row("two poll at once, each its own storage", _POLLING, networks.two_pollers, {"apart": True},
                         in_order=False),
    "clock": Row("clock jumps by −5 days to +400 days, and a kill", _POLLING, changes.clock_jumped),
    "facts": Row("broken facts pushed three times, then mended", _POLLING, changes.facts_broken),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Result:
    """What a scenario gave."""

    row: Row
    account: Account
    allowed: int
    seconds: float
    more: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it is as promised."""
        in_order = not self.account.disordered or not self.row.in_order
        return not self.account.lost and in_order and self.account.doubles <= self.allowed

    def __str__(self) -> str:
        account = self.account
        return (
            f"| {self.row.said}{self.more} | {self.row.setup} | {account.asked} | {account.lost} | {account.doubles} "
            f"| {self.allowed} | {account.disordered} | {account.slowest:.1f} s |"
        )


HEAD: Final = (
    "| what happens | to what | questions | lost | said twice | allowed | chats out of order | last answer after |\n"
    "|---|---|--:|--:|--:|--:|--:|--:|"
)
_databases = itertools.count(1)


async def play(name: str, size: Size, server: Server | None) -> Result:
    """Play a scenario in a fresh folder, with a fresh database."""
    row, started = ROWS[name], time.monotonic()
    size = dataclasses.replace(size, people=round(size.people * row.share))
    options = dict(row.options)
    parameters = inspect.signature(row.play).parameters
    if server and (row.postgresql or "server" in parameters):
        address = fresh(server)
        options |= {"server": server, "address": address} if "server" in parameters else {"DATABASE_URL": address}
    with _folder() as folder:
        account, allowed, *more = await row.play(folder, size, **options)
    seconds = time.monotonic() - started
    fetches = [f" ({fetched.count} fetches in {fetched.seconds:.0f} s)" for fetched in more]
    return Result(row, account, allowed, seconds, "".join(fetches))


@contextlib.contextmanager
def _folder() -> Iterator[pathlib.Path]:
    with tempfile.TemporaryDirectory(prefix="telcofacts-faults-", ignore_cleanup_errors=True) as name:
        yield pathlib.Path(name)


def fresh(server: Server) -> str:
    """Make a fresh database and return its address."""
    name = f"faults_{next(_databases)}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server.url(name)
