"""How soon our own program answers, how much memory it takes, and what each of Kiwi's dictionaries costs and pays."""

import contextlib
import dataclasses
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from .measures import percentile
from .memory import resident_mb
from .registry import OURS
from .tasks import ROOT, Workload
from .worker import WorkerError, run

QUESTION = "KT 대표 누구야?"
_TIMEOUT_S = 60

VARIANTS: dict[str, dict[str, Any]] = {
    "as shipped": {},
    "all dictionaries": {"load_default_dict": True, "load_typo_dict": True, "load_multi_dict": True},
    "without default": {"load_default_dict": False, "load_typo_dict": True, "load_multi_dict": True},
    "without typo": {"load_default_dict": True, "load_typo_dict": False, "load_multi_dict": True},
    "without multi": {"load_default_dict": True, "load_typo_dict": True, "load_multi_dict": False},
    "without default and multi": {"load_default_dict": False, "load_typo_dict": True, "load_multi_dict": False},
    "without any": {"load_default_dict": False, "load_typo_dict": False, "load_multi_dict": False},
    "model knlm": {"model_type": "knlm"},
    "model sbg": {"model_type": "sbg"},
    "model cong": {"model_type": "cong"},
    "model cong-global": {"model_type": "cong-global"},
    "model largest": {"model_type": "largest"},
}
"""Options of Kiwi. The dictionaries are those of the constructor; models as far as the installed package has them."""


@dataclasses.dataclass(frozen=True)
class Start:
    """One way of starting the program.

    Attributes:
        seconds: from process start to the first answer in the terminal chat, each time it was tried.
        chat_mb: resident memory of the chat after the answer.
        top1: share of questions right, by name of the set.
        ask_ms: p50 of one query of the first set.
        failed: why it does not work, where it does not.
    """

    name: str
    seconds: Sequence[float] = ()
    chat_mb: float = float("nan")
    top1: Mapping[str, float] = dataclasses.field(default_factory=dict)
    ask_ms: float = float("nan")
    failed: str = ""

    @property
    def median_s(self) -> float:
        """Median of the seconds."""
        return statistics.median(self.seconds) if self.seconds else float("nan")


def measure(
    names: Sequence[str], workloads: Sequence[Workload], times: int, on_progress: Callable[[str, int], None]
) -> list[Start]:
    """Start the program in each way, and rank the workloads' questions in each.

    Args:
        names: of `VARIANTS`.
        workloads: on which accuracy is measured; their sets of queries are told apart by name.
        times: how often each is started.
        on_progress: is told what is done and one step for each way.
    """
    if times > 1:
        _first_answer({})  # reads the files into the system's cache, for all alike
    starts = []
    for name in names:
        on_progress(f"start, {name}", 0)
        try:
            starts.append(_measure(name, workloads, times))
        except WorkerError as error:
            starts.append(Start(name, failed=str(error)))
        on_progress(f"start, {name}", 1)
    return starts


def _measure(name: str, workloads: Sequence[Workload], times: int) -> Start:
    options = VARIANTS[name]
    pairs = [_first_answer(options) for _ in range(times)]
    top1, ask_ms = {}, float("nan")
    for workload, done in zip(workloads, run(OURS, workloads, lambda *_: None, options), strict=True):
        for key, queries in workload.asked.items():
            hits = [bool(r) and r[0][0] in a for r, a in zip(done.ranked[key], queries.answers, strict=True)]
            top1[f"{workload.kind} {key}"] = float(np.mean(hits))
            if len(top1) == 1:
                ask_ms = percentile(done.times_ms[key], 50)
    return Start(name, [seconds for seconds, _ in pairs], statistics.median(mb for _, mb in pairs), top1, ask_ms)


def _first_answer(options: Mapping[str, Any]) -> tuple[float, float]:
    """Start the terminal chat with a question waiting; return seconds to the answer, and memory in MB after it."""
    module = ["tests.bench.with_kiwi", json.dumps(options)] if options else ["telcofacts"]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", *module, "chat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(QUESTION + "\n")
            process.stdin.flush()
        line = process.stdout.readline()
        seconds = time.perf_counter() - started
        if not line.strip():
            process.kill()
            raise WorkerError((process.stderr.read().strip().splitlines() or ["no answer"])[-1])
        memory = resident_mb(process.pid)
        process.stdin.close()
        process.stdout.read()
        process.wait(_TIMEOUT_S)
    return seconds, memory
