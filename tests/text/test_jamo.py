import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telcofacts.text.jamo import (
    batchim,
    has_batchim,
    is_choseong,
    is_jamo,
    is_syllable,
    split_syllable,
    to_choseong,
    to_jamo,
)
from telcofacts.text.keyboard import compose

SYLLABLES = st.text(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")), max_size=12)


@pytest.mark.parametrize(
    ("syllable", "parts"),
    [
        pytest.param("가", ("ㄱ", "ㅏ", ""), id="첫 음절"),
        pytest.param("힣", ("ㅎ", "ㅣ", "ㅎ"), id="마지막 음절"),
        pytest.param("뷁", ("ㅂ", "ㅞ", "ㄺ"), id="겹모음과 겹받침"),
        pytest.param("ㅎ", ("ㅎ", "", ""), id="낱자는 그대로"),
        pytest.param("K", ("K", "", ""), id="로마자는 그대로"),
    ],
)
def test_음절을_초성_중성_종성으로_나눈다(syllable: str, parts: tuple[str, str, str]) -> None:
    assert split_syllable(syllable) == parts


@pytest.mark.parametrize(
    ("text", "jamo", "choseong"),
    [
        ("에이닷", "ㅇㅔㅇㅣㄷㅏㅅ", "ㅇㅇㄷ"),
        ("KT 대표", "KT ㄷㅐㅍㅛ", "KT ㄷㅍ"),
        ("ㄱㅇㅅ", "ㄱㅇㅅ", "ㄱㅇㅅ"),
        ("", "", ""),
    ],
)
def test_글을_자모와_초성으로_적는다(text: str, jamo: str, choseong: str) -> None:
    assert to_jamo(text) == jamo
    assert to_choseong(text) == choseong


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ㄱㅇㅅ", True), ("ㄲㅇ", True), ("ㄱㅏ", False), ("ㄳ", False), ("김ㅇㅅ", False), ("", False)],
)
def test_초성만으로_된_글을_알아본다(text: str, expected: bool) -> None:
    assert is_choseong(text) is expected


@pytest.mark.parametrize(
    ("word", "consonant"),
    [
        pytest.param("믿음", "ㅁ", id="받침 있는 한글"),
        pytest.param("카카오", "", id="받침 없는 한글"),
        pytest.param("값", "ㅄ", id="겹받침"),
        pytest.param("KT", "", id="케이티"),
        pytest.param("AI2XL", "ㄹ", id="에이아이투엑스엘"),
        pytest.param("LLM", "ㅁ", id="엘엘엠"),
        pytest.param("A.", "", id="마침표는 읽지 않는다"),
        pytest.param("LG U+", "", id="유플러스"),
        pytest.param("Google", "ㄹ", id="구글"),
        pytest.param("Copilot", "ㅅ", id="코파일럿"),
        pytest.param("Microsoft", "", id="마이크로소프트"),
        pytest.param("Facebook", "ㄱ", id="페이스북"),
        pytest.param("DeepSeek", "", id="딥시크"),
        pytest.param("ChatGPT", "", id="챗지피티"),
        pytest.param("GPT-4o", "", id="지피티 포오"),
        pytest.param("server", "", id="서버"),
        pytest.param("app", "ㅂ", id="앱"),
        pytest.param("2023", "ㅁ", id="이천이십삼"),
        pytest.param("10", "ㅇ", id="십은 영처럼 받침이 있다"),
        pytest.param("2", "", id="이"),
        pytest.param("30%", "", id="퍼센트"),
        pytest.param("초거대 AI(13억 개)", "", id="끝의 괄호는 읽지 않는다"),
        pytest.param("'믿음'", "ㅁ", id="따옴표는 읽지 않는다"),
        pytest.param("?!", "", id="읽을 것이 없다"),
        pytest.param("", "", id="빈 글"),
    ],
)
def test_소리_내어_읽은_끝소리를_안다(word: str, consonant: str) -> None:
    assert batchim(word) == consonant
    assert has_batchim(word) is bool(consonant)


@settings(deadline=None)
@given(SYLLABLES)
def test_자모로_풀었다가_모으면_제자리다(text: str) -> None:
    assert compose(to_jamo(text)) == text


@settings(deadline=None)
@given(st.text(max_size=20))
def test_어떤_글이든_초성의_길이는_글의_길이와_같다(text: str) -> None:
    assert len(to_choseong(text)) == len(text)
    assert not any(is_syllable(c) for c in to_jamo(text))


@settings(deadline=None)
@given(SYLLABLES.filter(bool))
def test_음절의_초성은_모두_낱자다(text: str) -> None:
    assert all(is_jamo(c) for c in to_choseong(text))
    assert is_choseong(to_choseong(text))
