"""Numbers, dates and names in running text."""

from decimal import Decimal

import pytest

from telcofacts.knowledge.checks.mentioned_dates import dates_in, without_dates
from telcofacts.knowledge.checks.names import Names
from telcofacts.knowledge.models import Entity
from telcofacts.text.dates import PartialDate
from telcofacts.text.numbers import Number, number_words_in, numbers_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1만8617명", ["18617"]),
        ("1만 8617명", ["18617"]),
        ("18,617명", ["18617"]),
        ("1만8천617명", ["18617"]),
        ("13억 개", ["1300000000"]),
        ("1.3빌리언", ["1300000000"]),
        ("1.3 billion", ["1300000000"]),
        ("1.3B", ["1300000000"]),
        ("1,300 million", ["1300000000"]),
        ("3조 5000억 원", ["3500000000000"]),
        ("5천만 원", ["50000000"]),
        ("4~6개, 7위", ["4", "6", "7"]),
        ("50대 이상이 60명", ["50", "60"]),
        ("직원 70명 30곳", ["70", "30"]),
        ("2만 명과 3만 명", ["20000", "30000"]),
        ("통신 3사의 4학기", ["3", "4"]),
        ("GPT-3.5, GPT3.5, AI2XL, B2C, 5G, GPT-4o", []),
        ("수백조원과 억 단위", []),
    ],
)
def test_수를_값으로_읽는다(text: str, values: list[str]) -> None:
    assert list(numbers_in(text)) == [Number(Decimal(value)) for value in values]


def test_백분율은_다른_수다() -> None:
    assert list(numbers_in("30%와 30명, 30퍼센트, 60%대")) == [
        Number(Decimal(30), is_percent=True),
        Number(Decimal(30)),
        Number(Decimal(60), is_percent=True),
    ]


def test_말로_적은_수를_읽는다() -> None:
    assert number_words_in("두 가지 이유, 네 곳, 한 번") == {Number(Decimal(value)) for value in (2, 4, 1)}
    assert number_words_in("한국의 두뇌, 세계") == set()


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2023년 9월 취임", [["2023-09"]]),
        ("올해 상반기", [["2025-H1"]]),
        ("올 하반기", [["2025-H2"]]),
        ("지난해 6월 만나 같은해 9월", [["2024-06"], ["2024-09"]]),
        ("작년 10월, 내년", [["2024-10"], ["2026"]]),
        ("작년 10월 합의, 상반기 기준", [["2024-10"], ["2024-H1", "2025-H1"]]),
        ("이달 9일까지, 19일까지", [["2025-02-09"], ["2025-02-19", "2025-01-19"]]),
        ("지난달 28일", [["2025-01-28"]]),
        ("2024년 3분기", [["2024-Q3"]]),
        ("2025.02.07 17:17", [["2025-02-07"]]),
        ("약 2년 전 출시", [["2023"]]),
        ("3일간, 2년차, 2000년대, 4학기, 12개월", []),
        ("2025년 2월 30일", [[]]),
        ("2023년 전망", [["2023"]]),
    ],
)
def test_기사의_때를_발행일로_셈한다(text: str, dates: list[list[str]]) -> None:
    mentions = dates_in(text, PartialDate.parse("2025-02"))
    assert [[str(date) for date in mention.dates] for mention in mentions] == dates


@pytest.mark.parametrize(
    ("published", "date"),
    [
        pytest.param("2022-05-22", ["2022-05-19"], id="그달의 지난 날"),
        pytest.param("2022-05-12", ["2022-05-19", "2022-04-19"], id="아직 오지 않은 날은 지난달의 날일 수 있다"),
        pytest.param("2022-01-12", ["2022-01-19", "2021-12-19"], id="해를 넘는 지난달"),
    ],
)
def test_달이_없는_날은_발행한_달의_날이다(published: str, date: list[str]) -> None:
    [mention] = dates_in("지난 19일", PartialDate.parse(published))
    assert [str(day) for day in mention.dates] == date


def test_발행일을_모르면_때를_지어내지_않는다() -> None:
    assert [mention.dates for mention in dates_in("올해 5월, 지난 19일")] == [(), ()]


def test_날짜만_지운다() -> None:
    assert without_dates("2024년 상반기 기준 1만8617명, 2년차").split() == ["기준", "1만8617명,", "2년차"]


ENTITIES = [
    Entity(id="kt", type="company", name="KT", description="통신사"),
    Entity(id="skt", type="company", name="SK텔레콤", description="통신사", aka=("SKT",)),
    Entity(id="uplus", type="company", name="LG유플러스", description="통신사", aka=("LG U+",)),
    Entity(id="kakao", type="company", name="카카오", description="회사"),
    Entity(id="kakao-enterprise", type="company", name="카카오엔터프라이즈", description="회사"),
    Entity(id="gpt-3", type="model", name="GPT-3", description="모델"),
    Entity(id="gpt-3-5", type="model", name="GPT-3.5", description="모델", aka=("GPT3.5",)),
    Entity(id="ko-jin", type="person", name="고진", description="위원장"),
    Entity(id="ai2", type="programme", name="KT AI 2.0", description="사업"),
]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param("SKT는", ["skt"], id="로마자 이름은 낱말째"),
        pytest.param("KT와 SK 텔레콤", ["kt", "skt"], id="띄어 쓴 이름"),
        pytest.param("lg u+의", ["uplus"], id="소문자와 더하기"),
        pytest.param("카카오엔터프라이즈가", ["kakao-enterprise"], id="긴 이름이 먼저"),
        pytest.param("카카오와 카카오엔터프라이즈", ["kakao", "kakao-enterprise"], id="둘 다"),
        pytest.param("GPT3.5 기반", ["gpt-3-5"], id="판이 붙은 이름"),
        pytest.param("GPT-3와", ["gpt-3"], id="조사가 붙은 이름"),
        pytest.param("최고진단", [], id="낱말 속의 두 글자 이름"),
        pytest.param("고진 위원장", ["ko-jin"], id="두 글자 이름"),
        pytest.param("'KT AI2.0'을", ["ai2"], id="숫자에 붙여 쓴 이름"),
    ],
)
def test_글에서_이름을_찾는다(text: str, ids: list[str]) -> None:
    assert sorted(Names(ENTITIES).find(text)) == sorted(ids)


def test_이름을_지우면_이름_속의_수도_사라진다() -> None:
    assert list(numbers_in(Names(ENTITIES).cut_from("KT AI 2.0의 3가지"))) == [Number(Decimal(3))]
