"""Conversations, questions, feedback, counts and choices; forgetting them."""

import datetime
import pathlib
import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from telcofacts.answering.conversation import Turn
from telcofacts.settings import Settings
from telcofacts.storage import Placing, Storage, set_aside
from telcofacts.storage.conversations import ConversationStore
from telcofacts.storage.counts import HitCounter
from telcofacts.storage.people import Subscription
from telcofacts.storage.privacy import Privacy, Purged
from telcofacts.storage.questions import QuestionStore
from telcofacts.storage.tables import METADATA
from updates import message

DAY = 86_400.0
NOW = datetime.datetime(2026, 11, 22, 15, 30, tzinfo=datetime.UTC).timestamp()  # 00:30 of the 23rd in Seoul


class Clock:
    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def sizes(storage: Storage) -> dict[str, int]:
    def count(connection: sa.Connection) -> dict[str, int]:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
        }

    return {name: size for name, size in storage.database.call(count).items() if size and name != "meta"}


async def test_대화는_다시_켜도_이어지고_때가_되면_잊는다(storage: Storage) -> None:
    clock, wall = Clock(50.0), Clock(NOW)
    store = ConversationStore(storage.database, storage.keys, 900, clock=clock, wall_clock=wall)
    await store.save(-100, 7, Turn("그 사람 누구야? 010-1234-5678", ("kt",), ("kt-ceo", "kt-plan"), 40.0))
    restarted = ConversationStore(storage.database, storage.keys, 900, clock=Clock(3.0), wall_clock=wall)
    wall.now += 100
    assert await restarted.load(-100, 7) == Turn("그 사람 누구야? [전화번호]", ("kt",), ("kt-ceo", "kt-plan"), -107.0)
    assert await restarted.load(-100, 8) is None
    assert await restarted.load(-100, None) is None
    wall.now += 800
    assert await restarted.load(-100, 7) is None
    wall.now = NOW - 7200  # set back: nobody knows how old it is
    assert await restarted.load(-100, 7) is None
    wall.now = NOW
    await store.save(-100, 7, None)
    assert sizes(storage) == {}


async def test_답하지_못한_질문을_가려서_센다(storage: Storage) -> None:
    for person, text in ((1, "T멤버십 되나요?"), (2, "T멤버십  되나요?"), (2, "T멤버십 되나요?"), (3, "010-1234-5678")):
        await storage.questions.unanswered(text, person)
    await storage.questions.unanswered("\x00\ud800 ", 4)
    first, second = storage.questions.most_asked()
    assert (first.text, first.count, first.people) == ("T멤버십 되나요?", 3, 2)
    assert second.text == "[전화번호]"
    assert len(storage.questions.most_asked(people=2)) == 1
    await storage.questions.unanswered("가" * 5000 + "'; DROP TABLE unanswered; --", 1)
    assert {len(question.text) for question in storage.questions.most_asked()} == {9, 6, 300}


async def test_끄면_질문을_적지_않는다(storage: Storage) -> None:
    quiet = QuestionStore(storage.database, storage.keys, enabled=False)
    await quiet.unanswered("적지 마세요", 1)
    assert not await quiet.feedback("kt-ceo", "bad", 1, "적지 마세요")
    assert sizes(storage) == {}


async def test_의견을_가려서_둔다(storage: Storage) -> None:
    assert await storage.questions.feedback("kt-ceo", "correction", 1, "틀렸어요\nme@example.com")
    await storage.questions.feedback(None, "good", 1)
    good, correction = storage.questions.all_feedback()
    assert (good.fact_id, good.verdict) == (None, "good")
    assert correction.note == "틀렸어요 [전자우편]"


async def test_한_사람의_의견은_새것_쉰까지만_둔다(storage: Storage) -> None:
    await storage.questions.feedback("kt-ceo", "good", 2)
    for number in range(60):
        assert await storage.questions.feedback("kt-ceo", "correction", 1, f"{number}째 글")
    assert not await storage.questions.feedback("kt-ceo", "correction", 1, "\u200b\u202e")
    kept = [each.note for each in storage.questions.all_feedback()]
    assert kept == [f"{number}째 글" for number in range(59, 9, -1)] + [""]


async def test_조회_수는_서울의_날짜로_모아_적는다(storage: Storage) -> None:
    clock = Clock(NOW)
    counter = HitCounter(storage.database, wall_clock=clock)
    counter.count(["a", "b", "a"])
    await counter.flush()
    clock.now += DAY
    counter.count(["a"])
    await counter.flush()
    await counter.flush()
    assert counter.most_shown() == [("a", 3), ("b", 1)]
    assert counter.most_shown(since=datetime.date(2026, 11, 24)) == [("a", 1)]


async def test_고른_것을_기억한다(storage: Storage) -> None:
    choices = storage.choices
    await choices.subscribe(-1001234567890, ["strategy", "models"], "ko")
    await choices.subscribe(5, [], "en")
    await choices.subscribe(5, ["models"], "ko")
    assert await choices.subscriptions() == [
        Subscription(-1001234567890, ("models", "strategy"), "ko"),
        Subscription(5, ("models",), "ko"),
    ]
    assert await choices.unsubscribe(5)
    assert not await choices.unsubscribe(5)
    await choices.set_language(7, "en")
    assert (await choices.language(7), await choices.language(8)) == ("en", None)
    await choices.set_language(7, None)
    assert await choices.language(7) is None


async def fill(storage: Storage, person: int) -> None:
    await storage.conversations.save(person, None, Turn(f"비밀{person}", (), (), time.monotonic()))
    await storage.conversations.save(-5, person, Turn(f"비밀{person}", (), (), time.monotonic()))
    await storage.questions.unanswered("모두 묻는 것", person)
    await storage.questions.unanswered(f"비밀{person} 질문", person)
    await storage.questions.feedback("kt-ceo", "bad", person, f"비밀{person}")
    await storage.choices.subscribe(person, [], "ko")
    await storage.choices.set_language(person, "ko")
    journal = storage.journal(123)
    await journal.put(message(person, f"비밀{person}", chat=person))
    for _ in range(3):
        await journal.failed(person, "고장")


async def test_잊어_달라면_곧바로_모두_지운다(storage: Storage) -> None:
    await fill(storage, 1111)
    await fill(storage, 2222)
    assert await storage.privacy.forget(1111) == 8
    await storage.privacy.forget(1111)
    assert sizes(storage) == {
        "askers": 2, "conversations": 2, "feedback": 1, "journal": 2, "languages": 1, "subscriptions": 1,
        "unanswered": 2,
    }  # fmt: skip
    assert {(question.text, question.count) for question in storage.questions.most_asked()} == {
        ("모두 묻는 것", 1),
        ("비밀2222 질문", 1),
    }
    assert await storage.journal(123).put(message(1111)) is Placing.SEEN, "its number is still known"
    await storage.privacy.forget(2222, chat_id=-5)
    assert sizes(storage) == {"journal": 2}


async def test_지운_것은_파일에도_남지_않는다(sqlite_address: str, opened: Callable[..., Storage]) -> None:
    storage = opened(Settings.model_validate({"database_url": sqlite_address}))
    await fill(storage, 3333)
    assert storage.database.url.database
    folder = pathlib.Path(storage.database.url.database).parent

    def holds(text: str) -> bool:
        return any(form in path.read_bytes() for path in folder.iterdir() for form in forms(text))

    assert holds("비밀3333")
    await storage.privacy.forget(3333)
    assert not holds("비밀3333")
    journal = storage.journal(123)
    await journal.put(message(1, "지나간 말"))
    assert holds("지나간 말")
    await journal.done(1)
    await storage.privacy.checkpoint()
    assert not holds("지나간 말")
    assert not holds("길동")


def forms(text: str) -> tuple[bytes, bytes]:
    """Return a text as it is written, and as JSON writes it."""
    return text.encode(), text.encode("ascii", "backslashreplace")


async def test_오래된_것은_정리한다(storage: Storage) -> None:
    await fill(storage, 1)
    journal = storage.journal(123)
    await journal.put(message(5))
    await journal.done(5)
    await journal.put(message(6))
    await storage.choices.subscribe(1, [], "ko")
    privacy = Privacy(storage.database, storage.keys, retention_seconds=90 * DAY, conversation_seconds=86_400)
    now = datetime.datetime.now(datetime.UTC).timestamp()
    assert await privacy.purge(now) == Purged(0, 0, 0, 0)
    assert await privacy.purge(now - 400 * DAY) == Purged(0, 0, 0, 0), "a clock set back deletes nothing"
    assert await privacy.purge(now + 3 * DAY) == Purged(updates=1, conversations=2, questions=0, feedback=0)
    assert await privacy.purge(now + 91 * DAY) == Purged(updates=1, conversations=0, questions=2, feedback=1)
    assert sizes(storage) == {"journal": 1, "languages": 1, "subscriptions": 1}, "what waits for a reply stays"


async def test_남들이_이어_물어도_처음_물은_사람은_기한이_지나면_잊는다(storage: Storage) -> None:
    clock = Clock(NOW)
    questions = QuestionStore(storage.database, storage.keys, wall_clock=clock)
    await questions.unanswered("T멤버십 되나요?", 1)
    clock.now += 80 * DAY
    await questions.unanswered("T멤버십 되나요?", 2)
    await storage.privacy.purge(clock.now)
    assert sizes(storage) == {"askers": 2, "unanswered": 1}
    await storage.privacy.purge(clock.now + 11 * DAY)
    assert sizes(storage) == {}


async def test_채널과_익명_관리자는_제_것만_잊는다(storage: Storage) -> None:
    group, channel, journal = -100500, -100777, storage.journal(123)
    writers: dict[int, dict[str, Any]] = {  # a channel that writes in the group, its anonymous admin, somebody else
        1: {"from": {"id": 136817688}, "sender_chat": {"id": channel}},
        2: {"from": {"id": 1087968824}, "sender_chat": {"id": group}},
        3: {"from": {"id": 7}},
    }
    for number, writer in writers.items():
        update = message(number, "비밀", chat=group)
        update["message"] |= writer
        await journal.put(update)
    await storage.conversations.save(group, 7, Turn("비밀", (), (), time.monotonic()))
    for number in (1, 2, 3):
        for _ in range(3):
            await journal.failed(number, "고장")
    assert await storage.privacy.forget(channel) == 1
    assert await storage.privacy.forget(group) == 1
    assert sizes(storage)["conversations"] == 1
    [left] = set_aside.set_aside(storage.database)
    assert left.update_id == 3


async def test_데이터베이스가_없어도_답하는_데_지장이_없다(
    settings: Settings, opened: Callable[..., Storage], caplog: pytest.LogCaptureFixture
) -> None:
    storage = opened(settings)
    storage.database.call(lambda link: [link.exec_driver_sql(f"DROP TABLE {name}") for name in sizes_of_all()])
    await storage.conversations.save(1, None, Turn("x", (), (), 0.0))
    assert await storage.conversations.load(1, None) is None
    await storage.questions.unanswered("질문", 1)
    await storage.questions.feedback(None, "good", 1)
    storage.hits.count(["a"])
    await storage.hits.flush()
    assert len(caplog.messages) == 5
    with pytest.raises(sa.exc.SQLAlchemyError):
        await storage.privacy.forget(1)
    with pytest.raises(sa.exc.SQLAlchemyError):
        await storage.choices.subscribe(1, [], "ko")


def sizes_of_all() -> list[str]:
    return [table.name for table in reversed(METADATA.sorted_tables)]


def test_이름과_번호는_소금_친_값으로만_남는다(
    storage: Storage, opened: Callable[..., Storage], settings: Settings
) -> None:
    keys = storage.keys
    assert len({keys.chat(7), keys.person(7), keys.conversation(7, None), keys.conversation(7, 7)}) == 4
    assert opened(settings).keys.chat(7) == keys.chat(7)
    assert all(len(key) == 32 and int(key, 16) for key in (keys.chat(-1), keys.person(1)))
