"""A stream of questions, the bot's processes, and what carries the one to the others."""

import asyncio
import collections
import contextlib
import dataclasses
import pathlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import httpx

from botapi import BotApi
from hooked import PATH, SECRET
from processes import SERVE, Running, service
from telcofacts.service.webhook import SECRET_HEADER

from .crowd import QUESTIONS, Account, Crowd

HOOK: Final = {"TELCOFACTS_WEBHOOK_URL": f"https://bot.example.org{PATH}", "TELCOFACTS_WEBHOOK_SECRET": SECRET}
IN_FLIGHT: Final = 16
"""Chats served at once, the default: so many replies may be under way at a kill."""
_CONNECTIONS: Final = 40


@dataclasses.dataclass(frozen=True)
class Size:
    """How much of it: by `python -m tests.faults`, or by the tests that are to be quick.

    Attributes:
        people: who ask three questions each.
        a_second: questions a second.
        kills: how often a process is killed.
        seconds: how long what is to be away is away.
        quiet: seconds after the last answer in which a double would come.
    """

    people: int = 670
    a_second: float = 100.0
    kills: int = 8
    seconds: float = 5.0
    quiet: float = 5.0


QUICK: Final = Size(people=60, kills=2, seconds=1.5, quiet=1.5)


class Telegram:
    """Delivers to a webhook as Telegram does: each update until it is acknowledged, those of a chat in their order.

    A load balancer stands in front: updates go to the processes in turn, and to another one where one refuses.
    """

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._chats: dict[int, collections.deque[object]] = collections.defaultdict(collections.deque)
        self._slots = asyncio.Semaphore(_CONNECTIONS)
        self._turn = 0
        self.targets: list[Running] = []

    async def deliver(self) -> None:
        """Deliver all that is asked, until cancelled."""
        known = 0
        async with asyncio.TaskGroup() as tasks:
            while True:
                for update in self._api.bot.updates[known:]:
                    known += 1
                    chat = update["message"]["chat"]["id"]
                    self._chats[chat].append(update)
                    if len(self._chats[chat]) == 1:
                        tasks.create_task(self._serve(self._chats[chat]))
                await asyncio.sleep(0.01)

    async def _serve(self, waiting: collections.deque[object]) -> None:
        while waiting:
            async with self._slots:
                while not await self._post(waiting[0]):
                    await asyncio.sleep(0.1)
            waiting.popleft()

    async def _post(self, update: object) -> bool:
        self._turn += 1
        if not self.targets:
            return False
        client = self.targets[self._turn % len(self.targets)].client
        with contextlib.suppress(httpx.HTTPError, RuntimeError):  # a client that was closed with its process
            said = await client.post(PATH, json=update, headers={SECRET_HEADER: SECRET})
            return said.status_code == 200
        return False


class Stage:
    """Where a scenario plays."""

    def __init__(
        self, api: BotApi, folder: pathlib.Path, size: Size, *, hook: bool, questions: int, command: Sequence[str]
    ) -> None:
        self.api, self.folder, self.size = api, folder, size
        self.crowd = Crowd(api, size.people, size.a_second, questions)
        self.telegram = Telegram(api)
        self.settings: dict[str, str] = {"TELCOFACTS_MESSAGES_PER_SECOND": "1000", **(HOOK if hook else {})}
        self.running: list[Running] = []
        self.logs: list[pathlib.Path] = []
        self._command = command
        self._ends: dict[Running, contextlib.AsyncExitStack] = {}

    async def start(self, **settings: str) -> Running:
        """Start a process and wait until it is ready."""
        end = contextlib.AsyncExitStack()
        given = self.settings | settings
        running = await end.enter_async_context(service(self.api, self.folder, command=self._command, **given))
        self._ends[running] = end
        self.running.append(running)
        self.logs.append(running.path)
        await running.ready()
        self.telegram.targets.append(running)
        return running

    async def kill(self, running: Running) -> None:
        """Kill a process."""
        running.process.kill()
        await running.process.wait()
        await self._leave(running)

    async def stop(self, running: Running) -> None:
        """Stop a process politely."""
        if running in self.telegram.targets:
            self.telegram.targets.remove(running)
        code = await running.stop()
        assert code == 0, running.log[-3_000:]
        await self._leave(running)

    async def _leave(self, running: Running) -> None:
        self.running.remove(running)
        if running in self.telegram.targets:
            self.telegram.targets.remove(running)
        await self._ends.pop(running).aclose()

    @property
    def log(self) -> str:
        """What all processes logged so far."""
        return "".join(path.read_text(encoding="utf-8") for path in self.logs)

    async def finish(self) -> Account:
        """Wait until everybody has an answer, and a while longer; then stop what runs, and count."""
        last = time.monotonic()
        deadline = last + 60 + self.crowd.total / 10
        while self.crowd.account().lost and time.monotonic() < deadline:
            await asyncio.sleep(0.2)
        slowest = time.monotonic() - last
        await asyncio.sleep(self.size.quiet)
        for running in list(self.running):
            await self.stop(running)
        return dataclasses.replace(self.crowd.account(), slowest=round(slowest, 1))

    async def close(self) -> None:
        """End what is left of a scenario that failed."""
        for end in self._ends.values():
            await end.aclose()


Trouble = Callable[[Stage], Awaitable[Any]]


@contextlib.asynccontextmanager
async def stage(
    folder: pathlib.Path,
    size: Size,
    *,
    hook: bool = False,
    questions: int = len(QUESTIONS),
    command: Sequence[str] = (str(SERVE),),
) -> AsyncIterator[Stage]:
    """Set the stage: the Bot API server, and where asked for what delivers to a webhook."""
    async with BotApi() as api:
        made = Stage(api, folder, size, hook=hook, questions=questions, command=command)
        delivering = asyncio.create_task(made.telegram.deliver()) if hook else None
        try:
            yield made
        finally:
            if delivering:
                delivering.cancel()
                await asyncio.gather(delivering, return_exceptions=True)
            await made.close()


async def under_stream(
    made: Stage, trouble: Trouble, settings: Mapping[str, str] | None = None, processes: int = 1
) -> Account:
    """Start processes, let the crowd ask, and make trouble meanwhile; return what became of the questions."""
    for _ in range(processes):
        await made.start(**(settings or {}))
    asking = asyncio.create_task(made.crowd.ask())
    try:
        await made.crowd.until_answered(made.crowd.total // 20)
        await trouble(made)
        await asking
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    return await made.finish()
