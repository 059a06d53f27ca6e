"""Inline queries."""

import json
from typing import Any

import pytest

from offline import Room
from scripted import ScriptedAnswerer
from telcofacts.answering.answer import Answer, Outcome


async def results(room: Room, text: str) -> list[dict[str, Any]]:
    await room.people.query(text)
    await room.work()
    assert not room.errors
    found: list[dict[str, Any]] = json.loads(room.made("answerInlineQuery")[-1]["results"])
    return found


async def test_best_fact_comes_first(room: Room) -> None:
    found = await results(room, "KT 직원은 몇 명이야?")
    assert found[0]["id"] == "headcount-18617"
    assert found[0]["title"] == "1만8617명"
    assert found[0]["description"] == "2024년 상반기 · 뉴스포스트 · 아이뉴스24"
    assert '<a href="https://www.newspost.kr' in found[0]["input_message_content"]["message_text"]
    assert found[0]["input_message_content"]["link_preview_options"] == {"is_disabled": True}
    assert len(found) <= 10
    assert 0 < int(room.made("answerInlineQuery")[0]["cache_time"]) <= 3600


async def test_statement_is_the_title_where_nothing_is_shorter(room: Room) -> None:
    first = (await results(room, "컨택센터에서 경량화 모델 전망은?"))[0]
    assert first["title"].startswith("스켈터랩스는 컨택센터에서는")
    assert first["description"] == "2023년 1월 18일 · 스켈터랩스"


@pytest.mark.parametrize("text", ["", "  ", "🤖"])
async def test_empty_query_shows_a_fact_of_each_topic(room: Room, text: str) -> None:
    assert len(await results(room, text)) == 3


async def test_nothing_found_leads_to_the_bot(room: Room, answerer: ScriptedAnswerer) -> None:
    answerer.script["김치찌개"] = Answer("김치찌개", Outcome.FALLBACK)
    assert await results(room, "김치찌개") == []
    assert json.loads(room.made("answerInlineQuery")[0]["button"])["start_parameter"] == "inline"


@pytest.mark.parametrize("text", ["KT 직원 " * 36, "케" * 256, "🤖" * 256, "<b>&amp;'\"" * 25])
async def test_long_queries_survive(room: Room, text: str) -> None:
    assert len(await results(room, text[:256])) <= 10


async def test_late_answer_is_no_error(room: Room) -> None:
    await room.people.query("KT")
    room.people.open_queries.clear()
    await room.work()
    assert not room.errors
