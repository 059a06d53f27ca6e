"""Pictures of a run: accuracy by noise, rejection curves, growth."""

import importlib
import pathlib
from typing import TYPE_CHECKING, Any

import numpy as np

from .measures import percentile
from .registry import ENGINES, OURS
from .results import Results, accuracy, rejection
from .tasks import Workload
from .worker import Run

if TYPE_CHECKING:
    from collections.abc import Callable

_COLOURS = {
    "telcofacts": "#000000",
    "bm25s": "#1f77b4",
    "tantivy, Kiwi": "#2ca02c",
    "tantivy, n-grams": "#17becf",
    "Lucene": "#d62728",
    "FTS5 trigram, no spaces": "#e377c2",
    "FTS5 trigram": "#9467bd",
    "rapidfuzz token_set_ratio": "#ff7f0e",
    "rapidfuzz WRatio": "#bcbd22",
}
_NOISES = {"clean": "#1b7837", "unspaced": "#2166ac", "typo": "#f1a340", "both": "#b2182b"}
_LET_IN = np.linspace(0, 0.2, 81)


def draw(results: Results, folder: pathlib.Path) -> dict[str, str]:
    """Draw what there is; return the file name of the picture for each section of the report."""
    matplotlib = importlib.import_module("matplotlib")
    matplotlib.use("Agg")
    pyplot = importlib.import_module("matplotlib.pyplot")
    pictures = {}
    for title, kinds, plot in (
        ("Accuracy", ("faq", "passages", "own"), _accuracy),
        ("Rejection", ("rejection",), _rejection),
        ("Growth", ("growth",), _growth),
    ):
        workloads = results.of_kind(*kinds)
        if not workloads:
            continue
        figure = plot(pyplot, results, workloads)
        pictures[title] = f"{title.lower()}.png"
        figure.savefig(folder / pictures[title], dpi=130, bbox_inches="tight")
        pyplot.close(figure)
    return pictures


def _accuracy(pyplot: Any, results: Results, workloads: list[Workload]) -> Any:
    names = [name for name in ENGINES if any(name in results.runs(workload) for workload in workloads)]
    figure, axes = pyplot.subplots(
        1, len(workloads), figsize=(2 + 5 * len(workloads), 1.2 + 0.33 * len(names)), sharey=True, squeeze=False
    )
    for axis, workload in zip(axes[0], workloads, strict=True):
        runs = results.runs(workload)
        shift = dict(zip(workload.asked, np.linspace(-0.24, 0.24, len(workload.asked)), strict=True))
        for key in workload.asked:
            shown = [(i, accuracy(runs[name], workload, key)) for i, name in enumerate(names) if name in runs]
            values = np.array([[100 * e.value, 100 * e.low, 100 * e.high] for _, e in shown]).T
            axis.errorbar(
                values[0],
                [i + shift[key] for i, _ in shown],
                xerr=[values[0] - values[1], values[2] - values[0]],
                fmt="o",
                markersize=4,
                linewidth=1,
                color=_NOISES.get(key),
                label=key,
            )
        axis.set_title(workload.name)
        axis.set_xlabel("top-1, %, with 95 % interval")
        axis.grid(axis="x", alpha=0.4)
        axis.set_axisbelow(True)
        axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.09), ncols=len(workload.asked), frameon=False)
    axes[0][0].set_yticks(range(len(names)), names)
    axes[0][0].invert_yaxis()
    figure.tight_layout()
    return figure


def _rejection(pyplot: Any, results: Results, workloads: list[Workload]) -> Any:
    workload = workloads[0]
    figure, axes = pyplot.subplots(1, 2, figsize=(13, 5.5), sharey=True)
    for axis, foreign in zip(axes, ("near", "far"), strict=True):
        for name, run in results.runs(workload).items():
            curve = rejection(run, workload, foreign).curve(_LET_IN.tolist())
            axis.plot(100 * _LET_IN, 100 * np.array(curve), label=name, **_style(name))
        axis.axvline(5, color="grey", linewidth=0.8, linestyle=":")
        axis.set_title(f"{foreign} foreign questions")
        axis.set_xlabel("foreign questions let in, %")
        axis.grid(alpha=0.4)
        axis.set_ylim(0, 100)
    axes[0].set_ylabel("questions right and accepted, %")
    axes[1].legend(fontsize=8, loc="center left", bbox_to_anchor=(1.01, 0.5))
    figure.tight_layout()
    return figure


def _growth(pyplot: Any, results: Results, workloads: list[Workload]) -> Any:
    names = [name for name in ENGINES if any(name in results.runs(workload) for workload in workloads)]
    unit = _time(results.runs(workloads[0])[OURS], 50)
    build_unit = results.runs(workloads[0])[OURS].build_s
    panels: dict[str, Callable[[Run], float]] = {
        "p50 of one query": lambda run: _time(run, 50) / unit,
        "p99 of one query": lambda run: _time(run, 99) / unit,
        "build time": lambda run: run.build_s / build_unit,
        "resident memory, MB": lambda run: run.resident_mb,
    }
    figure, axes = pyplot.subplots(2, 2, figsize=(12, 9), sharex=True)
    for axis, (title, value) in zip(axes.flat, panels.items(), strict=True):
        for name in names:
            pairs = [(len(w.rows), value(results.runs(w)[name])) for w in workloads if name in results.runs(w)]
            axis.plot(*zip(*pairs, strict=True), marker="o", label=name, **_style(name))
        axis.set(title=title, xscale="log", yscale="log", xlabel="rows")
        sizes = [len(workload.rows) for workload in workloads]
        axis.set_xticks(sizes, [f"{size:,}" for size in sizes])
        axis.set_xticks([], minor=True)
        axis.xaxis.set_tick_params(labelbottom=True)
        axis.grid(alpha=0.4)
    for axis, quantity in ((axes[0][0], "p50"), (axes[0][1], "p50"), (axes[1][0], "build time")):
        axis.set_ylabel(f"multiple of our {quantity} at {len(workloads[0].rows):,} rows")
    axes[0][1].legend(fontsize=8, loc="upper left", bbox_to_anchor=(1.01, 1))
    figure.tight_layout()
    return figure


def _time(run: Run, percent: float) -> float:
    return percentile([ms for times in run.times_ms.values() for ms in times], percent)


def _style(name: str) -> dict[str, Any]:
    colour = next(colour for prefix, colour in _COLOURS.items() if name.startswith(prefix))
    if name.startswith(OURS):
        return {"color": colour, "linewidth": 2.5 if name == OURS else 1.2, "linestyle": "-" if name == OURS else "-."}
    return {"color": colour, "linewidth": 1.3, "linestyle": "--" if name.endswith("whole facts") else "-"}
