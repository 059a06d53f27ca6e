"""When the network, the server or the program fails: what people and the operator read."""

import logging

import httpx
import pytest
from telegram.error import Conflict, Forbidden, NetworkError, TelegramError, TimedOut

from offline import Room, network_error
from scripted import ScriptedAnswerer
from telcofacts.channels.telegram import publish_commands
from telcofacts.channels.telegram.errors import REPEAT_SECONDS, PollingReporter
from telcofacts.rendering.messages import KO

QUESTION = "KT 직원은 몇 명이야?"


@pytest.mark.parametrize("times", [1, 3])
async def test_failed_sends_are_repeated(room: Room, times: int) -> None:
    room.request.failures["sendMessage"].extend(network_error() for _ in range(times))
    assert "1만8617명" in (await room.ask(QUESTION))["text"]
    assert len(room.made("sendMessage")) == times + 1


async def test_hopeless_sends_end_and_are_reported(room: Room) -> None:
    room.request.failures["sendMessage"].extend(network_error() for _ in range(100))
    await room.people.say(QUESTION)
    await room.work()
    assert len(room.made("sendMessage")) == 8  # the answer and the apology, four times each
    assert isinstance(room.errors[0], NetworkError)


async def test_message_that_probably_arrived_is_not_repeated(room: Room) -> None:
    late = TimedOut()
    late.__cause__ = httpx.ReadTimeout("")
    room.request.failures["sendMessage"].append(late)
    await room.people.say(QUESTION)
    await room.work()
    assert len(room.made("sendMessage")) == 1


async def test_late_edits_are_repeated(room: Room) -> None:
    question = await room.people.say(QUESTION)
    await room.work()
    room.request.failures["editMessageText"].append(network_error(httpx.ReadTimeout))
    await room.people.update(edited_message={**question, "text": "한국형 AI는 언제 나오나요?", "edit_date": 2})
    await room.work()
    assert "2025년 상반기" in room.said()[0]["text"]
    assert not room.errors


async def test_nothing_more_is_sent_to_who_blocked_the_bot(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.request.failures["sendMessage"].append(Forbidden("Forbidden: bot was blocked by the user"))
    await room.people.say(QUESTION)
    with caplog.at_level(logging.WARNING):
        await room.work()
    assert len(room.made("sendMessage")) == 1
    assert not caplog.records


async def test_error_is_told_in_a_sentence_and_logged_without_the_text(
    room: Room, answerer: ScriptedAnswerer, caplog: pytest.LogCaptureFixture
) -> None:
    answerer.script["비밀 이야기"] = ValueError("비밀 이야기")
    with caplog.at_level(logging.INFO):
        reply = await room.ask("비밀 이야기")
    assert reply["text"] == KO.failed
    assert "비밀 이야기" not in caplog.text
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "ValueError" in caplog.text


async def test_errors_of_buttons_and_inline_queries_are_told(room: Room, answerer: ScriptedAnswerer) -> None:
    message = await room.ask("/start")
    answerer.script.update(dict.fromkeys((*KO.examples, "고장"), RuntimeError("x")))
    await room.press(message, "tf:x::")
    assert room.said()[-1]["text"] == KO.failed
    await room.people.query("고장")
    await room.work()
    assert room.made("answerInlineQuery")[-1]["results"] == "[]"
    assert len(room.errors) == 2


async def test_next_message_is_answered_after_an_error(room: Room, answerer: ScriptedAnswerer) -> None:
    answerer.script["고장"] = RuntimeError("x")
    await room.people.say("고장")
    await room.people.say(QUESTION)
    await room.work()
    assert [KO.failed == message["text"] for message in room.said()] == [True, False]


async def test_menus_are_optional(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.request.failures["setMyCommands"].append(TelegramError("Not Found"))
    await publish_commands(room.application.bot)
    assert "명령 목록을 등록하지 못했습니다" in caplog.text


def test_second_poller_is_named_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    report = PollingReporter(clock=lambda: now[0])
    for moment in (0.0, 1.0, REPEAT_SECONDS - 1):
        now[0] = moment
        report(Conflict("Conflict: terminated by other getUpdates request"))
    assert caplog.text.count("같은 토큰으로 업데이트를 받는 프로세스가 또 있습니다") == 1
    now[0] = REPEAT_SECONDS
    report(Conflict(""))
    report(NetworkError("Bad Gateway"))
    report(TelegramError("?"))
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR", "WARNING", "ERROR"]


async def test_anonymous_admin_is_answered(room: Room) -> None:
    group = {"id": -100500, "type": "supergroup", "title": "단체방"}
    admin = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    await room.people.say(f"@telcofacts_bot {QUESTION}", -100500, admin, sender_chat=group)
    await room.work()
    assert "1만8617명" in room.said()[-1]["text"]
