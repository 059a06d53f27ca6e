"""What a reload of the facts costs: questions at a steady rate while a fact file is changed again and again."""

import asyncio
import contextlib
import dataclasses
import importlib
import pathlib
import shutil
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

import httpx

from telcofacts.knowledge.loading import Location

from .botapi import LoadApi

RATE: Final = 10
"""Questions a second, each in a chat of its own."""
_STEADY_SECONDS, _PAUSE_SECONDS, _LONGEST_SECONDS = 40.0, 10.0, 300.0
_CHANGED: Final = "kt/workforce.yaml"
_TAKEN: Final = 'telcofacts_base_reloads_total{result="taken"}'


@dataclasses.dataclass
class Memory:
    """Resident memory in MiB: of the bot, and of it and the processes that it started, at the most."""

    before: float
    peak: float = 0.0
    peak_of_all: float = 0.0
    after: float = 0.0


class Copy:
    """A copy of the shipped facts that can be changed."""

    def __init__(self, folder: pathlib.Path) -> None:
        shipped = Location.shipped()
        self.settings = {
            "TELCOFACTS_KNOWLEDGE_DIR": str(shutil.copytree(shipped.knowledge, folder / "knowledge")),
            "TELCOFACTS_SEEDS_DIR": str(shutil.copytree(shipped.seeds, folder / "seeds")),
            "TELCOFACTS_CACHE_DIR": str(folder / "cache"),
            "TELCOFACTS_WATCH_SECONDS": "5",
        }
        self._path = folder / "knowledge" / "facts" / _CHANGED
        self._text = self._path.read_text(encoding="utf-8")
        self._first = next(line for line in self._text.splitlines() if line.strip() == "questions:")

    def change(self, number: int) -> None:
        """Give a fact another example question than before."""
        more = f"{self._first}\n{self._first.replace('questions:', f'  - KT 직원 {number}번째로 물어요')}"
        self._path.write_text(self._text.replace(self._first, more, 1), encoding="utf-8")


async def measure(api: LoadApi, pid: int, port: int, copy: Copy, count: int) -> None:
    """Print two Markdown tables: times of replies, and memory."""
    process = importlib.import_module("psutil").Process(pid)
    asking = asyncio.create_task(_ask(api))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        print("| | answers | p50 | p99 | slowest |\n| --- |" + " ---: |" * 4)
        await asyncio.sleep(_PAUSE_SECONDS)
        first = len(api.latencies)
        await asyncio.sleep(_STEADY_SECONDS)
        _say("no reload", api.latencies[first:])
        first, lines = len(api.latencies), []
        for number in range(1, count + 1):
            memory, started = Memory(_resident(process)), time.perf_counter()
            copy.change(number)
            async with asyncio.timeout(_LONGEST_SECONDS):
                while await _taken(client) < number:
                    memory.peak = max(memory.peak, _resident(process))
                    memory.peak_of_all = max(memory.peak_of_all, sum(map(_resident, _family(process))))
                    await asyncio.sleep(0.2)
            seconds = time.perf_counter() - started
            await asyncio.sleep(_PAUSE_SECONDS)
            memory.after = _resident(process)
            numbers = " | ".join(f"{megabytes:.0f}" for megabytes in dataclasses.astuple(memory))
            lines.append(f"| {number} | {seconds:.0f} s | {numbers} |")
        _say(f"during {count} reloads", api.latencies[first:])
    asking.cancel()
    print("\n| reload | until the new facts | before | peak | peak with what learns | after |\n|" + " ---: |" * 6)
    print("\n".join(lines))
    print(f"\nWithout a reply in the end: {api.asked - len(api.latencies)}")


async def _ask(api: LoadApi) -> None:
    while True:
        api.ask()
        await asyncio.sleep(1 / RATE)


async def _taken(client: httpx.AsyncClient) -> float:
    lines = (await client.get("/metrics")).text.splitlines()
    return next((float(line.rpartition(" ")[2]) for line in lines if line.startswith(_TAKEN)), 0.0)


def _family(process: Any) -> Iterator[Any]:
    yield process
    yield from process.children(recursive=True)


def _resident(process: Any) -> float:
    with contextlib.suppress(importlib.import_module("psutil").NoSuchProcess):
        return float(process.memory_info().rss) / 2**20
    return 0.0


def _say(phase: str, seconds: Sequence[float]) -> None:
    times = sorted(seconds)
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(
        f"| {phase} | {len(times):,} | {p50 * 1000:.0f} ms | {p99 * 1000:.0f} ms | {times[-1] * 1000:.0f} ms |",
        flush=True,
    )
