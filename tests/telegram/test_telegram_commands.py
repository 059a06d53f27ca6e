"""Commands, deep links, buttons and lists."""

import json
from typing import Any

import pytest

from botapi_methods import BOT, PERSON
from offline import Room, buttons
from scripted import ScriptedAnswerer
from telcofacts.channels.telegram import lists, publish_commands
from telcofacts.channels.telegram.buttons import Button, cut_short
from telcofacts.rendering.messages import EN, KO

GROUP = -100500
ENGLISH = {**PERSON, "id": 78, "language_code": "en"}


async def test_start_greets_and_offers_examples(room: Room) -> None:
    reply = await room.ask("/start")
    assert reply["text"].startswith(KO.start)
    assert KO.covered in reply["text"]
    assert [label for label, _ in buttons(reply)] == list(KO.examples)
    assert (await room.ask("/start", sender=ENGLISH))["text"].startswith(EN.start)


async def test_pressing_an_example_answers_it(room: Room) -> None:
    start = await room.ask("/start")
    await room.press(start, "tf:x::2")
    assert room.said()[-1]["text"].startswith(KO.examples[2])
    assert "1만8617명" in room.said()[-1]["text"]


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        ("headcount-18617", "1만8617명"),
        ("no-such-fact", KO.unknown_fact),
        ("<b>x", KO.unknown_fact),
        ("inline", KO.start),
    ],
)
async def test_deep_link_shows_the_fact(room: Room, payload: str, shown: str) -> None:
    assert shown in (await room.ask(f"/start {payload}"))["text"]


@pytest.mark.parametrize(("command", "shown"), [("/help", KO.help), ("/topics", KO.topics), ("/sources", KO.sources)])
async def test_commands_are_answered(room: Room, command: str, shown: str) -> None:
    assert (await room.ask(command))["text"].startswith(shown)
    assert (await room.ask(f"{command}@{BOT['username']}", chat_id=GROUP))["reply_to_message"]


async def test_unknown_commands_get_the_help(room: Room) -> None:
    assert (await room.ask("/weather"))["text"] == KO.help
    assert (await room.ask(f"/weather@{BOT['username']}", chat_id=GROUP))["text"] == KO.help


async def test_command_in_a_reply_to_the_bot_is_for_the_bot(room: Room) -> None:
    mine = await room.ask(f"/help@{BOT['username']}", chat_id=GROUP)
    assert (await room.ask("/topics", chat_id=GROUP, reply_to_message=mine))["text"].startswith(KO.topics)


async def test_topic_button_lists_its_facts_in_the_same_place(room: Room) -> None:
    topics = await room.ask("/topics")
    assert buttons(topics) == [
        ("LLM 전략 2", "tf:t:model-strategy:"),
        ("인력 2", "tf:t:workforce:"),
        ("경량화 모델 1", "tf:t:lightweight-models:"),
    ]
    await room.press(topics, "tf:t:workforce:")
    assert len(room.said()) == 1
    listed = room.said()[0]
    assert listed["text"].startswith("인력 · 2건")
    assert ("KT 직원은 몇 명이야?", "tf:f:headcount-18617:") in buttons(listed)
    await room.press(listed, "tf:f:headcount-18617:")
    assert len(room.said()) == 2
    await room.press(listed, buttons(listed)[-1][1])
    assert room.said()[0]["text"].startswith(KO.topics)
    assert len(room.made("answerCallbackQuery")) == 3


async def test_long_lists_have_pages(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOPICS_SHOWN", "FACTS_SHOWN", "SOURCES_SHOWN"):
        monkeypatch.setattr(lists, name, 1)
    sources = await room.ask("/sources")
    assert "(1/3쪽)" in sources["text"]
    assert buttons(sources) == [("다음 ›", "tf:s::1")]
    await room.press(sources, "tf:s::1")
    assert buttons(room.said()[0]) == [("‹ 이전", "tf:s::"), ("다음 ›", "tf:s::2")]
    await room.press(sources, "tf:s::99")  # an old button of a longer list
    assert "(3/3쪽)" in room.said()[0]["text"]
    assert "(1/3쪽)" in (await room.ask("/topics"))["text"]
    await room.press(sources, "tf:t:workforce:1")
    assert ("‹ 이전", "tf:t:workforce:") in buttons(room.said()[0])


async def test_sources_mark_estimates_and_copies(room: Room) -> None:
    reply = await room.ask("/sources")
    assert "뉴스포스트, 2025년 2월경(추정) · 2건" in reply["text"]
    assert "아이뉴스24, 2022년 5월 22일, 전재본" in reply["text"]
    assert "[일문일답] AI 인력 '보릿고개' <여전>" in reply["text"]
    assert {entity["url"] for entity in reply["entities"]} >= {"https://news.zum.com/articles/75796979"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("tf:f:gone-fact:", KO.unknown_fact),
        ("tf:t:gone-topic:", "그 주제는 이제 자료에 없습니다"),
        ("tf:t:empty-topic:", "그 주제는 이제 자료에 없습니다"),
        ("tf:x::9", KO.expired_button),
        ("tf:old-form", KO.expired_button),
        ("tf:z::", KO.expired_button),
        ("somebody-else's", KO.expired_button),
        ("tf:f:'; DROP TABLE--:", KO.expired_button),
    ],
)
async def test_old_buttons_are_answered(room: Room, data: str, said: str) -> None:
    message = await room.ask("/topics")
    await room.press(message, data)
    assert said in room.said()[-1]["text"]
    assert len(room.made("answerCallbackQuery")) == 1


async def test_buttons_of_inaccessible_messages_work(room: Room) -> None:
    await room.ask("/start")
    gone = {"message_id": 3, "chat": {"id": 77, "type": "private", "first_name": "사람"}, "date": 0}
    await room.press(gone, "tf:f:headcount-18617:")
    assert "1만8617명" in room.said()[-1]["text"]
    await room.press(gone, "tf:T::")
    assert room.said()[-1]["text"].startswith(KO.topics)


async def test_buttons_under_inline_messages_answer_in_a_window(room: Room) -> None:
    room.people.open_queries.add("q")
    query = {"id": "q", "from": PERSON, "inline_message_id": "1", "chat_instance": "1", "data": "tf:f:headcount-18617:"}
    await room.people.update(callback_query=query)
    await room.work()
    assert room.made("answerCallbackQuery")[0]["text"] == KO.expired_button


async def test_late_press_still_shows_the_fact(room: Room) -> None:
    message = await room.ask("/start")
    await room.people.press(message, "tf:f:headcount-18617:")
    room.people.open_queries.clear()
    await room.work()
    assert "1만8617명" in room.said()[-1]["text"]
    assert not room.errors


async def test_fact_shown_by_a_button_can_be_followed_up(room: Room, answerer: ScriptedAnswerer) -> None:
    await room.press(await room.ask("/start"), "tf:f:own-model-plan:")
    await room.ask("그 사람은?")
    conversation = answerer.conversations[-1]
    assert conversation.before
    assert (conversation.before.facts, "bae-soonmin" in conversation.before.entities) == (("own-model-plan",), True)


async def test_button_in_a_group_replies_to_its_message(room: Room) -> None:
    topics = await room.ask(f"/topics@{BOT['username']}", chat_id=GROUP)
    await room.press(topics, "tf:f:headcount-18617:")
    assert room.said()[-1]["reply_to_message"]["message_id"] == topics["message_id"]


@pytest.mark.parametrize("action", ["fact", "topic", "topics", "sources", "example"])
def test_callback_data_fits_and_reads_back(action: Any) -> None:
    button = Button(action, "a" * 40, 9999)
    assert len(button.data().encode()) <= 64
    assert Button.parse(button.data()) == button


@pytest.mark.parametrize(
    ("text", "limit", "cut"), [("가나다", 3, "가나다"), ("가나 다라 마바", 6, "가나 다라…"), ("가" * 9, 5, "가가가가…")]
)
def test_labels_are_cut_at_words(text: str, limit: int, cut: str) -> None:
    assert cut_short(text, limit) == cut


async def test_menus_are_published_in_two_languages(room: Room) -> None:
    await publish_commands(room.application.bot)
    menus = room.people.commands
    assert set(menus) == {
        (scope, code) for scope in ("default", "all_private_chats", "all_group_chats") for code in ("", "en")
    }
    assert {command["command"] for command in menus["all_private_chats", "en"]} == {
        "start",
        "help",
        "topics",
        "sources",
        "report",
        "privacy",
        "forget_me",
    }
    assert json.dumps(menus["default", ""]) != json.dumps(menus["default", "en"])
