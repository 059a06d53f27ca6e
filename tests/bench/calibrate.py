"""Fit the confidence anew: `python -m tests.bench.calibrate QUESTIONS.jsonl…` (by default those of tests/exam).

Method: logistic regression with L2 penalty (scikit-learn) on the features of the first fact of each question; right is
a first fact that fits what is expected. A question that nothing answers counts FOREIGN_WEIGHT times. The measures
printed for each threshold are of five-fold cross-validation: nothing is judged by weights that saw it. Follow-ups are
left out.
"""

import importlib
import pathlib
from typing import Annotated

import numpy as np
import typer

from telcofacts import load_knowledge
from telcofacts.curation.evaluate import fits, read_questions
from telcofacts.matching.confidence import BIAS, WEIGHTS, Features
from telcofacts.matching.matcher import SIMILARITY_FLOOR, Matcher

EXAM = pathlib.Path(__file__).resolve().parents[1] / "exam"
FOREIGN_WEIGHT = 1.5
"""Presenting a fact for a question that nothing answers is worse than the wrong fact for one that some fact answers."""
PENALTY = 10.0
_NEEDED = ("linear_model", "model_selection")
_FOLDS = 5
_SEED = 20


def main(
    questions: Annotated[
        list[pathlib.Path] | None, typer.Argument(help="JSONL with expect; by default tests/exam")
    ] = None,
) -> None:
    """Print weights to be put into matching/confidence.py, and what each threshold would do."""
    linear_model, model_selection = (importlib.import_module(f"sklearn.{name}") for name in _NEEDED)
    base = load_knowledge()
    matcher = Matcher(base)
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
    weights = np.where(is_in, 1.0, FOREIGN_WEIGHT)
    model = linear_model.LogisticRegression(C=PENALTY, max_iter=5000)
    folds = model_selection.StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    sure = model_selection.cross_val_predict(
        model, x, y, cv=folds, method="predict_proba", params={"sample_weight": weights}
    )[:, 1]
    model.fit(x, y, sample_weight=weights)
    fitted = Features(*model.coef_[0].round(2).tolist())
    print(f"WEIGHTS = {fitted}  (now {WEIGHTS})\nBIAS = {model.intercept_[0]:.2f}  (now {BIAS})")
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


if __name__ == "__main__":
    typer.run(main)
