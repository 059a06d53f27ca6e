"""Accuracy, rejection and time, with 95 % intervals."""

import dataclasses
import functools
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

LET_IN = 0.05
"""Share of foreign questions that are let in where engines are compared at rejecting."""
ROUNDS = 2000
_SEED = 20
_Z = 1.959964

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Weights = npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True)
class Estimate:
    """A share or a difference of shares with its 95 % interval, 0–1 (differences −1 to 1)."""

    value: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.low > 0 or self.high < 0


def share(right: Bools) -> Estimate:
    """Return a share with Wilson's interval (Wilson 1927).

    >>> share(np.array([True] * 8 + [False] * 2))  # doctest: +ELLIPSIS
    Estimate(value=0.8, low=0.490..., high=0.943...)
    """
    n = len(right)
    if not n:
        return Estimate(math.nan, math.nan, math.nan)
    p = float(right.mean())
    middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
    return Estimate(p, middle - half, middle + half)


def draws(clusters: Sequence[int], rounds: int = ROUNDS, seed: int = _SEED) -> Weights:
    """Draw samples for a bootstrap: whole clusters with replacement, as paraphrases rise and fall together.

    Returns:
        How often each query is in each sample (shape: rounds, queries).
    """
    return _draws(tuple(clusters), rounds, seed)


@functools.lru_cache(maxsize=4)
def _draws(clusters: tuple[int, ...], rounds: int, seed: int) -> Weights:
    names, positions = np.unique(clusters, return_inverse=True)
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=rounds)
    return counts[:, positions]


def paired_difference(ours: Bools, theirs: Bools, clusters: Sequence[int], rounds: int = ROUNDS) -> Estimate:
    """Return the difference of two shares over the same queries (ours − theirs) with a paired bootstrap interval."""
    weights = draws(clusters, rounds)
    difference = ours.astype(float) - theirs
    samples = weights @ difference / weights.sum(axis=1)
    return _estimate(float(difference.mean()), samples)


def threshold(foreign: Floats, let_in: float = LET_IN) -> float:
    """Return the score above which at most a share of foreign questions lies.

    >>> threshold(np.array([0.1, 0.2, 0.3, 0.4]), let_in=0.25)
    0.3
    """
    return float(np.sort(foreign)[::-1][min(int(let_in * len(foreign) + 1e-9), len(foreign) - 1)])


@dataclasses.dataclass(frozen=True)
class Rejection:
    """What an engine does with questions that its rows answer, and with foreign ones.

    Attributes:
        right: for each answerable question whether the best group is right.
        scores: the best group's score, −inf where nothing was found.
        foreign: the same for the foreign questions.
    """

    right: Bools
    scores: Floats
    foreign: Floats

    def accepted(self, let_in: float = LET_IN) -> Bools:
        """Tell which questions are both right and accepted when so many foreign ones are let in."""
        return self.right & (self.scores > threshold(self.foreign, let_in))

    def curve(self, let_in: Sequence[float]) -> list[float]:
        """Return the share of questions right and accepted for each share of foreign ones let in."""
        return [float(self.accepted(share_).mean()) for share_ in let_in]

    def samples(self, weights: Weights, foreign_weights: Weights) -> Floats:
        """Return the share right and accepted in each bootstrap sample, its threshold drawn anew."""
        order = np.argsort(-self.foreign, kind="stable")
        passed = np.cumsum(foreign_weights[:, order], axis=1)
        allowed = np.floor(LET_IN * passed[:, -1:] + 1e-9)
        first = np.argmax(passed > allowed, axis=1)
        limits = self.foreign[order][first]
        hits = self.right & (self.scores > limits[:, None])
        counted: Floats = (hits * weights).sum(axis=1) / weights.sum(axis=1)
        return counted


def rejected(engine: Rejection, clusters: Sequence[int], foreign_clusters: Sequence[int]) -> Estimate:
    """Return the share right and accepted at 5 % foreign, with a bootstrap interval over both sorts of questions."""
    samples = engine.samples(draws(clusters), draws(foreign_clusters, seed=_SEED + 1))
    return _estimate(float(engine.accepted().mean()), samples)


def rejection_difference(
    ours: Rejection, theirs: Rejection, clusters: Sequence[int], foreign_clusters: Sequence[int]
) -> Estimate:
    """Return the difference in the share right and accepted (ours − theirs) with a paired bootstrap interval."""
    weights, foreign_weights = draws(clusters), draws(foreign_clusters, seed=_SEED + 1)
    samples = ours.samples(weights, foreign_weights) - theirs.samples(weights, foreign_weights)
    return _estimate(float(ours.accepted().mean() - theirs.accepted().mean()), samples)


def percentile(times: Sequence[float], percent: float) -> float:
    """Return a percentile by nearest rank.

    >>> percentile([5.0, 1.0, 3.0], 50)
    3.0
    """
    ordered = sorted(times)
    return ordered[max(math.ceil(percent / 100 * len(ordered)) - 1, 0)] if ordered else math.nan


def _estimate(value: float, samples: Floats) -> Estimate:
    low, high = np.percentile(samples, [2.5, 97.5])
    return Estimate(value, float(low), float(high))
