"""A small base, an answerer that can be told what to answer, and an application without a network."""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
from pydantic import SecretStr

from botapi import TOKEN
from offline import OfflineRequest, Room
from scripted import BASE, ScriptedAnswerer
from telcofacts.channels.telegram import build_application, sending
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.loading import Location, read_draft
from telcofacts.settings import Settings


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    draft, findings = read_draft(Location(BASE / "knowledge", BASE / "seeds"))
    assert not findings
    return draft.base


@pytest.fixture(scope="session")
def _answerer(base: KnowledgeBase) -> ScriptedAnswerer:
    return ScriptedAnswerer(base)


@pytest.fixture
def answerer(_answerer: ScriptedAnswerer) -> ScriptedAnswerer:
    _answerer.script, _answerer.asked, _answerer.conversations = {}, [], []
    return _answerer


@pytest.fixture
def settings() -> Settings:
    return Settings(telegram_bot_token=SecretStr(TOKEN), telegram_bot_token_file=None)


@pytest.fixture
async def room(settings: Settings, answerer: ScriptedAnswerer) -> AsyncIterator[Room]:
    request = OfflineRequest()
    application = build_application(settings, answerer, request=request)
    async with application:
        yield Room(application, request)


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "RETRY_DELAYS", [0.0, 0.0, 0.0])


@pytest.fixture(autouse=True)
def _log_records() -> Iterator[None]:
    """Undo what installing the redaction changes for the whole process."""
    factory = logging.getLogRecordFactory()
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore")}
    yield
    logging.setLogRecordFactory(factory)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
