"""Which processes serve the bot, and which of them have died, without comparing clocks.

Each process raises a number in the database every few seconds. Another takes it for dead when it has watched that
number stand still for `STALE_SECONDS` of its own monotonic clock, so that a wrong or jumping wall clock anywhere
changes nothing. A process of the same machine whose number in the process table is gone is dead at once.
"""

import collections
import dataclasses
import itertools
import os
import pathlib
from collections.abc import Callable, Mapping
from typing import Final

import sqlalchemy as sa

from telcofacts.storage.tables import WORKERS

BEAT_SECONDS: Final = 2.0
STALE_SECONDS: Final = 12.0
"""Six beats: more than a database that was gone for a moment, less than somebody waits for a reply."""

_COUNTER: Final = itertools.count(1)


def worker_id() -> str:
    """Return a name that no other worker has: machine, process namespace, process, its start, a counter."""
    pid = os.getpid()
    return f"{_place()}/{pid}/{_started(pid) or 0}/{next(_COUNTER)}"


def is_gone(worker: str) -> bool:
    """Tell whether a worker's process ran on this machine and has ended. False where that cannot be known."""
    place, _, rest = worker.partition("/")
    pid, _, rest = rest.partition("/")
    started, _, _ = rest.partition("/")
    if not place or place != _place() or not pid.isdigit() or started == "0":
        return False
    return _started(int(pid)) != started


def _place() -> str:
    try:
        boot = pathlib.Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot[:18]}.{pathlib.Path('/proc/self/ns/pid').readlink()}".replace("/", "")
    except OSError:  # not Linux: the beat alone tells
        return ""


def _started(pid: int) -> str | None:
    """Return when a process started, in ticks since the boot; None where there is none, or a dead one."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
    except OSError:
        return None
    state, *others = fields.split()
    return None if state in "ZX" else others[18]


@dataclasses.dataclass
class _Watched:
    beat: int
    still_since: float


class Watch:
    """Remembers since when the others' numbers stand still."""

    def __init__(self, clock: Callable[[], float], stale_seconds: float = STALE_SECONDS) -> None:
        self._clock = clock
        self._stale = stale_seconds
        self._others: dict[str, _Watched] = {}
        self._looked = float("-inf")

    def look(self, beats: Mapping[str, int]) -> None:
        """Take note of the others' numbers.

        After a longer time without looking (this process slept, or the database was gone) all waits start anew: the
        others could not raise their numbers either.
        """
        now = self._clock()
        slept = not 0 <= now - self._looked <= self._stale / 2
        self._looked = now
        before = {} if slept else self._others
        self._others = {
            worker: before[worker] if worker in before and before[worker].beat == beat else _Watched(beat, now)
            for worker, beat in beats.items()
        }

    def dead(self) -> dict[str, int]:
        """Return the dead, each with its last number."""
        now = self._clock()
        return {
            worker: watched.beat
            for worker, watched in self._others.items()
            if is_gone(worker) or now - watched.still_since >= self._stale
        }

    @property
    def others(self) -> collections.abc.Set[str]:
        """The workers seen beside this one."""
        return self._others.keys()


def beat(connection: sa.Connection, me: str) -> tuple[bool, dict[str, int]]:
    """Raise this worker's number; return whether it was known, and the others' numbers."""
    raised = connection.execute(sa.update(WORKERS).where(WORKERS.c.id == me).values(beat=WORKERS.c.beat + 1))
    if not raised.rowcount:
        connection.execute(sa.insert(WORKERS).values(id=me, beat=1))
    rows = connection.execute(sa.select(WORKERS.c.id, WORKERS.c.beat).where(WORKERS.c.id != me))
    return bool(raised.rowcount), {row.id: row.beat for row in rows}


def bury(connection: sa.Connection, dead: Mapping[str, int]) -> None:
    """Strike out the dead that have not raised their number since."""
    for worker, last in dead.items():
        connection.execute(sa.delete(WORKERS).where(WORKERS.c.id == worker, WORKERS.c.beat == last))
