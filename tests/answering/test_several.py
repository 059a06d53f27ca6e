"""Several questions in one message are answered each, never with a blend."""

import pytest

from telcofacts.answering import answerer as answering
from telcofacts.answering.answer import Outcome
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.matching.reading import Reading
from telcofacts.rendering.contract import to_json
from telcofacts.rendering.html import render_answer as render_html
from telcofacts.rendering.messages import KO
from telcofacts.rendering.plain import render_answer


@pytest.mark.parametrize(
    ("message", "facts"),
    [
        ("KT 직원 수랑 김영섭 취임일 알려줘", ["kt-headcount-2024h1", "kt-kim-took-office"]),
        ("믿음이 뭐야? 그리고 KT 대표는 누구야?", ["kt-mideum-own-llm", "kt-ceo-kim-young-shub"]),
        ("KT 직원은 몇 명이고 대표는 누구야?", ["kt-headcount-2024h1", "kt-ceo-kim-young-shub"]),
        ("KT 직원 몇 명이야? 희망퇴직은 언제 합의했어?", ["kt-headcount-2024h1", "kt-reallocation-agreement"]),
        ("지금 KT 대표는 누구야? KT 직원은 지금 몇 명이야?", ["kt-ceo-kim-young-shub", "kt-headcount-2024h1"]),
        ("KT가 손잡은 빅테크는 어디야? KT 직원은 몇 명이야?", ["kt-ms-turn-interpretation", "kt-headcount-2024h1"]),
        ("KT 대표가 누구와 언제 손잡았고 KT 직원은 몇 명이야?", ["kt-ms-partnership-when", "kt-headcount-2024h1"]),
    ],
)
def test_두_물음에는_두_답을_한다(answerer: Answerer, message: str, facts: list[str]) -> None:
    answer = answerer.answer(message)
    assert [match.fact.id for match in answer.matches] == facts
    assert [part.facts for part in answer.parts] == [(fact,) for fact in facts]
    assert [part["outcome"] for part in to_json(answer, answerer.base, "1")["parts"]] == ["answer", "answer"]
    for match in answer.matches:
        assert match.fact.statement in render_answer(answer, answerer.base)


def test_하나만_알면_하나를_답하고_나머지는_없다고_한다(answerer: Answerer) -> None:
    answer = answerer.answer("KT 대표 누구야? SKT 대표는 누구야?")
    assert [match.fact.id for match in answer.matches] == ["kt-ceo-kim-young-shub"]
    assert [part.outcome for part in answer.parts] == [Outcome.ANSWER, Outcome.FALLBACK]
    gap = "“SKT 대표는 누구야?”: 그 내용은 제가 가진 자료에 없습니다."
    assert render_answer(answer, answerer.base).endswith(gap)
    assert render_html(answer, answerer.base)[-1].endswith(gap)


def test_덜_확실한_답은_확실한_답_뒤에_선다(answerer: Answerer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "SURE_SCORE", 95.0)
    answer = answerer.answer("초거대AI 기준이 몇 빌리언이래? 지금 KT 대표는 누구야?")
    sure, unsure = "kt-ceo-kim-young-shub", "kt-heard-govt-threshold-1-3b"
    assert [match.fact.id for match in answer.matches] == [sure, unsure]
    assert [part.facts for part in answer.parts] == [(unsure,), (sure,)]


def test_어렴풋이_아는_물음은_없다고_하지_않는다(answerer: Answerer) -> None:
    vague = "한국형 AI 성능은?"
    answer = answerer.answer(f"KT 대표는 누구야? {vague}")
    assert [part.outcome for part in answer.parts] == [Outcome.ANSWER, Outcome.SUGGEST]
    assert answer.suggestions
    gap = f"“{vague}”: {KO.not_sure}"
    assert render_answer(answer, answerer.base).endswith(gap)
    assert render_html(answer, answerer.base)[-1].endswith(gap)


def test_지금을_물은_답마다_때를_말한다(answerer: Answerer) -> None:
    answer = answerer.answer("KT와 MS는 언제 손잡았어? KT 직원은 몇 명이야?")
    met, counted = (match.fact for match in answer.matches)
    assert answer.dated == {counted.id}
    dated = f"{counted.as_of.korean()} 기준입니다."
    for reply in (render_answer(answer, answerer.base), "\n\n".join(render_html(answer, answerer.base))):
        assert reply.count(" 기준입니다.") == 1
        assert reply.index(met.statement) < reply.index(dated) < reply.index(counted.statement)


def test_나눈_물음은_한_번씩만_읽는다(answerer: Answerer, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    matcher_read = answerer.matcher.read

    def noting(text: str) -> Reading:
        read.append(text)
        return matcher_read(text)

    monkeypatch.setattr(answerer.matcher, "read", noting)
    answerer.answer("KT 직원 수랑 김영섭 취임일 알려줘")
    assert read == ["KT 직원 수랑 김영섭 취임일 알려줘", "KT 직원 수랑", "김영섭 취임일 알려줘"]


@pytest.mark.parametrize(
    ("message", "fact"),
    [
        ("KT와 MS는 언제 어디서 만났어?", None),
        ("신한금융과 하나은행은 각각 어디랑 제휴했어?", "aicc-banks-choose-kt-and-skt"),
        ("KT가 희망퇴직 한다며? 언제 합의했어?", "kt-reallocation-agreement"),
    ],
)
def test_한_물음은_둘로_나누지_않는다(answerer: Answerer, message: str, fact: str | None) -> None:
    answer = answerer.answer(message)
    assert len(answer.parts) == 1
    assert fact is None or [match.fact.id for match in answer.matches] == [fact]


def test_앞말은_대화의_시계로_잰다(answerer: Answerer) -> None:
    conversation = Conversation(clock=lambda: -1e9)
    answerer.answer("KT 대표 누구야?", conversation)
    answer = answerer.answer("언제 취임했어?", conversation)
    assert answer.fact is not None
    assert answer.fact.id == "kt-kim-took-office"


def test_나누어_답한_뒤에는_마지막_물음을_이어_묻는다(answerer: Answerer) -> None:
    conversation = Conversation()
    answerer.answer("KT 직원은 몇 명이고 대표는 누구야?", conversation)
    answer = answerer.answer("언제 취임했어?", conversation)
    assert answer.fact is not None
    assert answer.fact.id == "kt-kim-took-office"
