"""The commands for backup and restore that the deployment guide gives, run as they stand there."""

import contextlib
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys

import sqlalchemy as sa

from postgres_server import programs
from telcofacts.settings import Settings
from telcofacts.storage import Storage
from telcofacts.storage.tables import JOURNAL
from updates import message

GUIDE = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "README.md"
ROWS = 300


def command(pattern: str) -> str:
    """Return the one command of the guide that a pattern finds, on one line."""
    text = GUIDE.read_text(encoding="utf-8").replace("\\\n", "")
    [found] = {line.strip() for line in text.splitlines() if re.search(pattern, line)}
    return found


def run(line: str, folder: pathlib.Path, **environment: str) -> None:
    path = f"{folder / 'bin'}:{programs()}:{os.environ['PATH']}"
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line], cwd=folder, env={**os.environ, "PATH": path, **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, (line, result.stderr)
    assert not result.stderr, result.stderr


async def fill(storage: Storage, first: int = 1) -> None:
    journal = storage.journal(123)
    for number in range(first, first + ROWS):
        await journal.put(message(number))
    await storage.questions.unanswered(f"{first}번째 질문", 1)


def kept(settings: Settings) -> tuple[list[str], list[tuple[str, bool]], str]:
    with contextlib.closing(Storage.open(settings)) as storage:
        query = sa.select(JOURNAL.c.state, JOURNAL.c.payload.is_not(None))
        rows = storage.database.call(lambda connection: connection.execute(query).all())
        texts = [question.text for question in storage.questions.most_asked()]
        return texts, [tuple(row) for row in rows], storage.keys.person(7)


async def test_컨테이너의_SQLite를_도는_채로_베끼고_되돌린다(tmp_path: pathlib.Path) -> None:
    data = tmp_path / "data"
    settings = Settings(telcofacts_data_dir=data, telcofacts_sqlite_sync="normal")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    backup = command("exec bot +python3").split("exec bot", 1)[1].replace("/data/", f"{data}/")
    restore = command(r"run --rm --no-deps -T bot +sh").split("-T bot", 1)[1].replace("/data/", f"{data}/")
    with contextlib.closing(Storage.open(settings)) as storage:
        await fill(storage)
        key = storage.keys.person(7)
        assert (data / "telcofacts.sqlite3-wal").stat().st_size, "what was written last is not in the file itself"
        run(backup, tmp_path)
        await fill(storage, 1000)
    assert stat.S_IMODE((data / "backup.sqlite3").stat().st_mode) == 0o600
    shutil.move(data / "backup.sqlite3", tmp_path / "backup.sqlite3")
    assert len(kept(settings)[0]) == 2
    run(restore, tmp_path)
    assert kept(settings) == (["1번째 질문"], [("pending", True)] * ROWS, key)
    assert stat.S_IMODE((data / "telcofacts.sqlite3").stat().st_mode) == 0o600


async def test_PostgreSQL을_도는_채로_베끼고_되돌린다(tmp_path: pathlib.Path, postgres_address: str) -> None:
    settings = Settings.model_validate({"database_url": postgres_address})
    backup, restore = command("^pg_dump .*DATABASE_URL"), command("^pg_restore .*DATABASE_URL")
    with contextlib.closing(Storage.open(settings)) as storage:
        await fill(storage)
        key = storage.keys.person(7)
        run(backup, tmp_path, DATABASE_URL=postgres_address)
        await fill(storage, 1000)
    assert len(kept(settings)[0]) == 2
    run(restore, tmp_path, DATABASE_URL=postgres_address)
    assert kept(settings) == (["1번째 질문"], [("pending", True)] * ROWS, key)


async def test_빈_PostgreSQL에도_되돌린다(tmp_path: pathlib.Path, postgres_address: str) -> None:
    settings = Settings.model_validate({"database_url": postgres_address})
    backup, restore = command("^pg_dump .*DATABASE_URL"), command("pg_restore --username=telcofacts")
    with contextlib.closing(Storage.open(settings)) as storage:
        await fill(storage)
        run(backup, tmp_path, DATABASE_URL=postgres_address)
        storage.database.call(lambda link: link.exec_driver_sql("DROP SCHEMA public CASCADE"))
        storage.database.call(lambda link: link.exec_driver_sql("CREATE SCHEMA public"))
    in_container = restore.split("postgres", 1)[1].strip().replace("--username=telcofacts ", "")
    run(in_container.replace("--dbname=telcofacts", '--dbname="$ADDRESS"'), tmp_path, ADDRESS=postgres_address)
    assert kept(settings)[0] == ["1번째 질문"]
