"""Choose the form of a particle (josa) that fits the word before it."""

from telcofacts.text.jamo import batchim

_PAIRS = {
    "은": ("은", "는"),
    "이": ("이", "가"),
    "을": ("을", "를"),
    "과": ("과", "와"),
    "아": ("아", "야"),
    "이나": ("이나", "나"),
    "으로": ("으로", "로"),
}


def with_josa(word: str, josa: str) -> str:
    """Attach a particle, named by its form after a consonant, to a word.

    Args:
        word: the noun, in Hangul, Latin letters or digits; quotes and parentheses may follow it.
        josa: one of 은, 이, 을, 과, 아, 이나, 으로.

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
