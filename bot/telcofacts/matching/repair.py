"""Misspelt words, put right against the words that the base knows."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from telcofacts.matching.near_words import Fits, NearWords
from telcofacts.matching.reading import Reading, Word
from telcofacts.text.jamo import is_syllable
from telcofacts.text.josa import without_josa

CUTOFF = 72.0
"""rapidfuzz ratio on jamo from which an unknown word counts as a misspelt known one (MATCHING.md, point 2)."""
BROKEN_CUTOFF = 80.0
"""The same for a whole eojeol of which the analyser found no word: its ending is a guess, so it has to be nearer."""
FITS_WELL = 0.8
"""How well the word must go with the rest of what was typed that takes the place of an eojeol which makes sense, in
nouns of a syllable: 점 of 한게점, for 한계점. Predicates of a syllable are too many to be looked up. Of questions with
slips as many are answered rightly with 0.5 and 1, and 0.4 % fewer without."""
_COMMON = 3
"""Rows that must have an eojeol before other words are taken for it."""
_LONGEST_EOJEOL = 100
"""Characters without a space from which it is no question with a slip in it; to read it anew takes longest there."""
_MOST_MISSPELT = 16
"""Words that are none in a message that is still put right: each look-up takes a millisecond, and hostile text has
hundreds."""
_MIN_SYLLABLES = 2
_LONGEST_BROKEN = 5
_EOJEOL = re.compile(r"[가-힣]{2,}")


class Repaired(NamedTuple):
    """A text with its misspelt words put right.

    Attributes:
        is_garbled: whether a word in it was none, put right or not: misspelt, or a name that nobody knows.
    """

    text: str
    is_garbled: bool


class Repairer:
    """Knows the words of a base.

    Attributes:
        spellings: the eojeols of its rows, with and without particles.
    """

    def __init__(self, vocabulary: Collection[str], eojeols: Mapping[str, int], names: Iterable[str] = ()) -> None:
        """Learn the words of a base.

        Args:
            vocabulary: the forms under which its words are indexed.
            eojeols: those of its rows, well spelt, and how many rows have each.
            names: of entities.
        """
        self._vocabulary = frozenset(vocabulary)
        spellings: dict[str, int] = {}
        for text, count in eojeols.items():
            for eojeol in _EOJEOL.findall(text):
                for form in {eojeol, without_josa(eojeol)}:
                    spellings[form] = spellings.get(form, 0) + count
        self.spellings = frozenset(spellings)
        common = (form for form, count in spellings.items() if count >= _COMMON)
        known = {
            word
            for word in (*vocabulary, *common, *names)
            if len(word) >= _MIN_SYLLABLES and all(map(is_syllable, word))
        }
        self._near = NearWords(known)

    def repair(self, reading: Reading, fits: Fits) -> Repaired:
        """Put the nearest known word in the place of each Hangul word that is none.

        A slip of a finger makes the analyser cut a word in pieces: unknown neighbours are put together again, and an
        eojeol of which it found nothing but single syllables is read as a whole (짂원 → 짂 + 원 → 직원).

        Args:
            reading: the text.
            fits: see `NearWords.nearest`.
        """
        if max(map(len, reading.text.split()), default=0) > _LONGEST_EOJEOL:
            return Repaired(reading.text, is_garbled=False)
        if sum(self._is_unknown(word) and not word.in_dictionary for word in reading.words) > _MOST_MISSPELT:
            return Repaired(reading.text, is_garbled=True)
        mended: list[tuple[int, int, str]] = []
        lost: set[Word] = set()
        for start, end, nearest, pieces in self._broken(reading, fits):
            mended.append((start, end, nearest))
            lost.update(pieces)
        is_garbled = bool(mended)
        for run in self._runs(word for word in reading.words if word not in lost):
            start, end = run[0].start, run[-1].end
            written = reading.text[start:end] if len(run) > 1 else run[0].form
            if all(word.in_dictionary for word in run):
                if written in self.spellings or not _is_shredded(run):  # 사임 is no misspelt 사이: it is another word
                    continue
                found = self._nearest(written, BROKEN_CUTOFF, fits)
                is_garbled = is_garbled or found is not None
            else:
                found = self._nearest(written, CUTOFF, fits)
                is_garbled = is_garbled or found is not None or any(self._is_no_word(word) for word in run)
            if found:
                mended.append((start, end, found))
        text = reading.text
        for start, end, word in sorted(mended, reverse=True):
            text = text[:start] + word + text[end:]
        return Repaired(text, is_garbled)

    def _broken(self, reading: Reading, fits: Fits) -> Iterator[tuple[int, int, str, list[Word]]]:
        """Yield where an eojeol stands of which only pieces were found, the word nearest to it, and the pieces.

        One of them at least is no word, or they are nouns and the nearest goes well with the rest: 주시기 is no
        misspelt 주식, though it has no word of two syllables either.
        """
        named = {place for mention in reading.mentions for place in range(mention.start, mention.end)}
        for match in _EOJEOL.finditer(reading.text):
            eojeol, start = match[0], match.start()
            if len(eojeol) > _LONGEST_BROKEN or eojeol in self.spellings or named & set(range(start, match.end())):
                continue
            pieces = [word for word in reading.words if start <= word.start < match.end()]
            stem = without_josa(eojeol)
            if any(len(piece.form) >= _MIN_SYLLABLES or piece.form == stem for piece in pieces):
                continue
            is_sense = all(piece.in_dictionary for piece in pieces)
            beginnings = [eojeol[:length] for length in range(len(eojeol), _MIN_SYLLABLES - 1, -1)]
            if is_sense and (
                not pieces
                or any(piece.is_predicate for piece in pieces)
                or not self.spellings.isdisjoint(beginnings)
                or not self._vocabulary.isdisjoint(beginnings)
            ):
                continue
            for beginning in beginnings:
                nearest = self._nearest(beginning, BROKEN_CUTOFF, fits)
                if nearest and (not is_sense or fits(nearest) >= FITS_WELL):
                    yield start, start + len(beginning), nearest, pieces
                    break

    def _runs(self, words: Iterable[Word]) -> Iterator[list[Word]]:
        """Yield words one by one, unknown ones that stand together as one run."""
        run: list[Word] = []
        for word in words:
            if run and not (run[-1].end == word.start and self._belong_together(run[-1], word)):
                yield run
                run = []
            run.append(word)
        if run:
            yield run

    def _belong_together(self, word: Word, following: Word) -> bool:
        # 퇘 + 직: the half of a misspelt word may be a word by itself.
        are_halves = len(word.form) == len(following.form) == 1
        return are_halves or (self._is_unknown(word) and self._is_unknown(following))

    def _is_unknown(self, word: Word) -> bool:
        return word.form not in self._vocabulary and word.group is None

    def _is_no_word(self, word: Word) -> bool:
        return self._is_unknown(word) and is_syllable(word.form[0])

    def _nearest(self, form: str, cutoff: float, fits: Fits) -> str | None:
        if form in self._vocabulary or len(form) < _MIN_SYLLABLES or not all(map(is_syllable, form)):
            return None
        return self._near.nearest(form, cutoff, fits)


def _is_shredded(run: Sequence[Word]) -> bool:
    """Tell whether the analyser found nothing but single syllables: 종 + 함 may be a misspelt 종합."""
    return len(run) > 1 and all(len(word.form) == 1 for word in run)
