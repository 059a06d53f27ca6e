"""What is kept beyond the process, with the real storage: conversations, questions without an answer, counts."""

import contextlib
import dataclasses
import pathlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from telegram.error import Forbidden, NetworkError, TimedOut

from botapi import TOKEN
from botapi_methods import BOT, PERSON
from offline import OfflineRequest, Room
from scripted import BASE
from telcofacts.answering.answerer import Answerer
from telcofacts.channels.telegram import Keeping, build_application, sending
from telcofacts.channels.telegram.desk import Desk
from telcofacts.channels.telegram.texts import EN, KO
from telcofacts.knowledge.loading import Location, read_draft
from telcofacts.settings import Settings
from telcofacts.storage import Storage
from telcofacts.storage.tables import ASKERS, CONVERSATIONS, JOURNAL

QUESTION, FOLLOW_UP = "KT 직원은 몇 명이야?", "언제 기준이야?"
GROUP = -100500
UNKNOWN = "김서방네 강아지 예방 접종 010-1234-5678로 예약해 줘"


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(read_draft(Location(BASE / "knowledge", BASE / "seeds"))[0].base)


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "RETRY_DELAYS", [0.0, 0.0, 0.0])


@dataclasses.dataclass
class Kept:
    """A bot as one process has it, and the storage that outlives it."""

    room: Room
    storage: Storage
    journal: Any

    async def take(self, **failing: Exception) -> None:
        """Journal what waits, then answer it; some requests fail, as often as the reply path tries."""
        for method, error in failing.items():
            self.room.request.failures[method].extend([error] * 5)
        for update in self.room.people.updates:
            await self.journal.put(update)
        await self.room.work()
        self.room.request.failures.clear()

    def state(self) -> list[tuple[str, bool]]:
        """Return what the journal says of each update, and whether it has the payload still."""
        query = sa.select(JOURNAL.c.state, JOURNAL.c.payload.is_not(None)).order_by(JOURNAL.c.update_id)
        return [tuple(row) for row in self.storage.database.call(lambda link: link.execute(query).all())]

    def count(self, table: sa.Table) -> int:
        query = sa.select(sa.func.count()).select_from(table)
        return int(self.storage.database.call(lambda link: link.execute(query).scalar_one()))


Process = Callable[..., contextlib.AbstractAsyncContextManager[Kept]]


@pytest.fixture
def process(tmp_path: pathlib.Path, answerer: Answerer) -> Process:
    @contextlib.asynccontextmanager
    async def start(**more: Any) -> AsyncIterator[Kept]:
        settings = Settings(telegram_bot_token=SecretStr(TOKEN), telcofacts_data_dir=tmp_path, **more)
        request = OfflineRequest()
        with contextlib.closing(Storage.open(settings)) as storage:
            journal = storage.journal(1)
            application = build_application(settings, answerer, request=request, keeping=Keeping(storage, journal))
            async with application:
                yield Kept(Room(application, request), storage, journal)
            await storage.hits.flush()
            await journal.close()

    return start


async def test_conversation_goes_on_after_a_restart(
    process: Process, answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process() as one:
        shown = await one.room.ask(QUESTION)
    async with process() as two:
        turn = await two.storage.conversations.load(77, None)
        assert turn
        assert turn.facts
        asked: list[Any] = []
        original = answerer.answer

        def spy(utterance: str, conversation: Any = None) -> Any:
            asked.append(conversation.last)
            return original(utterance, conversation)

        monkeypatch.setattr(answerer, "answer", spy)
        await two.room.ask(FOLLOW_UP)
        assert asked[0].facts == turn.facts
        assert two.storage.hits.most_shown()[0][0] in turn.facts
    assert "1만8617명" in shown["text"]


async def test_question_without_an_answer_is_kept_masked(process: Process) -> None:
    async with process() as kept:
        await kept.room.ask(UNKNOWN)
        [question] = kept.storage.questions.most_asked()
        assert (question.count, question.people) == (1, 1)
        assert "1234" not in question.text
        assert "예방 접종" in question.text
        said = (await kept.room.ask("/privacy"))["text"]
        assert KO.privacy_questions.format(days=90) in said


async def test_question_log_can_be_turned_off(process: Process) -> None:
    async with process(telcofacts_question_log=False) as kept:
        await kept.room.ask(UNKNOWN)
        assert kept.storage.questions.most_asked() == []
        said = (await kept.room.ask("/privacy"))["text"]
        assert KO.privacy_no_questions in said
        assert "90" not in said


def said_of(kept: Kept) -> list[tuple[str | None, str, str]]:
    """Return what is kept of answers, the oldest first."""
    return [(each.fact_id, each.verdict, each.note) for each in reversed(kept.storage.questions.all_feedback())]


async def test_report_is_kept_masked_for_the_fact_shown_last(process: Process) -> None:
    async with process() as kept:
        assert (await kept.room.ask("/report"))["text"] == KO.how_to_report
        assert (await kept.room.ask("/report 주소가 안 열려요"))["text"] == f"{KO.reported} {KO.reported_no_fact}"
        await kept.room.ask(QUESTION)
        said = (await kept.room.ask("/report 2023년\n이 아니라던데요 010-1234-5678"))["text"]
        assert said == f"{KO.reported} {KO.reported_fact.format(fact=QUESTION)}"
        assert said_of(kept) == [
            (None, "correction", "주소가 안 열려요"),
            ("headcount-18617", "correction", "2023년 이 아니라던데요 [전화번호]"),
        ]
        await kept.room.ask("/forget_me")
        assert said_of(kept) == []


async def test_report_in_reply_to_an_answer_is_about_that_answer(process: Process) -> None:
    async with process() as kept:
        older = await kept.room.ask(QUESTION)
        await kept.room.ask("한국형 AI는 언제 나오나요?")
        await kept.room.ask("/report 오래됐어요", reply_to_message=older)
        await kept.room.ask("틀렸잖아", reply_to_message=older)
        mine = await kept.room.ask(f"@{BOT['username']} {QUESTION}", chat_id=GROUP)
        said = await kept.room.ask(
            "/report the date", chat_id=GROUP, sender={**PERSON, "id": 78, "language_code": "en"}, reply_to_message=mine
        )
        assert said["text"].startswith(EN.reported)
        about = "headcount-18617"
        assert said_of(kept) == [
            (about, "correction", "오래됐어요"),
            (about, "bad", ""),
            (about, "correction", "the date"),
        ]


async def test_report_of_what_was_merely_offered_names_no_fact(process: Process, answerer: Answerer) -> None:
    async with process() as kept:
        await kept.room.ask("KT 어때")
        turn = await kept.storage.conversations.load(77, None)
        assert turn
        assert turn.offers
        await kept.room.ask("고마워요")
        await kept.room.ask("/report 그런 뜻이 아니에요")
        assert said_of(kept) == [(None, "correction", "그런 뜻이 아니에요")]


async def test_edited_report_takes_the_place_of_what_it_was(process: Process) -> None:
    async with process() as kept:
        await kept.room.ask(QUESTION)
        await kept.room.people.say("/report 날자가 달라요")
        [raw] = kept.room.people.updates
        await kept.room.work()
        await kept.room.ask("한국형 AI는 언제 나오나요?")
        edited = {**raw["message"], "text": "/report 날짜가 달라요", "edit_date": raw["message"]["date"] + 9}
        await kept.room.people.update(edited_message=edited)
        await kept.room.work()
        assert said_of(kept) == [("headcount-18617", "correction", "날짜가 달라요")]


async def test_report_is_kept_once_however_often_its_reply_fails(process: Process) -> None:
    async with process() as kept:
        await kept.room.ask(QUESTION)
        for _ in range(3):
            await kept.room.people.say("/report 날짜가 달라요")
            await kept.take(sendMessage=NetworkError("no route"))
        assert said_of(kept) == [("headcount-18617", "correction", "날짜가 달라요")]


async def test_report_under_a_picture_is_no_question(process: Process) -> None:
    async with process() as kept:
        command = {"type": "bot_command", "offset": 0, "length": len("/report")}
        photo = {"file_id": "a", "file_unique_id": "a", "width": 90, "height": 90}
        people = kept.room.people
        message = people.put(77, PERSON, caption="/report 날짜가 달라요", caption_entities=[command], photo=[photo])
        await people.update(message=message)
        await kept.room.work()
        assert kept.room.said()[-1]["text"] == KO.how_to_report
        assert kept.storage.questions.most_asked() == []


async def test_thanks_and_complaints_are_kept_for_the_fact_shown_last(process: Process) -> None:
    async with process() as kept:
        await kept.room.ask("고마워요")  # for nothing
        await kept.room.ask(QUESTION)
        for _ in range(3):
            await kept.room.ask("고마워요")
        await kept.room.ask("틀렸잖아")
        assert said_of(kept) == [("headcount-18617", "good", ""), ("headcount-18617", "bad", "")]


async def test_report_says_where_nothing_is_kept(process: Process) -> None:
    async with process() as kept:
        await kept.room.ask("/report 틀려요")
        await kept.room.ask(UNKNOWN)
    async with process(telcofacts_question_log=False) as kept:
        await kept.room.ask(QUESTION)
        assert (await kept.room.ask("/report 틀려요"))["text"] == KO.takes_no_reports
        await kept.room.ask("틀렸잖아")
        await kept.storage.privacy.purge(time.time())
        assert said_of(kept) == []
        assert kept.count(ASKERS) == 0
    async with process() as kept:
        kept.storage.database.call(lambda link: link.execute(sa.text("DROP TABLE feedback")))
        assert (await kept.room.ask("/report 틀려요"))["text"] == KO.not_reported


async def test_forget_me_deletes_at_once(process: Process) -> None:
    async with process() as kept:
        await kept.room.ask(QUESTION)
        await kept.room.ask(UNKNOWN)
        assert (kept.count(CONVERSATIONS), kept.count(ASKERS)) == (1, 1)
        assert (await kept.room.ask("/forget_me"))["text"] == KO.forgotten
        assert (kept.count(CONVERSATIONS), kept.count(ASKERS)) == (0, 0)
        assert await kept.storage.conversations.load(77, None) is None
        assert kept.storage.questions.most_asked() == []


async def test_다른_프로세스에_한_forget_me도_곧바로_잊는다(
    process: Process, answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process() as one, process() as other:
        await one.room.ask(QUESTION)
        assert (await other.room.ask("/forget_me"))["text"] == KO.forgotten
        seen: list[Any] = []
        original = answerer.answer

        def spy(utterance: str, conversation: Any = None) -> Any:
            seen.append(conversation.last)
            return original(utterance, conversation)

        monkeypatch.setattr(answerer, "answer", spy)
        await one.room.ask(FOLLOW_UP)
        assert seen == [None]


async def test_대화는_한_프로세스에서_다른_프로세스로_이어진다(process: Process) -> None:
    async with process() as one, process() as other:
        await one.room.ask(QUESTION)
        assert "2024년 상반기" in (await other.room.ask(FOLLOW_UP))["text"]
        await other.room.ask("한국형 AI는 언제 나오나요?")
        turn = await one.storage.conversations.load(77, None)
        assert turn
        assert turn.utterance == "한국형 AI는 언제 나오나요?"


async def test_answered_update_is_done_and_erased(process: Process) -> None:
    async with process() as kept:
        await kept.room.people.say(QUESTION)
        await kept.take()
        await kept.room.people.say("/help")
        await kept.room.people.say("남의 이야기", -100500, type="supergroup")
        await kept.take()
        assert kept.state() == [("done", False)] * 3


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (NetworkError("away"), "pending"),
        (TimedOut("perhaps carried out"), "pending"),
        (Forbidden("blocked by the user"), "done"),
    ],
)
async def test_update_without_a_reply_is_not_done(process: Process, error: Exception, state: str) -> None:
    async with process() as kept:
        await kept.room.people.say(QUESTION)
        await kept.take(sendMessage=error)
        assert [row[0] for row in kept.state()] == [state]


async def test_poisoned_update_is_set_aside_and_told_of_once(
    process: Process, answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError(QUESTION)

    async with process() as kept:
        await kept.room.people.say(QUESTION)
        [update] = kept.room.people.updates
        monkeypatch.setattr(answerer, "answer", broken)
        for _ in range(3):
            kept.room.people.updates = [update]
            await kept.take()
        assert [row[0] for row in kept.state()] == ["failed"]
        assert len(kept.room.said()) == 1
        figures = await kept.journal.figures()
        assert (figures.pending, figures.failed) == (0, 1)


async def test_사과하다가_또_고장_나도_실패는_적힌다(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("고장")

    async with process() as kept:
        await kept.room.people.say(QUESTION)
        [update] = kept.room.people.updates
        monkeypatch.setattr(Desk, "reply", broken)
        for _ in range(3):
            kept.room.people.updates = [update]
            await kept.take()
        assert [row[0] for row in kept.state()] == ["failed"]
