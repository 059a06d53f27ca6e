"""The engines, each in its best usual configuration.

Settings were chosen on the FAQ task, clean and noisy alike, in favour of the peer:

- Kiwi tokens: all morphemes but particles, endings and symbols. Against content words alone they find 88.9 instead of
  86.5 of 100 questions (bm25s, k1 1.2, b 0.75, which beat 1.5/0.75, 0.9/0.4 and 1.2/0.3).
- n-grams: of 1 and 2 characters over the text without spaces: 84.3, and 82.5 under both noises; 2–3 find 76.9 and 74.2.
- An engine that scores documents comes twice: a row a document, a fact being its best row; and the rows of a fact as
  one document ("whole facts"), which finds 3 to 8 points more.
- FTS5 comes with the text as typed and without spaces: the first is better on well-spaced questions, the second on
  others.
"""

import abc
import functools
import importlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from telcofacts.knowledge.base import KnowledgeBase

Ranked = list[tuple[int, float]]
"""(group, score), best first; the scale of the score is the engine's own."""

ROWS_SEARCHED = 50
"""Rows fetched to find k different groups."""


class Engine(abc.ABC):
    """Finds the group of rows that answers a query.

    Attributes:
        inner_ms: what the last query took inside the engine, where the way there is not the engine's own.
    """

    inner_ms: float | None = None

    @abc.abstractmethod
    def build(self, rows: Sequence[str], groups: Sequence[int]) -> None:
        """Index rows; `groups` says which fact each belongs to."""

    @abc.abstractmethod
    def rank(self, query: str, k: int = 3) -> Ranked:
        """Return the k best groups; fewer where nothing else has anything in common with the query."""

    def close(self) -> None:  # noqa: B027 - most engines hold nothing
        """Let go of other processes."""


class Ours(Engine):
    """The matcher of telcofacts, by its public path: a knowledge base, read and ranked.

    Args:
        shipped: use the base that came with the program (aliases, synonyms and all) instead of one made of the rows.
        by_similarity: order by the similarity alone instead of the calibrated score.
    """

    def __init__(self, *, shipped: bool = False, by_similarity: bool = False) -> None:
        self._shipped = shipped
        self._by_similarity = by_similarity

    def build(self, rows: Sequence[str], groups: Sequence[int]) -> None:
        from telcofacts.knowledge.loading import load_knowledge
        from telcofacts.matching.matcher import Matcher

        base = load_knowledge() if self._shipped else base_of(rows, groups)
        numbers = range(len(base.facts)) if self._shipped else sorted(set(groups))
        self._groups = dict(zip(base.facts, numbers, strict=True))
        self._matcher = Matcher(base)

    def rank(self, query: str, k: int = 3) -> Ranked:
        matches = self._matcher.rank(self._matcher.read(query)).matches
        if self._by_similarity:
            scored = [(self._groups[match.fact.id], match.similarity) for match in matches]
            return sorted(scored, key=lambda item: -item[1])[:k]
        return [(self._groups[match.fact.id], match.score) for match in matches[:k]]


def base_of(rows: Sequence[str], groups: Sequence[int]) -> "KnowledgeBase":
    """Make a knowledge base of facts that have their rows as example questions and nothing else."""
    from telcofacts.knowledge.base import KnowledgeBase
    from telcofacts.knowledge.models import Fact

    texts: dict[int, list[str]] = {group: [] for group in sorted(set(groups))}
    for row, group in zip(rows, groups, strict=True):
        texts[group].append(" ".join(row.split()))
    fields = {"id": "x", "kind": "fact", "statement": "x", "as_of": "2020", "as_of_basis": "stated"}
    model = Fact.model_validate({**fields, "sources": [{"id": "x"}], "entities": ["x"], "topics": ["x"]})
    # Copied, not validated: how a curator must write does not bind these rows. A statement has to be a text; a full
    # stop has no word and no n-gram, so it says nothing.
    facts = {
        f"f{group}": model.model_copy(update={"id": f"f{group}", "statement": ".", "questions": tuple(questions)})
        for group, questions in texts.items()
    }
    return KnowledgeBase(facts, {}, {}, {}, {}, {}, "bench")


class Bm25s(Engine):
    """bm25s over Kiwi tokens."""

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole

    def build(self, rows: Sequence[str], groups: Sequence[int]) -> None:
        bm25s = importlib.import_module("bm25s")
        documents = as_documents(rows, groups, whole=self._whole)
        self._groups = [group for group, _ in documents]
        self._index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        self._index.index([kiwi_tokens(text) for _, text in documents], show_progress=False)

    def rank(self, query: str, k: int = 3) -> Ranked:
        tokens = kiwi_tokens(query)
        if not tokens:
            return []
        scores = self._index.get_scores(tokens)
        count = min(ROWS_SEARCHED, len(scores))
        best = scores.argpartition(-count)[-count:]
        best = best[(-scores[best]).argsort(kind="stable")]
        return best_groups(((self._groups[i], float(scores[i])) for i in best if scores[i] > 0), k)


class Tantivy(Engine):
    """tantivy: BM25 over Kiwi tokens, or over n-grams by its own tokenizer."""

    def __init__(self, *, whole: bool, ngrams: bool) -> None:
        self._whole = whole
        self._ngrams = ngrams

    def build(self, rows: Sequence[str], groups: Sequence[int]) -> None:
        self._tantivy = tantivy = importlib.import_module("tantivy")
        own = tantivy.Tokenizer.ngram(min_gram=1, max_gram=2) if self._ngrams else tantivy.Tokenizer.whitespace()
        self._analyser = tantivy.TextAnalyzerBuilder(own).filter(tantivy.Filter.lowercase()).build()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=False, tokenizer_name="bench", index_option="freq")
        builder.add_integer_field("group", stored=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        index.register_tokenizer("bench", self._analyser)
        writer = index.writer(num_threads=1)
        for group, text in as_documents(rows, groups, whole=self._whole):
            writer.add_document(tantivy.Document(text=self._prepare(text), group=[group]))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def rank(self, query: str, k: int = 3) -> Ranked:
        term_query, should = self._tantivy.Query.term_query, self._tantivy.Occur.Should
        terms = self._analyser.analyze(self._prepare(query))
        clauses = [(should, term_query(self._schema, "text", term, "freq")) for term in terms]
        hits = self._searcher.search(self._tantivy.Query.boolean_query(clauses), ROWS_SEARCHED).hits
        return best_groups(((self._searcher.doc(address)["group"][0], score) for score, address in hits), k)

    def _prepare(self, text: str) -> str:
        return without_spaces(text) if self._ngrams else " ".join(kiwi_tokens(text))


class Fts5(Engine):
    """SQLite FTS5 with the trigram tokenizer: any trigram of the query may match, ordered by its BM25."""

    def __init__(self, *, whole: bool, spaced: bool) -> None:
        self._whole = whole
        self._prepare: Callable[[str], str] = str if spaced else without_spaces

    def build(self, rows: Sequence[str], groups: Sequence[int]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE rows USING fts5(text, number UNINDEXED, tokenize='trigram')")
        documents = as_documents(rows, groups, whole=self._whole)
        prepared = [(self._prepare(text), group) for group, text in documents]
        self._database.executemany("INSERT INTO rows (text, number) VALUES (?, ?)", prepared)
        self._database.commit()

    def rank(self, query: str, k: int = 3) -> Ranked:
        text = self._prepare(query).replace('"', " ").replace("\0", " ")
        trigrams = dict.fromkeys(text[i : i + 3] for i in range(len(text) - 2))
        if not trigrams:
            return []
        found = self._database.execute(
            "SELECT number, -rank FROM rows WHERE rows MATCH ? ORDER BY rank LIMIT ?",
            (" OR ".join(f'"{trigram}"' for trigram in trigrams), ROWS_SEARCHED),
        )
        return best_groups(found, k)

    def close(self) -> None:
        self._database.close()


class RapidFuzz(Engine):
    """A rapidfuzz scorer over all rows, lower case and without punctuation."""

    def __init__(self, *, scorer: str) -> None:
        self._scorer = scorer

    def build(self, rows: Sequence[str], groups: Sequence[int]) -> None:
        from rapidfuzz import fuzz, process, utils

        self._prepare, self._extract = utils.default_process, process.extract
        self._score: Callable[..., float] = getattr(fuzz, self._scorer)
        self._groups = groups
        self._rows = [self._prepare(row) for row in rows]

    def rank(self, query: str, k: int = 3) -> Ranked:
        found = self._extract(self._prepare(query), self._rows, scorer=self._score, limit=ROWS_SEARCHED)
        return best_groups(((self._groups[number], score) for _, score, number in found if score > 0), k)


def as_documents(rows: Sequence[str], groups: Sequence[int], *, whole: bool) -> list[tuple[int, str]]:
    """Return (group, text): each row, or with `whole` each group with its rows joined."""
    if not whole:
        return list(zip(groups, rows, strict=True))
    joined: dict[int, list[str]] = {}
    for row, group in zip(rows, groups, strict=True):
        joined.setdefault(group, []).append(row)
    return [(group, " ".join(texts)) for group, texts in joined.items()]


def best_groups(rows: Iterable[tuple[int, float]], k: int) -> Ranked:
    """Take the first k different groups of rows that come best first."""
    best: dict[int, float] = {}
    for group, score in rows:
        best.setdefault(group, score)
        if len(best) == k:
            break
    return list(best.items())


def without_spaces(text: str) -> str:
    """Return the letters, digits and symbols of a text."""
    return "".join(text.split())


@functools.cache
def _kiwi() -> Any:
    return importlib.import_module("kiwipiepy").Kiwi(num_workers=1, load_multi_dict=False)


def kiwi_tokens(text: str) -> list[str]:
    """Return the morphemes of a text but particles, endings and symbols, in lower case."""
    return [
        token.form.lower()
        for token in _kiwi().tokenize(text)
        if token.tag[0] not in "SWJE" or token.tag in ("SN", "SL", "SH")
    ]
