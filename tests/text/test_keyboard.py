import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telcofacts.text.jamo import to_jamo
from telcofacts.text.keyboard import compose, from_qwerty, key_to_jamo

DOUBLE_JAMO = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
KEY_OF = {key_to_jamo(key): key for key in "qwertyuiopasdfghjklzxcvbnmQWERTOP"}
SYLLABLES = st.text(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")), min_size=1, max_size=12)


def type_on_dubeolsik(text: str) -> str:
    return "".join(KEY_OF[key] for jamo in to_jamo(text) for key in DOUBLE_JAMO.get(jamo, jamo))


@pytest.mark.parametrize(
    ("keys", "hangul"),
    [
        pytest.param("rladudtjq", "김영섭", id="이름"),
        pytest.param("aledma", "믿음", id="받침 뒤에 이응"),
        pytest.param("rkqtdl", "값이", id="겹받침"),
        pytest.param("rkqtl", "갑시", id="겹받침이 아니라 다음 음절의 초성"),
        pytest.param("dhk", "와", id="겹모음"),
        pytest.param("Rk", "까", id="윗글쇠"),
        pytest.param("Akf", "말", id="윗글쇠가 뜻 없는 자리"),
        pytest.param("KT", None, id="음절이 되지 않는 영문"),
        pytest.param("chatgpt", None, id="영어 낱말"),
        pytest.param("rladudtjq2", None, id="숫자가 섞인 말"),
        pytest.param("김영섭", None, id="이미 한글"),
        pytest.param("", None, id="빈 글"),
    ],
)
def test_영문_자판으로_친_한글을_읽는다(keys: str, hangul: str | None) -> None:
    assert from_qwerty(keys) == hangul


@pytest.mark.parametrize(
    ("jamo", "text"),
    [
        ("ㅅㅡㄹㅋㅔㅅ", "슬켓"),
        ("ㅋㅋㅋ", "ㅋㅋㅋ"),
        ("ㄱㅏ ㄴㅏ", "가 나"),
        ("ㅏㅏ", "ㅏㅏ"),
        ("ㄱㅏㄸㅏ", "가따"),
        ("KT ㄷㅐㅍㅛ", "KT 대표"),
    ],
)
def test_낱자를_자판처럼_모은다(jamo: str, text: str) -> None:
    assert compose(jamo) == text


@settings(deadline=None)
@given(SYLLABLES)
def test_한글을_영문_자판으로_쳐도_도로_읽힌다(text: str) -> None:
    assert from_qwerty(type_on_dubeolsik(text)) == text


@settings(deadline=None)
@given(st.text(max_size=30))
def test_어떤_글을_주어도_멈추지_않는다(text: str) -> None:
    compose(text)
    from_qwerty(text)
