"""The journal, on both databases."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from journals import BOT, Clock, ids, make
from telcofacts.settings import Settings
from telcofacts.storage import Journal, Placing, Storage, set_aside
from telcofacts.storage.journal_rows import HANDED_AT_ONCE, Limits
from telcofacts.storage.tables import JOURNAL
from updates import inline, message, press


def rows(storage: Storage) -> list[Any]:
    query = sa.select(JOURNAL).order_by(JOURNAL.c.update_id)
    return list(storage.database.call(lambda connection: connection.execute(query).all()))


async def test_다시_온_업데이트는_답하지_않는다(storage: Storage) -> None:
    journal = storage.journal(BOT)
    assert await journal.put(message(1)) is Placing.MINE
    assert await journal.put(message(1)) is Placing.SEEN
    await journal.done(1)
    assert await journal.put(message(1)) is Placing.SEEN
    assert await make(storage).put(message(1)) is Placing.SEEN
    assert await storage.journal(BOT + 1).put(message(1)) is Placing.MINE


async def test_한꺼번에_두_번_온_업데이트도_한_번만_답한다(storage: Storage) -> None:
    journal = storage.journal(BOT)
    placed = await asyncio.gather(*(journal.put(message(number // 2)) for number in range(40)))
    assert placed.count(Placing.MINE) == 20


async def test_답하고_나면_번호만_남는다(storage: Storage) -> None:
    journal = storage.journal(BOT)
    await journal.put(message(1, "비밀 이야기"))
    assert "홍" not in rows(storage)[0].payload.encode().decode("unicode_escape")
    await journal.done(1)
    row = rows(storage)[0]
    assert (row.state, row.payload, row.chat_key, row.person_key, row.leased_by) == ("done", None, "", "", None)


async def test_깨끗이_끝난_프로세스의_것은_곧바로_넘겨받는다(storage: Storage) -> None:
    first = storage.journal(BOT)
    await first.pending()
    await first.put(message(1))
    await first.close()
    replayed = await storage.journal(BOT).pending()
    assert replayed[0]["message"]["text"] == "KT 대표 누구야?"
    assert replayed[0]["message"]["from"]["language_code"] == "ko"


async def test_잠들었다_깬_프로세스는_넘어간_것에_답하지_않는다(storage: Storage) -> None:
    clock = Clock()
    slept, awake = make(storage, clock=clock), make(storage, clock=clock)
    await slept.pending()
    await awake.pending()
    await slept.put(message(1))
    for _ in range(8):
        clock.now += 2
        await awake.beat()
    assert ids(await awake.pending()) == [1]
    assert not await slept.begin(1)
    assert await awake.begin(1)
    await awake.done(1)
    assert await slept.put(message(2)) is Placing.MINE
    assert await slept.begin(2)


async def test_시계가_뛰어도_산_프로세스의_것을_빼앗지_않는다(storage: Storage) -> None:
    clock, wall = Clock(), Clock(1_780_000_000.0)
    first = make(storage, clock=clock, wall_clock=wall)
    second = make(storage, clock=clock, wall_clock=wall)
    await first.pending()
    await second.pending()
    await first.put(message(1))
    for jump in (86_400.0, -172_800.0, 3_600.0):
        wall.now += jump
        for journal in (first, second, first, second):
            clock.now += 1
            await journal.beat()
        assert await second.pending() == []
        assert (await first.figures()).oldest_seconds >= 0
    clock.now += 600  # both slept: neither takes the other for dead
    await second.beat()
    assert await second.pending() == []
    assert await first.begin(1)


async def test_인라인_질의와_늦은_단추는_다시_답하지_않는다(storage: Storage) -> None:
    wall = Clock(1_780_000_000.0)
    first = make(storage, wall_clock=wall)
    assert await first.put(inline(1)) is Placing.MINE
    assert await first.put(inline(1)) is Placing.SEEN
    assert await first.begin(1)
    await first.done(1)
    await first.put(press(2))
    wall.now += 59
    await first.put(press(3))
    await first.close()
    wall.now += 10
    second = make(storage, wall_clock=wall)
    assert ids(await second.pending()) == [3]
    assert [row.state for row in rows(storage)] == ["done", "done", "pending"]


async def test_거듭_실패한_것은_따로_둔다(storage: Storage, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    journal = make(storage, clock=clock)
    await journal.put(message(1, "전화 010-1234-5678"))
    await journal.put(message(2))
    for wait in (1, 4):
        assert await journal.failed(1, RuntimeError("010-1234-5678"))
        assert await journal.pending() == []
        clock.now += wait
        assert ids(await journal.pending()) == [1]
    assert not await journal.failed(1, RuntimeError("끝 010-1234-5678"))
    figures = await journal.figures()
    assert (figures.pending, figures.failed) == (1, 1)
    assert 0 <= figures.oldest_seconds < 30
    (aside,) = set_aside.set_aside(storage.database)
    assert (aside.update_id, aside.attempts, aside.text) == (1, 3, "전화 [전화번호]")
    assert aside.error == "RuntimeError: 끝 [전화번호]"
    assert "따로 두었습니다" in caplog.text
    assert "010-1234" not in caplog.text
    assert set_aside.report(storage.database).endswith("따로 둔 것 1건, 답을 기다리는 것 1건")
    assert set_aside.retry(storage.database) == 1
    assert ids(await journal.pending()) == [1]
    assert set_aside.drop(storage.database) == 0


async def test_지나갈_실패는_세지_않고_하루_동안_다시_해_본다(storage: Storage) -> None:
    clock, wall = Clock(), Clock(1_780_000_000.0)
    journal = make(storage, clock=clock, wall_clock=wall)
    await journal.put(message(1))
    for _ in range(10):
        assert await journal.failed(1, "Timed out", passing=True)
        clock.now += 60
        assert ids(await journal.pending()) == [1]
    wall.now += 86_401  # a clock that jumps while Telegram is away for ten minutes sets nothing aside
    for _ in range(4):
        assert await journal.failed(1, "Timed out", passing=True)
    clock.now += 3_000
    assert await journal.failed(1, "Timed out", passing=True)
    assert await journal.failed(1, "Timed out", passing=True)
    assert not await journal.failed(1, "Timed out", passing=True)


async def test_한꺼번에_많이_실패해도_빠짐없이_다시_나온다(storage: Storage) -> None:
    clock = Clock()
    journal = make(storage, clock=clock)
    numbers = list(range(1, HANDED_AT_ONCE + 21))
    await asyncio.gather(*(journal.put(message(number, chat=number)) for number in numbers))
    assert all(await asyncio.gather(*(journal.failed(number, "Bad Gateway", passing=True) for number in numbers)))
    clock.now += 1
    assert ids(await journal.pending()) == numbers[:HANDED_AT_ONCE]
    assert ids(await journal.pending()) == numbers[HANDED_AT_ONCE:]
    assert await journal.pending() == []


async def test_그사이_닫힌_것은_그_대화를_막지_않는다(storage: Storage) -> None:
    clock, wall = Clock(), Clock(1_780_000_000.0)
    journal = make(storage, clock=clock, wall_clock=wall)
    await journal.put(press(1))
    await journal.put(message(2))
    assert await journal.failed(1, "Bad Gateway", passing=True)
    assert not await journal.begin(2)
    clock.now += 61
    wall.now += 61
    assert ids(await journal.pending()) == [2], "nobody waits for a press of a minute ago"
    assert await journal.begin(2)


async def test_프로그램을_거듭_죽이는_것은_따로_둔다(storage: Storage) -> None:
    first = make(storage)
    await first.put(message(1))
    await first.begin(1)
    await first.close()
    for _ in range(2):
        journal = make(storage, limits=Limits(deaths=2))
        assert ids(await journal.pending()) == [1]
        assert await journal.begin(1)
        await journal.close()
    assert await make(storage, limits=Limits(deaths=2)).pending() == []
    assert set_aside.set_aside(storage.database)[0].deaths == 2


async def test_끊긴_put은_저장되었으면_나중에_답한다(storage: Storage) -> None:
    journal = storage.journal(BOT)
    await journal.pending()
    task = asyncio.create_task(journal.put(message(1)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    for _ in range(100):
        if updates := await journal.pending():
            break
        await asyncio.sleep(0.02)
    assert ids(updates) == [1]


async def test_저장할_수_없는_것도_답은_한다(storage: Storage, caplog: pytest.LogCaptureFixture) -> None:
    journal = storage.journal(BOT)
    assert await journal.put(message(1 << 70)) is Placing.MINE
    assert await journal.put({**message(2), "odd": object()}) is Placing.MINE
    assert await journal.begin(2)
    await journal.done(2)
    assert await journal.put(message(3, "\ud800 \x00 끝")) is Placing.MINE
    assert "적지 않고 답합니다" in caplog.text
    assert ids(await _after_restart(journal, storage)) == [3]


async def _after_restart(journal: Journal, storage: Storage) -> list[dict[str, Any]]:
    await journal.close()
    return await storage.journal(BOT).pending()


async def test_다시_답할_것과_새로_온_것을_함께_돌본다(
    storage: Storage, opened: Callable[..., Storage], settings: Settings
) -> None:
    first = storage.journal(BOT)
    await first.put(message(1))
    await first.close()
    other = opened(settings)
    queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    journal, neighbour = storage.journal(BOT), other.journal(BOT)
    async with storage.serving(journal, queue.put):
        assert (await queue.get())["update_id"] == 1
        storage.hits.count(["kt-mideum-to-slm"])
        assert await neighbour.put(message(2)) is Placing.LATER
        assert (await asyncio.wait_for(queue.get(), 5))["update_id"] == 2
        await journal.done(1)
    assert other.hits.most_shown() == [("kt-mideum-to-slm", 1)]
    assert ids(await neighbour.pending()) == [2]
