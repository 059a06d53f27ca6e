"""Bring the database's tables up to date, one process at a time."""

import contextlib
import logging
import pathlib
import time
from collections.abc import Iterator

import alembic.command
import alembic.config
import alembic.util
import sqlalchemy as sa

from telcofacts.storage.database import make_engine
from telcofacts.storage.errors import StorageError, reason_of

_LOG = logging.getLogger(__name__)
_LOCK = 0x7E1C0FAC70
_LOCK_SECONDS = 60.0
"""How long another process's migration is waited for."""
_WAIT = 1.0


def migrate(url: sa.URL, *, patience: float = 60.0) -> None:
    """Bring a database up to date; one that is up to date is left alone.

    Args:
        url: where it is.
        patience: seconds that a database which cannot be reached yet is waited for.

    Raises:
        StorageError: where it cannot be reached or changed, or was made by a newer version.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    end, told = time.monotonic() + patience, False
    engine = make_engine(url, busy_seconds=_LOCK_SECONDS)
    try:
        while True:
            try:
                with _lock_file(url), engine.begin() as connection:
                    _upgrade(connection)
            except alembic.util.CommandError as error:
                raise StorageError(
                    f"데이터베이스가 이 버전보다 새것이거나 알 수 없는 상태입니다({reason_of(error)}). "
                    "telcofacts를 올리거나 예전 백업을 쓰세요"
                ) from None
            except sa.exc.OperationalError as error:
                if time.monotonic() + _WAIT > end:
                    raise StorageError(f"데이터베이스를 쓸 수 없습니다: {reason_of(error)}{_remedy(url)}") from None
                if not told:
                    _LOG.warning("데이터베이스를 기다립니다: %s", reason_of(error))
                told = True
                time.sleep(_WAIT)
            except (sa.exc.SQLAlchemyError, OSError) as error:
                raise StorageError(f"데이터베이스를 준비할 수 없습니다: {reason_of(error)}") from None
            else:
                return
    finally:
        engine.dispose()


def _remedy(url: sa.URL) -> str:
    if url.get_backend_name() == "sqlite":
        return ""
    return "\nDATABASE_URL의 주소와 비밀번호가 맞는지, 서버가 떠 있고 여기서 닿는지 확인하세요"


def _upgrade(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{round(_LOCK_SECONDS)}s'")
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    alembic.command.upgrade(config(connection), "head")


def config(connection: sa.Connection) -> alembic.config.Config:
    """Return Alembic's configuration for a connection."""
    made = alembic.config.Config(attributes={"connection": connection})
    made.set_main_option("script_location", str(pathlib.Path(__file__).parent / "migrations").replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


@contextlib.contextmanager
def _lock_file(url: sa.URL) -> Iterator[None]:
    """Hold the lock beside a file of SQLite: the first connection's change to WAL waits for no lock."""
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    try:
        import fcntl
    except ImportError:  # Windows: the transaction's own lock has to do
        yield
        return
    with pathlib.Path(f"{url.database}.lock").open("a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
