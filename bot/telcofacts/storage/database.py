"""One database, used by one thread, in transactions that several callers share.

Measured on two cores (1,500 times put and done of a journal entry of 1.2 kB, 16 callers): with a synchronous engine in
one thread and shared transactions 0.5 ms of processor time and 1.3 ms on the clock a reply, with every commit synced to
disk; with an asynchronous engine (aiosqlite) 2.6 ms and 4.3 ms. So the engine is synchronous. Sharing is what makes
`synchronous=FULL` cheap: whoever waits while a commit is under way is in the next one. With FULL a power cut loses
nothing either; NORMAL would do for a killed process.
"""

import asyncio
import concurrent.futures
import dataclasses
import queue
import sqlite3
import threading
from collections.abc import Callable
from typing import Any, Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
Operation = Callable[[sa.Connection], T]
Sync = Literal["full", "normal"]

SHARED_LIMIT = 64
"""Operations in one transaction; more than the chats served at once need."""
BUSY_SECONDS = 1.0
"""How long an operation waits for a lock of another process before it fails (and is tried again by who cares)."""
_EXCLUSIVE_LOCK = 0x7E1C0FAC75
"""The advisory lock that orders exclusive transactions on PostgreSQL. On SQLite every transaction is exclusive."""
_POSTGRES_ARGUMENTS = {
    "connect_timeout": 5,
    "application_name": "telcofacts",
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "options": "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s -c timezone=UTC",
}


@dataclasses.dataclass
class _Job:
    operation: Operation[Any]
    exclusive: bool
    alone: bool
    future: concurrent.futures.Future[Any]


class Database:
    """Runs operations, each all or nothing, one transaction after the other."""

    def __init__(self, url: sa.URL, *, sync: Sync = "full") -> None:
        self.url = url
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.engine = make_engine(url, sync=sync)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="telcofacts-database", daemon=True)
        self._closed = False
        self._thread.start()

    async def run(self, operation: Operation[T], *, exclusive: bool = False) -> T:
        """Run an operation in a transaction, which it may share, and return its result once that is committed.

        An operation may be run twice: it must not change anything but the database.

        Args:
            operation: what to do with the connection.
            exclusive: whether no exclusive operation of another process may run meanwhile.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: where the database refuses, is locked or gone; nothing is changed then.
        """
        return await asyncio.wrap_future(self._submit(operation, exclusive=exclusive))

    def call(self, operation: Operation[T]) -> T:
        """Run an operation from a program without an event loop; see `run`."""
        return self._submit(operation).result()

    async def tidy(self, *statements: str) -> None:
        """Execute statements that no transaction may be around (VACUUM, checkpoints)."""

        def operation(connection: sa.Connection) -> None:
            for statement in statements:
                connection.exec_driver_sql(statement)

        await asyncio.wrap_future(self._submit(operation, alone=True))

    def close(self) -> None:
        """Finish what was submitted and disconnect."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
            self._thread.join()
            self.engine.dispose()

    def insert(self, table: sa.Table) -> "postgresql.Insert | sqlite.Insert":
        """Return an INSERT that knows ON CONFLICT."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def _submit(
        self, operation: Operation[T], *, exclusive: bool = False, alone: bool = False
    ) -> concurrent.futures.Future[T]:
        if self._closed:
            raise sa.exc.InvalidRequestError("the database is closed")
        future: concurrent.futures.Future[T] = concurrent.futures.Future()
        self._jobs.put(_Job(operation, exclusive, alone, future))
        return future

    def _serve(self) -> None:
        more = True
        while more:
            jobs: list[_Job] = []
            try:
                job = self._jobs.get()
                while job is not None and len(jobs) < SHARED_LIMIT:
                    jobs.append(job)
                    job = self._jobs.get_nowait()
            except queue.Empty:
                pass
            else:
                more = job is not None
                if job is not None:
                    jobs.append(job)
            jobs = [job for job in jobs if job.future.set_running_or_notify_cancel()]
            shared = [job for job in jobs if not job.alone]
            if shared:
                self._share(shared)
            for job in jobs:
                if job.alone:
                    _settle(job, lambda job=job: self._run_alone(job))  # type: ignore[misc]

    def _share(self, jobs: list[_Job]) -> None:
        """Run jobs in one transaction; where one of them is at fault, each in its own."""
        try:
            results = self._transaction(jobs)
        except sa.exc.OperationalError as error:  # locked, gone or full: no use to ask for each of them
            for job in jobs:
                job.future.set_exception(error)
        except BaseException as error:  # noqa: BLE001 - it is its caller's
            if len(jobs) == 1:
                jobs[0].future.set_exception(error)
                return
            for job in jobs:
                _settle(job, lambda job=job: self._transaction([job])[0])  # type: ignore[misc]
        else:
            for job, result in zip(jobs, results, strict=True):
                job.future.set_result(result)

    def _transaction(self, jobs: list[_Job]) -> list[Any]:
        with self.engine.begin() as connection:
            if not self.is_sqlite and any(job.exclusive for job in jobs):
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_EXCLUSIVE_LOCK})")
            return [job.operation(connection) for job in jobs]

    def _run_alone(self, job: _Job) -> Any:
        with self.engine.connect() as connection:
            if not self.is_sqlite:
                return job.operation(connection.execution_options(isolation_level="AUTOCOMMIT"))
            return job.operation(connection.execution_options(telcofacts_bare=True))


def _settle(job: _Job, work: Callable[[], Any]) -> None:
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - it is its caller's
        job.future.set_exception(error)
    else:
        job.future.set_result(result)


def make_engine(url: sa.URL, *, sync: Sync = "full", busy_seconds: float = BUSY_SECONDS) -> sa.Engine:
    """Make an engine with a single connection, set up as the storage needs it."""
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(
            url, pool_size=1, max_overflow=0, connect_args={**_POSTGRES_ARGUMENTS, **url.query}, hide_parameters=True
        )
    engine = sa.create_engine(
        url, pool_size=1, max_overflow=0, poolclass=sa.QueuePool, connect_args={"check_same_thread": False},
        hide_parameters=True,
    )  # fmt: skip

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver would begin late, and a late lock cannot be waited for
        for pragma in (
            f"busy_timeout={round(1000 * busy_seconds)}",
            "journal_mode=WAL",
            f"synchronous={sync}",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        if not connection.get_execution_options().get("telcofacts_bare"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
