"""Real databases for the tests: a file of SQLite and a server of PostgreSQL, each test with a fresh one."""

import itertools
import pathlib
from collections.abc import Callable, Iterator

import psycopg
import pytest
import sqlalchemy as sa

from postgres_server import NoServerError, Server, running
from telcofacts.settings import Settings
from telcofacts.storage import Storage
from telcofacts.storage.address import address_of

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    try:
        with running() as server:
            yield server
    except NoServerError as error:
        pytest.skip(str(error))


@pytest.fixture
def postgres_address(postgres: Server) -> str:
    name = f"telcofacts_{next(_numbers)}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return postgres.url(name)


@pytest.fixture
def sqlite_address(tmp_path: pathlib.Path) -> str:
    return f"sqlite:///{tmp_path}/data/telcofacts.sqlite3"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """Where a fresh database is, of either kind."""
    fixture = "sqlite_address" if request.param == "sqlite" else "postgres_address"
    return str(request.getfixturevalue(fixture))


@pytest.fixture
def settings(address: str) -> Settings:
    return Settings.model_validate({"database_url": address, "telcofacts_sqlite_sync": "normal"})


@pytest.fixture
def url(settings: Settings) -> sa.URL:
    return address_of(settings)


@pytest.fixture
def opened() -> Iterator[Callable[..., Storage]]:
    """Open storages that are closed after the test."""
    storages: list[Storage] = []

    def make(settings: Settings) -> Storage:
        storages.append(Storage.open(settings, patience=5))
        return storages[-1]

    yield make
    for storage in storages:
        storage.close()


@pytest.fixture
def storage(opened: Callable[..., Storage], settings: Settings) -> Storage:
    return opened(settings)
