"""What is hidden before a question is stored, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telcofacts.storage import mask

PHONE, RESIDENT, CARD, MAIL = "[전화번호]", "[주민등록번호]", "[카드번호]", "[전자우편]"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("010-1234-5678", PHONE),
        ("01012345678", PHONE),
        ("010 1234 5678로 전화 주세요", f"{PHONE}로 전화 주세요"),
        ("010.1234.5678", PHONE),
        ("010–1234–5678", PHONE),
        ("010·1234·5678", PHONE),
        ("０１０－１２３４－５６７８", PHONE),
        ("011-234-5678", PHONE),
        ("+82 10-1234-5678", PHONE),
        ("+821012345678", PHONE),
        ("+82-010-1234-5678", PHONE),
        ("0082 10 1234 5678", PHONE),
        ("02-123-4567", PHONE),
        ("(02) 1234-5678", PHONE),
        ("031-123-4567", PHONE),
        ("070-1234-5678", PHONE),
        ("0212345678", PHONE),
        ("+1 415 555 2671", PHONE),
        ("내 번호는 010-1234-5678이고 형은 010-8765-4321", f"내 번호는 {PHONE}이고 형은 {PHONE}"),
        ("900101-1234567", RESIDENT),
        ("9001011234567", RESIDENT),
        ("900101 - 1234567", RESIDENT),
        ("000229-3******", RESIDENT),
        ("주민번호 900101-1234567이에요", f"주민번호 {RESIDENT}이에요"),
        ("4111 1111 1111 1111", CARD),
        ("4111-1111-1111-1111", CARD),
        ("5555555555554444", CARD),
        ("378282246310005", CARD),
        ("hong.gildong+kt@example.co.kr로", f"{MAIL}로"),
        ("me@example.com, you@example.org", f"{MAIL}, {MAIL}"),
        ("홍길동@예시.한국", MAIL),
        ("123456789:AAExampleExampleExampleExampleExample", "[토큰]"),
        ("2024년 10월 KT 매출 26조 4312억원", "2024년 10월 KT 매출 26조 4312억원"),
        ("2024-10-28에 발표한 2,400억 규모", "2024-10-28에 발표한 2,400억 규모"),
        ("1,234,567,890,123원", "1,234,567,890,123원"),
        ("5년간 2조 4000억 원, GPU 1000장", "5년간 2조 4000억 원, GPU 1000장"),
        ("AICC 2.0과 5G 3.5GHz", "AICC 2.0과 5G 3.5GHz"),
        ("20241028 20251122", "20241028 20251122"),
        ("KT@한국", "KT@한국"),
    ],
)
def test_가린다(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(mask(text)) == mask(text)


@given(st.text(max_size=400))
def test_무엇을_넣어도_글을_돌려준다(text: str) -> None:
    assert isinstance(mask(text), str)


@given(st.integers(10_000_000, 99_999_999), st.sampled_from(["", "-", " ", "."]), st.text("가나다 ,", max_size=5))
def test_휴대전화_번호는_어떻게_적어도_남지_않는다(number: int, sign: str, around: str) -> None:
    first, last = divmod(number, 10_000)
    masked = mask(f"{around}010{sign}{first}{sign}{last:04}{around}")
    assert masked == f"{around}{PHONE}{around}"
