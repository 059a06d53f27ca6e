"""Text typed with the wrong keyboard layout on: Latin letters that spell Hangul on the dubeolsik layout (KS X 5002)."""

import re

from telcofacts.text.jamo import CHOSEONG, JONGSEONG, JUNGSEONG

_KEYS = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnmQWERTOP",
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ",
        strict=True,
    )
)
_VOWEL_PAIRS = {"ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ"}
_CONSONANT_PAIRS = {
    "ㄱㅅ": "ㄳ", "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ", "ㄹㅅ": "ㄽ", "ㄹㅌ": "ㄾ",
    "ㄹㅍ": "ㄿ", "ㄹㅎ": "ㅀ", "ㅂㅅ": "ㅄ",
}  # fmt: skip
_JAMO_RUN = re.compile("[ㄱ-ㅣ]+")


def key_to_jamo(key: str) -> str | None:
    """Return the jamo that a Latin key types on the dubeolsik layout, or None.

    Shift makes a difference on seven keys only; elsewhere caps lock is ignored.

    >>> key_to_jamo("r"), key_to_jamo("R"), key_to_jamo("K"), key_to_jamo("1")
    ('ㄱ', 'ㄲ', 'ㅏ', None)
    """
    return _KEYS.get(key) or _KEYS.get(key.lower())


def compose(jamo: str) -> str:
    """Compose compatibility jamo into syllables as an input method does; leftovers stay jamo.

    The inverse of `to_jamo` for texts of whole syllables.

    >>> compose("ㄱㅣㅁㅇㅕㅇㅅㅓㅂ"), compose("ㅋㅋ"), compose("ㄱㅏㅂㅅㅇㅣ")
    ('김영섭', 'ㅋㅋ', '값이')
    """
    return _JAMO_RUN.sub(lambda run: _compose_run(run[0]), jamo)


def _compose_run(jamo: str) -> str:
    out: list[str] = []
    i, n = 0, len(jamo)
    while i < n:
        if jamo[i] not in CHOSEONG or i + 1 == n or jamo[i + 1] not in JUNGSEONG:
            out.append(jamo[i])
            i += 1
            continue
        initial, vowel = jamo[i], jamo[i + 1]
        i += 2
        if i < n and vowel + jamo[i] in _VOWEL_PAIRS:
            vowel = _VOWEL_PAIRS[vowel + jamo[i]]
            i += 1
        final = ""
        if i < n and jamo[i] in JONGSEONG[1:] and not _starts_syllable(jamo, i):
            final = jamo[i]
            i += 1
            if i < n and final + jamo[i] in _CONSONANT_PAIRS and not _starts_syllable(jamo, i):
                final = _CONSONANT_PAIRS[final + jamo[i]]
                i += 1
        code = (CHOSEONG.index(initial) * 21 + JUNGSEONG.index(vowel)) * 28 + JONGSEONG.index(final)
        out.append(chr(ord("가") + code))
    return "".join(out)


def _starts_syllable(jamo: str, i: int) -> bool:
    return jamo[i] in CHOSEONG and i + 1 < len(jamo) and jamo[i + 1] in JUNGSEONG


def from_qwerty(word: str) -> str | None:
    """Read a word as Hangul typed with the Latin layout on.

    Returns:
        The Hangul reading, or None where the keys do not make whole syllables: then it was meant as Latin.

    >>> from_qwerty("rladudtjq"), from_qwerty("qwerty"), from_qwerty("KT"), from_qwerty("rnrrk")
    ('김영섭', None, None, '국가')
    """
    jamo = [key_to_jamo(key) for key in word]
    if not word or None in jamo:
        return None
    hangul = compose("".join(key for key in jamo if key))
    return hangul if all("가" <= c <= "힣" for c in hangul) else None
