"""Where the database is: PostgreSQL where the operator names one, else a file of SQLite in the user's data folder."""

import os
import pathlib
import sys

import sqlalchemy as sa

from telcofacts.settings import Settings, SettingsError

FILE_NAME = "telcofacts.sqlite3"
_EXAMPLE = "postgresql://telcofacts:비밀번호@db:5432/telcofacts"


def address_of(settings: Settings) -> sa.URL:
    """Return the database's address; the folder of a file is made where it is missing.

    Raises:
        SettingsError: where the address is not one, or the folder cannot be made or written to.
    """
    address = settings.database_address()
    if address is None:
        return file_address((settings.telcofacts_data_dir or data_folder()) / FILE_NAME)
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError):  # the latter for a port that is no number
        raise SettingsError(f"DATABASE_URL: 데이터베이스 주소가 아닙니다(보기: DATABASE_URL={_EXAMPLE})") from None
    if url.drivername.partition("+")[0] in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    # A server or a password (of SQLCipher) would be ignored in silence.
    is_file = url.drivername in ("sqlite", "sqlite+pysqlite") and not (url.host or url.password)
    if is_file and url.database and url.database != ":memory:":
        return file_address(pathlib.Path(url.database))
    raise SettingsError(f"DATABASE_URL: postgresql:// 또는 sqlite:///파일이어야 합니다(보기: DATABASE_URL={_EXAMPLE})")


def file_address(path: pathlib.Path) -> sa.URL:
    """Return the address of a file of SQLite; its folder is made, readable by its owner only.

    Raises:
        SettingsError: where the folder cannot be made or written to.
    """
    path = path.expanduser().absolute()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(_cannot_write(path.parent, error.strerror)) from None
    if not os.access(path.parent, os.W_OK | os.X_OK) or (path.exists() and not os.access(path, os.R_OK | os.W_OK)):
        raise SettingsError(_cannot_write(path.parent, "쓸 권한이 없습니다"))
    if path.exists() and not path.is_file():
        raise SettingsError(
            f"DATABASE_URL: {path}은(는) 파일이 아닙니다(보기: DATABASE_URL=sqlite:////data/facts.sqlite3)"
        )
    path.touch(mode=0o600)  # the files that SQLite puts beside it take after it
    return sa.URL.create("sqlite+pysqlite", database=str(path))


def data_folder() -> pathlib.Path:
    """Return the folder for a user's data on this system (XDG Base Directory, macOS, Windows)."""
    if sys.platform == "win32":
        return pathlib.Path(os.environ.get("LOCALAPPDATA") or pathlib.Path.home() / "AppData" / "Local") / "telcofacts"
    if sys.platform == "darwin":
        return pathlib.Path.home() / "Library" / "Application Support" / "telcofacts"
    configured = os.environ.get("XDG_DATA_HOME", "")
    folder = pathlib.Path(configured) if configured.startswith("/") else pathlib.Path.home() / ".local" / "share"
    return folder / "telcofacts"


def _cannot_write(folder: pathlib.Path, reason: str | None) -> str:
    return (
        f"TELCOFACTS_DATA_DIR: 폴더 {folder}에 자료를 둘 수 없습니다({reason})"
        "(보기: TELCOFACTS_DATA_DIR=/var/lib/telcofacts)"
    )
