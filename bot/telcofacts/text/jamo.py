"""Hangul syllables taken apart: jamo sequences, choseong, batchim.

Arithmetic of the Unicode Standard, chapter 3.12 ("Conjoining Jamo Behavior"); results are compatibility jamo (ㄱ, ㅏ),
which is what keyboards send and people type.
"""

import re

CHOSEONG = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
JUNGSEONG = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
JONGSEONG = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

_FIRST, _LAST = ord("가"), ord("힣")

_JAMO = re.compile("[ㄱ-ㅣ]")
_INNER_STRAY = re.compile(r"(?<=[가-힣])(?!([ㄱ-ㅎ])\1|[ㅋㅎㅠㅜㅡ]{1,2}[가-힣])[ㄱ-ㅣ]{1,2}(?=[가-힣])")
"""Between syllables, but no laughter, tears, dashes and slang (ㄷㄷ)."""
_STRAY = re.compile(
    rf"{_INNER_STRAY.pattern}"
    # One before a word: more may be a name in its choseong; nor ㄱ자, nor half of SKㅌ.
    r"|(?<![가-힣ㄱ-ㅣA-Za-z])(?<![ㄱ-ㅣ] )(?![ㅋㅎㅠㅜㅡ]|.자(?![가-힣]))[ㄱ-ㅣ](?=[가-힣])"
    r"|(?<=[가-힣])(?![ㅋㅎㅠㅜㅡ])[ㄱ-ㅣ](?![가-힣ㄱ-ㅣ])"  # one behind it: more are slang (ㄱㄱ)
)
_MOST_STRAYS = 8
"""A text with more is no question in which a finger slipped."""
_ASIDE = re.compile(r"\s*\([^()]*\)$")
_LAST_SPOKEN = re.compile(r"[가-힣]|[0-9]|%|[A-Za-z]+")
_DIGIT_BATCHIM = {"0": "ㅇ", "1": "ㄹ", "3": "ㅁ", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ"}
_LETTER_BATCHIM = {"l": "ㄹ", "m": "ㅁ", "n": "ㄴ", "r": "ㄹ"}
_WORD_ENDINGS = (
    (re.compile(r"le?$"), "ㄹ"),
    (re.compile(r"me?$"), "ㅁ"),
    (re.compile(r"ne?$"), "ㄴ"),
    (re.compile(r"ng$"), "ㅇ"),
    (re.compile(r"(?:ck|ook|(?<![aeiou])[aeiou]k)$"), "ㄱ"),
    (re.compile(r"(?:tt|(?<![aeiou])[aeiou]t)$"), "ㅅ"),
    (re.compile(r"(?:pp|(?<![aeiou])[aeiou][bp])$"), "ㅂ"),
)
"""Endings of Latin words and the batchim that they get in Hangul.

A stop after a short vowel becomes one (Copilot 코파일럿); after a long vowel or a consonant it gets a vowel of its own
(Microsoft 마이크로소프트). National Institute of Korean Language, 외래어 표기법, chapter 3.1.
"""


def is_syllable(char: str) -> bool:
    """Tell whether a character is a composed Hangul syllable.

    >>> is_syllable("한"), is_syllable("ㅎ"), is_syllable("K")
    (True, False, False)
    """
    return _FIRST <= ord(char) <= _LAST


def is_jamo(char: str) -> bool:
    """Tell whether a character is a single compatibility jamo.

    >>> is_jamo("ㅎ"), is_jamo("ㅏ"), is_jamo("하")
    (True, True, False)
    """
    return "ㄱ" <= char <= "ㅣ"


def split_syllable(syllable: str) -> tuple[str, str, str]:
    """Split a character into choseong, jungseong and jongseong ("" where there is none).

    What is not a composed syllable comes back whole in the first place.

    >>> split_syllable("값"), split_syllable("가"), split_syllable("K")
    (('ㄱ', 'ㅏ', 'ㅄ'), ('ㄱ', 'ㅏ', ''), ('K', '', ''))
    """
    if not is_syllable(syllable):
        return syllable, "", ""
    code = ord(syllable) - _FIRST
    return CHOSEONG[code // 588], JUNGSEONG[code // 28 % 21], JONGSEONG[code % 28]


def to_jamo(text: str) -> str:
    """Spell a text in jamo; what is not a Hangul syllable stays as it is.

    >>> to_jamo("믿음 AI")
    'ㅁㅣㄷㅇㅡㅁ AI'
    """
    return text.translate(_SPELLED)


class _Spelled(dict[int, str]):
    """Code of a character → its jamo, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(split_syllable(chr(code)))
        return self[code]


_SPELLED = _Spelled()


def to_choseong(text: str) -> str:
    """Keep the first jamo of each Hangul syllable; what is not a syllable stays as it is.

    >>> to_choseong("김영섭 대표")
    'ㄱㅇㅅ ㄷㅍ'
    """
    return "".join(split_syllable(c)[0] for c in text)


def is_choseong(text: str) -> bool:
    """Tell whether a text consists of initial consonants only, as in an abbreviation by choseong.

    >>> is_choseong("ㄱㅇㅅ"), is_choseong("ㅋㅋ요"), is_choseong("")
    (True, False, False)
    """
    return bool(text) and all(c in CHOSEONG for c in text)


def without_strays(text: str) -> str:
    """Return a text without the single jamo in and at its words, which a slip of a finger leaves there.

    >>> without_strays("ㅈ직ㅇ원이 몇 며ㅇ 줄ㅓ었어ㅋㅋ"), without_strays("ㅅㅋㅌ ㄱㅇㅅ은 진짜ㅋㅋ대박ㅠ")
    ('직원이 몇 며 줄었어ㅋㅋ', 'ㅅㅋㅌ ㄱㅇㅅ은 진짜ㅋㅋ대박ㅠ')
    """
    if not _JAMO.search(text):  # most have none, and are seen so in a tenth of the time
        return text
    clean, count = _STRAY.subn("", text)
    return clean if count <= _MOST_STRAYS else text


def has_inner_stray(text: str) -> bool:
    """Tell whether a single jamo stands inside a word.

    >>> has_inner_stray("직ㅇ원"), has_inner_stray("직원ㅇ 진짜ㅋㅋ대박")
    (True, False)
    """
    return _INNER_STRAY.search(text) is not None


def batchim(text: str) -> str:
    """Return the consonant that a word ends in when it is read aloud, "" where it ends in a vowel.

    Digits are read one by one (3 삼), capitals by their names (L 엘), other Latin words as they are written in Hangul
    (Google 구글). Words in parentheses at the end are not read, other punctuation is passed over.

    >>> batchim("믿음"), batchim("GPT-3"), batchim("Google"), batchim("소형언어모델(sLM)"), batchim("'KT'")
    ('ㅁ', 'ㅁ', 'ㄹ', 'ㄹ', '')
    """
    spoken = _LAST_SPOKEN.findall(_ASIDE.sub("", text.rstrip()))
    if not spoken:
        return ""
    last = spoken[-1]
    if is_syllable(last[0]):
        return split_syllable(last)[2]
    if not last[0].isalpha():
        return _DIGIT_BATCHIM.get(last, "")
    if len(last) == 1 or last[-2:].isupper():
        return _LETTER_BATCHIM.get(last[-1].lower(), "")
    return next((consonant for ending, consonant in _WORD_ENDINGS if ending.search(last.lower())), "")


def has_batchim(text: str) -> bool:
    """Tell whether a word ends in a consonant when it is read aloud (see `batchim`).

    >>> has_batchim("믿음"), has_batchim("카카오"), has_batchim("SKT"), has_batchim("30%"), has_batchim("AI 3")
    (True, False, False, False, True)
    """
    return batchim(text) != ""
