"""Particles (josa): the form that fits the word before them, and a word without them."""

import re

from telcofacts.text.jamo import batchim

JOSA = re.compile(
    "(?:에서|에게|한테|까지|부터|이랑|이나|이란|이라고|라고|이고|보다|처럼|께서|으로|"
    "은|는|이|가|을|를|과|와|의|에|도|만|로|랑|나|란|야|인)$"
)
"""A particle at the end of a word."""
_PAIRS = {
    "은": ("은", "는"),
    "이": ("이", "가"),
    "을": ("을", "를"),
    "과": ("과", "와"),
    "아": ("아", "야"),
    "이나": ("이나", "나"),
    "으로": ("으로", "로"),
    "이어야": ("이어야", "여야"),
}
_STANDING = {form: josa for josa, forms in _PAIRS.items() if josa != "아" for form in forms}
"""Form of a particle → its name; without 야, which is mostly 이다 ("KT야?")."""
_LEADING = re.compile(rf"(?:{'|'.join(sorted(_STANDING, key=len, reverse=True))})(?![가-힣])")


def with_josa(word: str, josa: str) -> str:
    """Attach a particle or a form of 이다, named by its form after a consonant, to a word.

    Args:
        word: the noun, in Hangul, Latin letters or digits; quotes and parentheses may follow it.
        josa: one of 은, 이, 을, 과, 아, 이나, 으로, 이어야.

    >>> with_josa("KT", "은"), with_josa("믿음", "은"), with_josa("'에이닷'", "이")
    ('KT는', '믿음은', "'에이닷'이")
    >>> with_josa("서울", "으로"), with_josa("판교", "으로"), with_josa("믿음", "으로")
    ('서울로', '판교로', '믿음으로')
    """
    after_consonant, after_vowel = _PAIRS[josa]
    final = batchim(word)
    if josa == "으로" and final == "ㄹ":
        final = ""
    return word + (after_consonant if final else after_vowel)


def with_rest(word: str, rest: str) -> str:
    """Put a word in front of what stood behind another, whose particle may be of the other form.

    >>> with_rest("SK텔레콤", "는 언제?"), with_rest("KT", "과 MS"), with_rest("SK텔레콤", " 대표는?")
    ('SK텔레콤은 언제?', 'KT와 MS', 'SK텔레콤 대표는?')
    """
    leading = _LEADING.match(rest)
    return with_josa(word, _STANDING[leading[0]]) + rest[leading.end() :] if leading else word + rest


def without_josa(word: str) -> str:
    """Take the particle off the end of a word, where it looks like one.

    >>> without_josa("장학생은"), without_josa("믿음이란"), without_josa("대표")
    ('장학생', '믿음', '대표')
    """
    return JOSA.sub("", word)
