"""Misspelt words, put right against the words that the base knows."""

import dataclasses
from collections.abc import Collection, Iterator

from rapidfuzz import fuzz, process

from telcofacts.matching.reading import Reading, Word
from telcofacts.text.jamo import is_syllable, to_jamo

CUTOFF = 72.0
"""rapidfuzz ratio on jamo from which an unknown word counts as a misspelt known one (MATCHING.md, point 2)."""
WEIGHT = 0.8
_MIN_SYLLABLES = 2


class Repairer:
    """Knows the words of a base."""

    def __init__(self, vocabulary: Collection[str]) -> None:
        self._vocabulary = frozenset(vocabulary)
        words = sorted(word for word in vocabulary if len(word) >= _MIN_SYLLABLES and all(map(is_syllable, word)))
        self._words = words
        self._jamo = [to_jamo(word) for word in words]

    def repair(self, reading: Reading) -> Reading:
        """Give each unknown Hangul word its nearest known word instead, with less weight.

        A slip of a finger makes the analyser cut a word in pieces (짂원 → 짂 + 원): unknown neighbours are put together
        again.
        """
        words: list[Word] = []
        terms = dict(reading.terms)
        for run in self._runs(reading):
            if all(word.in_dictionary for word in run):  # 사임 is no misspelt 사이: it is another word
                words += run
                continue
            whole = reading.text[run[0].start : run[-1].end]
            nearest = self._nearest(whole) if len(run) > 1 else self._nearest(run[0].form)
            if nearest is None:
                words += run
                continue
            for word in run:
                terms.pop(word.form, None)
            terms[nearest] = WEIGHT
            words.append(Word(nearest, None, run[0].start, run[-1].end))
        if len(words) == len(reading.words) and all(a is b for a, b in zip(words, reading.words, strict=True)):
            return reading
        return dataclasses.replace(reading, terms=terms, words=tuple(words))

    def _runs(self, reading: Reading) -> Iterator[list[Word]]:
        """Yield words one by one, unknown ones that stand together as one run."""
        run: list[Word] = []
        for word in reading.words:
            if run and not (run[-1].end == word.start and self._is_unknown(word) and self._is_unknown(run[-1])):
                yield run
                run = []
            run.append(word)
        if run:
            yield run

    def _is_unknown(self, word: Word) -> bool:
        return word.form not in self._vocabulary and word.group is None

    def _nearest(self, form: str) -> str | None:
        if form in self._vocabulary or len(form) < _MIN_SYLLABLES or not all(map(is_syllable, form)):
            return None
        found = process.extractOne(to_jamo(form), self._jamo, scorer=fuzz.ratio, score_cutoff=CUTOFF)
        return self._words[found[2]] if found else None
