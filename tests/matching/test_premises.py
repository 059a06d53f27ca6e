"""What a question takes for granted and no fact bears out: it is not answered as if it were so."""

import pytest

from telcofacts.answering.answer import Outcome
from telcofacts.answering.answerer import Answerer
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.matching.matcher import Matcher


@pytest.fixture(scope="module")
def matcher(answerer: Answerer) -> Matcher:
    return answerer.matcher


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("KT가 구글이랑 손잡았대", {"p:google+kt"}),
        ("MS와의 협력을 KT가 넓힌다", {"p:kt+microsoft"}),
        ("KT와 MS가 맺은 것", {"c:kt+microsoft"}),
        ("김영섭이랑 나델라 언제 봤어", {"c:kt+microsoft"}),
        ("KT는 구글이랑 해, MS랑 해", {"c:google+kt", "c:kt+microsoft", "c:google+microsoft"}),
        ("KT가 메타나 구글이랑 짝지어", {"c:kt+meta", "c:google+kt", "c:google+meta"}),
        ("KT 직원과 노조", set()),
        ("KT가 믿음이랑 같이 내는 것", set()),
    ],
)
def test_누가_누구와_함께인지_읽는다(matcher: Matcher, text: str, pairs: set[str]) -> None:
    assert matcher.read(text).pairs == pairs


@pytest.mark.parametrize(
    ("text", "misplaced"),
    [
        ("배순민 SK텔레콤 소장 발언", True),
        ("LG유플러스 오승필 부문장이 한 말", True),
        ("네이버 백상엽 대표", True),
        ("네이버 백상엽 최고경영자", True),
        ("KT 융합기술원 배순민 소장", False),
        ("카카오 백상엽 대표", False),
        ("슐레이만 인플렉션AI 공동창업자", False),
        ("SK텔레콤 에이닷을 배순민 소장이 써 봤대?", False),
        ("KT 대표가 만난 MS CEO", False),
    ],
)
def test_남의_직함은_알아본다(matcher: Matcher, text: str, *, misplaced: bool) -> None:
    assert matcher.read(text).misplaces is misplaced


@pytest.mark.parametrize(
    ("text", "has_post"),
    [
        ("이종호 문화체육관광부 장관", True),
        ("고학수 방송통신위원장", True),
        ("이종호 국방장관", True),
        ("김유원 국민은행 대표", True),
        ("김유원 삼성 사장", True),
        ("김영섭 신임 대표 취임", False),
        ("김영섭 당시 대표는", False),
        ("고학수 신임위원장", False),
        ("배순민 인터뷰에서 기자가", False),
        ("김유원 회사 대표", False),
    ],
)
def test_직함_앞의_여느_말은_자리가_아니다(matcher: Matcher, text: str, *, has_post: bool) -> None:
    assert bool(matcher.read(text).posts) is has_post


@pytest.mark.parametrize(
    "question",
    [
        "KT는 왜 구글이랑 손잡았어?",
        "KT가 메타랑 제휴한 이유",
        "LG유플러스가 MS랑 협력한 까닭",
        "챗GPT를 KT가 만들었지?",
        "신한금융이 SKT랑 손잡은 건 언제야?",
        "고학수 방송위원장이 한 말",
        "조원우 KT 부사장이 한 말",
        "제주에서 열린 디지코 스터디 내용",
        "KT 노조는 왜 인력 재배치를 거절했어?",
        "김유원은 왜 AI에서 언어 격차가 커지고 벌어진다고 봤어?",
        "김유원은 왜 기술 격차가 벌어진다고 내다봤어?",
        "김유원은 왜 기술 격차가 벌어진다고 봤어? 맞지?",
        "KT랑 구글이랑 왜 손잡았어?",
        "KT가 직원 절반을 줄이기로 합의한 게 언제야?",
        "KT 전 대표 누구였어?",
        "디지털플랫폼정부위원회 초대 위원장",
        "KT 사외이사 누구야?",
        "MS 창업자 누구야?",
        "네이버 ceo 누구에요",
        "Who is the CEO of Google?",
        "BLOOM은 언제 공개됐어?",
    ],
)
def test_그렇지_않은_것을_그런_듯_물으면_답하지_않는다(answerer: Answerer, question: str) -> None:
    assert answerer.answer(question).outcome is not Outcome.ANSWER


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("무스타파 술레이먼이 마이크로소프트에서 맡은 직책", "microsoft-hired-suleyman"),
        ("신한금융은 KT랑 뭐 했어?", "kt-shinhan-aicc-partnership"),
        ("MS하고 KT는 언제 파트너십 맺었어?", "kt-ms-partnership-when"),
        ("구글이랑 AWS 못 이긴다고 한 사람 누구야", "kt-kim-cannot-beat-big-tech"),
        ("KT 오승필 부사장이 믿음에 대해 한 말", "kt-oh-mideum-no-hyperscale-race"),
        ("김영섭 신임 대표 취임은 언제야?", "kt-kim-took-office"),
        ("네이버클라우드 대표는 앞으로 격차가 벌어질 거래, 좁혀질 거래?", "naver-cloud-gap-will-shrink"),
        ("캐릭터AI 창업자 누구야?", "google-hired-shazeer"),
        ("Who is the CEO of KT?", "kt-ceo-kim-young-shub"),
        ("스켈터랩스 누가 창업했어?", "skelter-founded-2015"),
        ("한국어와 영어의 AI 격차가 줄어든대 벌어진대?", "naver-cloud-ai-gap-narrowing"),
    ],
)
def test_맞게_알고_묻는_말에는_답한다(answerer: Answerer, question: str, fact: str) -> None:
    answer = answerer.answer(question)
    assert answer.fact is not None
    assert answer.fact.id == fact


def test_사실은_제_질문을_반박하지_않는다(matcher: Matcher, base: KnowledgeBase) -> None:
    """A list of those contradicted, for the message of a failure."""
    contradicted = [
        question
        for fact in base.facts.values()
        for question in fact.questions
        if matcher.fit(fact.id, matcher.read(question)).contradicted
    ]
    assert contradicted == []
