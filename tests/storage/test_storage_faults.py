"""Nothing is lost: processes that are killed, databases that are locked, gone or full. All of it for real."""

import asyncio
import collections
import contextlib
import logging
import pathlib
import random
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from postgres_server import Server
from telcofacts.settings import Settings
from telcofacts.storage import Journal, Placing, Storage
from updates import message

WRITER = pathlib.Path(__file__).with_name("writer.py")


class Writer:
    """A running writer.py, and what it has said so far."""

    def __init__(self, address: str, first: int, last: int, *options: str) -> None:
        self.lines: list[tuple[str, int, int, int]] = []
        self._process = subprocess.Popen(
            [sys.executable, str(WRITER), address, str(first), str(last), *options], stdout=subprocess.PIPE, text=True
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            if line.endswith("\n"):
                what, *numbers = line.split()
                self.lines.append((what, *map(int, numbers)))  # type: ignore[arg-type]

    @property
    def pid(self) -> int:
        return self._process.pid

    def numbers(self, what: str) -> list[int]:
        return [number for said, number, *_ in self.lines.copy() if said == what]

    def wait_for(self, what: str, count: int = 1, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while len(self.numbers(what)) < count:
            assert time.monotonic() < end, f"{what} did not come {count} times"
            assert self._process.poll() is None or self._reader.is_alive(), "the writer ended"
            time.sleep(0.005)

    def kill(self) -> None:
        self._process.kill()
        self.finish(-9)

    def finish(self, code: int = 0) -> None:
        assert self._process.wait(60) == code
        self._reader.join()
        assert self._process.stdout
        self._process.stdout.close()

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join()


def in_flight(lines: list[tuple[str, int, int, int]]) -> int:
    """Return how many replies may have been under way when the writer ended: at most one a chat."""
    return len({chat for _, _, chat, _ in lines})


def test_아무_때나_죽여도_잃지_않는다(address: str) -> None:
    chance, last, next_one = random.Random(20261122), 250, 1
    replies: collections.Counter[int] = collections.Counter()
    acknowledged: set[int] = set()
    allowed = 0
    for _ in range(3):
        with Writer(address, next_one, last) as writer:
            writer.wait_for("ready")
            writer.wait_for("put", chance.randint(5, 60))
            time.sleep(chance.uniform(0, 0.05))
            writer.kill()
        replies.update(writer.numbers("reply"))
        acknowledged.update(writer.numbers("put"))
        allowed += in_flight(writer.lines)
        next_one = max(acknowledged)  # Telegram delivers the last one again: it may not know that it arrived
    with Writer(address, next_one, last) as writer:
        writer.finish()
    replies.update(writer.numbers("reply"))
    assert set(replies) == set(range(1, last + 1))
    assert replies.total() - last <= allowed
    assert max(replies.values()) <= 2


def test_두_프로세스가_대화를_나눠_맡고_죽은_쪽의_것을_넘겨받는다(address: str) -> None:
    options = ("--step=2", "--slow=0.02")
    with Writer(address, 1, 399, *options) as doomed, Writer(address, 2, 400, *options) as heir:
        doomed.wait_for("reply", 60)
        heir.wait_for("reply", 20)
        doomed.kill()
        heir.finish()
    acknowledged = {*doomed.numbers("put"), *heir.numbers("put")}
    replies = collections.Counter([*doomed.numbers("reply"), *heir.numbers("reply")])
    assert acknowledged <= set(replies) <= acknowledged | {max(doomed.numbers("put")) + 2}
    assert replies.total() - len(replies) <= in_flight(doomed.lines)
    assert one_at_a_time(doomed.lines + heir.lines)


def test_두_프로세스가_끝까지_살면_두_번_답하는_일이_없다(address: str) -> None:
    with Writer(address, 1, 299, "--step=2") as one, Writer(address, 2, 300, "--step=2") as other:
        one.finish()
        other.finish()
    assert sorted([*one.numbers("reply"), *other.numbers("reply")]) == list(range(1, 301))
    assert one_at_a_time(one.lines + other.lines)


def one_at_a_time(lines: list[tuple[str, int, int, int]]) -> bool:
    """Tell whether no chat was answered by two processes at once (a killed reply has no end and does not count)."""
    spans: dict[int, list[tuple[int, int]]] = collections.defaultdict(list)
    begun: dict[int, int] = {}
    for what, number, chat, at in lines:
        if what == "start":
            begun[number] = at
        elif what == "reply":
            spans[chat].append((begun[number], at))
    return all(
        before[1] <= after[0]
        for chat in spans.values()
        for before, after in zip(sorted(chat), sorted(chat)[1:], strict=False)
    )


@pytest.fixture
def sqlite_storage(opened: Callable[..., Storage], sqlite_address: str) -> Storage:
    return opened(Settings.model_validate({"database_url": sqlite_address}))


def is_healthy(journal: Journal) -> bool:
    return journal.healthy


@contextlib.contextmanager
def locked(path: str) -> Iterator[None]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


async def test_잠긴_데이터베이스를_기다린다(sqlite_storage: Storage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    journal = sqlite_storage.journal(123)
    await journal.put(message(1))
    assert sqlite_storage.database.url.database
    with locked(sqlite_storage.database.url.database):
        putting = [asyncio.create_task(journal.put(message(number))) for number in (2, 3)]
        finishing = asyncio.create_task(journal.done(1))
        await asyncio.sleep(1.5)
        assert not is_healthy(journal)
        assert not any(task.done() for task in (*putting, finishing))
        assert await journal.pending() == []
    assert await asyncio.wait_for(asyncio.gather(*putting), 10) == [Placing.MINE] * 2
    await asyncio.wait_for(finishing, 10)
    assert is_healthy(journal)
    assert (await journal.figures()).pending == 2
    assert [line.split(":")[0] for line in caplog.messages if "다시 해 봅니다" in line] == [
        "데이터베이스에 쓸 수 없어 될 때까지 다시 해 봅니다"
    ]
    assert len(caplog.messages) == 2


async def test_끝낼_때는_잠긴_데이터베이스를_기다리지_않는다(sqlite_storage: Storage) -> None:
    journal = sqlite_storage.journal(123)
    await journal.put(message(1))
    assert sqlite_storage.database.url.database
    with locked(sqlite_storage.database.url.database):
        putting, finishing = asyncio.create_task(journal.put(message(2))), asyncio.create_task(journal.done(1))
        await asyncio.sleep(0.1)
        started = time.monotonic()
        await journal.close()
        await finishing
        with pytest.raises(sa.exc.OperationalError):
            await putting
        assert time.monotonic() - started < 5
    assert [update["update_id"] for update in await sqlite_storage.journal(123).pending()] in ([], [1])


async def test_가득_찬_데이터베이스는_자리가_나면_이어_쓴다(sqlite_storage: Storage) -> None:
    def limit(pages: int) -> None:
        sqlite_storage.database.call(lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count={pages}"))

    journal = sqlite_storage.journal(123)
    limit(1)  # SQLite takes the present size for less
    numbers = range(1, 60)
    putting = asyncio.gather(*(journal.put(message(number, "가" * 500)) for number in numbers))
    await asyncio.sleep(0.5)
    assert not putting.done()
    assert not is_healthy(journal)
    limit(1_000_000)
    assert set(await asyncio.wait_for(putting, 10)) == {Placing.MINE}
    assert is_healthy(journal)
    assert (await journal.figures()).pending == len(numbers)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="prlimit은 리눅스에만 있습니다")
def test_디스크가_가득_차도_자리가_나면_잃은_것이_없다(sqlite_address: str) -> None:
    with Writer(sqlite_address, 1, 300, "--file-size=180000") as writer:
        writer.wait_for("trouble")
        acknowledged = len(writer.numbers("put"))
        time.sleep(0.3)
        assert len(writer.numbers("put")) == acknowledged < 300
        resource.prlimit(writer.pid, resource.RLIMIT_FSIZE, resource.getrlimit(resource.RLIMIT_FSIZE))
        writer.finish()
    assert sorted(writer.numbers("reply")) == list(range(1, 301))


def test_서버가_죽었다_살아나도_잃지_않는다(postgres: Server, postgres_address: str) -> None:
    with Writer(postgres_address, 1, 400) as writer:
        writer.wait_for("put", 50)
        postgres.stop()
        try:
            writer.wait_for("trouble")
            time.sleep(1)
        finally:
            postgres.start()
        writer.finish()
    assert sorted(writer.numbers("reply")) == list(range(1, 401))
