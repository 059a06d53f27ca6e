"""Cosine similarity over an inverted index of documents, each the sum of its rows."""

import itertools
import math
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

R = TypeVar("R")

Terms = Mapping[str, float]
"""Term → how much it counts (occurrences × the weight of its class)."""


class CentroidIndex:
    """tf-idf cosine with the centroid of each document's rows (Rocchio; Manning et al., IIR, chapter 14.2).

    A fact is a document, its example questions are rows: every row has the same say, whatever its length. Against the
    best single row as a fact's score, the centroid finds 94.3 instead of 91.4 of 100 held-out paraphrases
    (shared benchmark data, paraKQC, 3 examples a set; with both noises 91.2 instead of 85.1).

    Terms of the question that no row has stay in its norm: that lowers every score, and is what lets a threshold tell
    a question that the rows answer from one that they do not.
    """

    def __init__(self, documents: Sequence[Sequence[R]], terms_of: Callable[[R], Terms]) -> None:
        """Index documents.

        Args:
            documents: the rows of each.
            terms_of: returns the terms of a row; asked twice, since those of all rows are much to hold at once.
        """
        counts: dict[str, int] = {}
        n_rows = 0
        for row in itertools.chain.from_iterable(documents):
            n_rows += 1
            for term in terms_of(row):
                counts[term] = counts.get(term, 0) + 1
        self.size = len(documents)
        self._unseen_idf = math.log(n_rows + 1) + 1
        self._idf = {term: math.log((n_rows + 1) / (count + 1)) + 1 for term, count in counts.items()}
        places = {term: place for place, term in enumerate(counts)}
        at, of, values = array("i"), array("i"), array("f")
        for number, document in enumerate(documents):
            for term, weight in self._centroid(map(terms_of, document)).items():
                at.append(places[term])
                of.append(number)
                values.append(weight)
        order = np.argsort(np.asarray(at), kind="stable")
        ends = np.cumsum(np.bincount(at, minlength=len(places))).tolist()
        self._numbers, self._values = np.asarray(of)[order], np.asarray(values)[order]
        self._postings = dict(zip(places, map(slice, [0, *ends], ends), strict=False))

    def __contains__(self, term: str) -> bool:
        return term in self._idf

    def idf(self, term: str) -> float:
        """Return how rare a term is among the rows; for an unknown term as rare as can be."""
        return self._idf.get(term, self._unseen_idf)

    def score(self, terms: Terms) -> npt.NDArray[np.float64]:
        """Return the cosine of the terms with every document (shape: documents; 0 to 1)."""
        unit = self._unit(terms)
        known = [(self._postings[term], weight) for term, weight in unit.items() if term in self._postings]
        if not known:
            return np.zeros(self.size)
        numbers = np.concatenate([self._numbers[posting] for posting, _ in known])
        values = np.concatenate([self._values[posting] * weight for posting, weight in known])
        return np.bincount(numbers, weights=values, minlength=self.size).astype(np.float64, copy=False)

    def _unit(self, terms: Terms) -> dict[str, float]:
        idf, unseen = self._idf.get, self._unseen_idf  # a question has hundreds of n-grams
        weights = {term: value * idf(term, unseen) for term, value in terms.items()}
        norm = math.hypot(*weights.values()) or 1.0
        return {term: weight / norm for term, weight in weights.items()}

    def _centroid(self, rows: Iterable[Terms]) -> dict[str, float]:
        total: dict[str, float] = {}
        for terms in rows:
            for term, weight in self._unit(terms).items():
                total[term] = total.get(term, 0.0) + weight
        norm = math.hypot(*total.values()) or 1.0
        return {term: weight / norm for term, weight in total.items()}
