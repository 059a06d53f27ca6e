"""A webhook over real HTTP, with an application's queue behind it and no Telegram."""

import asyncio
import contextlib
import dataclasses
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
from telegram import Bot

from telcofacts.service.intake import Intake, JournalledQueue
from telcofacts.service.journal import Journal
from telcofacts.service.listening import listening
from telcofacts.service.metrics import Metrics
from telcofacts.service.web import web_application
from telcofacts.service.webhook import SECRET_HEADER, Webhook

SECRET = "tHe-secret_of-the-hook"
PATH = "/telegram/7f3c9a"
TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz_012345"


def message(update_id: int, text: str = "KT 직원은 몇 명이야?") -> dict[str, Any]:
    person = {"id": 77, "is_bot": False, "first_name": "사람"}
    chat = {"id": 77, "type": "private", "first_name": "사람"}
    body = {"message_id": update_id, "date": 1_800_000_000, "chat": chat, "from": person, "text": text}
    return {"update_id": update_id, "message": body}


@dataclasses.dataclass
class Hook:
    client: httpx.AsyncClient
    queue: JournalledQueue
    metrics: Metrics
    port: int

    async def post(self, content: bytes | str, path: str = PATH, **headers: str | None) -> int:
        """Post a body as Telegram does, with some headers otherwise, or absent where None."""
        usual: dict[str, str | None] = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}
        changed = usual | {name.replace("_", "-"): value for name, value in headers.items()}
        given = {name: value for name, value in changed.items() if value is not None}
        return (await self.client.post(path, content=content, headers=given)).status_code

    async def deliver(self, update: dict[str, Any]) -> int:
        return await self.post(json.dumps(update))

    async def raw(self, request: bytes, seconds: float = 5) -> int:
        """Send bytes as they are; return the status of the response, 0 where there was none."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        with contextlib.suppress(ConnectionError):
            writer.write(request)
            await writer.drain()
        line = b""
        with contextlib.suppress(ConnectionError):
            line = await asyncio.wait_for(reader.readline(), seconds)
        writer.close()
        return int(line.split()[1]) if line else 0

    def result(self, name: str) -> float:
        return self.metrics.registry.get_sample_value("telcofacts_webhook_deliveries_total", {"result": name}) or 0.0


@contextlib.asynccontextmanager
async def hooked(journal: Journal, wait_seconds: float = 20) -> AsyncIterator[Hook]:
    metrics, queue = Metrics(), JournalledQueue(journal)
    intake = Intake(queue, wait_seconds)
    webhook = Webhook(Bot(TOKEN), PATH.rpartition("/")[2], SECRET, intake, metrics)
    async with (
        listening(web_application([], webhook), "127.0.0.1", 0) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        yield Hook(client, queue, metrics, port)
    await intake.close(1)
