"""Rank the facts of a base for an utterance."""

import dataclasses
import functools
import math
import re
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Fact, OutOfScope
from telcofacts.matching.confidence import LONG, Features, confidence, length_of
from telcofacts.matching.demands import HALF_KNOWN, Demands, Lexicon, asked_of
from telcofacts.matching.grams import NO_GRAMS, grams, joined
from telcofacts.matching.model import Model
from telcofacts.matching.profile import Fit
from telcofacts.matching.questions import NAME, WHO, asked_for, asks_another, asks_to_whom, asks_what, suits
from telcofacts.matching.reading import Reader, Reading
from telcofacts.matching.repair import Repairer
from telcofacts.matching.vectors import Vector
from telcofacts.text.casual import spelt_out
from telcofacts.text.courtesy import subject_of_talk, without_courtesies
from telcofacts.text.jamo import has_inner_stray, without_strays
from telcofacts.text.keyboard import from_qwerty
from telcofacts.text.normalise import is_meaningful, normalise, shorten

BACKGROUND_SHARE = 0.5
"""How much the beginning of a long message, or the turn before a follow-up, counts beside the question itself. With
0.35, 0.45 and 0.55 of 101 long messages 75, 77 and 79 are answered rightly, 12, 9 and 7 wrongly, and of 73 follow-ups
67, 68 and 67 rightly."""
BACKGROUND_LENGTH = 60
"""Characters of what leads up to the question that are looked at: the last ones say most, and each costs time. With 40
one or two fewer of 101 long messages are answered rightly, with 100 as many."""
BACKGROUND_SAYS = 0.2
"""Share of the length of what leads up to a question that counts as the question's: of 101 long messages and 73
follow-ups three more are answered rightly, one more wrongly."""
LONG_MESSAGE = 70
"""Characters from which a message of several sentences is taken for a ramble with the question at its end."""
SHORT_SENTENCE = 16
"""Characters under which a last sentence without a name is no question by itself ("계속한대요?") but belongs to the one
before: of 101 long messages three more are answered rightly, and two fewer wrongly."""
CANDIDATES = 5
"""Facts that are looked at closely; each costs time. Of 2,071 questions as many are answered rightly with 6, and with 4
the right fact is less often among the first three (2,015 instead of 2,018)."""
NEAR_FACTS = 20
"""Facts nearest to a message with a misspelt word that are asked whether they know the word that it may be; with 5 and
60 as many are answered rightly."""
SIMILARITY_FLOOR = 0.05
"""Similarity under which a fact is no match at all, whatever else speaks for it."""
GUESS_FLOOR, GUESS = 0.12, 0.35
"""Similarity under which it is a guess at best, and what its score is multiplied with: a word or two that it knows
speak for it ("틀렸잖아"). Of 1,611 questions five fewer are answered wrongly, none fewer rightly."""
FOREIGN_LIMIT = 0.35
"""Similarity with an out-of-scope subject above which it says no more of whether a fact answers what names something:
"KT 직원은 몇 명?" is like many questions but for the name."""
FOREIGN_NAMED = 0.2
"""Similarity with an out-of-scope subject from which it is named, or its small talk answered."""
NEARLY_AS_NEAR = 0.7
"""Share of the similarity of the nearest out-of-scope subject that another one has which is nearly as near."""
COVERAGE_ADDS, LACKING_TAKES = 0.2, 0.08
"""What full coverage adds to a fact's similarity, and each sort of answer that it lacks takes from it, when facts are
put in order: found by grid search on tests/exam and on the base's own example questions, each asked with its own row
left out; the optimum is flat (names, numbers and contradictions count in the confidence, and pay nothing here). They
rest on words, so they say nothing of a message in which words were misread: with both noises the FAQ task has 91.4
instead of 90.5 of 100 without them there, passages 89.9 instead of 85.6."""

MUCH_SURER = 1.0
"""How much larger the log odds of the surest fact have to be for it to go before the one that is first in the order: of
1,611 questions 1,426 are answered rightly instead of 1,417. With 0 it would be 1,429, but passages, which have no
questions of their own to be sure by, would lose two points of 92."""

NOT_FAR = 0.1
"""How far behind the first such a fact may be. Nor is what the nearest fact contradicts answered by another."""

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_EXCLUDED = re.compile(r".{1,30}? ?말고(?:는|도|요)? ")
_KEYS = re.compile(r"[A-Za-z]{3,}")


@dataclasses.dataclass(frozen=True)
class Match:
    """A fact for an utterance.

    Attributes:
        score: how sure it is that the fact answers, 0–100.
        similarity: how like its rows the utterance is in words and jamo n-grams (see `Index.score`).
        adjustment: what was added to the similarity when the facts were put in order.
        features: what the score was made of.
        headline: the bare answer of the fact, to stand above its statement, where it is one to what was asked; only
            of a match that is presented as the answer.
    """

    fact: Fact
    score: float
    similarity: float
    adjustment: float
    features: Features
    headline: str | None = None

    @classmethod
    def pointed_at(cls, fact: Fact) -> "Match":
        """Return a fact that was not searched for."""
        return cls(fact, 100.0, 1.0, 0.0, Features(*[0.0] * len(Features._fields)))


@dataclasses.dataclass(frozen=True)
class Ranking:
    """What an utterance was matched with.

    Attributes:
        reading: the utterance as it was understood, repaired.
        matches: facts, best first.
        foreign: the nearest out-of-scope subject, None where none is near.
        foreign_similarity: how near (see `Index.score`).
    """

    reading: Reading
    matches: tuple[Match, ...]
    foreign: OutOfScope | None
    foreign_similarity: float

    def is_foreign(self, lead: float = 0.0) -> bool:
        """Tell whether an out-of-scope subject is nearer than any fact by so much, and near enough to be named."""
        best = self.matches[0].similarity if self.matches else 0.0
        return self.foreign is not None and self.foreign_similarity > max(best + lead, FOREIGN_NAMED)


class Matcher:
    """Ranks the facts of one base; built once, then only read."""

    def __init__(self, base: KnowledgeBase, model: Model | None = None) -> None:
        """Take a base and what was learnt from it; it is learnt now where it is not given."""
        model = model or Model.learn(base)
        self._facts = list(base.facts.values())
        self._numbers = {fact.id: number for number, fact in enumerate(self._facts)}
        self._subjects = list(base.out_of_scope.values())
        self._vectoriser, self._index, self._profiles = model.vectoriser, model.index, model.profiles
        held: dict[str, float] = {}
        for profile in model.profiles:
            for term, known in profile.knows.items():
                held[term] = held.get(term, 0.0) + known
        names = [alias for entity in base.entities.values() for alias in entity.aliases]
        words = model.words()
        self.reader = Reader(base.entities.values(), model.synonyms, words)
        self._repairer = Repairer(words, model.eojeols, names)
        self._naming: dict[str, bool] = {}
        self._lexicon = Lexicon(
            idf=self._vectoriser.idf_of,
            types={entity.id: entity.type for entity in base.entities.values()},
            opposites=base.opposites,
            reversing=base.reversing,
            held=frozenset(term for term, known in held.items() if known >= HALF_KNOWN).union(
                part for name in names for part in name.split()
            ),
            words=words,
            spellings=self._repairer.spellings,
        )

    def read(self, utterance: str) -> Reading:
        """Read what a person typed: no courtesies, words of the wrong keyboard put right, misspelt ones repaired."""
        text = self._to_hangul(without_courtesies(shorten(normalise(utterance))))
        text = self._without_talk(self._without_excluded(text))
        before, question = _split_off_question(text)
        reading = self._read_mended(question)
        if before and len(question) < SHORT_SENTENCE and not reading.entities:
            before, question = _split_off_question(text, 2)
            reading = self._read_mended(question)
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
        count = len(self._facts)
        facts, foreign = similarity[:count], similarity[count:]
        if reading.background is not None and reading.only_asks:  # "왜?" is asked of everything: what of, tells
            foreign = self._similarity(reading.background)[count:]
        foreign_similarity = float(foreign.max(initial=0.0))
        candidates = min(CANDIDATES, count)
        demands = self._demands(reading)
        best = np.argpartition(-facts, candidates - 1)[:candidates].tolist()
        fits = {number: self._profiles[number].fit(demands) for number in best}
        places = {number: float(facts[number]) for number in fits}
        if not reading.is_garbled:
            for number, fit in fits.items():
                places[number] += COVERAGE_ADDS * fit.coverage - LACKING_TAKES * fit.asks
        order = sorted(fits, key=lambda number: -places[number])
        first, second = [*(places[number] for number in order), 0.0][:2]
        behind = reading.background
        says = BACKGROUND_SAYS * length_of(behind.text) if behind and not reading.only_asks else 0.0
        length = min((length_of(reading.text) + says) / LONG, 1.0)
        matches = []
        for number in order:
            fit, own, place = fits[number], float(facts[number]), places[number]
            margin = place - (second if number == order[0] else first)
            features = Features(
                similarity=own,
                margin=margin,
                coverage=fit.coverage,
                foreign=min(foreign_similarity, FOREIGN_LIMIT) if reading.entities else foreign_similarity,
                stranger=fit.stranger,
                number=fit.number,
                asks=fit.asks,
                contradicted=fit.contradicted,
                complete=float(bool(reading.entities) and fit.is_complete),
                length=length,
            )
            sure = GUESS if own < GUESS_FLOOR else 1.0
            score = 100 * sure * confidence(features) if own >= SIMILARITY_FLOOR else 0.0
            matches.append(Match(self._facts[number], score, own, place - own, features))
        near = (match for match in matches if first - match.similarity - match.adjustment <= NOT_FAR)
        surest = max(near, key=lambda match: match.score)
        is_open = not reading.is_garbled and not matches[0].features.contradicted
        if is_open and _log_odds(surest) > _log_odds(matches[0]) + MUCH_SURER:
            matches.remove(surest)
            matches.insert(0, surest)
        subject = self._subject(foreign) if foreign_similarity > 0 else None
        return Ranking(reading, tuple(matches), subject, foreign_similarity)

    def _subject(self, similarity: npt.NDArray[np.float64]) -> OutOfScope:
        """Return the nearest out-of-scope subject; of those that are nearly as near one that has a name to tell."""
        nearest = int(similarity.argmax())
        if similarity[nearest] <= FOREIGN_NAMED:  # it is not told
            return self._subjects[nearest]
        near = np.flatnonzero(similarity >= NEARLY_AS_NEAR * similarity[nearest])
        return self._subjects[max(near, key=lambda i: (not self._subjects[i].unrecorded, similarity[i]))]

    def headline_for(self, fact: Fact, reading: Reading) -> str | None:
        """Return the bare answer of a fact, where it is one to what an utterance asks."""
        if not fact.short or _unspaced(fact.short) in _unspaced(reading.text):  # who took over DeepMind is not DeepMind
            return None
        if reading.asks & {WHO, NAME} and not asks_to_whom(reading.text) and not self._names(fact.short):
            return None  # who said so is told by the statement
        asked = reading.asks if asks_another(reading.text) else asked_of(reading, self._lexicon.types)
        lacks = self._profiles[self._numbers[fact.id]].lacks(asked)
        is_suited = suits(fact.short, reading.asks, lacks, asks_what=asks_what(reading.text))
        return fact.short if is_suited else None

    def _names(self, short: str) -> bool:
        """Tell whether a bare answer names somebody or something."""
        if short not in self._naming:
            self._naming[short] = bool(self.reader.read(short, exactly=True).mentions or _KEYS.search(short))
        return self._naming[short]

    def knows_all(self, reading: Reading) -> bool:
        """Tell whether an utterance names what is on record, and says nothing that no fact has."""
        held = self._lexicon.held
        return bool(reading.entities) and all(
            word.form in held or (word.group is not None and f"s:{word.group}" in held) for word in reading.words
        )

    def fit(self, fact: str, reading: Reading) -> Fit:
        """Compare what an utterance says and asks with what one fact, by its id, holds."""
        return self._profiles[self._numbers[fact]].fit(self._demands(reading))

    def _read_mended(self, question: str) -> Reading:
        """Read a question with its slips put right; its n-grams as typed stay too, for they may have been right."""
        clean = self.reader.read(spelt_out(without_strays(question)))
        repaired = self._repairer.repair(clean, self._fits(clean))
        if question == clean.text == repaired.text and not repaired.is_garbled:  # most are well spelt
            return clean
        reading = clean if repaired.text == clean.text else self.reader.read(repaired.text)
        typed = grams(question) if clean.text != question else NO_GRAMS
        return dataclasses.replace(
            reading,
            grams=joined(typed, clean.grams, reading.grams),
            is_garbled=repaired.is_garbled or (clean.text != question and has_inner_stray(question)),
        )

    def _fits(self, reading: Reading) -> Callable[[str], float]:
        """Return how well a word goes with a reading: how near to it the nearest fact is that knows the word, 0–1."""

        @functools.cache
        def nearest() -> list[tuple[float, Mapping[str, float]]]:
            count = len(self._facts)
            scores = self._index.score(self._vectoriser.vector(reading.terms, reading.grams))[:count]
            best = np.argpartition(-scores, min(NEAR_FACTS, count) - 1)[:NEAR_FACTS].tolist()
            most = max(float(scores.max()), SIMILARITY_FLOOR)
            return [(max(float(scores[number]) / most, 0.0), self._profiles[number].knows) for number in best]

        return lambda word: max((share for share, knows in nearest() if word in knows), default=0.0)

    def _demands(self, reading: Reading) -> Demands:
        return Demands.of(reading, self._lexicon)

    def _similarity(self, reading: Reading) -> npt.NDArray[np.float64]:
        behind = reading.background
        share = 1.0 if behind is None else 1 - BACKGROUND_SHARE
        vector = self._vectoriser.vector(reading.terms, reading.grams, share)
        if behind is not None:
            other = self._vectoriser.vector(behind.terms, behind.grams, BACKGROUND_SHARE)
            vector = Vector(
                np.concatenate([vector.columns, other.columns]), np.concatenate([vector.values, other.values])
            )
        return self._index.score(vector)

    def _without_excluded(self, text: str) -> str:
        """Leave out what is not asked about, where something else is named: of "KT 말고 SKT는?" SKT is asked."""
        excluded = _EXCLUDED.match(text)
        rest = text[excluded.end() :] if excluded else ""
        return rest if rest and self.reader.read(rest, exactly=True).mentions else text

    def _without_talk(self, text: str) -> str:
        """Leave out "… 이야기 좀" behind a name: "배순민이 한 이야기" asks what he said."""
        subject = subject_of_talk(text)
        mentions = self.reader.read(subject, exactly=True).mentions if subject and not asked_for(subject) else ()
        return subject if subject and mentions and mentions[-1].end == len(subject) else text

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


def _log_odds(match: Match) -> float:
    share = min(max(match.score / 100, 1e-9), 1 - 1e-9)
    return math.log(share / (1 - share))


def _unspaced(text: str) -> str:
    return text.replace(" ", "").casefold()


def _split_off_question(text: str, last: int = 1) -> tuple[str, str]:
    """Split a long message into what leads up to the question, and the question: its last sentences.

    >>> _split_off_question("KT 대표 누구야?")
    ('', 'KT 대표 누구야?')
    """
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    if len(text) < LONG_MESSAGE or len(sentences) < 2:
        return "", text
    return " ".join(sentences[:-last])[-BACKGROUND_LENGTH:], " ".join(sentences[-last:])
