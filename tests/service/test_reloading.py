"""New facts while the bot runs: `telcofacts run` as a process, with a copy of the shipped base that is edited."""

import asyncio
import pathlib
import shutil
import signal
import sys
from collections.abc import Callable
from unittest import mock

import pytest

from botapi import BotApi
from botapi_methods import BOT
from processes import Running, service
from telcofacts.knowledge.loading import Location, load_knowledge
from telcofacts.service.answers import CountedAnswerer
from telcofacts.service.metrics import Metrics
from telcofacts.service.reloading import Reloader

OPERATOR = 77
"""Who asks runs the bot too."""
QUESTION = "KT 직원은 몇 명이야?"
OLD, NEW = "KT 직원은 2024년 상반기 기준 1만8617명이다.", "KT의 직원 수는 2024년 상반기 기준 1만8617명이다."


async def _until(is_so: Callable[[], bool], seconds: float = 40) -> None:
    async with asyncio.timeout(seconds):
        while not is_so():
            await asyncio.sleep(0.02)


def _said(api: BotApi) -> list[str]:
    return [message["text"] for message in api.bot.messages.values() if message["from"]["id"] == BOT["id"]]


def _alerts(api: BotApi) -> list[str]:
    return [text for text in _said(api) if text.startswith("텔레그램 봇:")]


async def _ask(api: BotApi) -> str:
    before = len(_said(api))
    await api.bot.say(QUESTION)
    await _until(lambda: len(_said(api)) > before)
    return _said(api)[-1]


async def _metrics(bot: Running) -> str:
    return (await bot.client.get("/metrics")).text


async def test_facts_are_reloaded_when_they_change_and_on_sighup(tmp_path: pathlib.Path) -> None:
    shipped = Location.shipped()
    knowledge, seeds = tmp_path / "knowledge", tmp_path / "seeds"
    shutil.copytree(shipped.knowledge, knowledge)
    shutil.copytree(shipped.seeds, seeds)
    facts = knowledge / "facts" / "kt" / "workforce.yaml"
    good = facts.read_text(encoding="utf-8")
    settings = {
        "TELCOFACTS_KNOWLEDGE_DIR": str(knowledge),
        "TELCOFACTS_SEEDS_DIR": str(seeds),
        "TELCOFACTS_WATCH_SECONDS": "0.5",
        "TELCOFACTS_OPERATOR_CHAT": str(OPERATOR),
    }
    async with BotApi() as api, service(api, tmp_path, command=("-m", "telcofacts", "run"), **settings) as bot:
        await bot.ready()
        assert OLD in await _ask(api)
        # Half of a file: refused, the operator is told where and why, and the old base serves on.
        facts.write_text(good.replace("as_of: 2024-H1", "as_of: 언젠가", 1), encoding="utf-8")
        await _until(lambda: len(_alerts(api)) == 1)
        told = _alerts(api)[0]
        assert "받아들이지 않았습니다" in told
        assert "workforce.yaml:" in told
        assert OLD in await _ask(api)
        assert (await bot.client.get("/readyz")).status_code == 200
        assert "telcofacts_base_refused 1.0" in await _metrics(bot)
        # Mended, with another statement: taken, and the operator is told once more.
        facts.write_text(good.replace(OLD, NEW), encoding="utf-8")
        await _until(lambda: len(_alerts(api)) == 2)
        assert "다시 읽었습니다" in _alerts(api)[1]
        assert NEW in await _ask(api)
        metrics = await _metrics(bot)
        assert 'telcofacts_base_reloads_total{result="taken"} 1.0' in metrics
        assert "telcofacts_base_refused 0.0" in metrics
        # SIGHUP reads again what did not change.
        bot.process.send_signal(signal.SIGHUP)
        await _until(lambda: "그대로입니다" in bot.log)
        assert NEW in await _ask(api)
        assert len(_alerts(api)) == 2
        assert await bot.stop() == 0
        assert "Traceback" not in bot.log


async def test_a_learner_that_fails_is_told_of_and_gets_no_secret(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    learner = tmp_path / "learner"
    learner.write_text('#!/bin/sh\necho "$TELCOFACTS_CACHE_DIR has token=$TELEGRAM_BOT_TOKEN" >&2\nexit 3\n')
    learner.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(learner))
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456789:secret")
    base = load_knowledge()
    answerer = CountedAnswerer(mock.Mock(base=base), Metrics())
    reloader = Reloader(Location.shipped(), answerer, Metrics(), mock.Mock(), None, tmp_path)
    await reloader._learn()
    assert f"배웁니다: {tmp_path} has token=\n" in f"{caplog.messages[-1]}\n"
