"""Texts as sparse tf-idf vectors."""

import dataclasses
import itertools
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Terms = Mapping[str, float]
"""Term → how much it counts."""
Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


class Vector(NamedTuple):
    """The columns of a text that the rows have too, and its weights there; shapes: terms."""

    columns: Ints
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
    """Turns the terms of a text, in classes (words; n-grams), into a vector.

    Each class is a unit vector of its own, times the square root of its share: so the product of two vectors is the
    sum of the cosines of their classes, each by its share. Terms that no row has stay in the norm: that lowers every
    score, and is what lets a threshold tell a question that the rows answer from one that they do not.

    Args:
        shares: what each class of terms counts; their sum is 1.
        vocabularies: the terms of each class, in the order of their columns.
        idf: how rare the term of each column is among the rows.
        row_count: how many rows there were.
    """

    def __init__(self, shares: Sequence[float], vocabularies: Sequence[Sequence[str]], idf: Floats, row_count: int):
        self.shares = tuple(shares)
        self.row_count = row_count
        self.vocabularies: list[dict[str, int]] = []
        first = 0
        for terms in vocabularies:
            self.vocabularies.append(dict(zip(terms, itertools.count(first), strict=False)))
            first += len(terms)
        self.idf = idf
        self.unseen_idf = self.idf_of_rows(0)
        self._idf = np.append(idf, np.float32(self.unseen_idf))  # the last is of column -1, that of what is unknown

    @classmethod
    def fit(cls, rows: Iterable[Sequence[Terms]], shares: Sequence[float]) -> tuple["Vectoriser", Rows]:
        """Learn the terms of rows, each given as its terms by class; return their vectors too."""
        vocabularies: list[dict[str, int]] = [{} for _ in shares]
        columns, lengths = [array("i") for _ in shares], [array("i") for _ in shares]
        values = [array("f") for _ in shares]
        for row in rows:
            for at, terms in enumerate(row):
                vocabulary = vocabularies[at]
                columns[at].extend(vocabulary.setdefault(term, len(vocabulary)) for term in terms)
                values[at].extend(terms.values())
                lengths[at].append(len(terms))
        count = len(lengths[0])
        idfs, weighted, owners = [], [], []
        for at, share in enumerate(shares):
            places = np.frombuffer(columns[at], np.int32)
            rows_of_term = np.bincount(places, minlength=len(vocabularies[at]))
            idf = np.log((count + 1) / (rows_of_term + 1)) + 1
            owner = np.repeat(np.arange(count), np.frombuffer(lengths[at], np.int32))
            weights = np.frombuffer(values[at], np.float32) * idf[places]
            norms = np.sqrt(np.bincount(owner, weights**2, minlength=count))
            norms[norms == 0] = 1.0  # a row without terms
            weighted.append(weights / norms[owner] * math.sqrt(share))
            idfs.append(idf)
            owners.append(owner)
        offsets = np.cumsum([0, *map(len, vocabularies[:-1])])
        owner = np.concatenate(owners)
        order = np.argsort(owner, kind="stable")
        all_columns = np.concatenate(
            [np.frombuffer(c, np.int32) + offset for c, offset in zip(columns, offsets, strict=True)]
        )
        starts = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=count))])
        vectoriser = cls(shares, [tuple(terms) for terms in vocabularies], np.concatenate(idfs).astype("f"), count)
        rows_found = Rows(starts, all_columns[order].astype("i"), np.concatenate(weighted)[order].astype("f"))
        return vectoriser, rows_found

    def __contains__(self, word: str) -> bool:
        return word in self.vocabularies[0]

    def idf_of_rows(self, count: int) -> float:
        """Return how rare a term is that so many rows have."""
        return math.log((self.row_count + 1) / (count + 1)) + 1

    def idf_of(self, word: str) -> float:
        """Return how rare a term of the first class is among the rows; for an unknown one as rare as can be."""
        column = self.vocabularies[0].get(word)
        return self.unseen_idf if column is None else float(self.idf[column])

    def vector(self, classes: Sequence[Terms], scale: float = 1.0) -> Vector:
        """Return the vector of a text, times a scale."""
        columns, values = [], []
        for share, vocabulary, terms in zip(self.shares, self.vocabularies, classes, strict=True):
            # In C as far as may be: a question has hundreds of n-grams.
            found = np.fromiter(map(vocabulary.get, terms, itertools.repeat(-1)), np.int32, len(terms))
            weights = self._idf[found] * np.fromiter(terms.values(), np.float32, len(terms))
            is_known = found >= 0
            columns.append(found[is_known])
            values.append(weights[is_known] * np.float32(scale * math.sqrt(share / (weights @ weights or 1.0))))
        return Vector(np.concatenate(columns), np.concatenate(values))
