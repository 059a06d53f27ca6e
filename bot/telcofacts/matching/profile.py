"""What a fact holds beyond its words: the entities, numbers and sorts of answer that a question may ask it for."""

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from telcofacts.knowledge.models import Fact
from telcofacts.matching.questions import NAME, SAID, WHO, held_by
from telcofacts.matching.reading import Reading

_ENOUGH = 3
"""Example questions that must have a word before it counts as the fact's own: one alone may be anybody's whim."""
_ENOUGH_ASKED = 0.15
"""The same for what is asked for, as a share of the example questions."""
_DIGITS = re.compile(r"\d+")


class Fit(NamedTuple):
    """How an utterance's demands and a fact's contents go together.

    Attributes:
        coverage: share of the utterance's words and names, weighted by idf, that the fact knows, 0–1.
        stranger, number, asks: see `confidence.Features`.
    """

    coverage: float
    stranger: float
    number: float
    asks: float


@dataclasses.dataclass(frozen=True)
class Profile:
    """The contents of one fact.

    Attributes:
        knows: term ("직원", "s:headcount", "e:kt", "q:when") → how surely it is the fact's own, 0–1: what its
            statement, keywords, entities and speakers hold for sure, the rest by how many of its questions have it.
        numbers: numbers in its rows and dates, digits only.
    """

    knows: Mapping[str, float]
    numbers: frozenset[str]

    @classmethod
    def of(cls, fact: Fact, rows: Sequence[Reading]) -> "Profile":
        """Profile a fact by its rows, the example questions first."""
        examples, own = rows[: len(fact.questions)], rows[len(fact.questions) :]
        counted = Counter(term for row in examples for term in _contents(row))
        knows = {term: min(count / _ENOUGH, 1.0) for term, count in counted.items()}
        asked = Counter(kind for row in examples for kind in row.asks)
        asked[NAME] = max(asked[NAME], asked[WHO])
        asked[SAID] = 0  # people ask what was said of anything; whether somebody said it is on record
        knows |= {
            f"q:{kind}": min(count / len(examples) / _ENOUGH_ASKED, 1.0) for kind, count in asked.items() if count
        }
        sure = {term for row in own for term in _contents(row)}
        sure |= {f"e:{entity}" for entity in (*fact.entities, *(speaker.entity for speaker in fact.speakers))}
        sure |= {f"q:{kind}" for kind in held_by(f"{fact.statement} {fact.short or ''}")}
        if any(speaker.via != "article" for speaker in fact.speakers):
            sure.add(f"q:{SAID}")
        return cls(
            knows=knows | dict.fromkeys(sure, 1.0),
            numbers=frozenset(number for row in rows for number in row.numbers)
            | frozenset(_DIGITS.findall(f"{fact.as_of} {fact.target or ''}")),
        )

    def fit(self, reading: Reading, idf: Callable[[str], float], types: Callable[[str], str]) -> Fit:
        """Compare what an utterance says and asks with what the fact holds.

        Args:
            reading: the utterance.
            idf: how rare a term is.
            types: the type of an entity.
        """
        total = covered = stranger = 0.0
        knows = self.knows.get
        for word, group, *_ in reading.words:
            weight = idf(word)
            total += weight
            covered += weight * max(knows(word, 0.0), knows(f"s:{group}", 0.0) if group else 0.0)
        for entity in reading.entities:
            weight = idf(f"e:{entity}")
            total += weight
            known = knows(f"e:{entity}", 0.0)
            covered += weight * known
            if types(entity) != "concept":
                stranger = max(stranger, 1 - known)
        asked = reading.asks
        if any(types(mention.entity) == "person" and not mention.by_title for mention in reading.mentions):
            asked -= {WHO}  # "… 누구야?" asks what is known of the person named
        if not total and reading.background and asked:  # "언제?": all that it says is what it asks for
            total = covered = 1.0
        return Fit(
            coverage=covered / total if total else 0.0,
            stranger=stranger,
            number=float(bool(reading.numbers - self.numbers)),
            asks=min(sum(1 - knows(f"q:{kind}", 0.0) for kind in asked), 2.0),
        )


def _contents(row: Reading) -> Iterable[str]:
    words = {word.form for word in row.words} | {f"s:{word.group}" for word in row.words if word.group}
    return words | {f"e:{entity}" for entity in row.entities}
