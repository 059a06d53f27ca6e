"""Run one engine in a process of its own: its memory and time are its own."""

import contextlib
import dataclasses
import gc
import multiprocessing
import os
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Any

from .memory import resident_mb
from .peers import Engine, Ranked
from .registry import ENGINES
from .tasks import Queries, Workload
from .with_kiwi import replace_options

_WARM_UP = 100
_WARM_UP_S = 1.0
_TOLD_EVERY = 50


class WorkerError(Exception):
    """An engine's process ended with an error."""


@dataclasses.dataclass(frozen=True)
class Run:
    """What one engine did with one workload.

    Attributes:
        build_s: seconds to index the rows, dictionaries loaded on the way included.
        idle_mb: resident memory of its processes before.
        resident_mb: resident memory of its processes after building and asking.
        ranked: for each set of queries the three best groups each; fewer queries where the time was up.
        times_ms: for each set of queries the milliseconds each took.
    """

    engine: str
    workload: str
    build_s: float
    idle_mb: float
    resident_mb: float
    ranked: Mapping[str, Sequence[Ranked]]
    times_ms: Mapping[str, Sequence[float]]


def run(
    engine: str,
    workloads: Sequence[Workload],
    on_progress: Callable[[str, int], None],
    kiwi: Mapping[str, Any] | None = None,
) -> list[Run]:
    """Run an engine on workloads, one after the other, in a new process.

    Args:
        engine: its name in the registry.
        workloads: what it does.
        on_progress: is told what is being done and how many queries were asked since.
        kiwi: options of Kiwi that differ from those of the program.

    Raises:
        WorkerError: where the process fails; its messages are on standard error.
    """
    if not workloads:
        return []
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, engine, workloads, kiwi or {}), daemon=True)
    process.start()
    theirs.close()
    runs: list[Run] = []
    with contextlib.suppress(EOFError), ours:
        while len(runs) < len(workloads):
            message = ours.recv()
            if isinstance(message, Run):
                runs.append(message)
            else:
                on_progress(*message)
    process.join()
    if len(runs) < len(workloads):
        raise WorkerError(f"{engine} failed on {workloads[len(runs)].name}; its messages are above")
    return runs


def _serve(connection: Connection, name: str, workloads: Sequence[Workload], kiwi: Mapping[str, Any]) -> None:
    replace_options(kiwi)
    engine, built, build_s, idle_mb = None, None, 0.0, resident_mb(os.getpid())
    for workload in workloads:

        def tell(steps: int, what: str = f"{name}: {workload.name}") -> None:
            connection.send((what, steps))

        tell(0)
        index = (workload.rows, workload.groups, workload.shipped)
        if engine is None or index != built:
            if engine:
                engine.close()
            engine, built = ENGINES[name].make(workload), index
            started = time.perf_counter()
            engine.build(workload.rows, workload.groups)
            build_s = time.perf_counter() - started
            gc.collect()
            gc.freeze()  # as telcofacts does when it is ready: what stays for good is not looked through again
        if workload.kind != "degenerate":
            _warm_up(engine, workload)
        ranked, times = {}, {}
        for key, queries in workload.asked.items():
            ranked[key], times[key] = _ask(engine, queries, workload.limit_s, tell)
        connection.send(Run(name, workload.name, build_s, idle_mb, resident_mb(os.getpid()), ranked, times))
    if engine:
        engine.close()
    connection.close()


def _warm_up(engine: Engine, workload: Workload) -> None:
    """Ask what will be asked again, untimed: dictionaries load and Java compiles on first use."""
    ends = time.perf_counter() + _WARM_UP_S
    for text in next(iter(workload.asked.values())).texts[:_WARM_UP]:
        if time.perf_counter() < ends:
            engine.rank(text)


def _ask(
    engine: Engine, queries: Queries, limit_s: float | None, tell: Callable[[int], None]
) -> tuple[list[Ranked], list[float]]:
    ranked, times, told = [], [], 0
    ends = time.perf_counter() + (limit_s or float("inf"))
    for text in queries.texts:
        started = time.perf_counter()
        ranked.append(engine.rank(text))
        elapsed = (time.perf_counter() - started) * 1000
        times.append(elapsed if engine.inner_ms is None else engine.inner_ms)
        if len(ranked) - told == _TOLD_EVERY:
            tell(_TOLD_EVERY)
            told = len(ranked)
        if time.perf_counter() > ends:
            break
    tell(len(queries.texts) - told)
    return ranked, times
