"""Run the benchmark and write its report."""

import dataclasses
import importlib.util
import pathlib
import pickle
import shlex
import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from . import lucene, plots, report, startup, tasks
from .registry import ENGINES, OURS, available
from .results import Results
from .tasks import Workload
from .worker import WorkerError, run

TASKS = ("faq", "passages", "rejection", "own", "growth", "degenerate", "start")
_SIZES = (1_000, 10_000, 100_000)
_QUICK_SIZES = (500, 1_500)
_QUICK_STARTS = ("as shipped", "all dictionaries")
_EXTRA = ("matplotlib", "psutil")
"""What the benchmark itself needs; engines that miss theirs are left out."""
_KEPT = "results.pickle"
"""All that was measured, so that a report can be written anew."""


def main(
    chosen: Annotated[str, typer.Option("--tasks", help=f"some of {','.join(TASKS)}")] = ",".join(TASKS),
    engines: Annotated[list[str] | None, typer.Option("--engine", help="beginning of a name; repeatable")] = None,
    questions: Annotated[
        list[pathlib.Path] | None, typer.Option(help="for `own`: JSONL with expect; repeatable")
    ] = None,
    sizes: Annotated[str, typer.Option(help="rows for `growth`, e.g. 1000,10000")] = "",
    quick: Annotated[bool, typer.Option(help="a sample in two minutes: for trying, not for quoting")] = False,
    install_lucene: Annotated[bool, typer.Option(help="let apt-get install Lucene and Java if missing")] = False,
    again: Annotated[bool, typer.Option(help="run nothing: write the report of the last run anew")] = False,
    out: Annotated[pathlib.Path, typer.Option(help="folder of the report")] = pathlib.Path("bench-report"),
) -> None:
    """Run telcofacts' matcher beside other engines on the same rows and queries; write a report and plots."""
    console = Console(stderr=True)
    if missing := [name for name in _EXTRA if importlib.util.find_spec(name) is None]:
        console.print(f"{' and '.join(missing)} must be installed first: pip install -e '.[bench]'", markup=False)
        sys.exit(1)
    wanted = [name for name in chosen.split(",") if name]
    if unknown := set(wanted).difference(TASKS):
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: choose from {', '.join(TASKS)}", param_hint="--tasks")
    if again:
        _write(pickle.loads((out / _KEPT).read_bytes()), out, console)
        return
    names, absent = _engines(engines or [""], install=install_lucene)
    for name, reason in absent.items():
        console.print(f"left out: {name}: {reason}", markup=False)
    growth_sizes = [int(size) for size in sizes.split(",") if size] or (_QUICK_SIZES if quick else _SIZES)
    with console.status("reading the data"):
        workloads = _workloads(wanted, questions or [], growth_sizes, quick=quick)
    results = Results(workloads, absent, f"python -m tests.bench {shlex.join(sys.argv[1:])}".strip(), quick=quick)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    ) as progress:
        _run_all(results, names, progress, with_start="start" in wanted)
    out.mkdir(parents=True, exist_ok=True)
    (out / _KEPT).write_bytes(pickle.dumps(results))
    _write(results, out, console)


def _write(results: Results, out: pathlib.Path, console: Console) -> None:
    path = report.write(results, plots.draw(results, out), out)
    console.print(f"report: {path}", markup=False)
    if results.failed:
        sys.exit(1)


def _engines(beginnings: Sequence[str], *, install: bool) -> tuple[list[str], dict[str, str]]:
    """Return the engines to run, ours always among them, and why others cannot."""
    refused = lucene.install() if install else None
    names, absent = available()
    if refused:
        absent = {name: f"{why}; {refused}" if name.startswith("Lucene") else why for name, why in absent.items()}
    return [name for name in names if name == OURS or name.startswith(tuple(beginnings))], absent


def _workloads(
    wanted: Sequence[str], questions: Sequence[pathlib.Path], sizes: Sequence[int], *, quick: bool
) -> list[Workload]:
    makers: dict[str, Callable[[], list[Workload]]] = {
        "faq": lambda: tasks.faq(quick=quick),
        "passages": lambda: tasks.passages(quick=quick),
        "rejection": lambda: tasks.rejection(quick=quick),
        "own": lambda: tasks.own(questions, quick=quick),
        "degenerate": lambda: tasks.degenerate(quick=quick),
        "growth": lambda: tasks.growth(sizes, quick=quick),
    }
    try:
        return [workload for name, make in makers.items() if name in wanted for workload in make()]
    except tasks.TaskDataError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


def _run_all(results: Results, names: Sequence[str], progress: Progress, *, with_start: bool) -> None:
    jobs = [job for name in names for job in _jobs(name, results)]
    starts = list(_QUICK_STARTS if results.quick else startup.VARIANTS) if with_start else []
    per_start = 500 if results.quick else 10_000  # one takes about as long as so many queries
    total = sum(workload.size for _, workloads in jobs for workload in workloads) + per_start * len(starts)
    bar = progress.add_task("", total=total)

    def tell(what: str, steps: int) -> None:
        progress.update(bar, advance=steps, description=what)

    if starts:
        measured = [_clean_and_both(workload) for workload in results.workloads if workload.kind == "faq"]
        measured += [workload for workload in results.workloads if workload.kind == "own" and not results.quick][:1]
        times = 1 if results.quick else 5
        results.starts = startup.measure(starts, measured, times, lambda what, steps: tell(what, steps * per_start))
    for name, workloads in jobs:
        try:
            results.add(run(name, workloads, tell))
        except WorkerError as error:
            results.failed.append(str(error))
            progress.console.print(str(error), markup=False)


def _jobs(name: str, results: Results) -> list[tuple[str, list[Workload]]]:
    """Return an engine's workloads by process: growth has a process each, as memory is measured."""
    suited = [workload for workload in results.workloads if ENGINES[name].suits(workload)]
    together = [workload for workload in suited if workload.kind != "growth"]
    alone = [workload for workload in suited if workload.kind == "growth"]
    if results.quick and name.endswith("whole facts"):
        alone = []
    return [(name, workloads) for workloads in (together, *([workload] for workload in alone)) if workloads]


def _clean_and_both(workload: Workload) -> Workload:
    return dataclasses.replace(workload, asked={key: workload.asked[key] for key in ("clean", "both")})


if __name__ == "__main__":
    typer.run(main)
