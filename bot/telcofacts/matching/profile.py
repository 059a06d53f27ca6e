"""What a fact holds beyond its words: the entities, numbers and sorts of answer that a question may ask it for."""

import dataclasses
import functools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from rapidfuzz import fuzz, process

from telcofacts.knowledge.models import Fact
from telcofacts.matching.demands import HALF_KNOWN, Demands
from telcofacts.matching.parties import ANOTHER_HEAD, WITH_WHOM, founded_in
from telcofacts.matching.questions import NAME, SAID, WHO, held_by
from telcofacts.matching.reading import Reading
from telcofacts.text.jamo import is_syllable, to_jamo

ENOUGH = 0.15
"""Share of a fact's example questions that must have a word, or ask for something, before it counts as the fact's own:
one alone may be anybody's whim."""
_NEAR_COMPARED = 5
_NEARLY_ALL = 0.999  # sums of shares seldom make 1
_DIGITS = re.compile(r"\d+")
NEAR_CUTOFF = 75.0
"""rapidfuzz ratio on jamo from which what is no word is taken for a misspelt one of the fact: what stands beside it has
led to the fact. With 70, 75 and 80 of 3,984 questions with slips 83.5, 83.5 and 83.3 % are answered rightly."""
_TOGETHER = ("p:", "c:", WITH_WHOM)  # see `Parties.pairs`


class Fit(NamedTuple):
    """How an utterance's demands and a fact's contents go together.

    Attributes:
        coverage: share of the utterance's words and names, weighted by idf, that the fact knows, 0–1.
        stranger, number, asks, contradicted: see `confidence.Features`.
    """

    coverage: float
    stranger: float
    number: float
    asks: float
    contradicted: float

    @property
    def is_complete(self) -> bool:
        """Whether the fact lacks nothing of what the utterance says and asks."""
        lacks = (self.stranger, self.number, self.asks, self.contradicted)
        return self.coverage > _NEARLY_ALL and max(lacks) < HALF_KNOWN


@dataclasses.dataclass(frozen=True)
class Profile:
    """The contents of one fact.

    Attributes:
        knows: term ("직원", "s:headcount", "e:kt", "q:when") → how surely it is the fact's own, 0–1: what its
            statement, keywords, entities and speakers hold for sure, the rest by how many of its questions have it.
            "o:s:headcount" is there where statement or keywords have it, or a question takes it for granted.
        numbers: the numbers in its statement, keywords, dates, and in several of its questions, also without their
            sort: 30 for 30%.
    """

    knows: Mapping[str, float]
    numbers: frozenset[str]

    @classmethod
    def of(
        cls,
        fact: Fact,
        rows: Sequence[Reading],
        opposites: Mapping[str, Collection[str]],
        owners: Mapping[str, str],
        posts: Mapping[str, Collection[str]],
    ) -> "Profile":
        """Profile a fact.

        Args:
            fact: the fact.
            rows: its texts, the example questions first.
            opposites: groups of synonyms → those that mean the opposite.
            owners: entities → whose they are: who asks of a company may mean its subsidiary's product.
            posts: people → of what they are the head: who asks for it does not mean its subsidiary's.
        """
        examples, own = rows[: len(fact.questions)], rows[len(fact.questions) :]
        counted = Counter(term for row in examples for term in _contents(row))
        enough = max(len(examples) * ENOUGH, 1.0)
        knows = {term: min(count / enough, 1.0) for term, count in counted.items()}
        asked = Counter(kind for row in examples for kind in row.asks)
        asked[NAME] = max(asked[NAME], asked[WHO])
        asked[SAID] = 0  # people ask what was said of anything; whether somebody said it is on record
        knows |= {f"q:{kind}": min(count / enough, 1.0) for kind, count in asked.items() if count}
        sure = {term for row in own for term in _contents(row)}
        sure |= {f"o:{term}" for term in sure if term.startswith("s:")}
        sure |= {f"o:s:{group}" for row in examples for group in row.granted(opposites)}
        about = {*fact.entities, *(speaker.entity for speaker in fact.speakers)}
        sure |= {f"e:{entity}" for entity in about | {owners[entity] for entity in about & owners.keys()}}
        sure |= {post for person in about & posts.keys() for post in posts[person]}
        sure |= founded_in(fact.statement, about)
        sure |= {ANOTHER_HEAD for row in own if ANOTHER_HEAD in row.heads}
        sure |= {f"q:{kind}" for kind in held_by(f"{fact.statement} {fact.short or ''}")}
        if any(speaker.via != "article" for speaker in fact.speakers):
            sure.add(f"q:{SAID}")
        return cls(
            knows=knows | dict.fromkeys(sure, 1.0),
            numbers=_numbers(own, 1)
            | _numbers(examples, 2)  # one alone may be a wrong one: "절반 아니었어? 30%라던데"
            | frozenset(
                str(Decimal(digits).normalize()) for digits in _DIGITS.findall(f"{fact.as_of} {fact.target or ''}")
            ),
        )

    def fit(self, demands: Demands) -> Fit:
        """Compare what an utterance says and asks with what the fact holds."""
        covered, stranger = 0.0, float(demands.has_stranger)
        knows = self.knows.get
        for word, group, weight, typed in demands.words:
            known = max(knows(word, 0.0), knows(group, 0.0))
            covered += weight * (max(known, self._near(typed)) if typed else known)
        for entity, weight, is_stranger in demands.entities:
            known = knows(entity, 0.0)
            covered += weight * known
            if is_stranger:
                stranger = max(stranger, 1 - known)
        total = demands.total
        if demands.follows:
            covered = sum(weight * knows(term, 0.0) for term, weight in demands.follows)
            total = sum(weight for _, weight in demands.follows)
        return Fit(
            coverage=covered / total if total else 0.0,
            stranger=stranger,
            number=float(bool(demands.numbers - self.numbers)),
            asks=min(sum(demands.asked[kind] * (1 - knows(kind, 0.0)) for kind in demands.asked), 2.0),
            contradicted=float(
                demands.misplaces
                or not self.knows.keys() >= demands.required
                or self._says_opposite(demands)
                or self._has_other_partner(demands)
            ),
        )

    def _near(self, typed: str) -> float:
        """Return how surely the fact knows a word of which what was typed, in jamo, is nearly the beginning, 0–1."""
        found = 0.0
        for length, (words, known) in self._spelled.items():
            if length <= len(typed) + 1:
                for _, _, at in process.extract(
                    typed[:length], words, scorer=fuzz.ratio, score_cutoff=NEAR_CUTOFF, limit=_NEAR_COMPARED
                ):
                    found = max(found, known[at])
        return found

    @functools.cached_property
    def _spelled(self) -> Mapping[int, tuple[Sequence[str], Sequence[float]]]:
        """The jamo of its words, and how surely it knows each, by how many jamo there are."""
        spelled: dict[int, tuple[list[str], list[float]]] = {}
        for term, known in self.knows.items():
            if len(term) > 1 and all(map(is_syllable, term)):
                jamo = to_jamo(term)
                words, sure = spelled.setdefault(len(jamo), ([], []))
                words.append(jamo)
                sure.append(known)
        return spelled

    def lacks(self, asked: Iterable[str]) -> frozenset[str]:
        """Return which sorts of answer the fact does not hold."""
        return frozenset(kind for kind in asked if self.knows.get(f"q:{kind}", 0.0) < HALF_KNOWN)

    def _says_opposite(self, demands: Demands) -> bool:
        return any(
            f"o:{group}" not in self.knows and any(self.knows.get(other, 0.0) >= 1 for other in others)
            for group, others in demands.opposed
        )

    def _has_other_partner(self, demands: Demands) -> bool:
        """Tell whether the fact joins one of those whom the utterance joins with somebody else, or with nobody."""
        if not demands.pairs:
            return False
        asked = {pair[2:] for pair in demands.pairs}
        if any(pair.startswith(WITH_WHOM) for pair in demands.pairs):
            pairs = {term: known for term, known in self.knows.items() if term.startswith(_TOGETHER)}
            return not any(
                set(pair[2:].split("+")).issuperset(party.split("+")) and ("+" not in party or known >= HALF_KNOWN)
                for party in asked
                for pair, known in pairs.items()
            )
        if not any(pair.startswith("p:") for pair in demands.pairs):
            return False
        own = {term[2:] for term, known in self.knows.items() if known >= HALF_KNOWN and term.startswith(("p:", "c:"))}
        partners = {party for pair in asked for party in pair.split("+")}
        joined = (term[2:].split("+") for term, known in self.knows.items() if known >= 1 and term.startswith("p:"))
        return asked.isdisjoint(own) and any(not partners.isdisjoint(pair) for pair in joined)


def _contents(row: Reading) -> Iterable[str]:
    words = {word.form for word in row.words} | {f"s:{word.group}" for word in row.words if word.group}
    return words | {f"e:{entity}" for entity in row.entities} | row.pairs


def _numbers(rows: Iterable[Reading], least: int) -> frozenset[str]:
    """Return the numbers that at least so many rows have, with and without their sort."""
    counted = Counter(
        key for row in rows for key in {key for number in row.numbers for key in (number, number.rstrip("%대명"))}
    )
    return frozenset(key for key, count in counted.items() if count >= least)
