"""The tables are made and changed by migrations, by one process at a time."""

import pathlib
import subprocess
import sys
from collections.abc import Callable

import alembic.autogenerate
import alembic.command
import alembic.migration
import alembic.script
import pytest
import sqlalchemy as sa

from telcofacts.settings import Settings, SettingsError
from telcofacts.storage import Storage, StorageError, migrating
from telcofacts.storage.address import address_of, data_folder
from telcofacts.storage.database import make_engine
from telcofacts.storage.tables import METADATA

OPEN = """
import sys
from telcofacts.settings import Settings
from telcofacts.storage import Storage
storage = Storage.open(Settings.model_validate({"database_url": sys.argv[1]}))
print(storage.keys.chat(1))
storage.close()
"""


def differences(url: sa.URL) -> list[object]:
    engine = make_engine(url)
    with engine.begin() as connection:
        context = alembic.migration.MigrationContext.configure(connection, opts={"compare_type": True})
        found = list(alembic.autogenerate.compare_metadata(context, METADATA))
    engine.dispose()
    return found


def test_빈_데이터베이스에서_지금의_표까지_간다(url: sa.URL) -> None:
    migrating.migrate(url)
    assert differences(url) == []
    migrating.migrate(url)
    assert differences(url) == []


def test_처음으로_되돌렸다가_다시_갈_수_있다(url: sa.URL) -> None:
    migrating.migrate(url)
    engine = make_engine(url)
    with engine.begin() as connection:
        alembic.command.downgrade(migrating.config(connection), "base")
    with engine.begin() as connection:
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
    engine.dispose()
    migrating.migrate(url)
    assert differences(url) == []


def test_세_프로세스가_한꺼번에_시작해도_된다(address: str, url: sa.URL) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    said = [process.communicate(timeout=60) for process in started]
    assert [(process.returncode, errors) for process, (_, errors) in zip(started, said, strict=True)] == [(0, "")] * 3
    assert len({out for out, _ in said}) == 1, "one salt for all"
    assert differences(url) == []


def test_더_새로운_데이터베이스는_건드리지_않는다(
    settings: Settings, storage: Storage, opened: Callable[..., Storage]
) -> None:
    storage.database.call(lambda connection: connection.exec_driver_sql("UPDATE alembic_version SET version_num='9'"))
    with pytest.raises(StorageError, match="이 버전보다 새것"):
        opened(settings)


def test_없는_서버는_비밀번호_없이_알린다() -> None:
    settings = Settings.model_validate({"database_url": "postgres://someone:secret-word@127.0.0.1:9/nowhere"})
    with pytest.raises(StorageError, match="데이터베이스를 쓸 수 없습니다") as raised:
        Storage.open(settings, patience=0)
    assert "secret-word" not in str(raised.value)


def test_망가진_파일은_알린다(tmp_path: pathlib.Path) -> None:
    (tmp_path / "telcofacts.sqlite3").write_bytes(b"not a database, but long enough to look at" * 100)
    with pytest.raises(StorageError, match="데이터베이스를 준비할 수 없습니다"):
        Storage.open(Settings.model_validate({"telcofacts_data_dir": str(tmp_path)}), patience=0)


def test_자료_폴더를_만들어_쓴다(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    if sys.platform == "linux":
        assert data_folder() == tmp_path / "xdg" / "telcofacts"
    folder = tmp_path / "하나" / "둘 셋"
    Storage.open(Settings.model_validate({"telcofacts_data_dir": str(folder)})).close()
    assert (folder / "telcofacts.sqlite3").exists()
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "telcofacts.sqlite3").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("address", ["mysql://db/x", "그냥 글", "sqlite://", "postgresql+x y"])
def test_쓸_수_없는_주소는_변수를_들어_알린다(address: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        address_of(Settings.model_validate({"database_url": address}))


def test_만들_수_없는_폴더는_변수를_들어_알린다(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="TELCOFACTS_DATA_DIR"):
        address_of(Settings.model_validate({"telcofacts_data_dir": str(tmp_path / "file" / "under")}))


def test_주소를_파일에서_읽는다(tmp_path: pathlib.Path) -> None:
    (tmp_path / "secret").write_text("postgresql://a:b@db/c\n")
    url = address_of(Settings.model_validate({"database_url_file": str(tmp_path / "secret")}))
    assert (url.drivername, url.host, url.database) == ("postgresql+psycopg", "db", "c")
    with pytest.raises(SettingsError, match="DATABASE_URL_FILE"):
        address_of(Settings.model_validate({"database_url_file": str(tmp_path / "none")}))


def test_마이그레이션은_한_줄로_이어진다(url: sa.URL) -> None:
    engine = make_engine(url)
    with engine.connect() as connection:
        script = alembic.script.ScriptDirectory.from_config(migrating.config(connection))
    engine.dispose()
    assert len(script.get_heads()) == len(script.get_bases()) == 1
