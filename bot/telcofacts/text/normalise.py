"""Bring what people type into one form before anything looks at it."""

import re
import unicodedata

from telcofacts.text.jamo import CHOSEONG, JONGSEONG, JUNGSEONG, is_jamo

MAX_UTTERANCE = 448
"""Characters of an utterance that are looked at: questions are shorter, and morpheme analysis of degenerate input of
4,096 characters takes 0.3–0.4 s (measured with kiwipiepy 0.24). The slowest sort, questions on end without a space, is
answered in 13 ms so."""

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff\U000e0000-\U000e0fff]"
)
"""Characters without a glyph: fillers, joiners, marks of direction, variation selectors, tags."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but for tab and line ends, and halves of surrogate pairs."""

_REPEAT = re.compile(r"([^\W\d_])\1{3,}|([^\w\s])\2{2,}")
_SPACE = re.compile(r"\s+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LONE_JAMO = {
    first + i: jamo
    for first, table in ((0x1100, CHOSEONG), (0x1161, JUNGSEONG), (0x11A8, JONGSEONG[1:]))
    for i, jamo in enumerate(table)
}
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "`": "'", "´": "'", "·": " ", "ㆍ": " ", "•": " "})


def normalise(text: str) -> str:
    r"""Normalise a text for matching: invisible characters, widths, NFC, lone jamo, quotes, repeats, white space.

    NFC, never NFKC: NFKC turns ㅅㅋㅌ into conjoining jamo, which no choseong table knows. Conjoining jamo that no
    syllable holds become the compatibility jamo that keyboards send.

    >>> normalise("  ＫＴ   대표\u200b가   누구야??????  ")
    'KT 대표가 누구야??'
    >>> normalise("대박ㅋㅋㅋㅋㅋㅋ"), normalise("\u1112\u1161\u11ab\u1109\u110f\u1110")
    ('대박ㅋㅋ', '한ㅅㅋㅌ')
    """
    text = INVISIBLE.sub("", CONTROL.sub(" ", text)).translate(_FULL_WIDTH)
    text = unicodedata.normalize("NFC", text).translate(_LONE_JAMO).translate(_QUOTES)
    text = _REPEAT.sub(lambda m: (m[1] or m[2]) * 2, text)
    return _SPACE.sub(" ", text).strip()


def shorten(text: str, limit: int = MAX_UTTERANCE) -> str:
    """Keep the beginning and, of a long ramble, above all the end, where the question stands.

    >>> shorten("가" * 10 + "나" * 10, limit=8)
    '가가 나나나나나'
    """
    if len(text) <= limit:
        return text
    head = limit // 4
    return f"{text[:head]} {text[len(text) - (limit - head - 1) :]}"


def squeeze(text: str) -> str:
    """Drop white space, punctuation and case: the form in which aliases and copied runs are compared.

    The plus sign stays: it is all that tells U+ from U.

    >>> squeeze("LG U+ (엘지 유플러스)")
    'lgu+엘지유플러스'
    """
    return "".join(c for c in text.casefold() if c.isalnum() or c == "+")


def is_meaningful(text: str) -> bool:
    """Tell whether a normalised text holds anything to match: a letter, a digit, a syllable, jamo other than laughter.

    >>> is_meaningful("?!"), is_meaningful("🤖"), is_meaningful("ㅋㅋㅠ"), is_meaningful("KT"), is_meaningful("ㄱㅇㅅ")
    (False, False, False, True, True)
    """
    return any(c.isalnum() and not (is_jamo(c) and c in "ㅋㅎㅠㅜㅡ") for c in text)
