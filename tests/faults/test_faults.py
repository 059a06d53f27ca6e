"""Small versions of the faults that `python -m tests.faults` plays at length: nothing lost, nothing out of order."""

import asyncio
import pathlib
import random

from postgres_server import Server

from . import changes, databases, lives, networks
from .crowd import Account
from .stage import IN_FLIGHT, QUICK, Size, Stage, stage, under_stream
from .table import fresh


def check(account: Account, allowed: int) -> None:
    assert (account.lost, account.disordered) == (0, 0), account
    assert account.doubles <= allowed, account


async def test_아무_때나_죽여도_잃지_않는다(tmp_path: pathlib.Path) -> None:
    check(*await lives.killed(tmp_path, QUICK, seed=7))


async def test_받아_둔_것이_많을_때_멈춰도_잃지도_되풀이하지도_않는다(tmp_path: pathlib.Path) -> None:
    check(*await lives.stopped_full(tmp_path, QUICK))


async def test_서버가_죽었다_살고_두_프로세스_가운데_하나가_죽어도_잃지_않는다(
    tmp_path: pathlib.Path, postgres: Server
) -> None:
    async def trouble(made: Stage) -> None:
        await databases.die(made, postgres)
        await made.crowd.until_answered(made.crowd.total // 2)
        await made.kill(made.running[0])

    async with stage(tmp_path, QUICK, hook=True) as made:
        check(await under_stream(made, trouble, {"DATABASE_URL": fresh(postgres)}, processes=2), IN_FLIGHT)


async def test_잠기고_가득_차고_끊기고_시계가_뛰고_둘이_받아_가도_잃지_않는다(tmp_path: pathlib.Path) -> None:
    async def trouble(made: Stage) -> None:
        await databases.lock(made)
        await databases.leave_no_room(made, is_disk=False)
        changes.jump(made.folder, "+3d")
        await networks.refuse(made, random.Random(1), 0.8)
        changes.jump(made.folder, "-400d")
        await networks.refuse(made, random.Random(2), 1.0)
        fetches = await networks.poll_too(made, **clock)
        # Each fetch brings an update, or waits, or is refused: a loop without a pause makes hundreds a second.
        assert fetches.count < (made.size.a_second + 5) * fetches.seconds, "a busy loop"

    clock = changes.jumping(tmp_path, library=None)
    async with stage(tmp_path, Size(people=200, a_second=50, seconds=1, quiet=1)) as made:
        check(await under_stream(made, trouble, clock), 0)


def test_두_번_말한_것과_뒤바뀐_것과_잃은_것을_센다() -> None:
    from botapi import BotApi
    from botapi_methods import BOT

    from .crowd import FIRST, QUESTIONS, Crowd

    api = BotApi()
    crowd = Crowd(api, people=2, a_second=1_000_000)
    asyncio.run(crowd.ask())
    for chat, places in ((FIRST, (0, 2, 1, 1)), (FIRST + 1, (0,))):
        for place in places:
            api.bot.put(chat, BOT, text=QUESTIONS[place][1])
    api.bot.put(FIRST, BOT, text="답을 만들다 문제가 생겼습니다.")
    assert crowd.account() == Account(asked=6, lost=2, doubles=1, disordered=1, apologies=1)
    assert crowd.answered == 6
