"""Texts as sparse tf-idf vectors."""

import dataclasses
import itertools
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from telcofacts.matching.grams import NO_GRAMS, Grams

Terms = Mapping[str, float]
"""Term → how much it counts."""
Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
_AFTER_ALL_GRAMS = np.iinfo(np.uint64).max


class Vector(NamedTuple):
    """The columns of a text that the rows have too, and its weights there; shapes: terms."""

    columns: npt.NDArray[np.integer]
    values: Floats


@dataclasses.dataclass(frozen=True)
class Rows:
    """Vectors of many texts, one after the other: row i stands at starts[i] to starts[i + 1]."""

    starts: npt.NDArray[np.int64]
    columns: Ints
    values: Floats

    def row(self, number: int) -> Vector:
        """Return the vector of one text."""
        part = slice(self.starts[number], self.starts[number + 1])
        return Vector(self.columns[part], self.values[part])


class Vectoriser:
    """Turns the words and the n-grams of a text into a vector.

    Each of the two is a unit vector of its own, times the square root of its share: so the product of two vectors is
    the sum of the cosines of both, each by its share. Terms that no row has stay in the norm: that lowers every score,
    and is what lets a threshold tell a question that the rows answer from one that they do not.

    Args:
        word_share: what the words count; the n-grams count the rest to 1.
        words: the words, in the order of their columns.
        grams: the n-grams; their columns follow.
        idf: how rare the term of each column is among the rows.
        row_count: how many rows there were.
    """

    def __init__(self, word_share: float, words: Iterable[str], grams: Grams, idf: Floats, row_count: int) -> None:
        self.word_share = word_share
        self.row_count = row_count
        self.words = dict(zip(words, itertools.count(), strict=False))
        self.grams = grams
        self._sought = np.append(grams, _AFTER_ALL_GRAMS)
        self.idf = idf
        self.unseen_idf = self.idf_of_rows(0)
        self._idf = np.append(idf, np.float32(self.unseen_idf))  # the last is of column -1, that of what is unknown

    @classmethod
    def fit(cls, rows: Iterable[tuple[Terms, Grams]], word_share: float) -> tuple["Vectoriser", Rows]:
        """Learn the words and n-grams of rows; return their vectors too."""
        vocabulary: dict[str, int] = {}
        words, counts, word_lengths = array("i"), array("f"), array("i")
        parts, gram_lengths = [], array("i")
        for terms, grams in rows:
            words.extend(vocabulary.setdefault(word, len(vocabulary)) for word in terms)
            counts.extend(terms.values())
            word_lengths.append(len(terms))
            parts.append(grams)
            gram_lengths.append(len(grams))
        count = len(parts)
        known, places = np.unique(np.concatenate([NO_GRAMS, *parts]), return_inverse=True)
        del parts
        word_columns = np.frombuffer(words, np.int32)
        classes = [
            _weighed(word_columns, np.frombuffer(counts, np.float32), len(vocabulary), word_lengths, word_share),
            _weighed(places, np.ones(len(places), np.float32), len(known), gram_lengths, 1 - word_share),
        ]
        idf = np.concatenate([idf for idf, _ in classes]).astype(np.float32)
        owner = np.concatenate([np.repeat(np.arange(count), lengths) for lengths in (word_lengths, gram_lengths)])
        order = np.argsort(owner, kind="stable")
        found = Rows(
            np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=count))]),
            np.concatenate([word_columns, places + len(vocabulary)])[order].astype(np.int32),
            np.concatenate([weights for _, weights in classes])[order].astype(np.float32),
        )
        return cls(word_share, vocabulary, known, idf, count), found

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def idf_of_rows(self, count: int) -> float:
        """Return how rare a term is that so many rows have."""
        return math.log((self.row_count + 1) / (count + 1)) + 1

    def idf_of(self, word: str) -> float:
        """Return how rare a word is among the rows; for an unknown one as rare as can be."""
        column = self.words.get(word)
        return self.unseen_idf if column is None else float(self.idf[column])

    def vector(self, terms: Terms, grams: Grams, scale: float = 1.0) -> Vector:
        """Return the vector of a text, times a scale."""
        words = np.fromiter(map(self.words.get, terms, itertools.repeat(-1)), np.int32, len(terms))
        word_values = self._idf[words] * np.fromiter(terms.values(), np.float32, len(terms))
        word_values *= scale * math.sqrt(self.word_share / (float(word_values @ word_values) or 1.0))
        places = self._sought.searchsorted(grams)
        is_known = self._sought[places] == grams
        gram_values = self._idf[np.where(is_known, places + len(self.words), -1)]
        gram_values *= scale * math.sqrt((1 - self.word_share) / (float(gram_values @ gram_values) or 1.0))
        return Vector(
            np.concatenate([words[words >= 0], places[is_known] + len(self.words)]),
            np.concatenate([word_values[words >= 0], gram_values[is_known]]),
        )


def _weighed(
    columns: npt.NDArray[np.integer], counts: Floats, width: int, lengths: Sequence[int], share: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Weigh terms of rows by tf-idf, as unit vectors times the square root of a share.

    Args:
        columns: the terms of all rows, one after the other.
        counts: how much each counts.
        width: how many terms there are.
        lengths: how many of them are each row's.
        share: see `Vectoriser`.

    Returns:
        How rare each term is, and the weights (shape of columns).
    """
    idf = np.log((len(lengths) + 1) / (np.bincount(columns, minlength=width) + 1)) + 1
    owner = np.repeat(np.arange(len(lengths)), lengths)
    weights = counts * idf[columns]
    norms = np.sqrt(np.bincount(owner, weights**2, minlength=len(lengths)))
    norms[norms == 0] = 1.0  # a row without terms
    return idf, weights / norms[owner] * math.sqrt(share)
