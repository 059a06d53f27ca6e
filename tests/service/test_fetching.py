"""What comes back from the Bot API and is none of its responses, over real HTTP."""

import asyncio
import json
import pathlib

import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.ext import ExtBot

from botapi import TOKEN, BotApi, Fault
from botapi_methods import BOT
from processes import service
from telcofacts.channels.telegram.sending import with_retries
from telcofacts.service.metrics import Metrics
from telcofacts.service.requesting import MeasuredRequest

PAGE = "<html>사내 방화벽입니다</html>".encode()
QUESTION = "KT 직원은 몇 명이야?"


def has_fetched(request: MeasuredRequest) -> bool:
    return request.last_fetch is not None


def refusal(code: int) -> bytes:
    return json.dumps({"ok": False, "error_code": code, "description": "refused"}).encode()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(200, body=PAGE), NetworkError),
        (Fault(200, body=b'{"ok": true, "resu'), NetworkError),
        (Fault(200, body=b'{"ok": true}'), NetworkError),
        (Fault(200, body=b"[1, 2]"), NetworkError),
        (Fault(200, body=b"\xff\xfe\x00"), NetworkError),
        (Fault(200, body=b"[" * 100_000), NetworkError),
        (Fault(403, body=PAGE), NetworkError),
        (Fault(404, body=PAGE), NetworkError),
        (Fault(400, body=b""), NetworkError),
        (Fault(502, body=PAGE), NetworkError),
        (Fault(403, body=refusal(403)), Forbidden),
        (Fault(401, body=refusal(401)), InvalidToken),
        (Fault(400, body=refusal(400)), BadRequest),
    ],
)
async def test_봇_API의_것이_아닌_응답은_그리로_가는_길의_탓이다(
    fault: Fault, kind: type[TelegramError], caplog: pytest.LogCaptureFixture
) -> None:
    async with BotApi() as api:
        request = MeasuredRequest(Metrics())
        async with ExtBot(TOKEN, base_url=f"{api.address}/bot", request=request, get_updates_request=request) as bot:
            await api.bot.say("나만 아는 이야기", 77)
            for method, call in (("sendMessage", bot.send_message(77, "답")), ("getUpdates", bot.get_updates())):
                api.fail(method, fault)
                with pytest.raises(TelegramError) as raised:
                    await call
                assert type(raised.value) is kind
                assert "방화벽" not in str(raised.value)
            assert not has_fetched(request)
            assert len(await bot.get_updates()) == 1
            assert has_fetched(request)
    assert "방화벽" not in caplog.text


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (None, NetworkError),
        (b"", NetworkError),
        (b"no HTTP\r\n\r\n", NetworkError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", NetworkError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{...", TimedOut),
    ],
)
async def test_끊긴_것과_늦는_것을_가려_알린다(said: bytes | None, kind: type[TelegramError]) -> None:
    served = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said or b"")
        await writer.drain()
        if kind is TimedOut:
            await reader.read()  # until the other side goes
        writer.close()
        await writer.wait_closed()
        served.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    if said is None:  # nobody listens
        server.close()
        await server.wait_closed()
    async with MeasuredRequest(Metrics(), read_timeout=0.3) as request:
        with pytest.raises(TelegramError) as raised:
            await request.post(f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage")
    assert type(raised.value) is kind
    assert TOKEN not in str(raised.value)
    if said is not None:
        await served.wait()
        server.close()


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
async def test_프록시는_환경_변수로_정한다(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with BotApi() as api:
        monkeypatch.setenv(variable, api.address.removeprefix("http://"))
        async with MeasuredRequest(Metrics()) as request:
            address = f"http://bot.invalid/bot{TOKEN}/getMe"
            assert (await request.do_request(address, "POST"))[0] == 200
        monkeypatch.setenv("NO_PROXY", "bot.invalid")
        async with MeasuredRequest(Metrics(), connect_timeout=1) as request:
            with pytest.raises(NetworkError):
                await request.do_request(address, "POST")


async def test_늦게_알려_온_답을_또_보내지_않는다() -> None:
    asked, served = 0, asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        await reader.readuntil(b"\r\n\r\n")
        asked += 1
        await reader.read()  # until the other side goes
        writer.close()
        await writer.wait_closed()
        served.set()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with MeasuredRequest(Metrics(), read_timeout=0.3) as request:
            with pytest.raises(TimedOut):
                await with_retries(
                    lambda: request.post(f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage"), idempotent=False
                )
        await served.wait()
        assert asked == 1


async def test_읽을_수_없는_업데이트_하나가_다른_것을_막지_않는다(tmp_path: pathlib.Path) -> None:
    async with BotApi() as api, service(api, tmp_path) as running:
        await running.ready()
        api.fail("getUpdates", Fault(200, body=b'{"ok": true, "result": "x"}'))
        await api.bot.update(message={"message_id": "새로운 꼴", "text": "비밀"})
        await api.bot.update(edited_message=7)
        await api.bot.say(QUESTION)
        await api.wait_for("sendMessage")
        assert [m["chat"]["id"] for m in api.bot.messages.values() if m["from"]["id"] == BOT["id"]] == [77]
        while api.bot.updates:  # the next fetch confirms them all
            await api.wait_for("getUpdates", len(api.made("getUpdates")) + 1)
        assert len(api.made("getUpdates")) < 10
        assert await running.stop() == 0
        assert running.log.count("읽을 수 없는 업데이트") == 2
        assert "비밀" not in running.log
