"""Which documents a vector is most like, by an inverted index of weights that are learnt from the rows."""

import logging
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from telcofacts.matching.vectors import Floats, Rows, Vector

Integers = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]

EPOCHS, STEP, STEP_DECAY, MARGIN = 8, 0.1, 0.8, 0.1
"""See `_refine`. Of 938 questions of strangers (tests/exam, and a sample of others) the right fact comes first for 89
in 100 instead of 85 with plain centroids (`python -m tests.bench.ablate` takes it away again). The optimum is flat:
steps of 0.05 to 0.2 and margins of 0.05 to 0.15 are within a point."""
OUTSIDE_GAIN = 0.5
"""What a document that is to be told from the first ones only gains of a step. With the whole step the subject "number
of employees" takes "KT 직원 수" from the fact that holds it; with none, absent attributes are answered more often."""
PRUNED = 0.013
"""Learnt weights smaller than this are left out, more than half of all: of 1,831 questions as many are answered
rightly with 0.004, and a question looks at that many fewer."""
DENSE_LIMIT = 60_000_000
"""Terms × documents up to which weights are refined; twice as many numbers of 32 bits are held for as long as it takes:
480 MB at the limit, 290 MB for the shipped base. A larger base keeps its centroids."""
COMMON = 1 / 8
"""Share of the documents in which a term is common (see `Index`). A look-up takes 73 µs without any, 46, 37 and 37 with
1/4, 1/8 and 1/16."""
COMMON_LIMIT = 3_000
"""Documents up to which there are rows for all of them: a question has some hundred common terms, and looks at no more
than POSTINGS_LIMIT weights so."""
POSTINGS_LIMIT = 300_000
"""Postings of rarer terms looked at for one utterance. The shipped base never comes near; in one of tens of thousands
of facts the commonest of them, which say least, are left out."""
_LOG = logging.getLogger(__name__)


class Index:
    """Weights of terms in documents, by term.

    Those of a rare term in column c are postings, at starts[c] to starts[c + 1]; those of a common one are a row for
    all documents, which a processor adds up far faster: half the time for a question, and 4 MB more.

    Attributes:
        starts, documents, weights: the postings.
        common: columns of the common terms, ascending.
        dense: their weights; shape: common × documents.
    """

    def __init__(
        self,
        starts: Integers,
        documents: npt.NDArray[np.int32],
        weights: Floats,
        common: npt.NDArray[np.int32],
        dense: Floats,
    ) -> None:
        self.starts, self.documents, self.weights = starts, documents, weights
        self.common, self.dense = common, dense
        self.size = dense.shape[1]
        self._rows = np.full(len(starts) - 1, -1, np.int32)
        self._rows[common] = np.arange(len(common))

    @classmethod
    def learn(cls, rows: Rows, document_of: Sequence[int], size: int, width: int, rivals: int | None = None) -> "Index":
        """Learn from the rows of documents: the centroid of each (Rocchio; Manning et al., IIR, chapter 14.2), refined.

        Against the best single row as a document's score, the centroid finds 94.3 instead of 91.4 of 100 held-out
        paraphrases (the FAQ task of `tests.bench`; with both noises 91.2 instead of 85.1).

        Args:
            rows: their vectors.
            document_of: the document of each row, numbered from 0.
            size: how many documents there are.
            width: how many columns there are.
            rivals: how many of the documents, the first ones, are to be told from each other; the others only from
                these.
        """
        owner = np.repeat(np.asarray(document_of, np.int64), np.diff(rows.starts))
        cells, place = np.unique(rows.columns.astype(np.int64) * size + owner, return_inverse=True)
        sums = np.bincount(place, rows.values)
        columns, documents = np.divmod(cells, size)
        norms = np.sqrt(np.bincount(documents, sums**2, minlength=size))
        weights = (sums / norms[documents]).astype(np.float32)
        if width * size <= DENSE_LIMIT:
            dense = np.zeros((width, size), np.float32)
            dense[columns, documents] = weights
            dense = _refine(dense, rows, np.asarray(document_of), norms, size if rivals is None else rivals)
            columns, documents = np.nonzero((dense > PRUNED) | (dense < -PRUNED))
            weights = dense[columns, documents]
        else:
            _LOG.warning("사실이 많아 이웃한 사실을 가르는 무게를 다듬지 못했습니다: 낱말 %d × 문서 %d", width, size)
        counts = np.bincount(columns, minlength=width)
        common = np.flatnonzero(counts >= (COMMON * size if size <= COMMON_LIMIT else np.inf))
        is_common = np.isin(columns, common)
        table = np.zeros((len(common), size), np.float32)
        table[np.searchsorted(common, columns[is_common]), documents[is_common]] = weights[is_common]
        counts[common] = 0
        return cls(
            np.concatenate([[0], np.cumsum(counts)]),
            # 32 bits: as quick to count as 64 (they are converted as they are gathered), and half the memory.
            documents[~is_common].astype(np.int32),
            weights[~is_common].astype(np.float32),
            common.astype(np.int32),
            table,
        )

    def score(self, vector: Vector) -> Doubles:
        """Return how much each document is like a vector.

        Returns:
            Shape: documents. The cosine with a centroid that was not refined; with one that was, mostly 0 to 0.9, and
            below 0 for what the document was told from.
        """
        rows = self._rows[vector.columns]
        is_common = rows >= 0
        scores: Doubles = (vector.values[is_common] @ self.dense[rows[is_common]]).astype(np.float64)
        columns, values = vector.columns[~is_common], vector.values[~is_common]
        starts = self.starts[columns]
        lengths = self.starts[columns + 1] - starts
        if lengths.sum() > POSTINGS_LIMIT:
            order = np.argsort(lengths)
            order = order[np.cumsum(lengths[order]) <= POSTINGS_LIMIT]
            starts, lengths, values = starts[order], lengths[order], values[order]
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        places = np.arange(total) + np.repeat(starts - ends + lengths, lengths)
        products = self.weights[places] * np.repeat(values, lengths)
        scores += np.bincount(self.documents[places], products, minlength=self.size)
        return scores


def _refine(weights: Floats, rows: Rows, document_of: Integers, norms: Doubles, rivals: int) -> Floats:
    """Move the centroids so that each row, left out of its own, is nearer to it than to any other, by a margin.

    Neighbouring facts share most of their words; what tells them apart has to weigh more than it does in the centroid.
    Where a row is nearer to another document, its terms are added to its own and taken from the other ("DragPushing":
    Tan et al., CIKM 2005; with a margin and averaged over the epochs, as perceptrons are: Freund & Schapire 1999).
    What the row itself has brought to its document is taken off first, or every row would be found by itself.

    Args:
        weights: the centroids (shape: columns × documents); changed.
        rows: the rows.
        document_of: the document of each row.
        norms: length of each document's sum of rows, by which its centroid was divided.
        rivals: see `Index.learn`.

    Returns:
        The mean of the weights after each epoch (same shape).
    """
    own = 1 / norms[document_of]
    row_of = np.repeat(np.arange(len(document_of)), np.diff(rows.starts))
    lengths = np.bincount(row_of, rows.values**2, minlength=len(document_of))
    alone = np.bincount(document_of)[document_of] == 1  # nothing is left to find it by
    chance = np.random.default_rng(0)
    mean: Floats = np.zeros_like(weights)
    step = STEP
    for _ in range(EPOCHS):
        for row in chance.permutation(np.flatnonzero(~alone)):
            columns, values = rows.row(row)
            document = document_of[row]
            scores = values @ weights[columns]
            wanted = scores[document] - own[row] * lengths[row] - MARGIN
            scores[document] = -np.inf
            if document >= rivals:
                scores[rivals:] = -np.inf
            rival = scores.argmax()
            if scores[rival] > wanted:
                gain = step if document < rivals else step * OUTSIDE_GAIN
                weights[columns, document] += gain * values
                weights[columns, rival] -= step * values
                own[row] += gain
        mean += weights
        step *= STEP_DECAY
    mean /= EPOCHS
    return mean
