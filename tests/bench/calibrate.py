"""Fit the confidence anew: `python -m tests.bench.calibrate QUESTIONS.jsonl…` (by default those of tests/exam).

Method: logistic regression with L2 penalty on the features of the first fact of each question; right is a first fact
that fits what is expected. A question that nothing answers counts FOREIGN_WEIGHT times. The weight of the similarity is
not fitted but given (see `confidence.SIMILARITY_WEIGHT`). The measures printed for each threshold are of five-fold
cross-validation: nothing is judged by weights that saw it. Follow-ups are left out.
"""

import importlib
import pathlib
from collections.abc import Iterator
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import typer

from telcofacts import Answerer, load_knowledge
from telcofacts.curation.evaluate import fits, read_questions
from telcofacts.matching.confidence import BIAS, SIMILARITY_WEIGHT, WEIGHTS, Features
from telcofacts.matching.matcher import SIMILARITY_FLOOR
from telcofacts.settings import load_settings

EXAM = pathlib.Path(__file__).resolve().parents[1] / "exam"
FOREIGN_WEIGHT = 1.5
"""Presenting a fact for a question that nothing answers is worse than the wrong fact for one that some fact answers."""
PENALTY = 0.1
_FOLDS = 5
_SEED = 20

Array = npt.NDArray[np.float64]


def main(
    questions: Annotated[
        list[pathlib.Path] | None, typer.Argument(help="JSONL with expect; by default tests/exam")
    ] = None,
) -> None:
    """Print weights to be put into matching/confidence.py, and what each threshold would do."""
    base = load_knowledge()
    matcher = Answerer(base, load_settings().cache_folder()).matcher
    rows = [
        row
        for path in questions or sorted(EXAM.glob("*.jsonl"))
        for row in read_questions(path, with_expectation=True)
        if len(row["turns"]) == 1
    ]
    features, right, inside = [], [], []
    for row in rows:
        matches = matcher.rank(matcher.read(row["turns"][0])).matches
        if matches and matches[0].similarity >= SIMILARITY_FLOOR:
            features.append(matches[0].features)
            right.append(row["expect"] != "none" and fits(matches[0].fact, row["expect"], base))
            inside.append(row["expect"] != "none")
    x, y, is_in = np.array(features), np.array(right), np.array(inside)
    counts = np.where(is_in, 1.0, FOREIGN_WEIGHT)
    sure = np.zeros(len(y))
    for fold in _folds(len(y)):
        sure[fold] = _probability(x[fold], _fit(x[~fold], y[~fold], counts[~fold]))
    weights = _fit(x, y, counts).round(2).tolist()
    print(f"WEIGHTS = {Features(SIMILARITY_WEIGHT, *weights[:-1])}  (now {WEIGHTS})")
    print(f"BIAS = {weights[-1]}  (now {BIAS})")
    answerable = sum(row["expect"] != "none" for row in rows)
    foreign = max(len(rows) - answerable, 1)
    print(f"{'threshold':>9}{'hit@1':>8}{'wrong':>8}{'false':>8}   of {answerable} and {len(rows) - answerable}")
    for threshold in range(25, 65, 5):
        shown = sure >= threshold / 100
        shares = [
            (shown & y).sum() / answerable,
            (shown & ~y & is_in).sum() / answerable,
            (shown & ~is_in).sum() / foreign,
        ]
        print(f"{threshold:>9}" + "".join(f"{share:>8.1%}" for share in shares))


def _folds(count: int) -> Iterator[npt.NDArray[np.bool_]]:
    order = np.random.default_rng(_SEED).permutation(count) % _FOLDS
    return (order == fold for fold in range(_FOLDS))


def _fit(x: Array, y: npt.NDArray[np.bool_], counts: Array) -> Array:
    """Return the weights of all features but the similarity, and the bias."""
    signs = np.where(y, 1, -1)

    def loss(weights: Array) -> tuple[float, Array]:
        margins = signs * _logit(x, weights)
        slopes = -signs * counts / (1 + np.exp(margins))
        penalised = PENALTY * weights[:-1]
        gradient = np.append(x[:, 1:].T @ slopes + penalised, slopes.sum())
        return float(counts @ np.logaddexp(0, -margins) + penalised @ weights[:-1] / 2), gradient

    optimize: Any = importlib.import_module("scipy.optimize")
    found: Array = optimize.minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def _logit(x: Array, weights: Array) -> Array:
    scores: Array = x[:, 0] * SIMILARITY_WEIGHT + x[:, 1:] @ weights[:-1] + weights[-1]
    return scores


def _probability(x: Array, weights: Array) -> Array:
    return 1 / (1 + np.exp(-_logit(x, weights)))


if __name__ == "__main__":
    typer.run(main)
