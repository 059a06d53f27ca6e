"""The service as a process of its own."""

import asyncio
import contextlib
import os
import pathlib
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence

import httpx

from botapi import TOKEN, BotApi

SERVE = pathlib.Path(__file__).parents[1] / "telegram" / "serve.py"
WAIT_SECONDS = 40  # a process reads the base and the morpheme model first, on a machine that others use too


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Running:
    def __init__(self, process: asyncio.subprocess.Process, client: httpx.AsyncClient, log: pathlib.Path) -> None:
        self.process, self.client, self.path = process, client, log

    @property
    def log(self) -> str:
        return self.path.read_text(encoding="utf-8")

    async def ready(self) -> None:
        for _ in range(WAIT_SECONDS * 20):
            assert self.process.returncode is None, self.log
            with contextlib.suppress(httpx.TransportError):
                if (await self.client.get("/readyz")).status_code == 200:
                    return
            await asyncio.sleep(0.05)
        raise AssertionError(f"not ready: {self.log}")

    async def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), WAIT_SECONDS)


@contextlib.asynccontextmanager
async def service(
    api: BotApi, folder: pathlib.Path, *, command: Sequence[str] = (str(SERVE),), **settings: str
) -> AsyncIterator[Running]:
    port = free_port()
    own = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    given = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": api.address, "TELCOFACTS_LOG_FORMAT": "json"}
    ports = {"TELCOFACTS_HEALTH_PORT": str(port)} if "TELCOFACTS_WEBHOOK_URL" not in settings else {}
    data = {"TELCOFACTS_DATA_DIR": str(folder / "data")}
    path = folder / f"log-{port}.jsonl"
    with path.open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", *command, stdout=log, stderr=log,
            env={**own, **given, **data, "TELCOFACTS_WEBHOOK_PORT": str(port), **ports, **settings},
        )  # fmt: skip
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
            yield Running(process, client, path)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
