"""An utterance is read as it was meant, whatever way it was typed."""

import pytest

from telcofacts.answering.answerer import Answerer
from telcofacts.matching.matcher import Matcher
from telcofacts.matching.questions import asked_for, held_by


@pytest.fixture(scope="module")
def matcher(answerer: Answerer) -> Matcher:
    return answerer.matcher


@pytest.mark.parametrize(
    ("typed", "entity"),
    [
        ("KT 대표 누구야", "kim-young-shub"),
        ("케이티는요", "kt"),
        ("슼 에이닷", "skt"),
        ("마소랑 손잡은 이유", "microsoft"),
        ("과기부 회의", "msit"),
        ("김영섭이 빅테크에 대해 한 말", "kim-young-shub"),
        ("ㄱㅇㅅ이 한 말", "kim-young-shub"),
        ("rladudtjq", "kim-young-shub"),
        ("노엄 샤지아 누구에요", "shazeer"),
        ("Noam Shazeer가 누구야?", "shazeer"),
        ("하이퍼클로버 기반", "hyperclova"),
        ("카카오엔터프라이즈대표이름", "paik-sang-yeop"),
    ],
)
def test_이름은_어떻게_적어도_같은_것이다(matcher: Matcher, typed: str, entity: str) -> None:
    assert entity in matcher.read(typed).entities


@pytest.mark.parametrize(
    ("typed", "entity"),
    [
        ("SKT 요금", "kt"),
        ("메타버스가 뭐야", "meta"),
        ("모레 비 와?", "moreh"),
        ("믿음 소망 사랑", "mideum"),
        ("GPT-3.5 기반", "gpt-3"),
        ("파이썬 공부", "phi"),
    ],
)
def test_다른_말_속의_이름은_이름이_아니다(matcher: Matcher, typed: str, entity: str) -> None:
    assert entity not in matcher.read(typed).entities


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("rladudtjq", "김영섭"),
        ("KT gmlakdxhlwlr rbah", "KT 희망퇴직 규모"),
        ("epdlxj dlsfur qnwhr", "데이터 인력 부족"),
        ("Why did KT choose Microsoft?", "Why did KT choose Microsoft?"),
        ("who is the CEO", "who is the CEO"),
    ],
)
def test_자판을_바꿔_친_글은_바로_읽고_영어는_그대로_둔다(matcher: Matcher, typed: str, read: str) -> None:
    assert matcher.read(typed).text == read


def test_긴_이야기_끝의_질문을_읽는다(matcher: Matcher) -> None:
    story = "안녕하세요, 취업을 준비하는 학생인데요. 요즘 소식을 자주 봐요. " * 3
    reading = matcher.read(story + "KT 직원은 몇 명인가요?")
    assert reading.text == "KT 직원은 몇 명인가요?"
    assert reading.background is not None


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("누가 그랬어?", {"who"}),
        ("누구랑 손잡음?", set()),
        ("몇 년도에 취임했어?", {"when"}),
        ("장학금은 몇 학기 줘?", {"number", "number:학기"}),
        ("리벨리온 투자액", {"money"}),
        ("KT 50대 이상 직원 수", {"number", "number:명"}),
        ("직원 나이가 많은 까닭", {"age", "why"}),
        ("애크 하이어로 넘어간 연도", {"when"}),
        ("그 행사명이 뭐야", {"name"}),
        ("How many GPUs are needed?", {"number", "number:개"}),
        ("How many semesters are paid?", {"number", "number:학기"}),
        ("What percentage is KT cutting?", {"number", "number:%"}),
        ("How much will KT invest?", {"number", "money"}),
        ("오픈AI 대표가 누군지 알아?", {"who"}),
        ("누군지 못 알아보게 가린 자료는?", set()),
        ("누구나 쓸 수 있게 푼 모델은?", set()),
        ("누가 좀 알려줘", set()),
        ("누가 좀 더 앞서?", {"who"}),
        ("언제나 1등이었어?", set()),
        ("KT AI 2.0은 언제나와?", {"when"}),
        ("AGI 실현 시점은?", {"when"}),
        ("현 시점에서 중요한 것은?", set()),
        ("출시일은요?", {"when"}),
        ("애크 뭐시기가 뭐야", set()),
        ("뭐 때문에 협력했어?", {"why"}),
        ("전략 수정이 인력 부족 때문이야?", {"why"}),
        ("구조조정 때문에 말이 많은 회사는?", set()),
        ("KT 직원인데 대표는?", set()),
        ("뭐라고 불러?", {"name"}),
        ("뭐라고 했어?", {"said"}),
        ("배순민 소장 의견은?", {"said"}),
        ("의견 수렴한 주제", set()),
        ("저비용 AI 시장", set()),
        ("구축 비용은?", {"money"}),
        ("직원을 얼마나 잘랐어?", {"number"}),
        ("경량화를 얼마나 중요하게 봐?", set()),
        ("얼마 전에 공개한 서비스는?", set()),
        ("직원이 몇천 명이야?", {"number", "number:명"}),
        ("몇백 빌리언 모델은?", {"number:빌리언"}),
        ("데이터가 묶일 수 있다는 우려는?", set()),
        ("가입자 수가 있나?", {"number"}),
    ],
)
def test_무엇을_묻는지_안다(question: str, asks: set[str]) -> None:
    assert asked_for(question) == asks


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("한국형 AI 이야기 좀", "한국형 AI"),
        ("KT 대표에 대한 얘기 해주세요", "KT 대표"),
        ("배순민 소장이 한 이야기?", "배순민 소장이 한 이야기?"),
        ("이종호 장관은 무슨 얘기 해?", "이종호 장관은 무슨 얘기 해?"),
        ("누가 한 얘기?", "누가 한 얘기?"),
        ("옛날 이야기 해줘", "옛날 이야기 해줘"),
    ],
)
def test_이야기해_달라는_말은_이름_뒤에서만_뺀다(matcher: Matcher, typed: str, read: str) -> None:
    assert matcher.read(typed).text == read


@pytest.mark.parametrize(
    ("question", "is_other"),
    [
        ("카카오 대표 누구야?", True),
        ("카카오엔터프라이즈 대표 누구야?", False),
        ("카카오 대표가 뭐라고 했어?", False),
    ],
)
def test_자회사의_대표는_그_회사의_대표가_아니다(matcher: Matcher, question: str, is_other: bool) -> None:
    fit = matcher.fit("paik-sang-yeop-kakao-enterprise-ceo", matcher.read(question))
    assert bool(fit.contradicted) is is_other


def test_날짜의_수는_규모가_아니다() -> None:
    assert "number" not in held_by("KT 노사는 2024년 10월 합의했다.")
    assert {"number", "number:%"} <= held_by("KT는 직원의 30%를 줄인다.")


@pytest.mark.parametrize("typed", ["", "   ", "???", "🤖🤖", "ㅋㅋㅋㅋ", "\u200b\u200f", "\x00"])
def test_뜻없는_글에는_아무것도_맞지_않는다(matcher: Matcher, typed: str) -> None:
    assert matcher.rank(matcher.read(typed)).matches == ()


def test_묻는_이의_나이나_학년은_견줄_수가_아니다(matcher: Matcher) -> None:
    assert matcher.read("대학교 3학년인데 학비 지원돼요?").numbers == frozenset()
    assert "3" in matcher.read("모델 3개가 뭐야?").numbers
    assert matcher.read("나 30살인데 KT 직원은 몇 명이야?").terms == matcher.read("나 KT 직원은 몇 명이야?").terms


@pytest.mark.parametrize(
    ("told", "question", "fact"),
    [
        ("나 30살인데", "KT 직원은 몇 명이야?", "kt-headcount-2024h1"),
        ("부산 사람인데", "KT 직원 수 알려줘", "kt-headcount-2024h1"),
        ("부산 사는데", "KT 대표는 누구야?", "kt-ceo-kim-young-shub"),
        ("저는 대구에서 살고 있는데요,", "KT 대표는 누구야?", "kt-ceo-kim-young-shub"),
        ("삼성 다니는데", "KT가 MS랑 손잡은 이유가 뭐야?", "kt-ms-turn-interpretation"),
        ("울산에서 근무하거든요.", "KT 직원 수 알려줘", "kt-headcount-2024h1"),
    ],
)
def test_묻는_이가_어디_사람인지는_묻는_것이_아니다(answerer: Answerer, told: str, question: str, fact: str) -> None:
    answer = answerer.answer(f"{told} {question}")
    assert answer.fact is not None
    assert answer.fact.id == fact


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("부산에서 열렸다는데 디지코 스터디 내용이 뭐야?", "부산"),
        ("삼성은 안 하는데 KT는 왜 해?", "삼성"),
        ("부산에서 KT 직원이 몇 명 일하는데 왜 줄여?", "부산"),
        ("부산에서 몇 명이 일하는데 줄여?", "부산"),
        ("KT 직원은 부산 사람인데 왜 줄여?", "부산"),
    ],
)
def test_묻는_것에_드는_이름은_읽는다(matcher: Matcher, typed: str, word: str) -> None:
    assert word in {known.form for known in matcher.read(typed).words}
