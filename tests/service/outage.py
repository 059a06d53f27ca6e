"""Kill the service at random moments under a stream of questions, and count what is lost and what is said twice.

    .venv/bin/python tests/service/outage.py [polling|webhook] [QUESTIONS] [KILLS] [SEED]

Everybody asks once, in a chat of their own, so the replies of a chat are those to one question. The process is killed
with SIGKILL and started again; after the last question it is left alone until it has nothing to say any more.
"""

import asyncio
import collections
import contextlib
import dataclasses
import pathlib
import random
import sys
import tempfile
import time

import httpx

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "telegram"))

from botapi import BotApi
from botapi_methods import BOT
from hooked import PATH, SECRET
from processes import Running, service
from telcofacts.service.webhook import SECRET_HEADER

QUESTION = "KT 직원은 몇 명이야?"
HOOK = {"TELCOFACTS_WEBHOOK_URL": f"https://bot.example.org{PATH}", "TELCOFACTS_WEBHOOK_SECRET": SECRET}
ASKED_A_SECOND = 100
QUIET_SECONDS = 5.0
IN_FLIGHT = 16  # chats served at once, the default


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What became of the questions: replies that a chat has beyond the first are doubles."""

    questions: int
    lost: int
    doubles: int
    kills: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.questions} questions, {self.kills} kills: {self.lost} lost, {self.doubles} said twice, "
            f"{self.seconds:.0f} s"
        )


def replies(api: BotApi) -> collections.Counter[int]:
    """Count the bot's messages by chat."""
    return collections.Counter(chat for (chat, _), said in api.bot.messages.items() if said["from"]["id"] == BOT["id"])


async def ask(api: BotApi, person: int) -> None:
    """Let somebody ask, in their own chat."""
    await api.bot.say(QUESTION, person, {"id": person, "is_bot": False, "first_name": "사람"})


async def all_answered(api: BotApi, people: int, seconds: float) -> None:
    """Wait until everybody has a reply, and then for a while, in which a double would come; or for the time."""
    deadline = time.monotonic() + seconds
    while len(replies(api)) < people and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    await asyncio.sleep(QUIET_SECONDS)


class Telegram:
    """Delivers to a webhook as Telegram does: each update until it is acknowledged, some at a time."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self.running: Running | None = None

    async def deliver(self) -> None:
        """Deliver all that is asked, until cancelled."""
        slots, known = asyncio.Semaphore(20), 0
        async with asyncio.TaskGroup() as tasks:
            while True:
                for update in self._api.bot.updates[known:]:
                    known += 1
                    tasks.create_task(self._one(update, slots))
                await asyncio.sleep(0.01)

    async def _one(self, update: object, slots: asyncio.Semaphore) -> None:
        async with slots:
            while True:
                with contextlib.suppress(httpx.HTTPError, RuntimeError):  # a client that was closed with its process
                    if self.running:
                        client = self.running.client
                        said = await client.post(PATH, json=update, headers={SECRET_HEADER: SECRET})
                        if said.status_code == 200:
                            return
                await asyncio.sleep(0.1)


async def kill_under_load(folder: pathlib.Path, mode: str, questions: int, kills: int, seed: int) -> Outcome:
    """Run it; see the module."""
    chance, started = random.Random(seed), time.monotonic()
    settings = HOOK if mode == "webhook" else {}
    moments = sorted(chance.sample(range(questions // 20, questions * 9 // 10), kills))
    async with BotApi() as api, contextlib.AsyncExitStack() as stack:
        telegram = Telegram(api)

        async def stream() -> None:
            for person in range(1_000, 1_000 + questions):
                await ask(api, person)
                await asyncio.sleep(1 / ASKED_A_SECOND)

        asking = asyncio.create_task(stream())
        stack.callback(asking.cancel)
        if mode == "webhook":
            delivering = asyncio.create_task(telegram.deliver())
            stack.callback(delivering.cancel)
        for moment in moments:
            async with service(api, folder, **settings) as running:
                telegram.running = running
                while len(replies(api)) < moment:
                    assert running.process.returncode is None, running.log
                    await asyncio.sleep(0.002)
                await asyncio.sleep(chance.uniform(0, 0.05))
                running.process.kill()
                await running.process.wait()
                telegram.running = None
        async with service(api, folder, **settings) as running:
            telegram.running = running
            await asking
            await all_answered(api, questions, seconds=60 + questions / 10)
            telegram.running = None
            assert await running.stop() == 0
        said = replies(api)
    return Outcome(
        questions, questions - len(said), said.total() - len(said), kills, round(time.monotonic() - started, 1)
    )


async def stop_with_full_queue(folder: pathlib.Path, questions: int) -> Outcome:
    """Stop a polling process politely when it has fetched all questions and answered some; start it again."""
    started = time.monotonic()
    async with BotApi() as api:
        for person in range(1_000, 1_000 + questions):
            await ask(api, person)
        async with service(api, folder, TELCOFACTS_STOP_SECONDS="1") as running:
            while api.bot.updates:
                await asyncio.sleep(0.01)
            assert await running.stop() == 0
            assert len(replies(api)) < questions, "it was not stopped with a full queue"
        async with service(api, folder) as running:
            await all_answered(api, questions, seconds=60 + questions / 10)
            assert await running.stop() == 0
        said = replies(api)
    return Outcome(questions, questions - len(said), said.total() - len(said), 0, round(time.monotonic() - started, 1))


def main() -> None:
    """Run it by hand."""
    defaults = ["polling", "2000", "20", "1"]
    mode, *numbers = sys.argv[1:] + defaults[len(sys.argv) - 1 :]
    questions, kills, seed = map(int, numbers)
    with tempfile.TemporaryDirectory() as folder:
        print(mode, asyncio.run(kill_under_load(pathlib.Path(folder), mode, questions, kills, seed)))


if __name__ == "__main__":
    main()
