"""Korean morphemes by Kiwi; the only module that imports it."""

import functools
from typing import NamedTuple

from kiwipiepy import Kiwi, Token

CONTENT_TAGS = frozenset({"NNG", "NNP", "NR", "SN", "SL", "SH", "VV", "VA", "XR"})
"""Sejong tags: common and proper nouns, numerals, digits, Latin, Chinese, verb and adjective stems, roots."""

_EMPTY_STEMS = frozenset(
    ["하", "되", "있", "없", "이", "아니", "같", "그렇", "어떻", "이렇", "어떠하", "알", "말", "주", "보"]
)
_STEM_TAGS = frozenset({"VV", "VA", "XR"})


class Morpheme(NamedTuple):
    """A morpheme and where it stands: characters `start` to `end` of the analysed text."""

    form: str
    tag: str
    start: int
    end: int

    @property
    def is_content(self) -> bool:
        """Whether it carries meaning by itself: no particle, ending, punctuation or all-purpose verb."""
        return self.tag in CONTENT_TAGS and not (self.tag in _STEM_TAGS and self.form in _EMPTY_STEMS)


@functools.cache
def _kiwi() -> Kiwi:
    # Without the multi-word dictionary Kiwi takes 304 instead of 500 MB and answers the same (MATCHING.md, point 7).
    kiwi = Kiwi(num_workers=1, load_multi_dict=False)
    kiwi.tokenize("첫 분석은 느리다")
    return kiwi


def warm_up() -> None:
    """Load the dictionaries now: the first analysis takes a second or two."""
    _kiwi()


def analyse(text: str) -> list[Morpheme]:
    """Split a normalised text into morphemes, Latin ones in lower case.

    >>> [m.form for m in analyse("대표는 언제 취임했어?") if m.is_content]
    ['대표', '취임']
    """
    tokens = _kiwi().tokenize(text)
    assert isinstance(tokens, list)
    return [_morpheme(token) for token in tokens if isinstance(token, Token)]


def _morpheme(token: Token) -> Morpheme:
    tag = token.tag.partition("-")[0]
    return Morpheme(token.form.lower(), tag, token.start, token.start + token.len)
