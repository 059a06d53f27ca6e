"""The bare answer stands above a statement only where it answers what was asked."""

import pytest

from telcofacts.answering.answerer import Answerer
from telcofacts.curation.evaluate import ask_turns
from telcofacts.matching.questions import MONEY, NAME, NUMBER, SAID, WHEN, WHERE, WHO, WHY, suits
from telcofacts.rendering.html import render_answer as render_html
from telcofacts.rendering.plain import render_answer


@pytest.mark.parametrize(
    ("turns", "headline"),
    [
        (["KT 희망퇴직 합의는 언제 났어?"], "2024년 10월"),
        (["KT 대표 취임이 몇 년도더라"], "2023년 9월"),
        (["KT 희망퇴직으로 몇 프로 나가?"], "직원 1만8617명의 30%가량"),
        (["KT 직원 수"], "1만8617명(2024년 상반기)"),
    ],
)
def test_묻는_것에_맞는_짧은_답은_앞에_선다(answerer: Answerer, turns: list[str], headline: str) -> None:
    answer = ask_turns(answerer, turns)
    assert headline in render_answer(answer, answerer.base).splitlines()
    assert f"<b>{headline}</b>" in render_html(answer, answerer.base)[0]


@pytest.mark.parametrize(
    "turns",
    [
        ["GPT-4o 기반 한국형 AI 언제 출시"],
        ["KT 희망퇴직 언제", "누가 합의했어"],
        ["하나은행은 언제 SKT랑 제휴했어"],
        ["슐레이만을 누가 데려갔어"],
        ["딥마인드 누가 인수함"],
    ],
)
def test_딴것을_물으면_문장이_앞에_선다(answerer: Answerer, turns: list[str]) -> None:
    answer = ask_turns(answerer, turns)
    assert answer.fact is not None
    assert answer.fact.short is not None
    lines = render_answer(answer, answerer.base).splitlines()
    assert answer.fact.short not in lines
    assert answer.fact.statement in lines
    assert f"<b>{answer.fact.short}</b>" not in render_html(answer, answerer.base)[0]


@pytest.mark.parametrize(
    ("short", "asked", "lacking", "suited"),
    [
        ("2024년 10월", {WHO}, {WHO}, False),
        ("2024년 10월", {WHEN}, set(), True),
        ("2024년 10월", {SAID}, set(), True),
        ("머지않아", {WHEN}, set(), True),
        ("전액", {NUMBER, MONEY}, set(), True),
        ("넓지 않음", {NUMBER}, set(), True),
        ("넓지 않음", {NUMBER}, {NUMBER}, False),
        ("직원 70명의 대부분", {NUMBER, "number:명"}, set(), True),
        ("직원 70명의 대부분", {NUMBER, "number:%"}, set(), False),
        ("미국 MS 본사", {WHERE, WHEN}, set(), True),
        ("GPT-4o", {WHY}, {WHY}, False),
        ("GPT-4o", {NAME}, set(), True),
        ("GPT-4o", set(), set(), True),
    ],
)
def test_짧은_답이_무엇에_대한_답인지_안다(short: str, asked: set[str], lacking: set[str], *, suited: bool) -> None:
    assert suits(short, frozenset(asked), frozenset(lacking)) is suited


def test_누구인지_이미_말했으면_이름만_또_말하지_않는다(answerer: Answerer) -> None:
    lines = render_answer(ask_turns(answerer, ["KT 대표 누구야"]), answerer.base).splitlines()
    assert any(line.startswith("김영섭: ") for line in lines)
    assert "김영섭" not in lines
