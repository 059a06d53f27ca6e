"""Order within a chat, chats side by side, and memory that stays bounded."""

import asyncio
from typing import Any

import pytest
from telegram import Update

from botapi_methods import PERSON, Methods
from telcofacts.answering.conversation import Conversation
from telcofacts.channels.telegram.memory import Conversations, Recent
from telcofacts.channels.telegram.processor import PerChatProcessor

SPECTATOR = {**PERSON, "id": 99}


def updates(*chats: int) -> list[Update]:
    people = Methods()
    raw = [{"update_id": i, "message": people.put(chat, PERSON, text="?")} for i, chat in enumerate(chats)]
    return [update for update in (Update.de_json(one) for one in raw) if update]


async def run(processor: PerChatProcessor, batch: list[Update], seconds: dict[int, float]) -> tuple[list[int], int]:
    """Process a batch; return the order in which updates were done, and how many were at work at once."""
    done: list[int] = []
    working = most = 0

    async def work(update: Update) -> None:
        nonlocal working, most
        working += 1
        most = max(most, working)
        await asyncio.sleep(seconds.get(update.update_id, 0.01))
        working -= 1
        done.append(update.update_id)

    await asyncio.gather(*(processor.process_update(update, work(update)) for update in batch))
    return done, most


async def test_order_is_kept_within_a_chat() -> None:
    done, most = await run(PerChatProcessor(16), updates(*[1] * 5), {0: 0.05, 1: 0.03})
    assert (done, most) == ([0, 1, 2, 3, 4], 1)


async def test_other_chats_do_not_wait() -> None:
    done, most = await run(PerChatProcessor(16), updates(1, 2, 3), {0: 0.1})
    assert done[-1] == 0
    assert most == 3


async def test_number_at_once_is_bounded() -> None:
    _, most = await run(PerChatProcessor(2), updates(1, 2, 3, 4, 5), {})
    assert most == 2


async def test_one_busy_chat_leaves_room_for_others() -> None:
    done, _ = await run(PerChatProcessor(2), updates(*[1] * 20, 2), {})
    assert done.index(20) < 3


async def test_failure_leaves_nothing_locked() -> None:
    processor = PerChatProcessor(1)

    async def fail() -> None:
        raise RuntimeError

    [update] = updates(1)
    with pytest.raises(RuntimeError):
        await processor.process_update(update, fail())
    assert (await run(processor, [update], {}))[0] == [0]
    assert not processor._turns


async def test_inline_queries_and_foreign_updates_pass() -> None:
    processor, seen = PerChatProcessor(1), []

    async def work(what: object) -> None:
        seen.append(what)

    query: dict[str, Any] = {"id": "1", "from": SPECTATOR, "query": "", "offset": ""}
    inline = Update.de_json({"update_id": 1, "inline_query": query})
    for update in (inline, Update(2), "not an update"):
        await processor.process_update(update, work(update))
    assert len(seen) == 3


def test_least_recently_used_is_forgotten() -> None:
    recent: Recent[int, str] = Recent(capacity=3)
    for key in range(3):
        recent[key] = str(key)
    recent.get(0)
    recent[3] = "3"
    assert [recent.get(key) for key in range(4)] == ["0", None, "2", "3"]


def test_conversations_are_bounded() -> None:
    conversations = Conversations(expiry=60, capacity=2)
    first = conversations.of(1, None)
    assert conversations.of(1, None) is first
    assert conversations.of(1, 5) is not first
    conversations.of(2, None)
    assert conversations.of(1, None) is not first
    assert isinstance(first, Conversation)
    assert len(conversations) == 2
