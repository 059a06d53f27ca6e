"""A Bot API server that does as little as it can, so that the bot is what is measured.

Everybody asks again as soon as the reply is there (a closed loop), in a chat of their own, until all questions are
asked. Updates are fetched by polling, or delivered to webhooks over as many connections as Telegram opens (40), each
chat always to the same process.
"""

import asyncio
import contextlib
import json
import time
import urllib.parse
from collections.abc import Sequence
from typing import Any, Final

TOKEN: Final = "123456789:AAE-loopback_load_loopback_load_loa"
_CONNECTIONS: Final = 40
_BOT: Final = {"id": 123456789, "is_bot": True, "first_name": "봇", "username": "load_bot"}
_FETCHED: Final = 100


class LoadApi:
    """The server, and the people who ask.

    Args:
        questions: what they ask, in turn.
        total: how many questions are asked in all.
        people: how many ask at a time.
        chats: how many different people there are; they take turns.
    """

    def __init__(self, questions: Sequence[str], total: int, people: int, chats: int) -> None:
        self._questions = questions
        self._total = total
        self._people = people
        self._chats = chats
        self.asked = 0
        self.latencies: list[float] = []
        """Seconds from a question's availability to the arrival of its reply."""
        self.replied = asyncio.Event()
        """Set at each reply."""
        self._since: dict[int, float] = {}
        self._waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._message_id = 0
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        """Where it listens."""
        assert self._server
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> "LoadApi":
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def begin(self) -> None:
        """Let everybody ask their first question."""
        for _ in range(min(self._people, self._total)):
            self.ask()

    def deliver_to(self, ports: Sequence[int], path: str, secret: str) -> None:
        """Deliver updates to webhooks instead of waiting to be polled."""
        queues: list[asyncio.Queue[dict[str, Any]]] = [asyncio.Queue() for _ in ports]
        self._spawn(self._sort(queues))
        for port, queue in zip(ports, queues, strict=True):
            for _ in range(_CONNECTIONS // len(ports)):
                self._spawn(_deliver(port, path, secret, queue))

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def ask(self) -> None:
        """Let the next person ask the next question."""
        number, self.asked = self.asked, self.asked + 1
        person = 1_000 + number % self._chats
        self._since[person] = time.perf_counter()
        text = self._questions[number % len(self._questions)]
        sender = {"id": person, "is_bot": False, "first_name": "사람", "language_code": "ko"}
        chat = {"id": person, "type": "private", "first_name": "사람"}
        message = {"message_id": number + 1, "date": int(time.time()), "chat": chat, "from": sender, "text": text}
        self._waiting.put_nowait({"update_id": number + 1, "message": message})

    async def _sort(self, queues: Sequence["asyncio.Queue[dict[str, Any]]"]) -> None:
        while True:
            update = await self._waiting.get()
            queues[update["message"]["chat"]["id"] % len(queues)].put_nowait(update)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                method, body = await _request(reader)
                payload = json.dumps({"ok": True, "result": await self._do(method, body)}).encode()
                head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n"
                writer.write(head.encode() + payload)
        self._tasks.discard(task)
        writer.close()

    async def _do(self, method: str, body: bytes) -> Any:
        match method:
            case "getUpdates":
                return await self._updates(dict(urllib.parse.parse_qsl(body.decode())))
            case "sendMessage":
                return self._sent(dict(urllib.parse.parse_qsl(body.decode())))
            case "getMe":
                return _BOT
            case _:
                return True

    async def _updates(self, parameters: dict[str, str]) -> list[dict[str, Any]]:
        try:
            first = await asyncio.wait_for(self._waiting.get(), float(parameters.get("timeout", 0)) or 0.01)
        except TimeoutError:
            return []
        more = min(self._waiting.qsize(), _FETCHED - 1)
        return [first, *(self._waiting.get_nowait() for _ in range(more))]

    def _sent(self, parameters: dict[str, str]) -> dict[str, Any]:
        chat = int(parameters["chat_id"])
        if since := self._since.pop(chat, None):
            self.latencies.append(time.perf_counter() - since)
            if self.asked < self._total:
                self.ask()
        self.replied.set()
        self._message_id += 1
        place = {"id": chat, "type": "private", "first_name": "사람"}
        return {"message_id": self._message_id, "date": int(time.time()), "chat": place, "from": _BOT, "text": "…"}


async def _request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    target = head.split(" ", 2)[1]
    lines = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    body = await reader.readexactly(int(lines.get("content-length", 0)))
    return target.partition("?")[0].rpartition("/")[2], body


async def _deliver(port: int, path: str, secret: str, queue: "asyncio.Queue[dict[str, Any]]") -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while True:
        body = json.dumps(await queue.get()).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        said = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        if not said.startswith("HTTP/1.1 200"):
            raise RuntimeError(f"the webhook said {said.splitlines()[0]}")
        lengths = [line for line in said.lower().split("\r\n") if line.startswith("content-length:")]
        if lengths:
            await reader.readexactly(int(lengths[0].partition(":")[2]))
