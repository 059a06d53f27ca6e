"""Misspelt words, put right against the words that the base knows."""

import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator

from rapidfuzz import fuzz, process

from telcofacts.matching.reading import Reading, Word
from telcofacts.text.jamo import is_syllable, to_jamo

CUTOFF = 72.0
"""rapidfuzz ratio on jamo from which an unknown word counts as a misspelt known one (MATCHING.md, point 2)."""
WEIGHT = 0.8
BROKEN_CUTOFF = 80.0
"""The same for a whole eojeol of which the analyser found no word: its ending is a guess, so it has to be nearer."""
_MIN_SYLLABLES = 2
_LONGEST_BROKEN = 5
_COMPARED = 5
_SOUNDS_ALIKE = str.maketrans("ㄲㅋㄸㅌㅃㅍㅆㅉㅊㅐㅒㅖㅙㅚㅞ", "ㄱㄱㄷㄷㅂㅂㅅㅈㅈㅔㅔㅔㅔㅔㅔ")
"""Tense and aspirated consonants, and vowels that have come to sound the same: what people mix up most."""
_EOJEOL = re.compile(r"[가-힣]{2,}")


class Repairer:
    """Knows the words of a base."""

    def __init__(self, vocabulary: Collection[str], eojeols: Iterable[str] = ()) -> None:
        """Learn the words of a base.

        Args:
            vocabulary: the forms under which its words are indexed.
            eojeols: those of its rows, well spelt: they need no repair.
        """
        self._vocabulary = frozenset(vocabulary)
        self._spellings = frozenset(eojeol for text in eojeols for eojeol in _EOJEOL.findall(text))
        words = sorted(word for word in vocabulary if len(word) >= _MIN_SYLLABLES and all(map(is_syllable, word)))
        self._words = words
        self._jamo = [to_jamo(word) for word in words]

    def repair(self, reading: Reading) -> Reading:
        """Give each unknown Hangul word its nearest known word instead, with less weight.

        A slip of a finger makes the analyser cut a word in pieces: unknown neighbours are put together again, and an
        eojeol of which it found nothing but single syllables is read as a whole (짂원 → 짂 + 원 → 직원).
        """
        broken = dict(self._broken(reading))
        lost = {piece for pieces in broken.values() for piece in pieces}
        words: list[Word] = list(broken)
        terms = {term: weight for term, weight in reading.terms.items() if term not in {word.form for word in lost}}
        terms |= {word.form: WEIGHT for word in broken}
        is_garbled = bool(broken)
        for run in self._runs(word for word in reading.words if word not in lost):
            if all(word.in_dictionary for word in run):  # 사임 is no misspelt 사이: it is another word
                words += run
                continue
            whole = reading.text[run[0].start : run[-1].end]
            nearest = self._nearest(whole) if len(run) > 1 else self._nearest(run[0].form)
            is_garbled = is_garbled or nearest is not None or any(self._is_no_word(word) for word in run)
            if nearest is None:
                words += run
                continue
            for word in run:
                terms.pop(word.form, None)
            terms[nearest] = WEIGHT
            words.append(Word(nearest, None, run[0].start, run[-1].end))
        return dataclasses.replace(reading, terms=terms, words=tuple(words), is_garbled=is_garbled)

    def _broken(self, reading: Reading) -> Iterator[tuple[Word, list[Word]]]:
        """Yield the word that is nearest to an eojeol of which only pieces were found, and these.

        One of them at least is no word: 주시기 is no misspelt 주식, though it has no word of two syllables either.
        """
        named = {place for mention in reading.mentions for place in range(mention.start, mention.end)}
        for match in _EOJEOL.finditer(reading.text):
            eojeol, start = match[0], match.start()
            if len(eojeol) > _LONGEST_BROKEN or eojeol in self._spellings or named & set(range(start, match.end())):
                continue
            pieces = [word for word in reading.words if start <= word.start < match.end()]
            if any(len(piece.form) >= _MIN_SYLLABLES for piece in pieces) or all(
                piece.in_dictionary for piece in pieces
            ):
                continue
            beginnings = (eojeol[:length] for length in range(len(eojeol), _MIN_SYLLABLES - 1, -1))
            nearest = next(filter(None, (self._nearest(beginning, BROKEN_CUTOFF) for beginning in beginnings)), None)
            if nearest:
                yield Word(nearest, None, start, match.end()), pieces

    def _runs(self, words: Iterable[Word]) -> Iterator[list[Word]]:
        """Yield words one by one, unknown ones that stand together as one run."""
        run: list[Word] = []
        for word in words:
            if run and not (run[-1].end == word.start and self._is_unknown(word) and self._is_unknown(run[-1])):
                yield run
                run = []
            run.append(word)
        if run:
            yield run

    def _is_unknown(self, word: Word) -> bool:
        return word.form not in self._vocabulary and word.group is None

    def _is_no_word(self, word: Word) -> bool:
        return self._is_unknown(word) and is_syllable(word.form[0])

    def _nearest(self, form: str, cutoff: float = CUTOFF) -> str | None:
        if form in self._vocabulary or len(form) < _MIN_SYLLABLES or not all(map(is_syllable, form)):
            return None
        jamo = to_jamo(form)
        near = process.extract(jamo, self._jamo, scorer=fuzz.ratio, score_cutoff=cutoff, limit=_COMPARED)
        sound = jamo.translate(_SOUNDS_ALIKE)
        # 짂원 is as near to 지원 as to 직원 by its letters, and sounds like 직원.
        return max(
            ((score + fuzz.ratio(sound, known.translate(_SOUNDS_ALIKE)), self._words[at]) for known, score, at in near),
            default=(0.0, None),
            key=lambda scored: scored[0],
        )[1]
