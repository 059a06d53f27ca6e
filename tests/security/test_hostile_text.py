"""What people write reaches the database as text, from wherever they can write it; on SQLite and on PostgreSQL."""

import dataclasses
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from botapi import TOKEN
from botapi_methods import PERSON
from offline import OfflineRequest, Room
from scripted import BASE, ScriptedAnswerer
from telcofacts.channels.telegram import Keeping, build_application
from telcofacts.knowledge.loading import Location, read_draft
from telcofacts.rendering.messages import KO
from telcofacts.settings import Settings
from telcofacts.storage import Storage
from telcofacts.storage.tables import JOURNAL, META, METADATA, UNANSWERED

SQL = [
    "'; DROP TABLE journal; --",
    "\"; DELETE FROM meta WHERE '1'='1",
    "x' OR '1'='1",
    "'); UPDATE journal SET state='failed'; --",
    "1; ATTACH DATABASE 'x.db' AS x; --",
    "$$; DROP SCHEMA public CASCADE; $$",
    "\\'; SELECT pg_sleep(60); --",
    "%(text)s :text ? %s {0} $1",
    "' UNION SELECT value FROM meta --",
]
NEIGHBOUR = 4242
"""Somebody else, of whom everything has to stay."""


@dataclasses.dataclass
class Bot:
    room: Room
    storage: Storage
    journal: Any

    async def work(self) -> None:
        for update in self.room.people.updates:
            await self.journal.put(update)
        await self.room.work()
        assert not self.room.errors

    def query(self, statement: sa.Executable) -> list[Any]:
        return list(self.storage.database.call(lambda connection: connection.execute(statement).all()))

    def tables(self) -> set[str]:
        return set(self.storage.database.call(lambda connection: sa.inspect(connection).get_table_names()))


@pytest.fixture(scope="module")
def answerer() -> ScriptedAnswerer:
    answerer = ScriptedAnswerer(read_draft(Location(BASE / "knowledge", BASE / "seeds"))[0].base)
    answerer.script, answerer.asked, answerer.conversations = {}, [], []
    return answerer


@pytest.fixture
async def bot(storage: Storage, settings: Settings, answerer: ScriptedAnswerer) -> AsyncIterator[Bot]:
    """Yield a bot that a neighbour has written to; look afterwards whether anything became of more than text."""
    request, journal = OfflineRequest(), storage.journal(1)
    told = Settings.model_validate({**settings.model_dump(), "telegram_bot_token": TOKEN})
    application = build_application(told, answerer, request=request, keeping=Keeping(storage, journal))
    await storage.questions.unanswered("이웃의 질문", NEIGHBOUR)
    await storage.questions.feedback("kt-ceo", "bad", NEIGHBOUR, "이웃의 의견")
    await storage.choices.subscribe(NEIGHBOUR, ["workforce"], "ko")
    async with application:
        bot = Bot(Room(application, request), storage, journal)
        salt = bot.query(sa.select(META))
        yield bot
        assert bot.tables() >= {table.name for table in METADATA.sorted_tables}
        assert bot.query(sa.select(META)) == salt
        assert {row.state for row in bot.query(sa.select(JOURNAL.c.state))} <= {"done"}
        assert "이웃의 질문" in {question.text for question in storage.questions.most_asked()}
        assert "이웃의 의견" in {feedback.note for feedback in storage.questions.all_feedback()}
        assert [chosen.chat_id for chosen in await storage.choices.subscriptions()][-1] == NEIGHBOUR
    await journal.close()


async def test_질문은_적은_그대로_남고_로그에는_남지_않는다(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    for text in SQL:
        await bot.room.people.say(text)
        await bot.work()
    kept = {row.text for row in bot.query(sa.select(UNANSWERED.c.text))}
    assert {" ".join(text.split()) for text in SQL} <= kept
    assert len(bot.room.said()) == len(SQL)
    assert not [text for text in SQL if text in caplog.text], "what people write is logged at debug only"


async def test_사진의_설명과_고친_질문도_그렇다(bot: Bot) -> None:
    for text in SQL:
        photo = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
        await bot.room.people.update(message=bot.room.people.put(77, PERSON, caption=text, photo=photo))
        message = await bot.room.people.say("오늘 날씨 어때?")
        await bot.room.people.update(edited_message={**message, "text": text, "edit_date": 1_800_000_001})
        await bot.work()
    assert set(SQL) <= {row.text for row in bot.query(sa.select(UNANSWERED.c.text))}


async def test_인라인_질문과_단추와_딥링크도_그렇다(bot: Bot) -> None:
    for text in SQL:
        await bot.room.people.query(text)
        pressed = bot.room.people.put(77, PERSON, text="단추")
        for data in (text, f"tf:f:{text}:", f"tf:t:{text}:", f"tf:{text}"):
            await bot.room.people.press(pressed, data[:64])
        await bot.room.people.say(f"/start {text.replace(' ', '')}")
        await bot.work()
    assert {message["text"] for message in bot.room.said()} <= {KO.expired_button, KO.unknown_fact}


async def test_이름과_방의_제목도_그렇다(bot: Bot) -> None:
    for number, text in enumerate(SQL):
        person = {**PERSON, "id": 9000 + number, "first_name": text, "last_name": text, "username": text}
        await bot.room.people.say("KT 직원은 몇 명이야?", sender={**person, "language_code": text})
        group = {"type": "supergroup", "title": text, "username": text, "id": -100500}
        message = bot.room.people.put(-100500, person, text="@telcofacts_bot 김치찌개 조리법")
        await bot.room.people.update(message={**message, "chat": group, "author_signature": text})
        await bot.work()
        await bot.room.people.say("/forget_me", sender=person)
        await bot.work()
    assert "김치찌개 조리법" not in {row.text for row in bot.query(sa.select(UNANSWERED.c.text))}, "all asked to forget"


async def test_의견과_고른_것도_그렇다(bot: Bot) -> None:
    for number, text in enumerate(SQL):
        await bot.storage.questions.feedback(text[:40], "correction", 9000 + number, text)
        await bot.storage.choices.subscribe(9000 - number - NEIGHBOUR, [text], text[:8])
        await bot.storage.choices.set_language(9000 + number, text[:8])
        bot.storage.hits.count([text[:40]])
        assert await bot.storage.choices.language(9000 + number) == text[:8]
    await bot.storage.hits.flush()
    kept = {(feedback.fact_id, feedback.note) for feedback in bot.storage.questions.all_feedback()}
    assert {(text[:40], " ".join(text.split())) for text in SQL} <= kept
    assert {fact for fact, _ in bot.storage.hits.most_shown()} == {text[:40] for text in SQL}
    for number in range(len(SQL)):
        await bot.storage.choices.unsubscribe(9000 - number - NEIGHBOUR)
