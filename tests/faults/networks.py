"""The Bot API away, overwhelmed, silent, or talking nonsense; and two that poll."""

import asyncio
import dataclasses
import pathlib
import random
import time
from typing import Final

from botapi import Fault

from .crowd import Account
from .stage import Size, Stage, stage, under_stream

_PAGE: Final = "<html>잠시 뒤에 다시 오세요</html>".encode()
REFUSALS: Final = (
    Fault(500), Fault(502), Fault(503), Fault(504), Fault(429, retry_after=1), Fault(0),
    Fault(200, body=_PAGE), Fault(200, body=b'{"ok": true, "result": '), Fault(403, body=_PAGE), Fault(502, body=_PAGE),
)  # fmt: skip
"""What comes in place of what was asked for, which is not carried out."""
_SPARED: Final = frozenset({"getMe", "setMyCommands"})


async def refuse(made: Stage, chance: random.Random, share: float) -> None:
    """Let a share of the requests be refused in every way for seconds."""

    def weather(method: str) -> Fault | None:
        return chance.choice(REFUSALS) if method not in _SPARED and chance.random() < share else None

    made.api.weather = weather
    await asyncio.sleep(made.size.seconds)
    made.api.weather = lambda _: None


async def refused(folder: pathlib.Path, size: Size, *, hook: bool = False, seed: int = 1) -> tuple[Account, int]:
    """Most requests are refused in every way for a time, then all of them."""
    chance = random.Random(seed)

    async def trouble(made: Stage) -> None:
        for share in (0.7, 1.0):
            await refuse(made, chance, share)
            await made.crowd.until_answered(made.crowd.total // 3)

    async with stage(folder, size, hook=hook) as made:
        return await under_stream(made, trouble), 0


async def silent(folder: pathlib.Path, size: Size, *, times: int = 8) -> tuple[Account, int]:
    """Some replies and one fetch get no response within the 20 seconds that the bot waits, and are not carried out."""

    async def trouble(made: Stage) -> None:
        made.api.fail("sendMessage", Fault(504, seconds=25), times)
        made.api.fail("getUpdates", Fault(504, seconds=25))
        await asyncio.sleep(size.seconds)

    async with stage(folder, size) as made:
        return await under_stream(made, trouble), 0


async def cut_off(folder: pathlib.Path, size: Size, *, times: int = 20) -> tuple[Account, int]:
    """Some replies are sent, and the connection breaks before the bot learns of it.

    Returns:
        The account, and one double for each: Telegram has no way to ask whether a message was sent.
    """

    async def trouble(made: Stage) -> None:
        made.api.fail("sendMessage", Fault(0, carried_out=True), times)

    async with stage(folder, size) as made:
        return await under_stream(made, trouble), times


@dataclasses.dataclass(frozen=True)
class Fetches:
    """How often two pollers asked for updates while they were at it, and for how long."""

    count: int
    seconds: float


async def poll_too(made: Stage, **settings: str) -> Fetches:
    """Let a second process poll with the same token for a time, and say so in the log."""
    before, started = len(made.api.made("getUpdates")), time.monotonic()
    second = await made.start(**settings)
    await asyncio.sleep(2 * made.size.seconds)
    async with asyncio.timeout(60):  # while updates wait neither gets in the other's way
        while "같은 토큰으로 업데이트를 받는 프로세스가 또 있습니다" not in made.log:
            await asyncio.sleep(0.1)
    fetches = Fetches(len(made.api.made("getUpdates")) - before, time.monotonic() - started)
    await made.stop(second)
    return fetches


async def two_pollers(folder: pathlib.Path, size: Size, *, apart: bool = False) -> tuple[Account, int, Fetches]:
    """A second process polls with the same token for a time, with the same storage or with one of its own.

    Returns:
        The account; the doubles that are allowed: with storages apart, neither knows what the other has answered; and
        how often they fetched.
    """
    fetches = Fetches(0, 0)

    async def trouble(made: Stage) -> None:
        nonlocal fetches
        (folder / "other").mkdir()
        fetches = await poll_too(made, **({"TELCOFACTS_DATA_DIR": str(folder / "other")} if apart else {}))

    async with stage(folder, size) as made:
        account = await under_stream(made, trouble)
        return account, made.crowd.total if apart else 0, fetches
