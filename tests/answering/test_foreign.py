"""What is out of scope is called by its name only where that is surely what was asked."""

import pytest

from telcofacts.answering.answer import Outcome
from telcofacts.answering.answerer import Answerer
from telcofacts.curation.evaluate import ask_turns


@pytest.mark.parametrize(
    ("turns", "subject"),
    [
        (["KT 주가"], "stock"),
        (["KT 요금제 알려줘"], "phone-plans"),
        (["버라이즌 AI 전략 알려줘"], "foreign-telcos"),
        (["KT 주가", "내일 날씨"], "weather"),
        (["ㄱㅅㄱㅅ"], "thanks"),
        (["KT 대표 누구야", "별로네"], "complaint"),
    ],
)
def test_다루지_않는_것은_그_이름으로_말한다(answerer: Answerer, turns: list[str], subject: str) -> None:
    answer = ask_turns(answerer, turns)
    assert answer.outcome is Outcome.FALLBACK
    assert answer.out_of_scope is not None
    assert answer.out_of_scope.id == subject


@pytest.mark.parametrize("asked", ["SKT AI 전략 알려줘", "KT하고 SKT AI 전략 차이", "언제까지?", "SKT가 KT 인수했다며"])
def test_조금_닮았다고_딴_이름으로_말하지_않는다(answerer: Answerer, asked: str) -> None:
    answer = ask_turns(answerer, [asked])
    assert answer.outcome is not Outcome.ANSWER
    assert answer.out_of_scope is None or answer.out_of_scope.unrecorded
