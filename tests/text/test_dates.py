import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telcofacts.text.dates import PartialDate


@pytest.mark.parametrize(
    ("text", "first", "last", "korean"),
    [
        ("2024", "2024-01-01", "2024-12-31", "2024년"),
        ("2024-H1", "2024-01-01", "2024-06-30", "2024년 상반기"),
        ("2024-H2", "2024-07-01", "2024-12-31", "2024년 하반기"),
        ("2024-Q1", "2024-01-01", "2024-03-31", "2024년 1분기"),
        ("2024-Q4", "2024-10-01", "2024-12-31", "2024년 4분기"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024년 2월"),
        ("2023-02", "2023-02-01", "2023-02-28", "2023년 2월"),
        ("2024-10-02", "2024-10-02", "2024-10-02", "2024년 10월 2일"),
    ],
)
def test_다섯_꼴의_날짜를_읽고_우리말로_쓴다(text: str, first: str, last: str, korean: str) -> None:
    date = PartialDate.parse(text)
    assert (date.first, date.last) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert date.korean() == korean
    assert str(date) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("2024-1", "가운데 한 꼴", id="달이 한 자리"),
        pytest.param("2024년 10월", "가운데 한 꼴", id="우리말"),
        pytest.param("2024-H3", "가운데 한 꼴", id="없는 반기"),
        pytest.param("2024-Q5", "가운데 한 꼴", id="없는 분기"),
        pytest.param("24", "가운데 한 꼴", id="두 자리 연도"),
        pytest.param("２０２４", "가운데 한 꼴", id="전각 숫자"),
        pytest.param("", "가운데 한 꼴", id="빈 글"),
        pytest.param("2024-13", "달력에 없는", id="열세 번째 달"),
        pytest.param("2024-00", "달력에 없는", id="영 번째 달"),
        pytest.param("2023-02-29", "달력에 없는", id="평년의 2월 29일"),
        pytest.param("0000", "달력에 없는", id="영년"),
    ],
)
def test_날짜가_아닌_것은_무엇이_틀렸는지_말한다(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        PartialDate.parse(text)


@settings(deadline=None)
@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_하루는_그날_하루뿐이다(day: dt.date) -> None:
    date = PartialDate.parse(day.isoformat())
    assert date.first == date.last == day


@settings(deadline=None)
@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_하루는_그_달과_분기와_반기와_해에_든다(day: dt.date) -> None:
    month, quarter, half, year = (
        PartialDate.parse(text)
        for text in (
            f"{day:%Y-%m}",
            f"{day.year}-Q{(day.month + 2) // 3}",
            f"{day.year}-H{(day.month + 5) // 6}",
            f"{day.year}",
        )
    )
    assert year.first <= half.first <= quarter.first <= month.first <= day
    assert day <= month.last <= quarter.last <= half.last <= year.last
