"""The real polling process against a Bot API server on loopback."""

import asyncio
import contextlib
import json
import os
import pathlib
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable

from botapi import TOKEN, BotApi, Fault
from botapi_methods import BOT
from telcofacts.rendering.messages import KO

SERVE = pathlib.Path(__file__).with_name("serve.py")
WAIT_SECONDS = 40  # a process reads the base and the morpheme model first
QUESTION = "KT 직원은 몇 명이야?"


class Process:
    """The bot's process, and what it wrote."""

    def __init__(self, process: asyncio.subprocess.Process, log: pathlib.Path) -> None:
        self._process, self._log = process, log

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    async def ended(self) -> int:
        return await asyncio.wait_for(self._process.wait(), WAIT_SECONDS)

    async def stopped(self) -> int:
        self.signal(signal.SIGTERM)
        return await self.ended()


@contextlib.asynccontextmanager
async def bot(address: str, folder: pathlib.Path, token: str = TOKEN) -> AsyncIterator[Process]:
    own = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    given = {"TELEGRAM_BOT_TOKEN": token, "TELEGRAM_API_BASE": address, "TELCOFACTS_DATA_DIR": str(folder / "data")}
    environment = {**own, **given, "TELCOFACTS_LOG_LEVEL": "debug"}
    path = folder / "log.txt"
    with path.open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-X", "dev", str(SERVE), env=environment, stdout=log, stderr=log
        )
    try:
        yield Process(process, path)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def eventually(condition: Callable[[], bool]) -> None:
    for _ in range(WAIT_SECONDS * 50):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


def texts(api: BotApi) -> list[str]:
    return [message["text"] for message in api.bot.messages.values() if message["from"]["id"] == BOT["id"]]


async def test_bot_answers_and_stops_on_sigterm(tmp_path: pathlib.Path) -> None:
    async with BotApi() as api, bot(api.address, tmp_path) as process:
        await api.bot.say(QUESTION)
        await api.wait_for("sendMessage")
        assert "1만8617명" in texts(api)[0]
        await api.wait_for("setMyCommands", 6)
        await api.bot.query("KT 직원")
        await api.wait_for("answerInlineQuery")
        [message] = [message for message in api.bot.messages.values() if message["from"]["is_bot"]]
        await api.bot.press(message, message["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
        await api.wait_for("answerCallbackQuery")
        await api.wait_for("sendMessage", 2)
        await api.bot.say("고장")
        await api.wait_for("sendMessage", 3)
        assert texts(api)[-1] == KO.failed
        assert await process.stopped() == 0
        log = process.log()
        assert "멈춥니다" in log
        for leak in (TOKEN.partition(":")[2], "Traceback", "Warning", "never retrieved", "was destroyed"):
            assert leak not in re.sub(r"오류의 내용.*\nTraceback", "", log)
        asked = json.loads(api.made("getUpdates")[0].parameters["allowed_updates"])
        assert asked == ["message", "edited_message", "callback_query", "inline_query"]


async def test_faults_of_the_server_lose_no_answer(tmp_path: pathlib.Path) -> None:
    async with BotApi() as api, bot(api.address, tmp_path) as process:
        api.fail("getMe", Fault(502))
        api.fail("deleteWebhook", Fault(0))
        api.fail("setMyCommands", Fault(404))
        api.fail("getUpdates", Fault(0))
        api.fail("sendMessage", Fault(429, retry_after=1))
        api.fail("sendMessage", Fault(502))
        api.fail("sendMessage", Fault(0))
        await api.bot.say(QUESTION)
        await api.wait_for("sendMessage")
        assert [call.code for call in api.made("sendMessage")] == [429, 502, 0, 200]
        assert len(texts(api)) == 1
        assert await process.stopped() == 0
        assert "명령 목록을 등록하지 못했습니다" in process.log()
        assert TOKEN.partition(":")[2] not in process.log()


async def test_fetched_messages_are_answered_before_the_end(tmp_path: pathlib.Path) -> None:
    async with BotApi() as api, bot(api.address, tmp_path) as process:
        api.fail("sendMessage", Fault(502), times=2)  # so that the answers are still under way at the signal
        for person in range(5):
            await api.bot.say(QUESTION, 100 + person, {"id": 100 + person, "is_bot": False, "first_name": "사람"})
        await eventually(lambda: not api.bot.updates)  # fetched, journalled and confirmed
        assert await process.stopped() == 0
        assert len(texts(api)) == 5
        assert not api.bot.updates


async def test_second_poller_is_named(tmp_path: pathlib.Path) -> None:
    (tmp_path / "other").mkdir()
    async with BotApi() as api, bot(api.address, tmp_path) as one, bot(api.address, tmp_path / "other") as two:
        await eventually(lambda: "프로세스가 또 있습니다" in one.log() + two.log())
        assert await one.stopped() == 0
        assert await two.stopped() == 0


async def test_refused_token_ends_with_a_message(tmp_path: pathlib.Path) -> None:
    wrong = f"{TOKEN}x"
    async with BotApi() as api, bot(api.address, tmp_path, wrong) as process:
        assert await process.ended() == 1
        assert "TELEGRAM_BOT_TOKEN: 텔레그램이 이 토큰을 받지 않습니다" in process.log().splitlines()[-1]
        assert "Traceback" not in process.log()
        assert wrong.partition(":")[2] not in process.log()


async def test_revoked_token_ends_with_a_message(tmp_path: pathlib.Path) -> None:
    async with BotApi() as api, bot(api.address, tmp_path) as process:
        await api.wait_for("deleteWebhook")
        await api.wait_for("setMyCommands", 6)
        api.token = "1:revoked"
        await api.bot.say(QUESTION)
        assert await process.ended() == 1
        assert "텔레그램이 이 토큰을 받지 않습니다" in process.log().splitlines()[-1]
        assert TOKEN.partition(":")[2] not in process.log()


async def test_unreachable_server_is_waited_for(tmp_path: pathlib.Path) -> None:
    async with bot("http://127.0.0.1:9", tmp_path) as process:
        await eventually(lambda: "텔레그램 서버에 닿지 않습니다" in process.log())
        process.signal(signal.SIGINT)
        assert await process.ended() == 0
        assert "Traceback" not in process.log()


async def test_second_interrupt_ends_at_once_without_a_traceback(tmp_path: pathlib.Path) -> None:
    async with BotApi() as api, bot(api.address, tmp_path) as process:
        api.fail("sendMessage", Fault(seconds=30))
        await api.bot.say(QUESTION)
        await eventually(lambda: not api.bot.updates)
        process.signal(signal.SIGINT)
        await eventually(lambda: "멈춥니다" in process.log())
        process.signal(signal.SIGINT)
        assert await process.ended() == -signal.SIGINT
        assert "Traceback" not in process.log()
