"""What is typed about the reply before is answered with what that reply told or offered."""

import pytest

from telcofacts.answering.answer import Outcome
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation


@pytest.mark.parametrize(
    "asked", ["출처가 어디야?", "누가 그렇게 말했어?", "그거 맞아?", "언제 기준이야?", "기사 링크 좀 줘"]
)
def test_답에_관해_물으면_그_사실을_다시_보인다(answerer: Answerer, asked: str) -> None:
    conversation = Conversation()
    first = answerer.answer("KT 직원은 몇 명이야?", conversation)
    again = answerer.answer(asked, conversation)
    assert again.outcome is Outcome.ANSWER
    assert again.fact == first.fact
    assert answerer.answer("그럼 대표는 누구야?", conversation).outcome is Outcome.ANSWER


@pytest.mark.parametrize(("chosen", "place"), [("2번", 1), ("두 번째 거 보여줘", 1), ("첫 번째", 0), ("3", 2)])
def test_내놓은_것을_말로도_고른다(answerer: Answerer, chosen: str, place: int) -> None:
    vague = ("모델 크기 논쟁", "AI 반도체 전망", "초거대 어떻게 생각해", "KT 걱정거리", "카카오 소식")
    talks = ((talk := Conversation(), answerer.answer(question, talk)) for question in vague)
    conversation, offered = next(
        (talk, answer) for talk, answer in talks if answer.outcome is Outcome.SUGGEST and len(answer.suggestions) == 3
    )
    answer = answerer.answer(chosen, conversation)
    assert answer.outcome is Outcome.ANSWER
    assert answer.fact == offered.suggestions[place].fact
    assert answerer.answer("누가 한 말이야?", conversation).fact == answer.fact


@pytest.mark.parametrize("asked", ["출처가 어디야?", "2번", "누가 그렇게 말했어?"])
def test_앞선_답이_없으면_넘겨짚지_않는다(answerer: Answerer, asked: str) -> None:
    assert answerer.answer(asked, Conversation()).outcome is not Outcome.ANSWER


@pytest.mark.parametrize("said", ["틀렸잖아", "아닌데요", "네 알겠어요"])
def test_불만과_맞장구에는_사실로_답하지_않는다(answerer: Answerer, said: str) -> None:
    conversation = Conversation()
    answerer.answer("KT 대표 누구야", conversation)
    assert answerer.answer(said, conversation).outcome is Outcome.FALLBACK
