"""Rules that compare with the article: what it does not hold is found, what it says in other words is not."""

import pathlib
import unicodedata

import pytest

from small_base import ARTICLE_FILE, CARD_FILE, ENTITY_FILE, FACT_FILE, SmallBase


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        pytest.param("number_is_in_the_paragraph", "18,617명", "18,671명", id="자리가 바뀐 수"),
        pytest.param("number_is_in_the_paragraph", "18,617명", "1만8671명", id="자리가 바뀐 만 단위 수"),
        pytest.param("number_is_in_the_paragraph", "18,617명", "18,617명(30%)", id="셈해 넣은 비율"),
        pytest.param("number_is_in_the_paragraph", "13억 개(1.3B)", "13억 개(1.5B)", id="셈이 맞지 않는 환산"),
        pytest.param("number_is_in_the_paragraph", "13억 개(1.3B)", "1.3억 개", id="단위가 틀린 수"),
        pytest.param("number_is_in_the_paragraph", "서비스 2가지를", "서비스 3가지를", id="말로 적은 수와 다른 수"),
        pytest.param("date_is_in_the_paragraph", '"가온텔은 2024년 10월', '"가온텔은 2024년 9월', id="틀린 달"),
        pytest.param("date_is_in_the_paragraph", '"가온텔은 2024년 10월', '"가온텔은 2023년 10월', id="틀린 해"),
        pytest.param("date_is_in_the_paragraph", "10월 19일 '누리", "10월 9일 '누리", id="틀린 날"),
        pytest.param(
            "date_is_in_the_paragraph", 'short: "2024년 10월 19일"', 'short: "2024년 10월 18일"', id="짧은 답의 틀린 날"
        ),
        pytest.param("date_is_in_the_paragraph", "2024년 상반기 기준 18", "2023년 상반기 기준 18", id="틀린 반기"),
        pytest.param("date_is_in_the_paragraph", "2025년까지", "2026년까지", id="틀린 목표"),
        pytest.param("stated_date_is_in_the_article", "as_of: 2024-10-19", "as_of: 2024-10-18", id="기사에 없는 때"),
        pytest.param("stated_date_is_in_the_article", "target: 2025", "target: 2027", id="기사에 없는 목표"),
        pytest.param("name_is_in_the_paragraph", "가온텔의 직원", "음지소프트의 직원", id="다른 회사"),
        pytest.param("number_is_in_the_paragraph", "가온텔의 직원", "누리 2.1을 만드는 가온텔의 직원", id="다른 판"),
        pytest.param(
            "name_is_in_the_paragraph", "서비스 2가지를", "GPT-5로 서비스 2가지를", id="이름 목록에 없는 로마자 이름"
        ),
        pytest.param(
            "words_are_our_own",
            "외부 의존을 우려했다",
            "걱정이 회사 안팎에서 조심스럽게 나오고 있는 상황",
            id="베낀 문장",
        ),
        pytest.param(
            "words_are_our_own",
            '"뭐가 걱정이래?"',
            '"걱정이 회사 안팎에서 조심스럽게 나오고 있는 상황?"',
            id="베낀 질문",
        ),
    ],
)
def test_문단에_없는_것을_찾는다(tmp_path: pathlib.Path, rule: str, old: str, new: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, old, new)
    findings = base.check(with_articles=True)
    assert {finding.rule for finding in findings} == {rule}
    assert {finding.line for finding in findings} == {base.line_of(FACT_FILE, new)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("18,617명", "1만 8617명", id="띄어 쓴 만 단위"),
        pytest.param("18,617명", "18617명", id="쉼표 없는 수"),
        pytest.param("13억 개(1.3B)", "1.3빌리언(13억 개)", id="괄호 속의 환산"),
        pytest.param("서비스 2가지를", "두 가지 서비스를", id="말로 적은 수"),
        pytest.param("2024년 10월 19일 '누리", "10월 19일 '누리", id="해를 뺀 날짜"),
        pytest.param("2024년 10월 19일 '누리", "2024년 '누리", id="성긴 날짜"),
        pytest.param("나하늘 대표는 서비스", "가온텔 나하늘 대표는 서비스", id="말한 사람의 회사"),
        pytest.param("서비스 2가지를", "GPT-4o를 들인 뒤 서비스 2가지를", id="이름 속의 숫자"),
        pytest.param("서비스 2가지를", "2023년 5월의 GPT-4o에 이어 서비스 2가지를", id="지난해의 달"),
        pytest.param("가상일보는 가온텔의", "가상일보는 가온 텔레콤의", id="다른 이름"),
    ],
)
def test_달리_적은_같은_것은_그대로_둔다(tmp_path: pathlib.Path, old: str, new: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, old, new)
    assert base.check(with_articles=True) == []


def test_흔한_낱말인_이름은_그것을_다룰_때만_이름이다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(ENTITY_FILE, 'description: "다른 회사"', 'description: "다른 회사"\n  ambiguous: true\n  aka: [서비스]')
    base.edit(FACT_FILE, "가온텔의 직원 수는", "가온텔 서비스의 직원 수는")
    assert base.check(with_articles=True) == []


def test_짧은_설명도_베끼지_않는다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(ENTITY_FILE, '"가온텔의 언어모델"', '"걱정이 회사 안팎에서 조심스럽게 나오고 있는 상황"')
    [finding] = base.check(with_articles=True)
    assert (finding.rule, finding.record) == ("words_are_our_own", "nuri")


def test_기사가_없으면_어디에_두어야_하는지_말한다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    (tmp_path / ARTICLE_FILE).unlink()
    [finding] = base.check(with_articles=True)
    assert (finding.rule, finding.line) == ("article_is_readable", base.line_of(CARD_FILE, "file:"))


def test_글자가_깨진_기사는_흠이다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    (tmp_path / ARTICLE_FILE).write_bytes("가온텔".encode("cp949"))
    [finding] = base.check(with_articles=True)
    assert finding.rule == "article_is_readable"


def test_고쳐진_문단을_짚는다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(ARTICLE_FILE, "조심스럽게", "조심스레")
    [finding] = base.check(with_articles=True)
    assert (finding.rule, finding.line) == ("paragraph_is_the_same", base.line_of(CARD_FILE, "p: 4,"))


def test_풀어_적은_한글_기사도_같은_기사다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    path = tmp_path / ARTICLE_FILE
    path.write_text(unicodedata.normalize("NFD", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert base.check(with_articles=True) == []


def test_가리키는_것이_없으면_기사와_견주지_않는다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, "id: gasang-2024-nuri, at: p2", "id: gasang-2099, at: p2")
    assert {finding.rule for finding in base.check(with_articles=True)} == {"reference_exists"}
