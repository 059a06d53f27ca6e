"""The order of replies within a chat, on both databases: nothing overtakes what came before it."""

import asyncio

import pytest
import sqlalchemy as sa

from journals import Clock, ids, make
from telcofacts.storage import Placing, Storage
from telcofacts.storage.journal_rows import JournalRows
from updates import message


async def test_죽은_프로세스의_것을_차례대로_다시_답한다(storage: Storage) -> None:
    clock = Clock()
    first = make(storage, clock=clock)
    await first.pending()
    for number in (3, 1, 2):
        assert await first.put(message(number, chat=number % 2)) is Placing.MINE
    await first.done(1)
    second = make(storage, clock=clock)
    assert await second.pending() == []
    for _ in range(8):
        clock.now += 2
        await second.beat()
    assert ids(await second.pending()) == [2, 3]
    assert await second.pending() == []
    assert await second.put(message(3)) is Placing.SEEN


async def test_살아_있는_프로세스의_대화는_그_프로세스가_이어_답한다(storage: Storage) -> None:
    first, second = make(storage), make(storage)
    await first.pending()
    await second.pending()
    assert await first.put(message(1, chat=5)) is Placing.MINE
    assert await second.put(message(2, chat=5)) is Placing.LATER
    assert await second.put(message(3, chat=6)) is Placing.MINE
    assert await second.pending() == []
    assert ids(await first.pending()) == [2]
    await first.done(1)
    await first.done(2)
    assert await second.put(message(4, chat=5)) is Placing.MINE


async def test_다른_프로세스가_받은_앞의_것을_앞지르지_않는다(storage: Storage) -> None:
    first, second = make(storage), make(storage)
    assert await first.pending() == await second.pending() == []
    assert await first.put(message(1)) is Placing.MINE
    assert await second.put(message(2)) is Placing.LATER
    assert await first.put(message(3)) is Placing.LATER
    assert ids(await first.pending()) == [2, 3]
    assert await first.put(message(4)) is Placing.MINE


async def test_보내지_못한_것_다음의_것은_차례를_기다린다(storage: Storage) -> None:
    clock = Clock()
    journal = make(storage, clock=clock)
    for number in (1, 2, 3):
        await journal.put(message(number, chat=5))
    await journal.put(message(4, chat=6))
    assert await journal.begin(1)
    assert await journal.failed(1, "Bad Gateway", passing=True)
    assert not await journal.begin(2)
    assert not await journal.begin(3)
    assert await journal.begin(4)
    clock.now += 1
    assert ids(await journal.pending()) == [1, 2, 3]
    await journal.put(message(5, chat=5))
    assert not await journal.begin(5)
    await journal.done(1)
    assert await journal.begin(2)
    await journal.done(2)
    assert ids(await journal.pending()) == [5]
    # What fails by its own fault has told its person, and holds nobody up.
    assert await journal.failed(3, RuntimeError())
    assert await journal.begin(5)
    assert await journal.failed(3, "Timed out", untold=True)
    assert not await journal.begin(5)
    assert not await journal.failed(3, "Timed out", untold=True)
    assert await journal.begin(5), "what is set aside holds nobody up"


async def test_실패를_적지_못한_것도_다시_답하고_그_대화를_막지_않는다(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> bool:
        raise sa.exc.DataError("UPDATE", {}, ValueError("적을 수 없습니다"))

    clock = Clock()
    journal = make(storage, clock=clock)
    await journal.put(message(1))
    await journal.put(message(2))
    with monkeypatch.context() as patched:
        patched.setattr(JournalRows, "count_attempt", refuse)
        assert await journal.failed(1, "Bad Gateway", passing=True)
    assert not await journal.begin(2)
    clock.now += 1
    assert ids(await journal.pending()) == [1, 2]
    await journal.done(1)
    assert await journal.begin(2)


async def test_실패를_적는_동안_넘어간_것도_오류를_내지_않는다(storage: Storage) -> None:
    journal = make(storage)
    await journal.put(message(1))
    failing = asyncio.create_task(journal.failed(1, "Bad Gateway", passing=True))
    await asyncio.sleep(0)  # it has asked for a task of its own, which has not run yet
    journal._drop(1)  # as `beat` does where others have taken over
    assert await failing
