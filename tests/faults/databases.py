"""The database locked, gone, or without room, and back."""

import asyncio
import contextlib
import os
import pathlib
import resource
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from typing import Final

from postgres_server import Server

from .crowd import Account
from .stage import Size, Stage, stage, under_stream

TROUBLE: Final = "데이터베이스에 쓸 수 없어"
_LOCK: Final = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("ROLLBACK")
"""
_DISK: Final = 24 * 1024 * 1024
_ROOM: Final = 64 * 1024
"""Bytes that the database may still grow where there is no disk of its own to fill."""


def _was_felt(made: Stage) -> None:
    assert TROUBLE in made.log, "the database was never missed"


async def lock(made: Stage) -> None:
    """Let another process lock the file of SQLite for seconds."""
    path = str(made.folder / "data" / "telcofacts.sqlite3")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _LOCK, path, str(made.size.seconds), stdout=asyncio.subprocess.DEVNULL
    )
    await process.wait()


async def die(made: Stage, server: Server) -> None:
    """Let the PostgreSQL server die, and start it again after seconds."""
    await asyncio.to_thread(server.stop)
    try:
        await asyncio.sleep(made.size.seconds)
    finally:
        await asyncio.to_thread(server.start)


async def leave_no_room(made: Stage, *, is_disk: bool) -> None:
    """Leave no room for the database to grow, until it notices and for seconds more."""
    noticed = made.log.count(TROUBLE)
    async with _no_room(made, is_disk=is_disk):
        for _ in range(600):
            if made.log.count(TROUBLE) > noticed:
                break
            await asyncio.sleep(0.05)
        else:
            raise AssertionError("it was never without room")
        await asyncio.sleep(made.size.seconds)


async def locked(folder: pathlib.Path, size: Size, *, hook: bool = False) -> tuple[Account, int]:
    """Another process locks the file of SQLite for seconds, three times."""

    async def trouble(made: Stage) -> None:
        for part in (1, 2, 3):
            await made.crowd.until_answered(made.crowd.total * part // 5)
            await lock(made)

    async with stage(folder, size, hook=hook) as made:
        account = await under_stream(made, trouble)
        _was_felt(made)
        return account, 0


async def gone(
    folder: pathlib.Path, size: Size, server: Server, address: str, *, hook: bool = False
) -> tuple[Account, int]:
    """The PostgreSQL server dies, and is back after seconds, twice."""

    async def trouble(made: Stage) -> None:
        for part in (1, 2):
            await made.crowd.until_answered(made.crowd.total * part // 4)
            await die(made, server)

    async with stage(folder, size, hook=hook) as made:
        account = await under_stream(made, trouble, {"DATABASE_URL": address}, 2 if hook else 1)
        _was_felt(made)
        return account, 0


async def full(folder: pathlib.Path, size: Size, *, hook: bool = False, mount: bool = True) -> tuple[Account, int]:
    """The disk has no room for seconds: a file system of its own, or a limit to the size of files."""

    async def trouble(made: Stage) -> None:
        await made.crowd.until_answered(made.crowd.total // 4)
        await leave_no_room(made, is_disk=mount)

    data = folder / "data"
    data.mkdir()
    with _small_disk(data) if mount else contextlib.nullcontext():
        async with stage(folder, size, hook=hook) as made:
            return await under_stream(made, trouble), 0


def can_mount() -> bool:
    """Tell whether a disk can be made here."""
    return os.geteuid() == 0 and sys.platform == "linux"


@contextlib.contextmanager
def _small_disk(folder: pathlib.Path) -> Iterator[None]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextlib.asynccontextmanager
async def _no_room(made: Stage, *, is_disk: bool) -> AsyncIterator[None]:
    data = made.folder / "data"
    if is_disk:
        ballast = data / "ballast"
        filling = asyncio.create_task(asyncio.to_thread(_fill, ballast, made.size.seconds + 10))
        try:
            yield
        finally:
            filling.cancel()
            ballast.unlink()
        return
    process = made.running[0].process.pid
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    largest = max(path.stat().st_size for path in data.iterdir())
    resource.prlimit(process, resource.RLIMIT_FSIZE, (largest + _ROOM, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)


def _fill(path: pathlib.Path, seconds: float) -> None:
    """Take all room that there is, and what is freed, until the file is deleted."""
    end = time.monotonic() + seconds
    with path.open("ab", buffering=0) as file:
        while time.monotonic() < end and path.exists():
            try:
                file.write(bytes(64 * 1024))
            except OSError:
                with contextlib.suppress(OSError):
                    file.write(bytes(512))
                time.sleep(0.02)
