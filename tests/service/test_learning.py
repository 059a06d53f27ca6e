"""The service has another process learn from the facts, so that it does not keep the memory which that takes."""

import asyncio
import os
import pathlib
import signal
import sys

import pytest

from botapi import BotApi
from processes import service
from small_base import SmallBase

RUN = ("-m", "telcofacts", "run")


def settings(folder: pathlib.Path, cache: pathlib.Path) -> dict[str, str]:
    base = SmallBase.write(folder / "base").location
    return {
        "TELCOFACTS_KNOWLEDGE_DIR": str(base.knowledge),
        "TELCOFACTS_SEEDS_DIR": str(base.seeds),
        "TELCOFACTS_CACHE_DIR": str(cache),
    }


async def test_배우지_않았으면_먼저_따로_배우고_다음에는_배우지_않는다(tmp_path: pathlib.Path) -> None:
    cache, logs = tmp_path / "cache", []
    own = settings(tmp_path, cache)
    for _ in range(2):
        async with BotApi() as api, service(api, tmp_path, command=RUN, **own) as running:
            await running.ready()
            await running.stop()
            logs.append(running.log)
    assert [("사실 자료에서 배웁니다" in log, "따로 배우지 못해" in log) for log in logs] == [
        (True, False),
        (False, False),
    ]
    assert len(list(cache.glob("*.npz"))) == 1


async def test_따로_배우지_못해도_답한다(tmp_path: pathlib.Path) -> None:
    cache = tmp_path / "a file"
    cache.write_text("")
    async with BotApi() as api, service(api, tmp_path, command=RUN, **settings(tmp_path, cache)) as running:
        await running.ready()
        assert "따로 배우지 못해" in running.log
        await api.bot.say("가온텔 직원은 몇 명이야?", 77)
        [sent] = await api.wait_for("sendMessage")
        assert "18,617명" in sent.parameters["text"]


async def test_배우다가_멈추라고_하면_배우는_것도_멈춘다(tmp_path: pathlib.Path) -> None:
    learner = tmp_path / "learner"
    learner.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    learner.chmod(0o700)
    program = (
        "import pathlib, sys\n"
        "from telcofacts.knowledge.loading import Location\n"
        "from telcofacts.service import learn_apart\n"
        f"sys.executable = {str(learner)!r}\n"
        f"learn_apart(Location.shipped(), pathlib.Path({str(tmp_path)!r}))\n"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    while not (tmp_path / "pid").is_file() or not (tmp_path / "pid").read_text():
        await asyncio.sleep(0.05)
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 20) == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
