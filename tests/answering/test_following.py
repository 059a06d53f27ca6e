"""A follow-up stays with what was spoken of, or is not answered."""

import pytest

from telcofacts.answering.answer import Outcome
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.curation.evaluate import ask_turns
from telcofacts.knowledge.base import KnowledgeBase


@pytest.mark.parametrize(
    ("turns", "fact"),
    [
        (["카카오엔터프라이즈 대표 누구야", "네이버클라우드는?"], "kim-yu-won-naver-cloud-ceo"),
        (["KT 대표가 누구지?", "그럼 스켈터랩스는?"], "skelter-ceo-cho-won-kyu"),
        (["신한금융은 어디랑 제휴했어", "하나은행은요?"], "skt-hana-bank-aicc-partnership"),
        (["KT 대표가 만난 MS CEO 이름", "언제?"], "kt-ms-partnership-when"),
        (["인공지능 최고위 전략대화는 언제였어?", "어디서?"], "ai-dialogue-venue"),
        (["KT가 인력을 감축한다며?", "몇 퍼센트나 줄여?"], "kt-cut-30-percent"),
        (["KT가 감성 AI를 한다고?", "왜?"], "kt-why-emotional-ai"),
        (["KT 대표 누구야", "직원 수는?"], "kt-headcount-2024h1"),
        (["KT 대표 누구야", "직원은 몇 명이야?"], "kt-headcount-2024h1"),
        (["KT 직원은 몇 명이야", "고마워", "언제 기준이야?"], "kt-headcount-2024h1"),
    ],
)
def test_이어_묻는_말에_답한다(answerer: Answerer, turns: list[str], fact: str) -> None:
    answer = ask_turns(answerer, turns)
    assert answer.fact is not None
    assert answer.fact.id == fact


@pytest.mark.parametrize(
    "turns",
    [
        ["오승필 누구야", "왜 그렇게 말했어?"],
        ["KT 대표 누구야", "SKT는?"],
        ["KT 대표 누구야", "LG유플러스도?"],
        ["KT 대표 누구야", "왜?"],
        ["KT 대표 누구야", "나이는?"],
        ["KT 대표 누구야", "얼마?"],
        ["KT 직원은 몇 명이야", "그럼 SKT는?"],
        ["KT 직원은 몇 명이야", "왜?"],
        ["KT 직원은 몇 명이야", "나이는?"],
        ["리벨리온이 뭐야", "얼마?"],
        ["KT 대표 누구야", "연봉은 얼마야?"],
        ["KT 대표 누구야", "주가는 얼마야?"],
        ["MS랑 KT 뭐 했어?", "피자 먹고 싶다"],
        ["MS랑 KT 뭐 했어?", "배고프다"],
        ["KT 직원은 몇 명이야?", "와 많다"],
        ["KT 대표는 누구야?", "KT 디지털 휴먼은 언제 나와?"],
        ["오늘 날씨 어때", "언제?"],
        ["SKT GPU 센터 이름이 뭐야?", "그거 어디에 있어?"],
        ["누가 만들었어?"],
        ["AI 기본법 언제 시행돼?", "누가 만들었어?"],
        ["소버린 AI가 뭐야", "왜 필요한데?"],
        ["믿음이 뭐야", "파라미터 몇 개야", "언제 공개했어?"],
        ["KT가 MS랑 손잡았어?", "구글이랑은 안 해?"],
        ["카카오 대표 누구야"],
    ],
)
def test_적히지_않은_것을_이어_물으면_딴_답을_하지_않는다(answerer: Answerer, turns: list[str]) -> None:
    assert ask_turns(answerer, turns).outcome is not Outcome.ANSWER


def test_이름을_바꾼_물음도_이어진다(answerer: Answerer) -> None:
    answer = ask_turns(answerer, ["KT 대표 누구야", "SKT는?", "네이버클라우드는?"])
    assert answer.fact is not None
    assert answer.fact.id == "kim-yu-won-naver-cloud-ceo"


@pytest.mark.parametrize("in_vain", ["왜?", "나이는?"])
def test_답하지_못한_말_한마디는_이야기를_끊지_않는다(answerer: Answerer, in_vain: str) -> None:
    answer = ask_turns(answerer, ["KT 대표는 누구야?", in_vain, "언제 취임했어?"])
    assert answer.fact is not None
    assert answer.fact.id == "kt-kim-took-office"


def test_지키는_앞말도_때가_지나면_잊는다(answerer: Answerer) -> None:
    now = [0.0]
    conversation = Conversation(clock=lambda: now[0])
    answerer.answer("KT 대표는 누구야?", conversation)
    now[0] = 10 * 60
    answerer.answer("왜?", conversation)
    now[0] = 16 * 60
    assert conversation.last is None


@pytest.mark.parametrize(
    ("turns", "understood"),
    [
        (["KT가 투자한 회사는?", "SKT는?"], "SK텔레콤이 투자한 회사는?"),
        (["KT 대표 누구야", "네이버클라우드는?"], "네이버클라우드 대표 누구야"),
        (["SKT 대표는 누구야?", "그 회사는 어떤 AI를 만들어?"], "SK텔레콤은 어떤 AI를 만들어?"),
    ],
)
def test_고쳐_읽은_말은_대화에만_남고_물은_말은_그대로_전한다(
    answerer: Answerer, turns: list[str], understood: str
) -> None:
    conversation = Conversation()
    for turn in turns:
        answer = answerer.answer(turn, conversation)
    assert answer.utterance == turns[-1]
    assert [part.asked for part in answer.parts] == turns[-1:]
    assert conversation.last is not None
    assert conversation.last.utterance == understood


@pytest.mark.parametrize("word", ["왜?", "나이는?", "얼마?"])
def test_묻는_말만으로는_아무것도_답하지_않는다(answerer: Answerer, word: str) -> None:
    assert answerer.answer(word).outcome is Outcome.FALLBACK


def test_두루뭉술한_물음은_앞의_이야기를_벗어나지_않는다(answerer: Answerer) -> None:
    answer = ask_turns(answerer, ["챗GPT가 뭐야", "누가 만들었어?"])
    assert all("chatgpt" in match.fact.entities or "openai" in match.fact.entities for match in answer.matches)


@pytest.mark.parametrize("has_questions", [True, False])
def test_골라_본_사실을_이어_물을_수_있다(base: KnowledgeBase, *, has_questions: bool) -> None:
    fact = base.facts["kt-ceo-kim-young-shub"]
    chosen = fact if has_questions else fact.model_copy(update={"questions": ()})
    conversation = Conversation()
    conversation.remember_chosen(chosen)
    assert conversation.last is not None
    assert conversation.last.facts == (fact.id,)
    assert conversation.last.utterance == (fact.questions[0] if has_questions else fact.statement)


@pytest.mark.parametrize(
    ("said", "subject"),
    [(text, "thanks") for text in ("고마워", "고마워요", "고맙다", "네 고마워", "감사합니다", "thanks", "땡큐")]
    + [(text, "complaint") for text in ("틀렸잖아", "아니야", "오답이야", "잘못됐어", "사실이 아니야", "that's wrong")],
)
@pytest.mark.parametrize("asked", ["KT 직원은 몇 명이야", "AICC가 뭐야?"])
def test_고맙다는_말과_틀렸다는_말을_알아듣는다(answerer: Answerer, asked: str, said: str, subject: str) -> None:
    answer = ask_turns(answerer, [asked, said])
    assert answer.outcome is Outcome.FALLBACK
    assert answer.out_of_scope is not None
    assert answer.out_of_scope.id == subject
