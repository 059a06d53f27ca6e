"""Rank the facts of a base for an utterance."""

import dataclasses
import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Fact, OutOfScope
from telcofacts.matching.confidence import COVERAGE_SHARE, MARGIN_SHARE, Features, confidence
from telcofacts.matching.index import CentroidIndex
from telcofacts.matching.profile import Fit, Profile
from telcofacts.matching.reading import Reader, Reading
from telcofacts.matching.repair import Repairer
from telcofacts.text.keyboard import from_qwerty
from telcofacts.text.normalise import is_meaningful, normalise, shorten

TERM_SHARE = 0.2
"""Share of words in the similarity, the rest is jamo n-grams. On the shared benchmark (FAQ clean and with both noises,
passages clean and with both) by share: 0.1: 94.1, 92.2, 91.0, 90.8; 0.2: 94.6, 91.9, 91.4, 91.2; 0.3: 94.6, 91.5, 91.6,
90.8; 0.4: 94.2, 90.6, 92.0, 89.0. Our own questions tell no difference."""
BACKGROUND_SHARE = 0.3
"""How much the beginning of a long message, or the turn before a follow-up, counts beside the question itself."""
BACKGROUND_LENGTH = 120
"""Characters of what leads up to the question that are looked at: the last ones say most, and each costs time."""
LONG_MESSAGE = 70
"""Characters from which a message of several sentences is taken for a ramble with the question at its end."""
CANDIDATES = 10
SIMILARITY_FLOOR = 0.05
"""Cosine under which a fact is no match at all, whatever else speaks for it."""
RANK_WEIGHTS = Fit(coverage=0.2, evidence=0.0, outside=0.0, stranger=-0.05, number=-0.1, asks=-0.08)
"""What full coverage adds to a fact's similarity, and mismatches take from it, when facts are put in order: found by
grid search on tests/exam and on the base's own example questions, each asked with its own row left out; the optimum is
flat. They rest on words, so they say nothing of a message in which words were misread: with both noises the FAQ task
has 91.4 instead of 90.5 of 100 without them there, passages 89.9 instead of 85.6."""

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_HANGUL = re.compile(r"[가-힣ㄱ-ㅣ]")
_KEYS = re.compile(r"[A-Za-z]{3,}")


@dataclasses.dataclass(frozen=True)
class Match:
    """A fact for an utterance.

    Attributes:
        score: how sure it is that the fact answers, 0–100.
        similarity: cosine of words and jamo n-grams with the fact's rows, 0–1.
        adjustment: what was added to the similarity when the facts were put in order.
        features: what the score was made of.
    """

    fact: Fact
    score: float
    similarity: float
    adjustment: float
    features: Features


@dataclasses.dataclass(frozen=True)
class Ranking:
    """What an utterance was matched with.

    Attributes:
        reading: the utterance as it was understood, repaired.
        matches: facts, best first.
        foreign: the nearest out-of-scope subject, None where none is near.
        foreign_similarity: how near, 0–1.
    """

    reading: Reading
    matches: tuple[Match, ...]
    foreign: OutOfScope | None
    foreign_similarity: float


class Matcher:
    """Ranks the facts of one base; built once, then only read."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._facts = list(base.facts.values())
        self._numbers = {fact.id: number for number, fact in enumerate(self._facts)}
        self.reader = Reader(base.entities.values(), base.synonyms.values())
        examples = [(record, example) for record in base.out_of_scope.values() for example in record.examples]
        self._subjects = [record for record, _ in examples]
        texts = [[normalise(row) for row in rows_of(fact)] for fact in self._facts]
        foreign = [normalise(example) for _, example in examples]
        readings = self.reader.read_all([*(row for rows in texts for row in rows), *foreign])
        of_facts = [[readings[row] for row in rows] for rows in texts]
        documents = of_facts + [[readings[example]] for example in foreign]
        self._terms = CentroidIndex(documents, lambda row: row.terms)
        self._grams = CentroidIndex(documents, lambda row: dict.fromkeys(row.grams, 1.0))
        vocabulary = {word.form for rows in documents for row in rows for word in row.words}
        self._repairer = Repairer(vocabulary, readings)
        self.reader.vocabulary = frozenset(vocabulary)
        rivals = frozenset(entity for members in base.groups.values() for entity in members)
        self._profiles = [Profile.of(fact, rows, rivals) for fact, rows in zip(self._facts, of_facts, strict=True)]
        self._inside = frozenset[str]().union(*(profile.terms for profile in self._profiles))

    def read(self, utterance: str) -> Reading:
        """Read what a person typed: normalised, wrong-keyboard words put right, misspelt words repaired."""
        text = self._to_hangul(shorten(normalise(utterance)))
        before, question = _split_off_question(text)
        reading = self._repairer.repair(self.reader.read(question))
        return dataclasses.replace(reading, background=self.reader.read(before, exactly=True)) if before else reading

    def rank(self, reading: Reading, nearness: Mapping[str, float] | None = None) -> Ranking:
        """Rank all facts for an utterance.

        Args:
            reading: the utterance.
            nearness: fact ids → what to add to their similarity for standing close to what was talked of before.
        """
        if not is_meaningful(reading.text):
            return Ranking(reading, (), None, 0.0)
        similarity = self._similarity(reading)
        for fact_id, bonus in (nearness or {}).items():
            similarity[self._numbers[fact_id]] += bonus
        facts, foreign = similarity[: len(self._facts)], similarity[len(self._facts) :]
        nearest = int(foreign.argmax()) if len(foreign) else -1
        foreign_similarity = float(foreign[nearest]) if nearest >= 0 else 0.0
        count = min(CANDIDATES, len(facts))
        best = np.argpartition(-facts, count - 1)[:count]
        is_english = not _HANGUL.search(reading.text)
        first, second = sorted([*facts[best], 0.0], reverse=True)[:2]
        matches = []
        for number in best:
            fit = self._fit(reading, int(number))
            own = float(facts[number])
            margin = own - (second if own == first else first)
            features = _features(fit, own, margin=margin, foreign=foreign_similarity, english=is_english)
            score = 100 * confidence(features) if own >= SIMILARITY_FLOOR else 0.0
            adjustment = 0.0 if reading.is_garbled else _dot(RANK_WEIGHTS, fit)
            matches.append(Match(self._facts[number], score, own, adjustment, features))
        matches.sort(key=lambda match: -(match.similarity + match.adjustment))
        subject = self._subjects[nearest] if foreign_similarity > 0 else None
        return Ranking(reading, tuple(matches), subject, foreign_similarity)

    def _similarity(self, reading: Reading) -> npt.NDArray[np.float64]:
        words = self._terms.score(reading.terms)
        own = TERM_SHARE * words + (1 - TERM_SHARE) * self._grams.score(dict.fromkeys(reading.grams, 1.0))
        if reading.background is None:
            return own
        return (1 - BACKGROUND_SHARE) * own + BACKGROUND_SHARE * self._similarity(reading.background)

    def _fit(self, reading: Reading, number: int) -> Fit:
        return self._profiles[number].fit(
            reading, self._terms.idf, self._is_foreign, lambda entity: self._base.entities[entity].type
        )

    def _is_foreign(self, word: str, group: str | None) -> bool:
        return word in self._terms and word not in self._inside and f"s:{group}" not in self._inside

    def _to_hangul(self, text: str) -> str:
        """Put words right that were typed with the Latin layout on: those whose Hangul reading the base knows."""
        readings = {}
        for match in _KEYS.finditer(text):
            keys = match[0]
            if self.reader.aliases.knows(keys) or keys.lower() in self._terms:
                continue
            if (hangul := from_qwerty(keys)) is not None:
                readings[keys] = hangul
        known = {keys for keys, hangul in readings.items() if self._is_known(hangul)}
        if len(known) * 2 >= len(readings):  # mostly sense: then the rest was typed so too
            known = set(readings)
        return _KEYS.sub(lambda match: readings[match[0]] if match[0] in known else match[0], text)

    def _is_known(self, hangul: str) -> bool:
        reading = self.reader.read(hangul)
        return bool(reading.mentions) or any(word.form in self._terms and len(word.form) > 1 for word in reading.words)


def _features(fit: Fit, similarity: float, *, margin: float, foreign: float, english: bool) -> Features:
    return Features(
        match=similarity + MARGIN_SHARE * margin + COVERAGE_SHARE * fit.coverage,
        evidence=fit.evidence,
        outside=fit.outside,
        foreign=foreign - similarity,
        stranger=fit.stranger,
        number=fit.number,
        english=float(english),
        asks=fit.asks,
    )


def _dot(weights: Fit, fit: Fit) -> float:
    return sum(weight * value for weight, value in zip(weights, fit, strict=True))


def _split_off_question(text: str) -> tuple[str, str]:
    """Split a long message into what leads up to the question, and the question.

    >>> _split_off_question("KT 대표 누구야?")
    ('', 'KT 대표 누구야?')
    """
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    if len(text) < LONG_MESSAGE or len(sentences) < 2:
        return "", text
    return " ".join(sentences[:-1])[-BACKGROUND_LENGTH:], sentences[-1]


def rows_of(fact: Fact) -> Sequence[str]:
    """Return the texts by which a fact is found: its questions, its statement, its keywords."""
    return [*fact.questions, f"{fact.statement} {fact.short or ''}", " ".join(fact.keywords)]
