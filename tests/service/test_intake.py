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
from telcofacts.storage.journal_rows import new_row

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


async def test_한_묶음은_한_번에_차례로_적힌다(storage: Storage) -> None:
    journal = storage.journal(BOT + 1)
    commits: list[object] = []
    sa.event.listen(storage.database.engine, "commit", commits.append)
    queue, bot = JournalledQueue(journal), Bot(TOKEN)
    batch = [message(number) | {"new_field": number} for number in range(1, 101)]
    lock = locked(storage)
    queue.write_ahead(batch)
    puts = asyncio.gather(*(queue.put(Update.de_json(payload, bot)) for payload in batch))
    await asyncio.sleep(0.2)
    assert queue.empty()
    lock.close()
    await puts
    assert [queue.get_nowait().update_id for _ in batch] == [*range(1, 101)]  # type: ignore[attr-defined]
    assert len(commits) == 1
    await journal.close()
    left = await storage.journal(BOT + 1).pending()
    assert [update["new_field"] for update in left] == [*range(1, 101)]


async def handed_out(journal: Journal) -> list[int]:
    for _ in range(50):
        if handed := await journal.pending():
            return [update["update_id"] for update in handed]
        await asyncio.sleep(0.05)
    return []


async def test_fetched_but_never_put_is_handed_out_with_the_next_batch(storage: Storage) -> None:
    journal = storage.journal(BOT + 2)
    await journal.pending()
    queue, bot = JournalledQueue(journal), Bot(TOKEN)
    batch = [message(1), message(2)]
    queue.write_ahead(batch)
    await queue.put(Update.de_json(batch[0], bot))
    queue.write_ahead(batch[1:])  # the library could not read the batch, and fetches it again
    queue.write_ahead([message(3)])
    await queue.put(Update.de_json(message(3), bot))
    await journal.done(1)
    assert await handed_out(journal) == [2]
    assert [queue.get_nowait().update_id for _ in range(2)] == [1, 3]  # type: ignore[attr-defined]


async def test_put_that_was_given_up_is_handed_out(storage: Storage) -> None:
    journal = storage.journal(BOT + 3)
    await journal.pending()
    queue = JournalledQueue(journal)
    lock = locked(storage)
    queue.write_ahead([message(1)])
    put = asyncio.create_task(queue.put(Update.de_json(message(1), Bot(TOKEN))))
    await asyncio.sleep(0.1)
    put.cancel()
    await asyncio.gather(put, return_exceptions=True)
    lock.close()
    assert await handed_out(journal) == [1]
    assert queue.empty()


async def test_inline_queries_are_written_when_they_are_put(storage: Storage) -> None:
    person = {"id": 7, "is_bot": False, "first_name": "사람"}
    query = {"update_id": 5, "inline_query": {"id": "1", "from": person, "query": "KT", "offset": ""}}
    stopped = JournalledQueue(storage.journal(BOT + 4))
    stopped.write_ahead([query])
    await asyncio.sleep(0.1)
    following = JournalledQueue(storage.journal(BOT + 4))  # to whom Telegram gives it again
    following.write_ahead([query])
    await following.put(Update.de_json(query, Bot(TOKEN)))
    assert following.qsize() == 1


async def test_one_update_that_cannot_be_stored_does_not_hold_up_its_batch(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(payload: dict[str, object], *others: object) -> dict[str, object]:
        if payload["update_id"] == 2:
            raise ValueError("unstorable")
        return new_row(payload, *others)  # type: ignore[arg-type]

    monkeypatch.setattr("telcofacts.storage.journal.new_row", refuse)
    queue, bot = JournalledQueue(storage.journal(BOT + 5)), Bot(TOKEN)
    batch = [message(number) for number in (1, 2, 3)]
    queue.write_ahead(batch)
    for payload in batch:
        await queue.put(Update.de_json(payload, bot))
    assert [queue.get_nowait().update_id for _ in batch] == [1, 2, 3]  # type: ignore[attr-defined]
    assert (await queue.journal.figures()).pending == 2
