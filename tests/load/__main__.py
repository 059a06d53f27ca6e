"""Measure replies a second and the time of a reply: `python -m tests.load`.

With `--memory 200000` resident memory over so many messages; with `--reloads 6` what so many reloads of the facts cost.

Each round runs every bot once, so that what else the machine does meets them alike; the median of the rounds counts.
The server runs in this process, the bots in their own; with two cores each has one.
"""

import asyncio
import contextlib
import dataclasses
import importlib
import os
import pathlib
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Final

import httpx
import typer

from telcofacts import load_knowledge

from .botapi import TOKEN, LoadApi
from .reloads import Copy, measure

ROOT: Final = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "storage"))
import postgres_server  # noqa: E402 - a module of the tests beside this folder

PATH, SECRET = "/telegram/load", "load-secret-0123456789"
PEOPLE: Final = 64
CONCURRENT: Final = 64
_WARM_UP: Final = 200
_START_SECONDS: Final = 90


@dataclasses.dataclass(frozen=True)
class Setup:
    """What runs."""

    bot: str
    mode: str
    processes: int = 1
    postgresql: bool = False

    @property
    def name(self) -> str:
        """How the report calls it."""
        database = ("PostgreSQL" if self.postgresql else "SQLite") if self.bot == "telcofacts" else "nothing"
        return f"{self.bot}, {self.mode}, {self.processes} process{'es' * (self.processes > 1)}, keeps {database}"


@dataclasses.dataclass(frozen=True)
class Figures:
    """What one run gave: replies a second, seconds of a reply, CPU seconds of all its processes per 1,000 replies."""

    rate: float
    p50: float
    p99: float
    cpu: float


SETUPS: Final = (
    Setup("echo", "polling"),
    Setup("telcofacts", "polling"),
    Setup("echo", "webhook"),
    Setup("telcofacts", "webhook"),
    Setup("telcofacts", "webhook", postgresql=True),
    Setup("telcofacts", "webhook", processes=2, postgresql=True),
)


def main(
    messages: Annotated[int, typer.Option(help="replies that are measured in each run")] = 3_000,
    rounds: Annotated[int, typer.Option(help="how often each bot runs")] = 3,
    memory: Annotated[int, typer.Option(help="measure memory over so many messages instead")] = 0,
    reloads: Annotated[int, typer.Option(help="measure so many reloads of the facts instead")] = 0,
    only: Annotated[str, typer.Option(help="part of a setup's name")] = "",
) -> None:
    """Print a Markdown table."""
    if memory:
        asyncio.run(_memory(memory))
        return
    if reloads:
        asyncio.run(_reloads(reloads))
        return
    setups = [setup for setup in SETUPS if only in setup.name]
    runs: dict[Setup, list[Figures]] = {setup: [] for setup in setups}
    for number in range(rounds):
        for setup in setups:
            print(f"round {number + 1} of {rounds}: {setup.name}", file=sys.stderr)
            runs[setup].append(asyncio.run(_run(setup, messages)))
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, Python {platform.python_version()}: ", end="")
    print(f"{messages} replies a run, {rounds} rounds, {PEOPLE} people at a time\n")
    print("| bot | replies/s | of echo | p50 | p99 | CPU a reply | of echo |\n|" + " --- |" + " ---: |" * 6)
    for setup, figures in runs.items():
        own = _median(figures)
        echo = runs.get(Setup("echo", setup.mode))
        rate, cpu = (
            (f"{own.rate / _median(echo).rate:.0%}", f"{own.cpu / _median(echo).cpu:.1f} ×") if echo else ("", "")
        )
        times = f"{own.p50 * 1000:.0f} ms | {own.p99 * 1000:.0f} ms"
        print(f"| {setup.name} | {own.rate:.0f} | {rate} | {times} | {own.cpu:.1f} ms | {cpu} |")


def _median(figures: Sequence[Figures]) -> Figures:
    return Figures(*(statistics.median(column) for column in zip(*map(dataclasses.astuple, figures), strict=True)))


async def _run(setup: Setup, messages: int) -> Figures:
    questions = [question for fact in load_knowledge().facts.values() for question in fact.questions]
    async with (
        LoadApi(questions, _WARM_UP + messages, PEOPLE, PEOPLE) as api,
        _processes(setup, api.address) as (processes, ports),
    ):
        await _ready(setup, api, processes, ports)
        await _replies(api, _WARM_UP, processes)
        before, started = _cpu(processes), time.perf_counter()
        first = len(api.latencies)
        await _replies(api, first + messages - PEOPLE, processes)
        seconds, cpu = time.perf_counter() - started, _cpu(processes) - before
        times = sorted(api.latencies[first:])
    count = len(times)
    return Figures(count / seconds, times[count // 2], times[int(count * 0.99)], 1000 * cpu / count)


async def _ready(
    setup: Setup, api: LoadApi, processes: Sequence["subprocess.Popen[bytes]"], ports: Sequence[int]
) -> None:
    if setup.mode == "webhook":
        for port in ports:
            await _listens(port, processes)
        async with httpx.AsyncClient(trust_env=False) as client:
            while setup.bot == "telcofacts":
                states = [(await client.get(f"http://127.0.0.1:{port}/readyz")).status_code for port in ports]
                if states == [200] * len(ports):
                    break
                await asyncio.sleep(0.1)
        api.deliver_to(ports, PATH, SECRET)
    api.begin()


async def _listens(port: int, processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    for _ in range(_START_SECONDS * 10):
        assert all(process.poll() is None for process in processes), "a bot has ended"
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.1)
    raise RuntimeError(f"nobody listens on port {port}")


async def _replies(api: LoadApi, count: int, processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    while len(api.latencies) < count:
        api.replied.clear()
        await asyncio.wait_for(api.replied.wait(), _START_SECONDS)
        assert all(process.poll() is None for process in processes), "a bot has ended"


def _cpu(processes: Sequence["subprocess.Popen[bytes]"]) -> float:
    psutil = importlib.import_module("psutil")
    times = [psutil.Process(process.pid).cpu_times() for process in processes]
    return float(sum(each.user + each.system for each in times))


@contextlib.asynccontextmanager
async def _processes(
    setup: Setup, address: str, **settings: str
) -> AsyncIterator[tuple[list["subprocess.Popen[bytes]"], list[int]]]:
    module = ["telcofacts", "run"] if setup.bot == "telcofacts" else ["tests.load.echo"]
    ports = [_free_port() for _ in range(setup.processes)]
    processes: list[subprocess.Popen[bytes]] = []
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        own = {
            "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": address, "TELCOFACTS_DATA_DIR": folder,
            "TELCOFACTS_CONCURRENT_UPDATES": str(CONCURRENT), "TELCOFACTS_LOG_LEVEL": "warning",
            "TELCOFACTS_MESSAGES_PER_SECOND": "100000",
        }  # fmt: skip
        if setup.postgresql:
            own["DATABASE_URL"] = stack.enter_context(postgres_server.running()).url("postgres")
        if setup.mode == "webhook":
            own |= {"TELCOFACTS_WEBHOOK_URL": f"https://bot.example.org{PATH}", "TELCOFACTS_WEBHOOK_SECRET": SECRET}
        for port in ports:
            environment = {**os.environ, **own, "TELCOFACTS_WEBHOOK_PORT": str(port), **settings}
            process = subprocess.Popen([sys.executable, "-m", *module], cwd=ROOT, env=environment)  # noqa: ASYNC220
            processes.append(process)
        try:
            yield processes, ports
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                await asyncio.to_thread(process.wait)  # the server answers what is under way


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


async def _memory(messages: int) -> None:
    """Print the resident memory after every twentieth of the messages, which 5,000 people send."""
    questions = [question for fact in load_knowledge().facts.values() for question in fact.questions]
    setup = Setup("telcofacts", "polling")
    print("| messages | resident MB |\n| ---: | ---: |")
    async with (
        LoadApi(questions, messages, PEOPLE, 5_000) as api,
        _processes(setup, api.address) as (processes, ports),
    ):
        await _ready(setup, api, processes, ports)
        for part in range(1, 21):
            await _replies(api, messages * part // 20, processes)
            resident = importlib.import_module("psutil").Process(processes[0].pid).memory_info().rss
            print(f"| {messages * part // 20:,} | {resident / 2**20:.0f} |", flush=True)


async def _reloads(count: int) -> None:
    questions = [question for fact in load_knowledge().facts.values() for question in fact.questions]
    with tempfile.TemporaryDirectory() as folder:
        copy, port = Copy(pathlib.Path(folder)), _free_port()
        settings = {**copy.settings, "TELCOFACTS_HEALTH_PORT": str(port)}
        learn = [sys.executable, "-m", "telcofacts", "learn"]
        subprocess.run(learn, env={**os.environ, **settings}, check=True)  # noqa: ASYNC221
        async with (
            LoadApi(questions, 0, PEOPLE, 1_000_000) as api,
            _processes(
                Setup("telcofacts", "polling"), api.address, **copy.settings, TELCOFACTS_HEALTH_PORT=str(port)
            ) as (
                processes,
                _,
            ),
        ):
            await _listens(port, processes)
            await measure(api, processes[0].pid, port, copy, count)


if __name__ == "__main__":
    typer.run(main)
