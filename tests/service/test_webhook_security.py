"""What the webhook refuses, over real HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Update

from hooked import PATH, SECRET, Hook, hooked, message
from telcofacts.service import listening, webhook
from telcofacts.service.deliveries import DEPTH_LIMIT
from telcofacts.service.webhook import BODY_LIMIT, SECRET_HEADER
from telcofacts.storage import Journal

VALID = json.dumps(message(1))
HEAD = f"{SECRET_HEADER}: {SECRET}\r\nContent-Type: application/json\r\nHost: x\r\n"


@pytest.fixture
async def hook(journal: Journal) -> AsyncIterator[Hook]:
    async with hooked(journal) as hook:
        yield hook


async def test_update_is_queued(hook: Hook) -> None:
    assert await hook.deliver(message(1)) == 200
    update = hook.queue.get_nowait()
    assert isinstance(update, Update)
    assert update.update_id == 1


@pytest.mark.parametrize(
    "secret",
    [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.swapcase(), f"{SECRET}, {SECRET}", "\u00e9" * 22],
    ids=["missing", "empty", "wrong", "shorter", "longer", "case", "two in one", "not ascii"],
)
async def test_without_the_secret_nothing_gets_in(hook: Hook, secret: str | None) -> None:
    value: Any = secret.encode("latin-1") if secret else secret
    assert await hook.post(VALID, **{SECRET_HEADER: value}) == 403
    assert hook.queue.empty()
    assert hook.result("forbidden") == 1


async def test_secret_sent_twice_is_refused(hook: Hook) -> None:
    head = f"POST {PATH} HTTP/1.1\r\n{HEAD}{SECRET_HEADER}: {SECRET}\r\nContent-Length: {len(VALID.encode())}\r\n\r\n"
    assert await hook.raw(head.encode() + VALID.encode()) == 403


async def test_secret_is_asked_before_the_body_is_read(hook: Hook) -> None:
    request = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: text/html\r\nContent-Length: 999999999\r\n\r\n"
    assert await hook.raw(request.encode()) == 403


async def test_replayed_update_is_acknowledged_and_not_queued_again(hook: Hook) -> None:
    assert [await hook.deliver(message(5)) for _ in range(3)] == [200, 200, 200]
    assert hook.queue.qsize() == 1
    assert hook.result("repeated") == 2


async def test_same_update_at_the_same_time_is_queued_once(hook: Hook) -> None:
    assert set(await asyncio.gather(*(hook.deliver(message(6)) for _ in range(20)))) == {200}
    assert hook.queue.qsize() == 1


@pytest.mark.parametrize(
    "kind", [None, "", "text/plain", "application/jsonp", "application/json; charset=euc-kr", "application/json, x/y"]
)
async def test_only_json_is_taken(hook: Hook, kind: str | None) -> None:
    assert await hook.post(VALID, Content_Type=kind) == 415


async def test_usual_spellings_of_the_type_are_taken(hook: Hook) -> None:
    for number, kind in enumerate(
        ("application/json; charset=utf-8", "Application/JSON", 'application/json;charset="UTF-8"')
    ):
        assert await hook.post(json.dumps(message(number)), Content_Type=kind) == 200


async def test_compressed_body_is_refused(hook: Hook) -> None:
    assert await hook.post(VALID, Content_Encoding="gzip") == 415


async def test_body_at_the_limit_is_taken_and_beyond_it_refused(hook: Hook) -> None:
    room = BODY_LIMIT - len(VALID.encode())
    assert await hook.post(VALID + " " * room) == 200
    assert await hook.raw(f"POST {PATH} HTTP/1.1\r\n{HEAD}Content-Length: {BODY_LIMIT + 1}\r\n\r\n".encode()) == 413


async def test_chunked_body_is_limited_too(hook: Hook) -> None:
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    head = f"POST {PATH} HTTP/1.1\r\n{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode()
    assert await hook.raw(head + chunk * (BODY_LIMIT // 0x10000 + 1)) == 413
    body = json.dumps(message(9)).encode()
    assert await hook.raw(head + f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n") == 200


async def test_slow_body_is_given_up(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "BODY_SECONDS", 0.2)
    assert await hook.raw(f"POST {PATH} HTTP/1.1\r\n{HEAD}Content-Length: 500\r\n\r\n{{".encode()) == 408


def _nested(depth: int) -> str:
    return '{"update_id": 1, "x": ' + "[" * depth + "]" * depth + "}"


MALFORMED = {
    "empty": "",
    "cut off": VALID[:-1],
    "two objects": VALID + VALID,
    "not UTF-8": b'{"update_id": 1, "x": "\xff"}',
    "UTF-16": VALID.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + VALID.encode(),
    "list": f"[{VALID}]",
    "null": "null",
    "no id": "{}",
    "id as text": '{"update_id": "1"}',
    "id as truth": '{"update_id": true}',
    "id as fraction": '{"update_id": 1.5}',
    "negative id": '{"update_id": -1}',
    "id beyond 64 bits": f'{{"update_id": {2**63}}}',
    "endless number": '{"update_id": 1' + "0" * 5000 + "}",
    "NaN": '{"update_id": 1, "x": NaN}',
    "infinity": '{"update_id": 1, "x": -Infinity}',
    "nested beyond the limit": _nested(DEPTH_LIMIT + 1),
    "nested 100,000 deep": _nested(100_000),
    "objects 50,000 deep": '{"update_id":1,"x":' + '{"x":' * 50_000 + "1" + "}" * 50_001,
    "half of a pair": '{"update_id": 1, "x": "\\ud800"}',
    "NUL": '{"update_id": 1, "x": "a\\u0000b"}',
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_malformed_body_is_refused(hook: Hook, body: bytes | str) -> None:
    assert await hook.post(body) == 400
    assert hook.queue.empty()
    assert await hook.deliver(message(2)) == 200


async def test_harmless_escapes_are_taken(hook: Hook) -> None:
    assert await hook.post(json.dumps(message(1, "\U0001f600 \\u0000 라고 쓴 글"))) == 200


async def test_update_that_the_library_cannot_read_is_acknowledged(hook: Hook) -> None:
    assert await hook.deliver({"update_id": 3, "message": {"message_id": "x"}}) == 200
    assert hook.result("unreadable") == 1
    assert hook.queue.empty()


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
async def test_only_post_is_taken(hook: Hook, method: str) -> None:
    response = await hook.client.request(method, PATH, headers={SECRET_HEADER: SECRET})
    assert response.status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/", "/telegram", "/telegram/", f"{PATH}/", f"{PATH}x", PATH[:-1], PATH.upper(), f"/{PATH}", f"{PATH}%00",
        f"/x/..{PATH}", f"{PATH}/../7f3c9a", "/telegram/%2e%2e/7f3c9a", "/telegram%2f7f3c9a/",
        f"{PATH};x", f"{PATH}%20", "/telegram/%c3%a9", "/telegram/%ff", "/telegram/..", "/healthz",
    ],
)  # fmt: skip
async def test_path_means_itself_only(hook: Hook, path: str) -> None:
    body = VALID.encode()
    request = f"POST {path} HTTP/1.1\r\n{HEAD}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    assert await hook.raw(request + body) in (404, 405)
    assert hook.queue.empty()


async def test_거절한_연결은_닫는다(hook: Hook) -> None:
    for head, status in ((f"POST {PATH} HTTP/1.1\r\nHost: x\r\n", 403), (f"POST /telegram/x HTTP/1.1\r\n{HEAD}", 404)):
        reader, writer = await asyncio.open_connection("127.0.0.1", hook.port)
        writer.write(f"{head}Content-Length: 1000\r\n\r\n{{".encode())
        answer = await asyncio.wait_for(reader.read(), 5)  # ends where the other side has closed
        assert answer.startswith(f"HTTP/1.1 {status} ".encode())
        assert b"connection: close" in answer.lower()
        writer.close()


async def test_연결의_수에는_한도가_있다(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "CONNECTION_LIMIT", 4)
    async with hooked(journal) as hook:
        idle = [await asyncio.open_connection("127.0.0.1", hook.port) for _ in range(4)]
        assert await hook.deliver(message(1)) == 503
        for _, writer in idle:
            writer.close()
            await writer.wait_closed()
        await asyncio.sleep(0.1)
        assert await hook.deliver(message(1)) == 200


async def test_garbage_is_no_request(hook: Hook) -> None:
    for garbage in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", b"POST\r\n\r\n", b"A" * 200_000):
        assert await hook.raw(garbage) in (0, 400)
    both = f"POST {PATH} HTTP/1.1\r\n{HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"
    assert await hook.raw(both.encode()) == 400
    assert await hook.deliver(message(4)) == 200
