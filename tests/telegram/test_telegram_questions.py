"""Messages in private chats and groups."""

import dataclasses
from typing import Any

import pytest

from botapi_methods import BOT, PERSON
from offline import Room, buttons
from scripted import ScriptedAnswerer
from telcofacts.answering.answer import Answer, Outcome, Part
from telcofacts.rendering.messages import EN, KO

HEADCOUNT = "KT 직원은 몇 명이야?"
GROUP = -100500
ENGLISH = {**PERSON, "id": 78, "language_code": "en-GB"}
PHOTO = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
POLL = {
    "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
    "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
}  # fmt: skip
ME = f"@{BOT['username']}"


async def test_question_gets_one_answer_with_its_source(room: Room) -> None:
    reply = await room.ask(HEADCOUNT)
    assert "1만8617명" in reply["text"]
    assert "뉴스포스트, 2025년 2월경(추정)" in reply["text"]
    links = [entity["url"] for entity in reply["entities"] if entity["type"] == "text_link"]
    assert "https://www.newspost.kr/news/articleView.html?idxno=210728&page=1" in links
    assert "reply_to_message" not in reply
    sent = room.made("sendMessage")[0]
    assert sent["parse_mode"] == "HTML"
    assert sent["link_preview_options"] == '{"is_disabled": true}'


async def test_related_facts_are_short_buttons(room: Room) -> None:
    shown = buttons(await room.ask(HEADCOUNT))
    assert 2 <= len(shown) <= 4
    assert all(data.startswith("tf:f:") and len(label) <= 36 for label, data in shown)
    assert "tf:f:headcount-18617:" not in [data for _, data in shown]


async def test_unsure_answer_asks_back_with_buttons(room: Room, answerer: ScriptedAnswerer) -> None:
    known = answerer.answer(HEADCOUNT)
    answerer.script["애매한 말"] = Answer(
        "애매한 말", Outcome.SUGGEST, suggestions=known.matches + known.suggestions[:1]
    )
    reply = await room.ask("애매한 말")
    assert reply["text"].startswith(KO.did_you_mean)
    assert [label[:2] for label, _ in buttons(reply)] == ["1.", "2."]
    await room.press(reply, buttons(reply)[0][1])
    assert "1만8617명" in room.said()[-1]["text"]
    assert len(room.made("answerCallbackQuery")) == 1


async def test_what_is_not_recorded_is_said_so(room: Room, answerer: ScriptedAnswerer) -> None:
    answerer.script["김치찌개 끓이는 법"] = Answer("김치찌개 끓이는 법", Outcome.FALLBACK)
    reply = await room.ask("김치찌개 끓이는 법")
    assert KO.not_recorded in reply["text"]
    assert KO.covered in reply["text"]
    questions = {fact.questions[0] for fact in answerer.base.facts.values()}
    assert len(questions.intersection(line.removeprefix("· ") for line in reply["text"].splitlines())) == 3
    assert buttons(reply) == [("주제 목록", "tf:T::")]


async def test_english_clients_are_spoken_to_in_english(room: Room, answerer: ScriptedAnswerer) -> None:
    answerer.script["kimchi stew"] = Answer("kimchi stew", Outcome.FALLBACK)
    reply = await room.ask("kimchi stew", sender=ENGLISH)
    assert EN.not_recorded in reply["text"]
    answer = await room.ask("How many employees does KT have?", sender=ENGLISH)
    assert "Source: " in answer["text"]
    assert "When will KT release Korean AI?" in [label for label, _ in buttons(answer)]


ODD = {
    "이모지": "🤖🤖",
    "제로폭": "\u200b\u200b\u2060",
    "방향 문자": "\u202eKT 직원은 몇 명이야?\u202c",
    "4096자": "케" * 4096,
    "4096 이모지": "🤖" * 2048,
    "HTML": "<b>KT</b> <script>alert(1)</script> &amp; </a>",
    "SQL": "'; DROP TABLE facts; --",
    "물음표": "???",
    "줄바꿈": "\n\n\t\n.",
    "제어 문자": "KT\x00\x07 직원",
    "서로게이트 반쪽": "KT \ud83e 직원",
    "서식 문자": "{date} %s {0}",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
async def test_odd_texts_get_one_reply(room: Room, text: str) -> None:
    assert (await room.ask(text))["text"]
    assert not room.errors


async def test_nothing_readable_asks_for_words(room: Room) -> None:
    for text in ("🤖", "\u200b", "??"):
        assert (await room.ask(text))["text"] == KO.nothing_typed


async def test_typed_markup_stays_text(room: Room, answerer: ScriptedAnswerer) -> None:
    text = "<b>직원</b> & <i>"
    part = Part(text, Outcome.FALLBACK, ())
    answerer.script[text] = dataclasses.replace(answerer.answer(HEADCOUNT), parts=(part, part))
    assert text in (await room.ask(text))["text"]


@pytest.mark.parametrize(
    ("content", "answered"),
    [
        ({"sticker": {"file_id": "1", "file_unique_id": "1", "type": "regular", "width": 1, "height": 1,
                      "is_animated": False, "is_video": False}}, KO.only_text),
        ({"photo": PHOTO}, KO.only_text),
        ({"photo": PHOTO, "caption": HEADCOUNT}, "1만8617명"),
        ({"voice": {"file_id": "1", "file_unique_id": "1", "duration": 1}}, KO.only_text),
        ({"poll": POLL}, KO.only_text),
        ({"dice": {"emoji": "🎲", "value": 1}}, KO.only_text),
        ({"document": {"file_id": "1", "file_unique_id": "1"}, "caption": HEADCOUNT}, "1만8617명"),
        ({"location": {"longitude": 1.0, "latitude": 1.0}}, KO.only_text),
        ({"contact": {"phone_number": "1", "first_name": "x"}}, KO.only_text),
    ],
    ids=["스티커", "사진", "사진과 글", "음성", "투표", "주사위", "문서와 글", "위치", "연락처"],
)  # fmt: skip
async def test_what_is_no_text_is_declined(room: Room, content: dict[str, Any], answered: str) -> None:
    await room.people.update(message=room.people.put(77, PERSON, **content))
    await room.work()
    assert [answered in message["text"] for message in room.said()] == [True]


async def test_service_messages_are_ignored(room: Room) -> None:
    await room.people.update(message=room.people.put(77, PERSON, group_chat_created=True))
    await room.work()
    assert not room.said()


@pytest.mark.parametrize(
    "captions", [(None, None, None), (HEADCOUNT, None, None), (None, HEADCOUNT, None), (HEADCOUNT,) * 3]
)
async def test_album_is_answered_once(room: Room, captions: tuple[str | None, ...]) -> None:
    for caption in captions:
        more = {"caption": caption} if caption else {}
        await room.people.update(message=room.people.put(77, PERSON, media_group_id="9", photo=PHOTO, **more))
    await room.work()
    assert len(room.said()) == 1
    assert ("1만8617명" if any(captions) else KO.only_text) in room.said()[0]["text"]


async def test_live_location_is_ignored(room: Room) -> None:
    message = room.people.put(77, PERSON, location={"longitude": 1.0, "latitude": 1.0}, edit_date=1)
    await room.people.update(edited_message=message)
    await room.work()
    assert not room.said()


async def test_edited_question_changes_the_answer(room: Room) -> None:
    question = await room.people.say("믿음은 언제 상용화한다고 했어?")
    await room.work()
    edited = {**question, "text": HEADCOUNT, "edit_date": 1_800_000_001}
    await room.people.update(edited_message=edited)
    await room.work()
    assert len(room.said()) == 1
    assert "1만8617명" in room.said()[0]["text"]
    await room.people.update(edited_message=edited)  # the same once more: nothing to change, nothing to say
    await room.work()
    assert len(room.said()) == 1
    assert not room.errors


async def test_lost_answer_is_sent_anew(room: Room) -> None:
    question = await room.people.say("믿음은 언제 상용화한다고 했어?")
    await room.work()
    del room.people.messages[77, room.said()[0]["message_id"]]
    await room.people.update(edited_message={**question, "text": HEADCOUNT, "edit_date": 1_800_000_001})
    await room.work()
    assert ["1만8617명" in message["text"] for message in room.said()] == [True]
    unknown = room.people.put(77, PERSON, text=HEADCOUNT, edit_date=1_800_000_001)
    await room.people.update(edited_message=unknown)
    await room.work()
    assert len(room.said()) == 2


@pytest.mark.parametrize(
    "text",
    [
        f"{ME} {HEADCOUNT}",
        f"{HEADCOUNT} {ME.upper()}",
        f"{ME}아, {HEADCOUNT}",
        f"🤖 {ME} {HEADCOUNT}",
        f"KT 직원은 {ME} 몇 명이야?",
    ],
    ids=["앞", "뒤, 큰 글자", "부르는 말", "이모지 뒤", "가운데"],
)
async def test_mention_in_a_group_gets_a_reply(room: Room, text: str) -> None:
    reply = await room.ask(text, chat_id=GROUP)
    assert "1만8617명" in reply["text"]
    assert reply["reply_to_message"]["text"] == text


async def test_mention_is_no_part_of_the_question(room: Room, answerer: ScriptedAnswerer) -> None:
    for text in (f"{ME}야 {HEADCOUNT}", f"🤖 {ME} 직원?", f"{ME}님, 안녕"):
        await room.ask(text, chat_id=GROUP)
    assert [" ".join(text.split()) for text in answerer.asked] == [HEADCOUNT, "🤖 직원?", ", 안녕"]


@pytest.mark.parametrize(
    "message",
    [
        {"text": HEADCOUNT},
        {"text": "/help"},
        {"text": "/help@other_bot"},
        {"text": f"{ME}x {HEADCOUNT}"},
        {"text": f"me{ME} t.me/{ME}"},
        {"text": f"{ME} {HEADCOUNT}", "sender": {"id": 5, "is_bot": True, "first_name": "other"}},
        {"text": f"{ME} {HEADCOUNT}", "via_bot": BOT},
    ],
    ids=["부르지 않음", "이름 없는 명령", "다른 봇의 명령", "다른 이름", "주소", "다른 봇", "인라인으로 보낸 사실"],
)
async def test_silent_in_groups_unless_addressed(room: Room, message: dict[str, Any]) -> None:
    await room.people.say(message.pop("text"), GROUP, message.pop("sender", PERSON), **message)
    await room.work()
    assert not room.request.calls[1:]


async def test_reply_to_the_bot_in_a_group_is_answered(room: Room) -> None:
    mine = await room.ask(f"{ME} {HEADCOUNT}", chat_id=GROUP)
    reply = await room.ask("한국형 AI는 언제 나오나요?", chat_id=GROUP, reply_to_message=mine)
    assert "2025년 상반기" in reply["text"]


async def test_message_under_a_topic_opened_by_the_bot_is_no_reply(room: Room) -> None:
    opened = room.people.put(GROUP, BOT, forum_topic_created={"name": "주제", "icon_color": 1})
    await room.people.say(HEADCOUNT, GROUP, reply_to_message=opened, message_thread_id=3, is_topic_message=True)
    await room.work()
    assert room.said() == [opened]


async def test_answer_stays_in_its_forum_topic(room: Room) -> None:
    await room.people.say(f"{ME} {HEADCOUNT}", GROUP, message_thread_id=3, is_topic_message=True)
    await room.work()
    assert room.made("sendMessage")[0]["message_thread_id"] == "3"


async def test_text_mention_counts(room: Room) -> None:
    entity = {"type": "text_mention", "offset": 3, "length": 4, "user": BOT}
    message = room.people.put(GROUP, PERSON, text=f"🤖 통신봇아 {HEADCOUNT}", entities=[entity])
    await room.people.update(message=message)
    await room.work()
    assert "1만8617명" in room.said()[0]["text"]


async def test_bare_mention_asks_for_words(room: Room) -> None:
    assert (await room.ask(ME, chat_id=GROUP))["text"] == KO.nothing_typed


async def test_channel_posts_are_ignored(room: Room) -> None:
    post = {
        **room.people.put(GROUP, PERSON, text=f"{ME} {HEADCOUNT}"),
        "chat": {"id": GROUP, "type": "channel", "title": "채널"},
    }
    await room.people.update(channel_post=post)
    await room.work()
    assert not room.said()


async def test_each_person_in_a_group_has_a_conversation(room: Room, answerer: ScriptedAnswerer) -> None:
    for sender in (PERSON, {**PERSON, "id": 79}, PERSON):
        await room.ask(f"{ME} {HEADCOUNT}", chat_id=GROUP, sender=sender)
    await room.ask(HEADCOUNT)
    first, second, third, private = (seen.conversation for seen in answerer.conversations)
    assert first is third
    assert len({id(first), id(second), id(private)}) == 3
