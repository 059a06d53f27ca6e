"""A process that answers a stream of updates, and says on standard output what it does, for tests that kill it.

Each line: what (put, start, reply, trouble), the update, its chat, and when on the machine's monotonic clock.
"""

import argparse
import asyncio
import collections
import os
import random
import resource
import time
from typing import Any

from telcofacts.settings import Settings
from telcofacts.storage import Journal, Placing, Storage
from updates import message

CHATS = 6


def say(what: str, update_id: int = 0) -> None:
    os.write(1, f"{what} {update_id} {update_id % CHATS} {time.monotonic_ns()}\n".encode())


async def serve(storage: Storage, numbers: range, slow: float) -> None:
    journal = storage.journal(123)
    queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    locks: dict[int, asyncio.Lock] = collections.defaultdict(asyncio.Lock)
    tasks: set[asyncio.Task[None]] = set()

    async def answer(update: dict[str, Any]) -> None:
        number = update["update_id"]
        async with locks[update["message"]["chat"]["id"]]:
            if await journal.begin(number):
                say("start", number)
                await asyncio.sleep(random.uniform(0, slow))
                say("reply", number)
                await journal.done(number)

    async def take() -> None:
        while True:
            task = asyncio.create_task(answer(await queue.get()))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    async with storage.serving(journal, queue.put):
        say("ready")
        taking = asyncio.create_task(take())
        watching = asyncio.create_task(watch(journal))
        for number in numbers:
            if await journal.put(message(number, chat=number % CHATS)) is Placing.MINE:
                await queue.put(message(number, chat=number % CHATS))
            say("put", number)
        while (await journal.figures()).pending:
            await asyncio.sleep(0.05)
        taking.cancel()
        watching.cancel()


async def watch(journal: Journal) -> None:
    while journal.healthy:
        await asyncio.sleep(0.02)
    say("trouble")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--slow", type=float, default=0.005)
    parser.add_argument("--file-size", type=int, default=0)
    arguments = parser.parse_args()
    opened = Storage.open(Settings.model_validate({"database_url": arguments.address}))
    if arguments.file_size:
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (arguments.file_size, hard))
    asyncio.run(serve(opened, range(arguments.first, arguments.last + 1, arguments.step), arguments.slow))
    opened.close()
