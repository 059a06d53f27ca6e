"""Between the webhook and the queue: nothing is acknowledged that is not written down, nothing is answered twice."""

import asyncio
import logging
import pathlib
import sqlite3

import pytest
import sqlalchemy as sa
from telegram import Bot, Update

from hooked import TOKEN, hooked, message
from telcofacts.service.intake import JournalledQueue
from telcofacts.settings import Settings
from telcofacts.storage import Journal, Storage

BOT = 77_000
"""One that no other test has."""


def locked(storage: Storage) -> sqlite3.Connection:
    """Lock the database, as a backup that takes its time does."""
    connection = sqlite3.connect(storage.database.engine.url.database or "", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


async def test_update_that_cannot_be_written_down_is_not_acknowledged(storage: Storage, journal: Journal) -> None:
    async with hooked(journal, wait_seconds=0.2) as hook:
        lock = locked(storage)
        assert await hook.deliver(message(1)) == 503
        assert await hook.deliver(message(1)) == 503
        assert hook.queue.empty()
        lock.close()
        for _ in range(100):
            if await hook.deliver(message(1)) == 200:
                break
        assert hook.queue.qsize() == 1
        assert hook.result("busy") >= 2


async def test_update_whose_sender_went_away_is_queued_once(storage: Storage, journal: Journal) -> None:
    async with hooked(journal) as hook:
        lock = locked(storage)
        delivery = asyncio.create_task(hook.deliver(message(1)))
        await asyncio.sleep(0.1)
        delivery.cancel()
        await asyncio.gather(delivery, return_exceptions=True)
        lock.close()
        assert await hook.deliver(message(1)) == 200
        assert hook.queue.qsize() == 1


async def test_차례를_기다리는_것을_다시_온_것으로_세지_않는다(
    storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "telcofacts")
    holder, other = storage.journal(BOT), storage.journal(BOT)
    await holder.pending()
    await holder.put(message(1))
    async with hooked(other) as hook:
        assert [await hook.deliver(message(number)) for number in (2, 2)] == [200, 200]
        assert hook.queue.empty()
        assert (hook.result("accepted"), hook.result("deferred"), hook.result("repeated")) == (0, 1, 1)
    assert [line for line in caplog.messages if "업데이트" in line] == [
        "업데이트 2은(는) 그 대화의 앞선 것 다음에 답합니다",
        "이미 받은 업데이트 2을(를) 다시 받아 버립니다",
    ]
    assert [update["update_id"] for update in await holder.pending()] == [2]


async def test_what_was_left_is_queued_first(tmp_path: pathlib.Path) -> None:
    storage, bot = Storage.open(Settings(telcofacts_data_dir=tmp_path)), Bot(TOKEN)
    left = storage.journal(1)
    for update in (message(3), {"update_id": 8, "message": {"message_id": "x"}}, message(4)):
        await left.put(update)
    await left.close()
    journal = storage.journal(1)
    queue = JournalledQueue(journal)
    async with storage.serving(journal, lambda payload: queue.replay(payload, bot)):
        await queue.put(Update.de_json(message(9), bot))
        await queue.put("no update")
        got = [queue.get_nowait() for _ in range(4)]
        assert [item.update_id if isinstance(item, Update) else item for item in got] == [3, 4, 9, "no update"]
    storage.close()


async def test_한_묶음은_함께_적힌다(storage: Storage) -> None:
    journal = storage.journal(BOT + 1)
    commits: list[object] = []
    sa.event.listen(storage.database.engine, "commit", commits.append)
    queue, bot = JournalledQueue(journal), Bot(TOKEN)
    batch = [message(number) | {"new_field": number} for number in range(1, 51)]
    queue.write_ahead(batch)
    for payload in batch:
        await queue.put(Update.de_json(payload, bot))
    assert [queue.get_nowait().update_id for _ in batch] == [*range(1, 51)]  # type: ignore[attr-defined]
    assert len(commits) < 10  # one would do; how many share it is up to the threads
    await journal.close()
    left = await storage.journal(BOT + 1).pending()
    assert [update["new_field"] for update in left] == [*range(1, 51)]


async def test_fetched_but_never_put_is_left_to_the_next_start(storage: Storage) -> None:
    journal = storage.journal(BOT + 2)
    queue, bot = JournalledQueue(journal), Bot(TOKEN)
    batch = [message(1), message(2)]
    queue.write_ahead(batch)
    await queue.put(Update.de_json(batch[0], bot))
    queue.write_ahead(batch[1:])  # the library could not read the batch, and fetches it again
    await asyncio.sleep(0.1)
    await journal.begin(1)
    await journal.done(1)
    await journal.close()
    assert [update["update_id"] for update in await storage.journal(BOT + 2).pending()] == [2]
