"""Processes that are killed and stopped."""

import asyncio
import pathlib
import random

from .crowd import Account
from .stage import IN_FLIGHT, Size, Stage, stage, under_stream


async def killed(
    folder: pathlib.Path, size: Size, *, hook: bool = False, processes: int = 1, seed: int = 1, **settings: str
) -> tuple[Account, int]:
    """Kill one of the processes at random moments, and start another in its place.

    Returns:
        The account, and how many doubles the kills allow.
    """
    chance = random.Random(seed)

    async def trouble(made: Stage) -> None:
        total = made.crowd.total
        for moment in sorted(chance.sample(range(total // 20, total * 9 // 10), size.kills)):
            await made.crowd.until_answered(moment)
            await asyncio.sleep(chance.uniform(0, 0.05))
            await made.kill(chance.choice(made.running))
            await made.start(**settings)

    async with stage(folder, size, hook=hook) as made:
        return await under_stream(made, trouble, settings, processes), size.kills * IN_FLIGHT


async def one_of_two_killed(folder: pathlib.Path, size: Size, **settings: str) -> tuple[Account, int]:
    """Kill one of two webhook processes for good: the other takes its chats over."""

    async def trouble(made: Stage) -> None:
        await made.crowd.until_answered(made.crowd.total // 3)
        await made.kill(made.running[0])

    async with stage(folder, size, hook=True) as made:
        return await under_stream(made, trouble, settings, 2), IN_FLIGHT


async def stopped(folder: pathlib.Path, size: Size, *, hook: bool = False, **settings: str) -> tuple[Account, int]:
    """Stop a process politely, with a second's time, when its queue is full, again and again."""

    async def trouble(made: Stage) -> None:
        for part in range(1, 4):
            await made.crowd.until_answered(made.crowd.total * part // 5)
            await made.stop(made.running[0])
            await asyncio.sleep(size.seconds / 5)  # questions wait at Telegram meanwhile
            await made.start(TELCOFACTS_STOP_SECONDS="1", **settings)

    async with stage(folder, size, hook=hook) as made:
        return await under_stream(made, trouble, {"TELCOFACTS_STOP_SECONDS": "1", **settings}), 0


async def stopped_full(folder: pathlib.Path, size: Size) -> tuple[Account, int]:
    """Stop a polling process when it has fetched everything and answered some; start it again."""
    async with stage(folder, size) as made:
        await made.crowd.ask()
        running = await made.start(TELCOFACTS_STOP_SECONDS="1", TELCOFACTS_MESSAGES_PER_SECOND="10")
        while made.api.bot.updates:
            await asyncio.sleep(0.01)
        await made.stop(running)
        assert made.crowd.answered < made.crowd.total, "it was not stopped with a full queue"
        await made.start()
        return await made.finish(), 0
