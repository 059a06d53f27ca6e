"""Korean morphemes by Kiwi; the only module that imports it."""

import functools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kiwipiepy import Kiwi, Token

CONTENT_TAGS = frozenset({"NNG", "NNP", "NR", "SN", "SL", "SH", "VV", "VA", "XR"})
"""Sejong tags: common and proper nouns, numerals, digits, Latin, Chinese, verb and adjective stems, roots."""

_HOW_MANY = "몇"  # a numeral only where it is written without a space: 직원은몇명

_EMPTY_STEMS = frozenset(
    "하 되 있 없 이 아니 같 그렇 어떻 이렇 어떠하 알 말 주 보 대하 관하 묻 궁금하".split()  # noqa: SIM905
)
_LAST_TAG_ID = 64
"""Kiwi numbers the words of its dictionary; a guess has the number of its tag, of which there are some sixty."""
_STEM_TAGS = frozenset({"VV", "VA", "XR"})


class Morpheme(NamedTuple):
    """A morpheme and where it stands: characters `start` to `end` of the analysed text.

    Attributes:
        in_dictionary: it is a word of the language, not a guess.
    """

    form: str
    tag: str
    start: int
    end: int
    in_dictionary: bool = True

    @property
    def is_content(self) -> bool:
        """Whether it carries meaning by itself: no particle, ending, punctuation or all-purpose verb."""
        is_empty = self.form == _HOW_MANY or (self.tag in _STEM_TAGS and self.form in _EMPTY_STEMS)
        return self.tag in CONTENT_TAGS and not is_empty

    @property
    def is_known_name(self) -> bool:
        """Whether it is a name that everybody knows, of a place or a company, say."""
        return self.tag == "NNP" and self.in_dictionary


@functools.cache
def _kiwi() -> Kiwi:
    # Without its dictionaries of multi-word and coined names and of typos Kiwi takes 263 instead of 500 MB; hit@1 on
    # tests/exam is the same (79.5 of 100), on another sample of 191 questions two fewer are right.
    kiwi = Kiwi(num_workers=1, load_multi_dict=False, load_default_dict=False, load_typo_dict=False)
    # A narrower beam saves a seventh of the time and reads two of 255 questions otherwise.
    kiwi.global_config.cutoff_threshold = 5
    kiwi.tokenize("첫 분석은 느리다")
    return kiwi


def analyse(text: str) -> list[Morpheme]:
    """Split a normalised text into morphemes, Latin ones in lower case.

    >>> [m.form for m in analyse("대표는 언제 취임했어?") if m.is_content], [m.form for m in analyse("AT&T")]
    (['대표', '취임'], ['at&t'])
    """
    return _morphemes(_kiwi().tokenize(text))


def analyse_all(texts: Iterable[str]) -> Iterator[tuple[str, list[Morpheme]]]:
    """Analyse many texts, each once; yield them one by one with their morphemes, which are many to hold at once."""
    texts = list(dict.fromkeys(texts))
    return ((text, _morphemes(tokens)) for text, tokens in zip(texts, _kiwi().tokenize(texts), strict=True))


def _morphemes(tokens: Iterable[Token]) -> list[Morpheme]:
    morphemes = [
        Morpheme(
            token.form.lower(),
            token.tag.partition("-")[0],
            token.start,
            token.start + token.len,
            token.id > _LAST_TAG_ID,
        )
        for token in tokens
    ]
    for i in range(len(morphemes) - 2, 0, -1):
        if morphemes[i].form == "&":
            morphemes[i - 1 : i + 2] = _with_ampersand(morphemes[i - 1 : i + 2])
    return morphemes


def _with_ampersand(three: list[Morpheme]) -> list[Morpheme]:
    """Join what an ampersand joins: R&D, AT&T."""
    first, middle, last = three
    is_one = first.tag == last.tag == "SL" and first.end == middle.start and middle.end == last.start
    return [first._replace(form=f"{first.form}&{last.form}", end=last.end)] if is_one else three
