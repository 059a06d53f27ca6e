"""In somebody else's application."""

from typing import Any

import pytest
from telegram import Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, Defaults

import telcofacts
from botapi import TOKEN
from botapi_methods import PERSON
from offline import OfflineRequest, Room, buttons
from scripted import ScriptedAnswerer
from telcofacts.channels.telegram import add_handlers


def host(request: OfflineRequest, **more: Any) -> Application[Any, Any, Any, Any, Any, Any]:
    builder = Application.builder().token(TOKEN).request(request).get_updates_request(request).job_queue(None)
    return builder.defaults(Defaults(parse_mode=ParseMode.MARKDOWN_V2)).build()


async def test_commands_and_buttons_of_the_host_are_left_alone(answerer: ScriptedAnswerer) -> None:
    heard = []

    async def on_host(update: Update, _: Any) -> None:
        heard.append(update.update_id)

    request = OfflineRequest()
    application = host(request)
    application.add_handler(CommandHandler(["start", "own"], on_host))
    application.add_handler(CallbackQueryHandler(on_host, pattern="^host:"))
    add_handlers(application, answerer, group=5, commands=("topics", "sources"))
    async with application:
        room = Room(application, request)
        for text in ("/start", "/own", "/unknown"):
            await room.people.say(text)
        await room.work()
        assert (len(heard), room.said()) == (2, [])
        reply = await room.ask("KT 직원은 몇 명이야?")
        assert "1만8617명" in reply["text"]
        await room.press(reply, "host:1")
        assert (len(heard), len(room.said())) == (3, 1)
        await room.press(reply, buttons(reply)[0][1])
        assert len(room.said()) == 2
        await room.people.update(message=room.people.put(77, PERSON, dice={"emoji": "🎲", "value": 1}))
        await room.work()
        assert len(room.said()) == 2
        assert not room.errors


async def test_errors_are_told_and_raised_to_the_host(answerer: ScriptedAnswerer) -> None:
    request = OfflineRequest()
    application = host(request)
    add_handlers(application, answerer)
    answerer.script["고장"] = RuntimeError("x")
    async with application:
        room = Room(application, request)
        assert "문제가 생겼습니다" in (await room.ask("고장"))["text"]
        assert [type(error) for error in room.errors] == [RuntimeError]


def test_unknown_command_names_are_refused(answerer: ScriptedAnswerer) -> None:
    with pytest.raises(ValueError, match="no such command: weather"):
        add_handlers(host(OfflineRequest()), answerer, commands=["weather"])


def test_public_face_has_add_handlers() -> None:
    assert telcofacts.add_handlers is add_handlers
