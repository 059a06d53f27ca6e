import pytest

from telcofacts.text.josa import with_josa, with_rest


@pytest.mark.parametrize(
    ("word", "josa", "expected"),
    [
        ("KT", "은", "KT는"),
        ("믿음", "은", "믿음은"),
        ("에이닷", "이", "에이닷이"),
        ("카카오", "이", "카카오가"),
        ("GPT-4o", "을", "GPT-4o를"),
        ("LLM", "을", "LLM을"),
        ("SK텔레콤", "과", "SK텔레콤과"),
        ("구글", "과", "구글과"),
        ("메타", "과", "메타와"),
        ("영섭", "아", "영섭아"),
        ("진", "이나", "진이나"),
        ("KT", "이나", "KT나"),
        ("1 이상", "이어야", "1 이상이어야"),
        ("0보다 큰 수", "이어야", "0보다 큰 수여야"),
        ("서울", "으로", "서울로"),
        ("판교", "으로", "판교로"),
        ("분당", "으로", "분당으로"),
        ("AI2XL", "으로", "AI2XL로"),
        ("2028", "으로", "2028로"),
        ("30%", "은", "30%는"),
        ("소형언어모델(sLM)", "은", "소형언어모델(sLM)은"),
        ("'요금제'", "은", "'요금제'는"),
    ],
)
def test_앞말에_맞는_조사를_붙인다(word: str, josa: str, expected: str) -> None:
    assert with_josa(word, josa) == expected


@pytest.mark.parametrize(
    ("word", "rest", "expected"),
    [
        ("SK텔레콤", "가 투자한", "SK텔레콤이 투자한"),
        ("SK텔레콤", "는?", "SK텔레콤은?"),
        ("KT", "과 MS", "KT와 MS"),
        ("SK텔레콤", "로", "SK텔레콤으로"),
        ("KT", "이나 LG", "KT나 LG"),
        ("SK텔레콤", "의 대표", "SK텔레콤의 대표"),
        ("SK텔레콤", "야?", "SK텔레콤야?"),
        ("KT", "은행은", "KT은행은"),
        ("KT", "", "KT"),
    ],
)
def test_이름이_바뀌면_뒤따르는_조사도_바꾼다(word: str, rest: str, expected: str) -> None:
    assert with_rest(word, rest) == expected
