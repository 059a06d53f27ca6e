"""What an utterance says and asks, weighed once to be compared with many facts."""

import dataclasses
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from telcofacts.matching.questions import WHEN, WHO
from telcofacts.matching.reading import Reading, Word
from telcofacts.text.jamo import is_syllable, to_jamo
from telcofacts.text.josa import without_josa

HALF_KNOWN = 0.5
"""How surely a fact knows a term from which its question may well be meant by it."""
SHRED_WEIGHT = 0.25
"""What a noun of one syllable counts in an eojeol that no row has: 회싸애서 is read as 회 + 싸 + 애서. With 1, 0.5,
0.25 and 0 of 3,984 questions with slips 82.5, 83.1, 83.5 and 83.8 % are answered rightly, and of 1,490 foreign ones
with slips 4.8, 5.0, 5.3 and 5.7 % are answered."""
MOST_TYPED, LONGEST_TYPED = 8, 8
"""Words that may be misspelt of one message, and syllables of each, that are compared with those of facts: hostile text
has hundreds."""
_HANGUL = re.compile("[가-힣]+")
WHEN_COUNTS = 2
"""Who asks of something named when it was takes nothing else: of 3,143 questions one fewer is answered rightly so, one
fewer wrongly, and one fewer though nothing answers ("BLOOM 언제 공개됐어?"); with WHO as well nine fewer rightly. Where
nothing is named, as in the FAQ task, it is less sure that the words ask so."""
_ROLE = re.compile("(?:차관|이사|감사|의장|회장|원장|총재|주주|대변인|창업자|설립자)$")
"""What somebody is who is asked for: "KT 사외이사 누구야?" is not answered by who is its CEO."""


class WeighedWord(NamedTuple):
    """A content word of an utterance.

    Attributes:
        form: the form under which it is indexed.
        group: the key of its group of synonyms, "" for none.
        weight: how rare it is.
        typed: of what may be a misspelt word, what stands there from its beginning without a space, in jamo.
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
        words: all words that facts or several rows have.
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
        weight, typed = self.idf(word.form), ""
        if not group and not word.is_predicate and len(word.form) == 1 and self._is_shred(word, text):
            weight, typed = weight * SHRED_WEIGHT, _from(text, word)
        elif not group and not word.in_dictionary and word.form not in self.words:
            typed = _from(text, word)
        return WeighedWord(word.form, group, weight, typed)

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
        asked: keys of the sorts of answer asked for, and for how many each counts.
        numbers: the numbers in it (see `numbers_by_sort`).
        opposed: keys of groups of synonyms that it takes for granted, and of those that mean the opposite.
        pairs: see `Reading.pairs`.
        misplaces: see `Reading`.
        required: terms that a fact has to have, or the utterance contradicts it: of what somebody is the head, whose
            head is asked for, what somebody is who is asked for, and what turns around all that is said ("withdraw").
        has_stranger: it has the name of a place, a company or a person that no fact has.
        follows: where it has nothing but a question word, the terms of what it follows up, and their weight: "언제?" is
            asked of that.
    """

    words: Sequence[WeighedWord]
    entities: Sequence[tuple[str, float, bool]]
    total: float
    asked: Mapping[str, int]
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
        if sum(bool(word.typed) for word in words) > MOST_TYPED:
            words = [word._replace(typed="") for word in words]
        keys = [(f"e:{entity}", lexicon.types[entity] != "concept") for entity in reading.entities]
        entities = [(key, lexicon.idf(key), is_own) for key, is_own in keys]
        total = sum(word.weight for word in words) + sum(weight for _, weight, _ in entities)
        return cls(
            words=words,
            entities=entities,
            total=total,
            asked={
                f"q:{kind}": WHEN_COUNTS if kind == WHEN and entities else 1
                for kind in asked_of(reading, lexicon.types)
            },
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
            | _roles(reading)
            | {f"s:{group}" for group in reading.granted({}).intersection(lexicon.reversing)},
            has_stranger=not reading.is_garbled
            and any(word.is_name and not word.group and word.form not in lexicon.held for word in reading.words),
            follows=follows,
        )


def _roles(reading: Reading) -> frozenset[str]:
    """Return the words of what somebody is who is asked for, with all that is written as one with them."""
    found: set[str] = set()
    for role in reading.words if WHO in reading.asks else ():
        if _ROLE.search(role.form):
            found |= {f"s:{role.group}" if role.group else role.form}
            before = reading.text.rfind(" ", 0, role.start)
            found |= {word.form for word in reading.words if before < word.start < role.start and not word.group}
    return frozenset(found)


def _from(text: str, word: Word) -> str:
    match = _HANGUL.match(text, word.start)
    return to_jamo(match[0][:LONGEST_TYPED]) if match else ""


def asked_of(reading: Reading, types: Mapping[str, str]) -> frozenset[str]:
    """Return the sorts of answer that an utterance asks for, given the type of each entity.

    Of a person named "누구야?" asks what is known of them, not for a name.
    """
    named = any(types[mention.entity] == "person" and not mention.by_title for mention in reading.mentions)
    return reading.asks - {WHO} if named else reading.asks
