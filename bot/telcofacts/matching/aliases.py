"""Entities named in an utterance: our own alias index.

Kiwi splits names that it was not taught (에이닷 → 에이 + 닷), so names are linked before words are looked at. Latin
names match as whole tokens (KT is not SKT), Hangul names where they begin and end with a morpheme, and longer Hangul
names also when a jamo or two is mistyped (rapidfuzz ratio on jamo: 에이닷/에이닫 86, 에이닷/에이전트 50).
"""

import dataclasses
import functools
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process

from telcofacts.knowledge.models import Entity
from telcofacts.matching.morphemes import Morpheme
from telcofacts.text.jamo import is_syllable, to_choseong, to_jamo
from telcofacts.text.josa import JOSA, without_josa
from telcofacts.text.normalise import squeeze

FUZZY_CUTOFF = 82.0
_SYLLABLES_BEFORE_JOSA = 2
"""Length from which a name may be followed by a particle that the analyser takes for a part of it: 뤼튼의."""
FUZZY_SYLLABLES = 3
SURE_SYLLABLES = 4
"""A Hangul name this long needs no morpheme boundary: it is no accident."""
TITLES = "대표|사장|회장|임원|CEO|최고경영자|최고책임자|장관|위원장|소장|부문장|기자|창업자|연구원|교수|의원"
"""What people are by their post, an expression for `re`."""

_WORDS_REMEMBERED = 4096
How = Literal["exact", "fuzzy", "choseong"]
_WORD = re.compile(r"[가-힣]+")
_TITLE = re.compile(TITLES)
_CHOSEONG_WORD = re.compile(r"[ㄱ-ㅎ]{3,}")


@dataclasses.dataclass(frozen=True)
class Mention:
    """An entity named in a text, at characters `start` to `end`.

    Attributes:
        ambiguous: the name is an everyday word too.
        by_title: a person named by a post only ("KT 대표"): who that is may be the very question.
    """

    entity: str
    start: int
    end: int
    how: How
    ambiguous: bool = False
    by_title: bool = False


@dataclasses.dataclass(frozen=True)
class _Alias:
    entity: str
    ambiguous: bool
    by_title: bool


class AliasIndex:
    """All ways of writing all entities' names."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._exact: dict[str, _Alias] = {}
        self._choseong: dict[str, str | None] = {}
        fuzzy: dict[str, str] = {}
        for entity in entities:
            for alias in entity.aliases:
                key = squeeze(alias)
                ambiguous = entity.ambiguous and alias == entity.name
                self._exact[key] = _Alias(entity.id, ambiguous, _is_title(alias, entity))
                if all(map(is_syllable, key)) and len(key) >= FUZZY_SYLLABLES:
                    fuzzy[to_jamo(key)] = entity.id
                    choseong = to_choseong(key)
                    known = self._choseong.setdefault(choseong, entity.id)
                    if known != entity.id:
                        self._choseong[choseong] = None
        # Where a name can begin, and how long it can be: most characters begin none.
        lengths: dict[str, set[int]] = {}
        for key in self._exact:
            lengths.setdefault(key[0], set()).add(len(key))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        self._nearest = functools.lru_cache(_WORDS_REMEMBERED)(_NearestName(fuzzy))  # people use the same words

    def knows(self, word: str) -> bool:
        """Tell whether a word is, as it stands, a way of writing some entity's name."""
        return squeeze(word) in self._exact

    def link(self, text: str, morphemes: Sequence[Morpheme], *, known: Sequence[Morpheme] | None = ()) -> list[Mention]:
        """Find the entities that a normalised text names, from left to right, longest names first.

        Args:
            text: the text.
            morphemes: its analysis, for where Hangul words begin and end.
            known: those that are words of the base, so no misspelt names; None leaves out what is nearly a name.
        """
        mentions = self._link_exact(text, morphemes)
        if known is not None:
            taken = {i for mention in mentions for i in range(mention.start, mention.end)}
            mentions += self._link_choseong(text, taken)
            taken.update(morpheme.start for morpheme in known if len(morpheme.form) > 1)
            mentions += self._link_fuzzy(text, taken)
        return sorted(mentions, key=lambda mention: mention.start)

    def _link_exact(self, text: str, morphemes: Sequence[Morpheme]) -> list[Mention]:
        # Aliases are compared without spaces and punctuation; `places` leads back to the text.
        folded = [(i, c.casefold()) for i, c in enumerate(text) if c.isalnum() or c == "+"]
        places = [i for i, c in folded if len(c) == 1]  # ß folds into two: no alias has one
        flat = "".join(c for _, c in folded if len(c) == 1)
        starts = {morpheme.start for morpheme in morphemes}
        ends = {morpheme.end for morpheme in morphemes}
        mentions = []
        i = 0
        while i < len(flat):
            for length in self._lengths.get(flat[i], ()):
                alias = self._exact.get(flat[i : i + length])
                if alias is None or i + length > len(flat):
                    continue
                start, end = places[i], places[i + length - 1] + 1
                if _is_whole(text, start, end, starts, ends):
                    mentions.append(Mention(alias.entity, start, end, "exact", alias.ambiguous, alias.by_title))
                    i += length
                    break
            else:
                i += 1
        return mentions

    def _link_choseong(self, text: str, taken: set[int]) -> list[Mention]:
        mentions = []
        for match in _CHOSEONG_WORD.finditer(text):
            entity = self._choseong.get(match[0])
            if entity and match.start() not in taken:
                mentions.append(Mention(entity, match.start(), match.end(), "choseong"))
                taken.update(range(match.start(), match.end()))
        return mentions

    def _link_fuzzy(self, text: str, taken: set[int]) -> list[Mention]:
        mentions = []
        free = [match for match in _WORD.finditer(text) if not taken.intersection(range(match.start(), match.end()))]
        # Two neighbouring words first: names of people are written with a space or two. Unless one alone is as near.
        pairs = [(a, b) for a, b in itertools.pairwise(free) if text[a.end() : b.start()] == " "]
        for words in [*pairs, *((match,) for match in free)]:
            start = words[0].start()
            found = self._nearly("".join(match[0] for match in words))
            if start in taken or not found:
                continue
            alone = (self._nearly(match[0]) for match in words if len(words) > 1)
            if any(other and other.ratio >= found.ratio for other in alone):
                continue
            end = _end_of(text, start, found.length)
            mentions.append(Mention(found.entity, start, end, "fuzzy"))
            taken.update(range(start, end))
        return mentions

    def _nearly(self, word: str) -> "_Near | None":
        """Return the name that a word, with or without its particle, nearly is."""
        for candidate in dict.fromkeys((word, without_josa(word))):
            if len(candidate) >= FUZZY_SYLLABLES and (found := self._nearest(candidate)):
                return found
        return None


class _Near(NamedTuple):
    """An entity of whose name so many syllables are nearly one, and the ratio (0–100)."""

    entity: str
    length: int
    ratio: float


class _NearestName:
    """Finds the entity of which a word is nearly a name; by itself, so that what remembers its results is no cycle."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take the names in jamo, and the entity of each."""
        self._names = names
        self._of_length: dict[int, list[str]] = {}

    def __call__(self, word: str) -> _Near | None:
        jamo = to_jamo(word)
        n = len(jamo)
        if n not in self._of_length:  # twice the shorter length over the sum of both is the best ratio there is
            near = [other for other in self._names if 200 * min(n, len(other)) >= FUZZY_CUTOFF * (n + len(other))]
            self._of_length[n] = near
        found = process.extractOne(jamo, self._of_length[n], scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
        return _Near(self._names[found[0]], len(word), found[1]) if found else None


def _is_title(alias: str, entity: Entity) -> bool:
    return entity.type == "person" and bool(_TITLE.search(alias)) and entity.name not in alias


def _end_of(text: str, start: int, length: int) -> int:
    """Return where a run of so many characters, spaces left out, ends in a text."""
    end = start
    while length:
        length -= not text[end].isspace()
        end += 1
    return end


def _is_whole(text: str, start: int, end: int, starts: set[int], ends: set[int]) -> bool:
    """Tell whether a name stands by itself there, not inside a longer word."""
    first, last = text[start], text[end - 1]
    before, after = text[start - 1 : start], text[end : end + 1]
    if _is_latin(first) and _is_latin(before):
        return False
    if (_is_latin(last) and _is_latin(after)) or (last.isdigit() and after.isdigit()):
        return False
    hangul = sum(map(is_syllable, text[start:end]))
    if hangul >= SURE_SYLLABLES:
        return True
    begins = not is_syllable(first) or not is_syllable(before or " ") or start in starts
    stops = not is_syllable(last) or not is_syllable(after or " ") or end in ends
    if (
        not stops and hangul >= _SYLLABLES_BEFORE_JOSA
    ):  # 김영섭이: the analyser takes the particle for a part of the name
        rest = _WORD.match(text, end)
        stops = bool(rest and JOSA.fullmatch(rest[0]))
    return begins and stops


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
