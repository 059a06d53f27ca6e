"""What was measured, and the figures drawn from it."""

import dataclasses
from collections.abc import Sequence

import numpy as np

from . import measures
from .measures import Bools, Estimate, Rejection
from .registry import ENGINES, OURS
from .startup import Start
from .tasks import Workload
from .worker import Run


@dataclasses.dataclass
class Results:
    """All runs.

    Attributes:
        absent: engines that could not run here, and why.
        command: the command line that was given.
        failed: messages of engines that ended with an error.
        starts: how our own program starts.
    """

    workloads: Sequence[Workload]
    absent: dict[str, str]
    command: str
    quick: bool
    failed: list[str] = dataclasses.field(default_factory=list)
    starts: list[Start] = dataclasses.field(default_factory=list)
    _runs: dict[tuple[str, str], Run] = dataclasses.field(default_factory=dict)

    def add(self, runs: Sequence[Run]) -> None:
        """Take in the runs of an engine."""
        self._runs.update({(run.workload, run.engine): run for run in runs})

    def runs(self, workload: Workload) -> dict[str, Run]:
        """Return the runs of a workload by engine, ours first."""
        return {name: self._runs[workload.name, name] for name in ENGINES if (workload.name, name) in self._runs}

    def of_kind(self, *kinds: str) -> list[Workload]:
        """Return the workloads of some kinds that our matcher has run."""
        return [w for w in self.workloads if w.kind in kinds and (w.name, OURS) in self._runs]


def right(run: Run, workload: Workload, key: str, first: int = 1) -> Bools:
    """Tell for each query asked whether one of the first groups answers it."""
    answers = workload.asked[key].answers
    pairs = zip(run.ranked[key], answers, strict=False)  # fewer were asked where the time was up
    return np.array([any(group in groups for group, _ in ranked[:first]) for ranked, groups in pairs], dtype=bool)


def accuracy(run: Run, workload: Workload, key: str) -> Estimate:
    """Return top-1 of a set of queries."""
    return measures.share(right(run, workload, key))


def ahead(ours: Run, theirs: Run, workload: Workload, key: str) -> Estimate:
    """Return how far ours is ahead in top-1."""
    clusters = workload.asked[key].clusters
    return measures.paired_difference(right(ours, workload, key), right(theirs, workload, key), clusters)


def rejection(run: Run, workload: Workload, foreign: str) -> Rejection:
    """Return what an engine did with the answerable questions and a set of foreign ones."""
    scores, strange = (
        np.array([ranked[0][1] if ranked else -np.inf for ranked in run.ranked[key]]) for key in ("in", foreign)
    )
    return Rejection(right(run, workload, "in"), scores, strange)
