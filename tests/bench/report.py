"""One Markdown report of a run."""

import datetime
import math
import os
import pathlib
import platform
from collections.abc import Iterable, Mapping, Sequence

from . import measures
from .measures import Estimate, percentile
from .registry import OURS, versions
from .results import Results, accuracy, ahead, rejection, right
from .startup import Start
from .tasks import Workload
from .worker import Run

Section = tuple[str, list[str]]

_FOREIGN = ("near", "far")
_SMALLEST_RATIO = 0.01
_WHOLE_RATIO = 10

_ABOUT_ACCURACY = (
    "Top-1 in percent with its 95 % interval (Wilson); points that ours is ahead with the 95 % interval of a paired "
    "bootstrap over questions of the same meaning, bold where it excludes zero."
)
_ABOUT_OWN = (
    f"`{OURS}` is the shipped base as it is: its names, synonyms, statements and keywords too; `rows alone` has the "
    "rows of the peers and nothing else."
)
_ABOUT_REJECTION = (
    "Percent of the questions that are both right and accepted when the threshold lets 5 % of foreign ones in. "
    "Intervals by bootstrap over both sorts of questions, the threshold drawn anew each time. near: questions of the "
    "same sort about what is not recorded; far: smalltalk and questions about an encyclopaedia. Each engine by its own "
    "score."
)
_ABOUT_TIME = (
    "One utterance at a time, one thread; peers as a multiple of ours. Lucene's is taken inside its process. Whoever "
    "indexes first loads Kiwi's dictionaries too."
)
_ABOUT_GROWTH = (
    "Each engine in a process of its own (Lucene in two): resident memory after the last answer, and what of it came "
    "with the engine, Kiwi's dictionaries among it. Half of the queries clean, half with both noises; slow engines "
    "were stopped when their time was up (`asked`)."
)
_ABOUT_DEGENERATE = (
    "Median of five (fewer where two seconds were up), against the shipped base; peers as a multiple of ours. Ours "
    "cuts what is too long for a question; the others read all of it."
)
_ABOUT_START = (
    "The terminal chat: seconds from process start to the first answer, resident memory after it (medians); with each "
    "of Kiwi's options, what one question takes as a multiple, and top-1 in percent."
)


def write(results: Results, pictures: Mapping[str, str], folder: pathlib.Path) -> pathlib.Path:
    """Write report.md.

    Args:
        results: what was measured.
        pictures: file name of the picture of each section.
        folder: where to.
    """
    sections = (
        _head(results),
        _accuracy(results),
        _rejection(results),
        _own(results),
        _times(results),
        _growth(results),
        _degenerate(results),
        _start(results.starts),
        _setting(results),
    )
    paragraphs: list[str] = []
    for title, lines in sections:
        if lines:
            paragraphs.append(f"## {title}" if paragraphs else f"# {title}")
            paragraphs += [f"![{title}]({pictures[title]})"] if title in pictures else []
            paragraphs += lines
    path = folder / "report.md"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return path


def _head(results: Results) -> Section:
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()}), Python {platform.python_version()}"
    lines = [f"{today}, {machine}: `{results.command}`"]
    if results.quick:
        lines.append("**A sample, for trying the benchmark: not for quoting.**")
    return "Benchmark", lines + [f"**Failed:** {message}" for message in results.failed]


def _accuracy(results: Results) -> Section:
    lines = [line for workload in results.of_kind("faq", "passages") for line in _accuracy_of(results, workload)]
    return "Accuracy", [_ABOUT_ACCURACY, *lines] if lines else []


def _own(results: Results) -> Section:
    workloads = results.of_kind("own")
    lines = [line for workload in workloads for line in _accuracy_of(results, workload, with_three=True)]
    notes = dict.fromkeys(workload.note for workload in workloads)
    return "Our own base", [_ABOUT_OWN, *notes, *lines] if lines else []


def _accuracy_of(results: Results, workload: Workload, *, with_three: bool = False) -> list[str]:
    runs = results.runs(workload)
    header = ["engine"]
    for key in workload.asked:
        header += [key, "ours ahead by"] + (["top 3"] if with_three else [])
    rows = []
    for name, run in runs.items():
        cells = [name]
        for key in workload.asked:
            cells.append(_estimate(accuracy(run, workload, key)))
            cells.append("" if name == OURS else _difference(ahead(runs[OURS], run, workload, key)))
            if with_three:
                cells.append(_percent(float(right(run, workload, key, 3).mean())))
        rows.append(cells)
    return [f"{_about(workload)}; asked: {_sizes(workload)}.", _table(header, rows)]


def _rejection(results: Results) -> Section:
    lines = []
    for workload in results.of_kind("rejection"):
        runs = results.runs(workload)
        rows = []
        for name, run in runs.items():
            cells = [name]
            for foreign in _FOREIGN:
                clusters = workload.asked["in"].clusters, workload.asked[foreign].clusters
                theirs, ours = (rejection(one, workload, foreign) for one in (run, runs[OURS]))
                cells.append(_estimate(measures.rejected(theirs, *clusters)))
                difference = measures.rejection_difference(ours, theirs, *clusters)
                cells.append("" if name == OURS else _difference(difference))
            rows.append(cells)
        header = ["engine", "near", "ours ahead by", "far", "ours ahead by"]
        lines += [_ABOUT_REJECTION, f"{_about(workload)}; asked: {_sizes(workload)}.", _table(header, rows)]
    return "Rejection", lines


def _times(results: Results) -> Section:
    lines = []
    for workload in results.of_kind("faq", "passages", "own"):
        key = next(iter(workload.asked))
        runs = results.runs(workload)
        rows = [[name, *_time_cells(run, runs[OURS], [key])] for name, run in runs.items()]
        lines += [f"**{workload.name}**, {key}:", _table(["engine", "p50", "p99", "build"], rows)]
    return "Time", [_ABOUT_TIME, *lines] if lines else []


def _growth(results: Results) -> Section:
    lines = []
    for workload in results.of_kind("growth"):
        runs = results.runs(workload)
        keys = list(workload.asked)
        rows = []
        for name, run in runs.items():
            cells = [name, *_time_cells(run, runs[OURS], keys)]
            cells += [f"{run.resident_mb:,.0f}", f"{run.resident_mb - run.idle_mb:,.0f}"]
            cells += [_percent(float(right(run, workload, key).mean())) for key in keys]
            rows.append([*cells, str(sum(map(len, run.ranked.values())))])
        header = ["engine", "p50", "p99", "build", "MB", "MB added", *(f"top-1 {key}" for key in keys), "asked"]
        lines += [f"{_about(workload)}:", _table(header, rows)]
    return "Growth", [_ABOUT_GROWTH, *lines] if lines else []


def _degenerate(results: Results) -> Section:
    lines = []
    for workload in results.of_kind("degenerate"):
        runs = results.runs(workload)
        rows = [
            [name, *(_time_cells(run, runs[OURS], [key])[0] for key in workload.asked)] for name, run in runs.items()
        ]
        lines += [_ABOUT_DEGENERATE, _table(["engine", *workload.asked], rows)]
    return "Utterances of 4,096 characters", lines


def _time_cells(run: Run, ours: Run, keys: Sequence[str]) -> list[str]:
    """Return p50 and p99 of one query and the build time; as they are for ours, for a peer as multiples."""
    mine, theirs = ([ms for key in keys for ms in one.times_ms[key]] for one in (ours, run))
    if run is ours:
        return [*(f"{percentile(mine, share):.2f} ms" for share in (50, 99)), f"{run.build_s:.1f} s"]
    ratios = [percentile(theirs, share) / percentile(mine, share) for share in (50, 99)]
    return [_times_as_long(ratio) for ratio in (*ratios, run.build_s / ours.build_s)]


def _start(starts: Sequence[Start]) -> Section:
    if not starts:
        return "Start and memory", []
    sets = list(dict.fromkeys(key for start in starts for key in start.top1))
    first = starts[0]
    rows = []
    for start in starts:
        if start.failed:
            rows.append([start.name, f"does not start: {start.failed}", *[""] * (2 + len(sets))])
            continue
        cells = [start.name, f"{start.median_s:.2f}", f"{start.chat_mb:,.0f}"]
        cells.append(_times_as_long(start.ask_ms / first.ask_ms))
        rows.append([*cells, *(_percent(start.top1.get(key, math.nan)) for key in sets)])
    table = _table(["Kiwi", "seconds", "MB", "one question", *sets], rows)
    return "Start and memory", [f"{_ABOUT_START} Started {len(first.seconds)} × each.", table]


def _setting(results: Results) -> Section:
    lines = [", ".join(f"{name} {version}" for name, version in versions().items()) + "."]
    if results.absent:
        lines.append("\n".join(f"- left out: {name}: {reason}" for name, reason in results.absent.items()))
    return "Setting", lines


def _about(workload: Workload) -> str:
    return f"**{workload.name}**: {len(workload.rows):,} rows, {len(set(workload.groups)):,} facts"


def _sizes(workload: Workload) -> str:
    return ", ".join(f"{len(queries.texts):,} {key}" for key, queries in workload.asked.items())


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _percent(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.1f}"


def _estimate(estimate: Estimate) -> str:
    return f"{_percent(estimate.value)} ({_percent(estimate.low)}–{_percent(estimate.high)})"


def _difference(estimate: Estimate) -> str:
    text = f"{100 * estimate.value:+.1f} ({100 * estimate.low:+.1f} to {100 * estimate.high:+.1f})"
    return f"**{text}**" if estimate.excludes_zero else text


def _times_as_long(value: float) -> str:
    if math.isnan(value):
        return "–"
    if value < _SMALLEST_RATIO:
        return f"< {_SMALLEST_RATIO} ×"
    return f"{value:.2g} ×" if value < _WHOLE_RATIO else f"{value:,.0f} ×"
