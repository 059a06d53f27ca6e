import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telcofacts.text.normalise import is_meaningful, normalise, shorten, squeeze


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("ＫＴ　대표？", "KT 대표?", id="전각 글자를 반각으로"),
        pytest.param(unicodedata.normalize("NFD", "믿음"), "믿음", id="풀린 음절을 모은다"),
        pytest.param("ㅅㅋㅌ", "ㅅㅋㅌ", id="초성은 초성으로 남는다"),
        pytest.param("\u1109\u110f\u1110", "ㅅㅋㅌ", id="첫가끝 낱자는 호환 낱자로"),
        pytest.param("대\u200b표\ufeff", "대표", id="보이지 않는 글자를 없앤다"),
        pytest.param("\u202e표대", "표대", id="글 방향 표시를 없앤다"),
        pytest.param("믿\u1160음", "믿음", id="한글 채움 문자를 없앤다"),
        pytest.param("KT\x00대표\x1b", "KT 대표", id="제어 문자는 띄어쓰기로"),
        pytest.param("KT\n\t 대표", "KT 대표", id="줄바꿈과 탭은 한 칸으로"),
        pytest.param("“에이닷”이 ‘뭐’야", "\"에이닷\"이 '뭐'야", id="굽은 따옴표를 곧은 따옴표로"),
        pytest.param("리벨리온·모레", "리벨리온 모레", id="가운뎃점은 띄어쓰기로"),
        pytest.param("왜!!!!!!", "왜!!", id="되풀이한 부호를 줄인다"),
        pytest.param("아아아아아", "아아", id="되풀이한 글자를 줄인다"),
        pytest.param("10000000원", "10000000원", id="숫자는 줄이지 않는다"),
        pytest.param("", "", id="빈 글"),
    ],
)
def test_친_글을_한_꼴로_고른다(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


@settings(deadline=None)
@given(st.text())
def test_두_번_고르면_한_번_고른_것과_같다(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@settings(deadline=None)
@given(st.text())
def test_고른_글은_NFC이고_앞뒤에_빈칸이_없다(text: str) -> None:
    once = normalise(text)
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert "  " not in once


@settings(deadline=None)
@given(st.text(), st.integers(min_value=4, max_value=60))
def test_줄인_글은_한도를_넘지_않고_끝을_지킨다(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert text.endswith(short[-(limit // 2) :])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LG U+", "lgu+"),
        ("Mi:dm", "midm"),
        ("AI 2.0", "ai20"),
        ("K-드라마 '믿음'", "k드라마믿음"),
        ("?!", ""),
    ],
)
def test_별칭을_견줄_꼴로_줄인다(text: str, expected: str) -> None:
    assert squeeze(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KT", True),
        ("3", True),
        ("믿", True),
        ("ㄱㅇㅅ", True),
        ("ㅋㅋㅠㅠ", False),
        ("🤖", False),
        ("...", False),
        ("", False),
    ],
)
def test_견줄_것이_있는_글을_알아본다(text: str, expected: bool) -> None:
    assert is_meaningful(text) is expected
