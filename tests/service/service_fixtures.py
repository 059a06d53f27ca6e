"""A real journal, and logging as it was before."""

import itertools
import logging
from collections.abc import Iterator

import pytest

from telcofacts.settings import Settings
from telcofacts.storage import Journal, Storage

_bots = itertools.count(1)


@pytest.fixture(scope="session")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    """A real one that all tests share; each uses it for a bot of its own."""
    folder = tmp_path_factory.mktemp("data")
    storage = Storage.open(Settings(telcofacts_data_dir=folder, telcofacts_sqlite_sync="normal"))
    yield storage
    storage.close()


@pytest.fixture
def journal(storage: Storage) -> Journal:
    return storage.journal(next(_bots))


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Undo what configuring the logs changes for the whole process."""
    factory, root = logging.getLogRecordFactory(), logging.getLogger()
    handlers, level = list(root.handlers), root.level
    names = ("httpx", "httpcore", "uvicorn", "uvicorn.error", "uvicorn.access", "asyncio")
    levels = {name: logging.getLogger(name).level for name in names}
    yield
    logging.setLogRecordFactory(factory)
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
