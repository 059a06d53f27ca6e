import pytest

from telcofacts.text.josa import with_josa


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
