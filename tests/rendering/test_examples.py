"""Which questions are offered to somebody whose own was not answered."""

import re

import pytest

from telcofacts.answering.answerer import Answerer
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Fact
from telcofacts.rendering.examples import examples_for
from telcofacts.rendering.messages import EN

ASKED = (
    "김영섭 나이",
    "SKT 요금제 추천해줘",
    "오늘 날씨 어때",
    "김치찌개 끓이는 법",
    "배순민 소장 학력",
    "엑사원 가격",
)


def facts_of(examples: list[str], base: KnowledgeBase) -> list[Fact]:
    return [next(fact for fact in base.facts.values() if example in fact.questions) for example in examples]


def test_같은_질문에는_늘_같은_보기를_다른_질문에는_다른_보기를_보인다(base: KnowledgeBase) -> None:
    shown = [tuple(examples_for(asked, base)) for asked in ASKED]
    assert shown == [tuple(examples_for(asked, base)) for asked in ASKED]
    assert len(set(shown)) == len(ASKED)
    assert all(len(set(examples)) == 3 for examples in shown)


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("김영섭 나이", "kim-young-shub"),
        ("배순민 소장은 어느 학교 나왔어", "bae-soonmin"),
        ("에스케이티 요금제", "skt"),
        ("카카오엔터프라이즈 매출", "kakao-enterprise"),
    ],
)
def test_물은_이름을_다룬_사실의_질문이_먼저다(base: KnowledgeBase, asked: str, about: str) -> None:
    assert all(about in fact.entities for fact in facts_of(examples_for(asked, base), base))


def test_드문_낱말을_함께_쓰는_질문이_먼저다(base: KnowledgeBase) -> None:
    assert "파라미터" in examples_for("KT 파라미터 가격", base)[0]


def test_어떻게_묻는지가_같다고_가까운_질문은_아니다(base: KnowledgeBase) -> None:
    assert not all("얼마" in example for example in examples_for("짜장면 얼마", base))


def test_영어로_말할_때는_영어_질문을_보인다(base: KnowledgeBase) -> None:
    examples = examples_for("How old is Kim Young-shub?", base, EN)
    assert not re.search("[가-힣]", " ".join(examples))
    assert ["kim-young-shub" in fact.entities for fact in facts_of(examples, base)] == [True, True, True]


def test_보인_질문에는_답한다(base: KnowledgeBase, answerer: Answerer) -> None:
    for asked in ASKED:
        for example in examples_for(asked, base):
            assert [answerer.answer(example).fact] == facts_of([example], base)
