"""A Bot API server on loopback: strict like Telegram's, with faults on demand, and it records every request."""

import asyncio
import collections
import collections.abc
import contextlib
import dataclasses
import json
import re
import urllib.parse
from typing import Any

from botapi_markup import Refused
from botapi_methods import Methods

TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz_012345"
_PATH = re.compile(r"/bot([^/]+)/([A-Za-z]+)")


@dataclasses.dataclass(frozen=True)
class Call:
    """A request as it came, and how it was answered (0: the connection was dropped)."""

    method: str
    parameters: dict[str, str]
    code: int


@dataclasses.dataclass(frozen=True)
class Fault:
    """What goes wrong with a request.

    Attributes:
        code: the status; 0 drops the connection.
        retry_after: seconds that a 429 asks to wait.
        carried_out: whether the request was carried out before.
        body: what comes instead of the Bot API's JSON.
        seconds: after which the response comes.
    """

    code: int = 502
    retry_after: int | None = None
    carried_out: bool = False
    body: bytes | None = None
    seconds: float = 0


class BotApi:
    """The server; use it as an asynchronous context manager."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.calls: list[Call] = []
        self.bot = Methods()
        self.weather: collections.abc.Callable[[str], Fault | None] = lambda _: None
        """What goes wrong with a request of a method while it lasts."""
        self._faults: dict[str, collections.deque[Fault]] = collections.defaultdict(collections.deque)
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "BotApi":
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def address(self) -> str:
        assert self._server
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next requests of a method go wrong."""
        self._faults[method].extend([fault] * times)

    def made(self, method: str) -> list[Call]:
        """Return the requests of a method."""
        return [call for call in self.calls if call.method == method]

    async def wait_for(self, method: str, count: int = 1, seconds: float = 40) -> list[Call]:
        """Wait until a method has been answered with success that often."""
        deadline = asyncio.get_running_loop().time() + seconds
        while len(done := [call for call in self.made(method) if call.code == 200]) < count:
            if asyncio.get_running_loop().time() > deadline:
                seen = [(call.method, call.code) for call in self.calls if call.method != "getUpdates"]
                raise AssertionError(f"{len(done)} of {count} {method} in {seconds} s; seen: {seen}")
            await asyncio.sleep(0.01)
        return done

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._connections.add(task)
        try:
            while await self._request(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._connections.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _request(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        target = head.split(" ", 2)[1]
        headers = dict(re.findall(r"(?m)^([A-Za-z-]+): *(.*?)\r?$", head.lower()))
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        path = _PATH.fullmatch(urllib.parse.urlsplit(target).path)
        method = path[2] if path else ""
        parameters = _parameters(body, headers.get("content-type", ""))
        fault = self._faults[method].popleft() if self._faults[method] else self.weather(method)
        if fault and not fault.carried_out:
            code, answer = fault.code, _failure(fault.code, "Fault", retry_after=fault.retry_after)
        else:
            code, answer = await self._answer(path[1] if path else "", method, parameters)
            code = fault.code if fault else code
        self.calls.append(Call(method, parameters, code))
        if fault and fault.seconds:
            await asyncio.sleep(fault.seconds)
        if not code:
            writer.transport.abort()
            return False
        payload = fault.body if fault and fault.body is not None else json.dumps(answer).encode()
        writer.write(
            f"HTTP/1.1 {code} X\r\nContent-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n".encode()
            + payload
        )
        await writer.drain()
        return True

    async def _answer(self, token: str, method: str, parameters: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if token != self.token:
            return 401, _failure(401, "Unauthorized")
        handler = getattr(self.bot, re.sub("([A-Z])", r"_\1", method).lower(), None)
        if handler is None or method in ("put",):
            return 404, _failure(404, "Not Found: method not found")
        try:
            return 200, {"ok": True, "result": await handler(parameters)}
        except Refused as refused:
            return refused.code, _failure(refused.code, refused.description, **refused.parameters)


def _failure(code: int, description: str, **parameters: Any) -> dict[str, Any]:
    known = {name: value for name, value in parameters.items() if value is not None}
    return {"ok": False, "error_code": code, "description": description} | ({"parameters": known} if known else {})


def _parameters(body: bytes, content_type: str) -> dict[str, str]:
    if content_type.startswith("application/json"):
        values = json.loads(body or b"{}")
        return {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}
    return dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
