"""Whatever anybody writes is answered once, with what Telegram accepts, and nothing fails on the way.

The strict Bot API of the tests refuses markup that Telegram would not read, texts beyond 4096 UTF-16 units, buttons
beyond 64 bytes; a refusal, like any other failure, ends up in the room's errors.
"""

import itertools
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from botapi import TOKEN
from botapi_markup import MESSAGE_UNITS, check_text, units
from botapi_methods import BOT, PERSON
from offline import OfflineRequest, Room
from telcofacts.answering.answer import Outcome
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.channels.telegram import build_application
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.rendering.contract import to_json
from telcofacts.rendering.html import bold, escape, link, pack, visible
from telcofacts.rendering.plain import render_answer
from telcofacts.settings import Settings

QUESTIONS = [
    "KT 대표 누구야?", "KT가 MS랑 손잡은 이유가 뭐야?", "KT 직원 수", "SKT랑 LG유플러스 전략 비교해줘",
    "언제 취임했어?", "그 사람은 뭐라고 했어?", "Who is the CEO of KT?", "rladudtjq", "ㄱㅇㅅ", "SKT 요금제 추천해줘",
    "안녕", "지금은?",
]  # fmt: skip
SOUP = "ㄱㄴㅏㅣ가힣KTskt<>&\"'`%;:{}[]()\\/@#_*~?!.,\u200b\u202e\u0301\u1112\u1161\u11ab🤖👨\u200d👩\ufe0f\n\t 19년"
SCRIPTS = st.characters(exclude_categories=["Cs"])
HALVES = st.characters()
"""With halves of surrogate pairs: no chat sends them, a terminal and a file can."""
texts = st.one_of(
    st.text(SCRIPTS, min_size=1, max_size=200),
    st.text(SOUP, min_size=1, max_size=400),
    st.builds("{}{}{}".format, st.text(SOUP, max_size=8), st.sampled_from(QUESTIONS), st.text(SCRIPTS, max_size=8)),
    st.builds(
        lambda piece, times: (piece * times)[:4096], st.text(SOUP, min_size=1, max_size=20), st.integers(1, 4096)
    ),
    st.lists(st.sampled_from(QUESTIONS), min_size=2, max_size=40).map(" ".join),
).filter(lambda text: not text.startswith("/"))
numbers = itertools.count()
bounded = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
async def room(answerer: Answerer) -> AsyncIterator[Room]:
    request = OfflineRequest()
    told = Settings.model_validate({"telegram_bot_token": TOKEN, "telcofacts_messages_per_second": 100_000})
    application = build_application(told, answerer, request=request)
    async with application:
        yield Room(application, request)


@bounded
@given(text=texts)
@example("&" * 4096)
@example("🤖" * 2048)
@example("KT " + "?" * 4090)
@example("\u0301" * 4096)
async def test_어떤_글에든_한_번_답한다(room: Room, text: str) -> None:
    reply = await room.ask(text)
    assert reply["text"].strip()
    assert units(reply["text"]) <= MESSAGE_UNITS
    assert not room.errors


@bounded
@given(
    turns=st.lists(texts | st.sampled_from(QUESTIONS), min_size=2, max_size=6), language=st.text(SCRIPTS, max_size=8)
)
async def test_어떤_대화에서도_그렇다(room: Room, turns: list[str], language: str) -> None:
    for text in turns:
        await room.ask(text, sender={**PERSON, "language_code": language})
    assert not room.errors


@bounded
@given(text=texts, name=st.text(SCRIPTS, min_size=1, max_size=64))
async def test_단체방에서도_한_번_답한다(room: Room, text: str, name: str) -> None:
    called, group = f"@{BOT['username']} {text}", -100500 - next(numbers)  # in one group the limiter would wait
    reply = await room.ask(called, chat_id=group, sender={**PERSON, "first_name": name, "last_name": name})
    assert reply["reply_to_message"]["text"] == called
    assert not room.errors


@bounded
@given(text=texts.map(lambda text: text[:256]) | st.just(""))
async def test_인라인_질문에도_그렇다(room: Room, text: str) -> None:
    before = len(room.made("answerInlineQuery"))
    await room.people.query(text)
    await room.work()
    assert len(room.made("answerInlineQuery")) == before + 1
    assert not room.errors


@bounded
@given(
    data=st.text(SCRIPTS, min_size=1, max_size=64)
    | st.from_regex(r"tf:[a-zA-Z]:[a-z0-9-]{0,40}:\d{0,4}", fullmatch=True)
)
async def test_어떤_단추에도_한_번_답한다(room: Room, data: str) -> None:
    message = room.people.put(77, BOT, text="단추", entities=[])
    before = len(room.said())
    await room.press(message, data)
    replies = room.said()[before:]
    assert len(replies) == (0 if message["text"] != "단추" else 1), "a list stands in the place of the one before"
    assert not room.errors


@bounded
@given(payload=st.text(SCRIPTS, max_size=64) | st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True))
async def test_어떤_딥링크에도_한_번_답한다(room: Room, payload: str) -> None:
    await room.ask(f"/start {payload}")
    assert not room.errors


@bounded
@given(turns=st.lists(texts | st.text(HALVES, max_size=100) | st.sampled_from(QUESTIONS), min_size=1, max_size=4))
def test_답은_언제나_약속한_꼴이다(answerer: Answerer, base: KnowledgeBase, turns: list[str]) -> None:
    conversation = Conversation()
    for text in turns:
        answer = answerer.answer(text, conversation)
        assert answer.outcome is not Outcome.ANSWER or answer.matches
        assert bool(answer.matches) == (answer.outcome is Outcome.ANSWER)
        assert all(0 <= match.score <= 100 for match in (*answer.matches, *answer.suggestions))
        contract: dict[str, Any] = json.loads(json.dumps(to_json(answer, base, "1"), ensure_ascii=False).encode())
        assert contract["reply"] == render_answer(answer, base)
        assert {fact["id"] for fact in (*contract["facts"], *contract["suggestions"])} <= base.facts.keys()


plain = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs"]), min_size=1, max_size=300)
blocks = st.lists(
    st.builds(lambda text, times: escape(text) * times, plain, st.integers(1, 60))
    | st.builds(bold, plain)
    | st.builds(lambda text, times: link(text, "https://a.kr/?b&c") * times, plain, st.integers(1, 120)),
    max_size=8,
)  # fmt: skip


@bounded
@given(blocks=blocks)
@example([escape("\U0001f600" * 2048 + "가")])
@example([bold("&" * 4097)])
def test_나눈_글은_모두_보낼_수_있고_잃은_것이_없다(blocks: list[str]) -> None:
    messages = pack(blocks)
    for message in messages:
        assert check_text(message, "HTML").text
    assert "".join("".join(map(visible, messages)).split()) == "".join("".join(map(visible, blocks)).split())
