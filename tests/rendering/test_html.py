"""Facts as Telegram HTML."""

import dataclasses
import pathlib
import re

import pytest

from telcofacts.answering.answer import Answer, Outcome, Part
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.loading import Location, read_draft
from telcofacts.matching.matcher import Matcher
from telcofacts.rendering.html import (
    ENTITY_LIMIT,
    MESSAGE_LIMIT,
    escape,
    link,
    pack,
    render_answer,
    render_fact,
    utf16_length,
    visible,
)
from telcofacts.rendering.messages import EN, KO

BASE = pathlib.Path(__file__).parents[1] / "telegram" / "base"


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return read_draft(Location(BASE / "knowledge", BASE / "seeds"))[0].base


@pytest.fixture(scope="module")
def answers(base: KnowledgeBase) -> Answer:
    """Return an answer that presents every fact of the base."""
    matcher = Matcher(base)
    reading = matcher.read("KT 직원은 몇 명이야?")
    matches = sorted(matcher.rank(reading).matches, key=lambda match: match.fact.id)
    assert {match.fact.id for match in matches} == set(base.facts)
    shown = (dataclasses.replace(match, headline=matcher.headline_for(match.fact, reading)) for match in matches)
    return Answer("?", Outcome.ANSWER, tuple(shown))


def only(answer: Answer, *ids: str) -> Answer:
    return dataclasses.replace(answer, matches=tuple(match for match in answer.matches if match.fact.id in ids))


def test_fact_has_short_answer_statement_attribution_and_source(base: KnowledgeBase) -> None:
    assert render_fact(base.facts["own-model-plan"], base, headline="2022년 안").splitlines() == [
        "<b>2022년 안</b>",
        "KT는 자체 초거대 AI &#x27;믿음&#x27;을 2022년 안에 상용화할 계획이라고 밝혔다.",
        "<i>계획 · 2022년 5월 19일(추정) 기준 · 배순민 AI2XL연구소장</i>",
        '출처: <a href="https://news.zum.com/articles/75796979">아이뉴스24, 2022년 5월 22일, 전재본</a>',
        f"<b>이 내용은 이렇게 바뀌었습니다</b>: {escape(base.facts['korean-ai-2025'].statement)} (2025년 2월)",
    ]


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("korean-ai-2025", "목표 2025년 상반기"),
        ("korean-ai-2025", ">뉴스포스트, 2025년 2월경(추정)</a>"),
        ("korean-ai-2025", "idxno=210728&amp;page=1"),
        ("light-models-win", "일부만 확인"),
        (
            "headcount-18617",
            "<b>다르게 전한 자료도 있습니다</b>: 배순민 소장은 KT &lt;직원&gt;이",
        ),
        ("headcount-over-19000", "<b>1만9000명 &lt;이상&gt;</b>"),
    ],
)
def test_fact_shows(base: KnowledgeBase, fact: str, expected: str) -> None:
    assert expected in render_fact(base.facts[fact], base, headline=base.facts[fact].short)


def test_nothing_from_records_becomes_markup(base: KnowledgeBase) -> None:
    hostile = '</a><b onclick="x">&lt;\'"'
    fact = base.facts["headcount-18617"].model_copy(update={"statement": hostile, "short": hostile})
    markup = render_fact(fact, base, headline=hostile)
    assert visible(markup).splitlines()[:2] == [hostile, hostile]
    assert set(re.findall(r"</?(\w+)", markup)) == {"a", "b", "i"}


def test_present_question_is_answered_with_the_date_first(base: KnowledgeBase, answers: Answer) -> None:
    answer = dataclasses.replace(only(answers, "headcount-18617"), dated=frozenset({"headcount-18617"}))
    assert render_answer(answer, base)[0].startswith("2024년 상반기 기준입니다.\n\n<b>1만8617명</b>")
    assert render_answer(answer, base, EN)[0].startswith("As of 2024년 상반기.")


def test_several_facts_stand_apart_in_one_message(base: KnowledgeBase, answers: Answer) -> None:
    [message] = render_answer(only(answers, "headcount-18617", "light-models-win"), base)
    assert message.count("\n\n") == 1


def test_entity_is_introduced(base: KnowledgeBase) -> None:
    answer = Answer("?", Outcome.ANSWER, entity=base.entities["bae-soonmin"])
    assert render_answer(answer, base) == ("<b>배순민</b>: KT AI2XL연구소장",)


def test_companies_and_questions_without_facts_are_named(base: KnowledgeBase, answers: Answer) -> None:
    parts = (
        Part("KT는?", Outcome.ANSWER, ("headcount-18617",)),
        Part("LG유플러스는?", Outcome.FALLBACK, (), missing=("lguplus",)),
        Part("<날씨>는?", Outcome.FALLBACK, ()),
        Part("<요금>은?", Outcome.SUGGEST, ()),
    )
    answer = dataclasses.replace(only(answers, "headcount-18617"), parts=parts)
    gaps = [
        "LG유플러스에 관한 자료는 아직 없습니다.",
        f"“&lt;날씨&gt;는?”: {KO.not_recorded}",
        f"“&lt;요금&gt;은?”: {KO.not_sure}",
    ]
    assert render_answer(answer, base)[0].split("\n\n")[-3:] == gaps
    assert "Nothing is recorded about LG유플러스 yet." in render_answer(answer, base, EN)[0]


def test_suggestions_are_numbered_statements(base: KnowledgeBase, answers: Answer) -> None:
    answer = Answer("?", Outcome.SUGGEST, suggestions=answers.matches[:2])
    [message] = render_answer(answer, base)
    assert [line[:2] for line in message.splitlines()] == [KO.did_you_mean[:2], "1.", "2."]


def test_fallback_says_what_is_covered(base: KnowledgeBase) -> None:
    [message] = render_answer(Answer("?", Outcome.FALLBACK), base)
    assert KO.not_recorded in message
    assert KO.covered in message


def test_long_answers_are_split_between_facts(base: KnowledgeBase, answers: Answer) -> None:
    match = only(answers, "headcount-18617").matches[0]
    fact = match.fact.model_copy(update={"statement": "🤖 & " * 300})
    answer = dataclasses.replace(answers, matches=(dataclasses.replace(match, fact=fact),) * 7)
    messages = render_answer(answer, base)
    assert len(messages) == 4
    assert all(utf16_length(visible(message)) <= MESSAGE_LIMIT for message in messages)
    assert sum(message.count("<b>1만8617명</b>") for message in messages) == 7
    assert all(message.startswith("<b>") for message in messages)


@pytest.mark.parametrize(
    ("blocks", "lengths"),
    [
        (["가" * MESSAGE_LIMIT], [MESSAGE_LIMIT]),
        (["&amp;" * MESSAGE_LIMIT], [MESSAGE_LIMIT]),
        (["가" * (MESSAGE_LIMIT + 1)], [MESSAGE_LIMIT, 1]),
        (["🤖" * (MESSAGE_LIMIT // 2), "나"], [MESSAGE_LIMIT, 1]),
        (["가" + "🤖" * (MESSAGE_LIMIT // 2)], [MESSAGE_LIMIT - 1, 2]),
        (["가" * 3000 + "\n" + "나" * 3000], [3000, 3000]),
        ([], []),
    ],
    ids=["꼭 맞음", "풀면 꼭 맞음", "하나 넘침", "이모지", "이모지 사이", "줄에서", "없음"],
)
def test_pack_keeps_the_limit(blocks: list[str], lengths: list[int]) -> None:
    assert [utf16_length(visible(message)) for message in pack(blocks)] == lengths


def test_pack_keeps_the_number_of_links() -> None:
    messages = pack([link("가", "https://a.kr")] * (ENTITY_LIMIT + 1))
    assert [message.count("<a ") for message in messages] == [ENTITY_LIMIT, 1]
