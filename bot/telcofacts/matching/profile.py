"""What a fact holds beyond its words: the entities, numbers and sorts of answer that a question may ask it for."""

import dataclasses
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from telcofacts.knowledge.models import Fact
from telcofacts.matching.questions import SAID, WHO, held_by
from telcofacts.matching.reading import Reading

_BARE_EVIDENCE = 0.3
_DIGITS = re.compile(r"\d+")


class Fit(NamedTuple):
    """How an utterance's demands and a fact's contents go together.

    Attributes:
        coverage: share of the utterance's words and names, weighted by idf, that the fact knows, 0–1.
        evidence, outside, stranger, number, asks: see `confidence.Features`.
    """

    coverage: float
    evidence: float
    outside: float
    stranger: float
    number: float
    asks: float


@dataclasses.dataclass(frozen=True)
class Profile:
    """The contents of one fact.

    Attributes:
        terms: all terms of its rows.
        entities: ids of the entities that it is about, of its speakers, and of what its questions name; of rivals
            (members of one group) only those that it is about, for questions name the wrong one too.
        numbers: numbers in its rows and dates, digits only.
        holds: sorts of answer that it can give.
    """

    terms: frozenset[str]
    entities: frozenset[str]
    numbers: frozenset[str]
    holds: frozenset[str]

    @classmethod
    def of(cls, fact: Fact, rows: Sequence[Reading], rivals: frozenset[str] = frozenset()) -> "Profile":
        """Profile a fact by its rows, the example questions first; rivals are the members of groups."""
        asked = {kind for row in rows[: len(fact.questions)] for kind in row.asks}
        return cls(
            terms=frozenset(term for row in rows for term in row.terms),
            entities=frozenset([*fact.entities, *(speaker.entity for speaker in fact.speakers)])
            | (frozenset(entity for row in rows for entity in row.entities) - rivals),
            numbers=frozenset(number for row in rows for number in row.numbers)
            | frozenset(_DIGITS.findall(f"{fact.as_of} {fact.target or ''}")),
            holds=held_by(f"{fact.statement} {fact.short or ''}", frozenset(asked))
            | ({SAID} if any(speaker.via != "article" for speaker in fact.speakers) else set()),
        )

    def fit(
        self,
        reading: Reading,
        idf: Callable[[str], float],
        is_foreign: Callable[[str, str | None], bool],
        types: Callable[[str], str],
    ) -> Fit:
        """Compare what an utterance says and asks with what the fact holds.

        Args:
            reading: the utterance.
            idf: how rare a term is.
            is_foreign: tells whether a word, with its group of synonyms, is known from out-of-scope examples only.
            types: the type of an entity.
        """
        total = covered = outside = 0.0
        for word, group, *_ in reading.words:
            weight = idf(word)
            total += weight
            if word in self.terms or (group and f"s:{group}" in self.terms):
                covered += weight
                continue
            if is_foreign(word, group):
                outside += weight
        stranger = False
        for entity in reading.entities:
            weight = idf(f"e:{entity}")
            total += weight
            if entity in self.entities:
                covered += weight
            elif types(entity) != "concept":
                stranger = True
        unheld = reading.asks - self.holds
        if any(types(mention.entity) == "person" and not mention.by_title for mention in reading.mentions):
            unheld -= {WHO}  # "… 누구야?" asks what is known of the person named
        if not total and reading.background and reading.asks:  # "언제?": all that it says is what it asks for
            total = covered = idf("") * _BARE_EVIDENCE
        return Fit(
            coverage=covered / total if total else 0.0,
            evidence=min(covered / idf(""), 1.0),
            outside=outside / total if total else 0.0,
            stranger=float(stranger),
            number=float(bool(reading.numbers - self.numbers)),
            asks=float(min(len(unheld), 2)),
        )
