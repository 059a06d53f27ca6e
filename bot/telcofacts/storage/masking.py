"""Hide in a text what tells who somebody is, before it is stored."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SEPARATOR: Final = r"[\s.\-‐‑–—_·()]{0,3}"
_EMAIL: Final = re.compile(
    r"[\w.+%\-]{1,64}\s?@\s?"
    r"(?:(?:[A-Za-z0-9\-]{1,63}\.){1,4}[A-Za-z]{2,24}|[\w\-]{1,63}\.(?:한국|닷컴|닷넷|[A-Za-z]{2,24}))"
)
_TOKEN: Final = re.compile(r"\d{6,12}:[A-Za-z0-9_\-]{30,}")
_RESIDENT: Final = re.compile(rf"(?<!\d)(\d{{2}})(\d{{2}})(\d{{2}}){_SEPARATOR}[0-9](?:\d{{6}}|[*xX]{{6}})(?![\d*])")
_CARD: Final = re.compile(rf"(?<!\d)\d(?:{_SEPARATOR}\d){{12,18}}(?!\d)")
_MOBILE: Final = re.compile(
    rf"(?<!\d)(?:(?:\+|00)\s?82{_SEPARATOR}0?|0)1[016789]{_SEPARATOR}\d{{3,4}}{_SEPARATOR}\d{{4}}(?!\d)"
)
_LANDLINE: Final = re.compile(
    r"(?<!\d)(?:(?:\+|00)\s?82[\s.\-]?\(?0?|\(?0)(?:2|[3-6][1-5]|70|50\d?)\)?[\s.\-]{1,2}\d{3,4}[\s.\-]{1,2}\d{4}(?!\d)"
    r"|(?<!\d)0(?:2|[3-6][1-5]|70)\d{7,8}(?!\d)"
)
_FOREIGN: Final = re.compile(rf"(?<![\d+])\+[1-9]\d{{0,2}}(?:{_SEPARATOR}\d){{7,12}}(?!\d)")


def mask(text: str) -> str:
    """Replace e-mail addresses, resident registration, card and phone numbers, and bot tokens by what they are.

    Digits of any width or script count. Amounts, years and dates stay.

    >>> mask("010-1234-5678로 알려 주세요, me@example.com")
    '[전화번호]로 알려 주세요, [전자우편]'
    >>> mask("2024년 KT 매출 26조 4312억")
    '2024년 KT 매출 26조 4312억'
    """
    text = _plain_digits(text)
    text = _TOKEN.sub("[토큰]", text)
    text = _EMAIL.sub("[전자우편]", text)
    text = _RESIDENT.sub(_if(_is_birthday, "[주민등록번호]"), text)
    for pattern in (_MOBILE, _LANDLINE, _FOREIGN):
        text = pattern.sub("[전화번호]", text)
    return _CARD.sub(_if(_passes_luhn, "[카드번호]"), text)


def _plain_digits(text: str) -> str:
    """Write digits of other scripts, and the full-width signs between them, as ASCII."""
    return "".join(
        str(unicodedata.decimal(character))
        if not character.isascii() and character.isdecimal()
        else unicodedata.normalize("NFKC", character)
        if character in "＋－＠．（）−"
        else character
        for character in text
    ).replace("−", "-")


def _if(condition: Callable[[re.Match[str]], bool], replacement: str) -> Callable[[re.Match[str]], str]:
    return lambda found: replacement if condition(found) else found[0]


def _is_birthday(found: re.Match[str]) -> bool:
    return 1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31


def _passes_luhn(found: re.Match[str]) -> bool:
    """Tell whether the digits carry a card's check digit (ISO/IEC 7812-1)."""
    digits = [int(character) for character in found[0] if character.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def printable(text: str) -> str:
    r"""Return a text on one line, without what would steer a terminal, turn its direction or show nothing.

    >>> printable("가\x1b[31m나\u202e다\n라")
    '가 [31m나 다 라'
    """
    return " ".join("".join(" " if unicodedata.category(char) in _UNPRINTABLE else char for char in text).split())
