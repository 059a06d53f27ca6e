"""The engines by name, what each needs, and where each has a say."""

import contextlib
import dataclasses
import importlib.metadata
import importlib.util
import sqlite3
from collections.abc import Callable

from . import lucene
from .peers import Bm25s, Engine, Fts5, Ours, RapidFuzz, Tantivy
from .tasks import Workload

OURS = "telcofacts"


@dataclasses.dataclass(frozen=True)
class Spec:
    """How an engine is made.

    Attributes:
        make: makes it for a workload.
        missing: says what must be installed first, None where nothing is missing.
        suits: whether it says something of its own on a workload.
    """

    make: Callable[[Workload], Engine]
    missing: Callable[[], str | None] = lambda: None
    suits: Callable[[Workload], bool] = lambda workload: True


def _needs(module: str) -> Callable[[], str | None]:
    return lambda: None if importlib.util.find_spec(module) else f"the Python package {module} is not installed"


def _needs_trigrams() -> str | None:
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        try:
            database.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='trigram')")
        except sqlite3.OperationalError as error:
            return f"SQLite {sqlite3.sqlite_version} has no FTS5 trigram tokenizer: {error}"
    return None


def _has_facts_of_many_rows(workload: Workload) -> bool:
    return len(set(workload.groups)) < len(workload.groups)


ENGINES: dict[str, Spec] = {
    OURS: Spec(lambda workload: Ours(shipped=workload.shipped)),
    "telcofacts, similarity alone": Spec(
        lambda workload: Ours(by_similarity=True), suits=lambda workload: workload.kind in ("faq", "rejection")
    ),
    "telcofacts, rows alone": Spec(lambda workload: Ours(), suits=lambda workload: workload.kind == "own"),
    "bm25s, Kiwi": Spec(lambda workload: Bm25s(whole=False), _needs("bm25s")),
    "bm25s, Kiwi, whole facts": Spec(lambda workload: Bm25s(whole=True), _needs("bm25s"), _has_facts_of_many_rows),
    "tantivy, Kiwi": Spec(lambda workload: Tantivy(whole=False, ngrams=False), _needs("tantivy")),
    "tantivy, Kiwi, whole facts": Spec(
        lambda workload: Tantivy(whole=True, ngrams=False), _needs("tantivy"), _has_facts_of_many_rows
    ),
    "tantivy, n-grams": Spec(lambda workload: Tantivy(whole=False, ngrams=True), _needs("tantivy")),
    "tantivy, n-grams, whole facts": Spec(
        lambda workload: Tantivy(whole=True, ngrams=True), _needs("tantivy"), _has_facts_of_many_rows
    ),
    "Lucene, nori": Spec(lambda workload: lucene.Nori(whole=False), lucene.missing),
    "Lucene, nori, whole facts": Spec(
        lambda workload: lucene.Nori(whole=True), lucene.missing, _has_facts_of_many_rows
    ),
    "FTS5 trigram": Spec(lambda workload: Fts5(whole=False, spaced=True), _needs_trigrams),
    "FTS5 trigram, whole facts": Spec(
        lambda workload: Fts5(whole=True, spaced=True), _needs_trigrams, _has_facts_of_many_rows
    ),
    "FTS5 trigram, no spaces": Spec(lambda workload: Fts5(whole=False, spaced=False), _needs_trigrams),
    "FTS5 trigram, no spaces, whole facts": Spec(
        lambda workload: Fts5(whole=True, spaced=False), _needs_trigrams, _has_facts_of_many_rows
    ),
    "rapidfuzz token_set_ratio": Spec(lambda workload: RapidFuzz(scorer="token_set_ratio")),
    "rapidfuzz WRatio": Spec(lambda workload: RapidFuzz(scorer="WRatio")),
}


def available() -> tuple[list[str], dict[str, str]]:
    """Return the engines that can run here, and why the others cannot."""
    reasons = {name: spec.missing() for name, spec in ENGINES.items()}
    absent = {name: reason for name, reason in reasons.items() if reason}
    return [name for name in ENGINES if name not in absent], absent


def versions() -> dict[str, str]:
    """Return the version of each engine's software."""
    found = {"SQLite": sqlite3.sqlite_version}
    for name in ("telcofacts", "kiwipiepy", "kiwipiepy_model", "rapidfuzz", "numpy", "bm25s", "tantivy"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    if lucene.missing() is None:
        found["Lucene"] = lucene.version()
        found["Java"] = lucene.java_version()
    return found
