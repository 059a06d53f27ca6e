"""What an utterance says and asks, weighed once to be compared with many facts."""

import dataclasses
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from telcofacts.matching.questions import WHO
from telcofacts.matching.reading import Reading, Word
from telcofacts.text.jamo import is_syllable
from telcofacts.text.josa import without_josa

HALF_KNOWN = 0.5
"""How surely a fact knows a term from which its question may well be meant by it."""
SHRED_WEIGHT = 0.25
"""What a word of one syllable counts in an eojeol that no row has: 회싸애서 is read as 회 + 싸 + 애서. Of 3,984
questions with typos 82.5, 83.7, 84.2 and 84.5 % are answered rightly with 1, 0.5, 0.25 and 0, and of 1,490 foreign ones
5.2, 5.5, 5.7 and 6.5 %; well-spelt ones hardly have any."""
_HANGUL = re.compile("[가-힣]+")


class WeighedWord(NamedTuple):
    """A content word of an utterance.

    Attributes:
        form: the form under which it is indexed.
        group: the key of its group of synonyms, "" for none.
        weight: how rare it is.
        typed: of a word that no row has, what stands there from its beginning without a space: it may be a misspelt
            one.
    """

    form: str
    group: str
    weight: float
    typed: str


@dataclasses.dataclass(frozen=True)
class Lexicon:
    """What is known of words and names.

    Attributes:
        idf: how rare a term is.
        types: the type of each entity.
        opposites: groups of synonyms → those that mean the opposite.
        reversing: groups that turn around all that is said.
        held: all terms that the facts know, together at least half, and the words of all names.
        words: all words that rows have.
        spellings: the eojeols of the rows, with and without particles.
    """

    idf: Callable[[str], float]
    types: Mapping[str, str]
    opposites: Mapping[str, Collection[str]]
    reversing: Collection[str]
    held: Collection[str]
    words: Collection[str]
    spellings: frozenset[str]

    def weigh(self, word: Word, text: str) -> WeighedWord:
        """Weigh a word of a text."""
        group = f"s:{word.group}" if word.group else ""
        weight = self.idf(word.form)
        if not group and len(word.form) == 1 and self._is_shred(word, text):
            weight *= SHRED_WEIGHT
        match = None if group or word.form in self.words else _HANGUL.match(text, word.start)
        return WeighedWord(word.form, group, weight, match[0] if match else "")

    def _is_shred(self, word: Word, text: str) -> bool:
        start = word.start
        while start and is_syllable(text[start - 1]):
            start -= 1
        match = _HANGUL.match(text, start)
        return match is not None and len(match[0]) > 1 and self.spellings.isdisjoint({match[0], without_josa(match[0])})


@dataclasses.dataclass(frozen=True)
class Demands:
    """What an utterance says and asks, weighed once for all facts.

    Attributes:
        words: its content words.
        entities: keys of the entities named, how rare each is, and whether it is somebody or something of its own: a
            concept that the fact does not name makes it no other story.
        total: sum of the weights.
        asked: keys of the sorts of answer asked for.
        numbers: the numbers in it (see `numbers_by_sort`).
        opposed: keys of groups of synonyms that it takes for granted, and of those that mean the opposite.
        pairs: see `Reading.pairs`.
        misplaces: see `Reading`.
        required: terms that a fact has to have, or the utterance contradicts it: of what somebody is the head, whose
            head is asked for, and what turns around all that is said ("withdraw", "forbid").
        has_stranger: it has the name of a place, a company or a person that no fact has.
        follows: where it has nothing but a question word, the terms of what it follows up, and their weight: "언제?" is
            asked of that.
    """

    words: Sequence[WeighedWord]
    entities: Sequence[tuple[str, float, bool]]
    total: float
    asked: Sequence[str]
    numbers: frozenset[str]
    opposed: Sequence[tuple[str, Collection[str]]]
    pairs: frozenset[str]
    misplaces: bool
    required: frozenset[str]
    has_stranger: bool
    follows: Sequence[tuple[str, float]]

    @classmethod
    def of(cls, reading: Reading, lexicon: Lexicon) -> "Demands":
        """Weigh an utterance.

        Args:
            reading: the utterance.
            lexicon: what is known of words and names.
        """
        follows: list[tuple[str, float]] = []
        behind = reading.background
        is_bare = behind is not None and bool(reading.asks) and reading.only_asks
        if behind is not None and is_bare:
            terms = ((term, share) for term, share in behind.terms.items() if not term.startswith("q:"))
            follows = [(term, share * lexicon.idf(term)) for term, share in terms]
        words = [] if is_bare else [lexicon.weigh(word, reading.text) for word in reading.words]
        keys = [(f"e:{entity}", lexicon.types[entity] != "concept") for entity in reading.entities]
        entities = [(key, lexicon.idf(key), is_own) for key, is_own in keys]
        total = sum(word.weight for word in words) + sum(weight for _, weight, _ in entities)
        return cls(
            words=words,
            entities=entities,
            total=total,
            asked=[f"q:{kind}" for kind in asked_of(reading, lexicon.types)],
            numbers=reading.numbers,
            opposed=[
                (f"s:{group}", [f"s:{other}" for other in others])
                for group in reading.granted(lexicon.opposites)
                if (others := lexicon.opposites.get(group))
            ],
            pairs=reading.pairs,
            misplaces=reading.misplaces,
            required=reading.posts
            | reading.heads
            | {f"s:{group}" for group in reading.granted({}).intersection(lexicon.reversing)},
            has_stranger=not reading.is_garbled
            and any(word.is_name and not word.group and word.form not in lexicon.held for word in reading.words),
            follows=follows,
        )


def asked_of(reading: Reading, types: Mapping[str, str]) -> frozenset[str]:
    """Return the sorts of answer that an utterance asks for, given the type of each entity.

    Of a person named "누구야?" asks what is known of them, not for a name.
    """
    named = any(types[mention.entity] == "person" and not mention.by_title for mention in reading.mentions)
    return reading.asks - {WHO} if named else reading.asks
