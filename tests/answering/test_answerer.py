"""What is in the base is answered, what is not is said not to be."""

import json
import pathlib
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telcofacts.answering.answer import Outcome
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation, Turn
from telcofacts.curation.evaluate import ask_turns, judge, read_questions
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.rendering.contract import to_json
from telcofacts.rendering.plain import render_answer

EXAM = pathlib.Path(__file__).parents[1] / "exam"


def ids(answerer: Answerer, *turns: str) -> list[str]:
    conversation = Conversation()
    answer = None
    for turn in turns:
        answer = answerer.answer(turn, conversation)
    assert answer is not None
    assert answer.outcome is Outcome.ANSWER, answer
    return [match.fact.id for match in answer.matches]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("KT 직원은 몇 명인가요?", "kt-headcount-2024h1"),
        ("KT직원은몇명인가요", "kt-headcount-2024h1"),
        ("How many employees does KT have?", "kt-headcount-2024h1"),
        ("KT가 투자한 AI 스타트업은?", "kt-ai-startup-investments"),
        ("초거대 AI라고 부를 수 있는 기준이 뭐야?", "kt-heard-govt-threshold-1-3b"),
        ("스켈터랩스 설립 연도", "skelter-founded-2015"),
        ("이종호 장관 뭐라고 했어?", "lee-jong-ho-remarks"),
        ("믿음 만든 회사", "kt-mideum-own-llm"),
        ("희망퇴직 몇프로", "kt-cut-30-percent"),
        ("희망퇴직 규모", "kt-cut-30-percent"),
        ("KT 직원 몇 명?", "kt-headcount-2024h1"),
        ("안녕하세요! KT 대표가 누군지 알 수 있을까요? 감사합니다.", "kt-ceo-kim-young-shub"),
        ("KT 대표 알려주세요 감사합니다", "kt-ceo-kim-young-shub"),
        ("안녕하세요. KT 직원 수가 궁금합니다.", "kt-headcount-2024h1"),
        ("KT AI 전략 요약", "kt-two-track-strategy"),
        ("qortkdduq", "paik-sang-yeop-kakao-enterprise-ceo"),
    ],
)
def test_적힌_것은_답한다(answerer: Answerer, question: str, fact: str) -> None:
    assert ids(answerer, question)[0] == fact


@pytest.mark.parametrize(
    "question",
    [
        "KT 주가",
        "김영섭 나이",
        "리벨리온 투자액",
        "구글이 딥마인드를 산 연도",
        "리틀버드-베이스 순위가 몇 위야?",
        "디지털 휴먼 외주 업체 이름이 뭐야",
        "SKT 요금제 추천해줘",
        "오늘 날씨 어때",
        "고마워",
        "<script>alert(1)</script>",
    ],
)
def test_없는_것은_답하지_않는다(answerer: Answerer, question: str) -> None:
    assert answerer.answer(question).outcome is not Outcome.ANSWER


@pytest.mark.parametrize(
    "question", ["오늘 며칠이야?", "지금 몇 시예요", "오늘 무슨 요일이야", "이번 주 토요일이 며칠이지"]
)
def test_날짜와_시각은_다루지_않고_넘겨짚지도_않는다(answerer: Answerer, question: str) -> None:
    answer = answerer.answer(question)
    assert answer.outcome is Outcome.FALLBACK
    assert render_answer(answer, answerer.base).startswith("오늘 날짜와 시각은 다루지 않습니다.")


def test_이어_묻는_말은_앞말을_따른다(answerer: Answerer) -> None:
    first = "2024년 KT 대표는 누구였어?"
    assert ids(answerer, first, "언제 취임했어?")[0] == "kt-kim-took-office"
    last = ids(answerer, first, "언제 취임했어?", "그 사람이 빅테크에 대해 뭐라고 했어?")
    assert last[0] in {"kt-kim-cannot-beat-big-tech", "kt-kim-big-tech-spending", "kt-llm-change-reason"}


def test_새_이야기는_앞말을_버린다(answerer: Answerer) -> None:
    assert ids(answerer, "KT 직원은 몇 명인가요?", "뤼튼 대표가 누구야?")[0] == "lee-se-young-wrtn-ceo"


def test_이어진_대화는_새로_주고받은_것이_있어야_다시_적힌다() -> None:
    conversation = Conversation(last=Turn("KT 직원은 몇 명이야?", (), (), time.monotonic()))
    assert conversation.last
    states = [conversation.has_new_turn]
    conversation.remember("언제 기준이야?", (), ())
    states.append(conversation.has_new_turn)
    assert states == [False, True]
    with pytest.raises(AttributeError):
        conversation.has_new_turn = False  # type: ignore[misc]


def test_오래_쉬면_앞말을_잊는다(answerer: Answerer) -> None:
    now = [0.0]
    conversation = Conversation(clock=lambda: now[0])
    answerer.answer("2024년 KT 대표는 누구였어?", conversation)
    now[0] += 16 * 60
    assert conversation.last is None


def test_지금을_물으면_때를_먼저_말한다(answerer: Answerer) -> None:
    answer = answerer.answer("지금 KT 대표 누구야?")
    assert answer.fact is not None
    assert answer.dated == {answer.fact.id}
    assert render_answer(answer, answerer.base).splitlines()[0].endswith("기준입니다.")


def test_계약대로_JSON을_낸다(answerer: Answerer, base: KnowledgeBase) -> None:
    row = to_json(answerer.answer("KT 직원 수"), base, "q1")
    assert set(row) == {"id", "outcome", "facts", "suggestions", "parts", "entity", "reply", "elapsed_ms"}
    fact = row["facts"][0]
    assert fact["companies"] == ["kt"]
    assert fact["sources"][0]["id"] == "newspost-2025-kt-llm"
    assert 0 <= fact["score"] <= 100
    assert json.loads(json.dumps(row, ensure_ascii=False)) == row


def test_따로_낸_시험에서_바닥을_지킨다(answerer: Answerer) -> None:
    """Floors under the measured figures: a change that loses more than a few points is seen here."""
    rows = [row for path in sorted(EXAM.glob("articles-*.jsonl")) for row in read_questions(path)]
    foreign = [row for path in sorted(EXAM.glob("foreign-*.jsonl")) for row in read_questions(path)]
    judged = [_ask(answerer, row) for row in rows]
    hit1, hit3 = (sum(hits) / len(rows) for hits in zip(*judged, strict=True))
    false = sum(not _ask(answerer, row)[0] for row in foreign) / len(foreign)
    assert hit1 >= 0.85
    assert hit3 >= 0.94
    assert false <= 0.07


def _ask(answerer: Answerer, row: dict[str, Any]) -> tuple[bool, bool]:
    return judge(ask_turns(answerer, row["turns"]), row["expect"], answerer.base)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(utterance=st.text(max_size=300) | st.text("ㄱㄴㅏㅣ가힣KT<>&\"'%;\u200b\u202e\u0301?1 ", max_size=300))
def test_무엇이_와도_답은_온다(answerer: Answerer, base: KnowledgeBase, utterance: str) -> None:
    answer = answerer.answer(utterance)
    assert render_answer(answer, base).strip()
    json.dumps(to_json(answer, base, "1"), ensure_ascii=False).encode()


@pytest.mark.parametrize("question", ["KT 직원은 3만명이지?", "KT 30대 직원 비율"])
def test_수가_다르면_답하지_않고_적힌_것을_보여_준다(answerer: Answerer, question: str) -> None:
    answer = answerer.answer(question)
    assert answer.outcome is Outcome.SUGGEST
    assert "1만8617명" in answer.suggestions[0].fact.statement


def test_무엇이냐고_물은_것은_설명이_먼저다(answerer: Answerer) -> None:
    answer = answerer.answer("구글이 뭐야")
    assert answer.entity is not None
    assert answer.entity.id == "google"
    assert answer.matches[0].headline is None


@pytest.mark.parametrize(("question", "missing"), [("LG유플러스 AI 전략 알려줘", ("lguplus",)), ("KT 주가", ())])
def test_아무것도_적히지_않은_회사는_그렇다고_말한다(
    answerer: Answerer, question: str, missing: tuple[str, ...]
) -> None:
    answer = answerer.answer(question)
    assert [part.missing for part in answer.parts] == [missing]
    said = render_answer(answer, answerer.base)
    assert ("LG유플러스에 관한 자료는 아직 없습니다." in said) == bool(missing)
