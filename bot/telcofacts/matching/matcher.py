"""Rank the facts of a base for an utterance."""

import dataclasses
import re
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Fact, OutOfScope
from telcofacts.matching.confidence import Features, confidence
from telcofacts.matching.model import Model, classes_of
from telcofacts.matching.profile import Fit
from telcofacts.matching.reading import Reader, Reading
from telcofacts.matching.repair import Repairer
from telcofacts.matching.vectors import Vector
from telcofacts.text.keyboard import from_qwerty
from telcofacts.text.normalise import is_meaningful, normalise, shorten

BACKGROUND_SHARE = 0.3
"""How much the beginning of a long message, or the turn before a follow-up, counts beside the question itself."""
BACKGROUND_LENGTH = 120
"""Characters of what leads up to the question that are looked at: the last ones say most, and each costs time."""
LONG_MESSAGE = 70
"""Characters from which a message of several sentences is taken for a ramble with the question at its end."""
CANDIDATES = 10
SIMILARITY_FLOOR = 0.05
"""Cosine under which a fact is no match at all, whatever else speaks for it."""
RANK_WEIGHTS = Fit(coverage=0.2, stranger=-0.05, number=-0.1, asks=-0.08)
"""What full coverage adds to a fact's similarity, and mismatches take from it, when facts are put in order: found by
grid search on tests/exam and on the base's own example questions, each asked with its own row left out; the optimum is
flat. They rest on words, so they say nothing of a message in which words were misread: with both noises the FAQ task
has 91.4 instead of 90.5 of 100 without them there, passages 89.9 instead of 85.6."""

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
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

    def __init__(self, base: KnowledgeBase, model: Model | None = None) -> None:
        """Take a base and what was learnt from it; it is learnt now where it is not given."""
        model = model or Model.learn(base)
        self._base = base
        self._facts = list(base.facts.values())
        self._numbers = {fact.id: number for number, fact in enumerate(self._facts)}
        self._subjects = list(base.out_of_scope.values())
        self._vectoriser, self._index, self._profiles = model.vectoriser, model.index, model.profiles
        words = frozenset(model.words)
        self.reader = Reader(base.entities.values(), model.synonyms, words)
        self._repairer = Repairer(words, model.eojeols)

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
        first, second = sorted([*facts[best], 0.0], reverse=True)[:2]
        matches = []
        for number in best:
            fit = self._fit(reading, int(number))
            own = float(facts[number])
            margin = own - (second if own == first else first)
            features = Features(own, margin, fit.coverage, foreign_similarity, fit.stranger, fit.number, fit.asks)
            score = 100 * confidence(features) if own >= SIMILARITY_FLOOR else 0.0
            adjustment = 0.0 if reading.is_garbled else _dot(RANK_WEIGHTS, fit)
            matches.append(Match(self._facts[number], score, own, adjustment, features))
        matches.sort(key=lambda match: -(match.similarity + match.adjustment))
        subject = self._subjects[nearest] if foreign_similarity > 0 else None
        return Ranking(reading, tuple(matches), subject, foreign_similarity)

    def _similarity(self, reading: Reading) -> npt.NDArray[np.float64]:
        if reading.background is None:
            return self._index.score(self._vectoriser.vector(classes_of(reading)))
        own = self._vectoriser.vector(classes_of(reading), 1 - BACKGROUND_SHARE)
        behind = self._vectoriser.vector(classes_of(reading.background), BACKGROUND_SHARE)
        both = Vector(np.concatenate([own.columns, behind.columns]), np.concatenate([own.values, behind.values]))
        return self._index.score(both)

    def _fit(self, reading: Reading, number: int) -> Fit:
        return self._profiles[number].fit(
            reading, self._vectoriser.idf_of, lambda entity: self._base.entities[entity].type
        )

    def _to_hangul(self, text: str) -> str:
        """Put words right that were typed with the Latin layout on: those whose Hangul reading the base knows."""
        readings = {}
        for match in _KEYS.finditer(text):
            keys = match[0]
            if self.reader.aliases.knows(keys) or keys.lower() in self._vectoriser:
                continue
            if (hangul := from_qwerty(keys)) is not None:
                readings[keys] = hangul
        known = {keys for keys, hangul in readings.items() if self._is_known(hangul)}
        if len(known) * 2 >= len(readings):  # mostly sense: then the rest was typed so too
            known = set(readings)
        return _KEYS.sub(lambda match: readings[match[0]] if match[0] in known else match[0], text)

    def _is_known(self, hangul: str) -> bool:
        reading = self.reader.read(hangul)
        return bool(reading.mentions) or any(
            word.form in self._vectoriser and len(word.form) > 1 for word in reading.words
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
