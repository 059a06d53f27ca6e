"""What is asked: rows to index, queries, and the groups of rows that answer each.

The public tasks and the question files are read from a folder beside the repository (or the one that TELCOFACTS_SHARED
names); none of their data is kept here.

`growth` puts this many rows side by side: one half (as long as there are any) sentences of paraKQC, eight of each set,
the set being a fact; the other half KorQuAD questions, each a fact of four rows: the question and copies with one jamo
typo in about every eighth syllable, and from the second round on four such copies, all with different seeds. Asked are
the two sentences held back of each set, as they are and with both noises.
"""

import dataclasses
import functools
import json
import os
import pathlib
import random
import types
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOISES = ("clean", "unspaced", "typo", "both")
OWN_QUESTIONS = pathlib.Path(__file__).with_name("questions.jsonl")
DEGENERATE_LENGTH = 4096
_EXAMPLES = 4
_PARAPHRASES = 8


class TaskDataError(Exception):
    """The data of a task is not where it should be; the message names the file and the variable to set."""


@dataclasses.dataclass(frozen=True)
class Queries:
    """Utterances and what answers them.

    Attributes:
        answers: for each utterance the groups that answer it; none where nothing does.
        clusters: which utterances belong together (paraphrases of one question): intervals draw them together.
    """

    texts: Sequence[str]
    answers: Sequence[frozenset[int]]
    clusters: Sequence[int]


@dataclasses.dataclass(frozen=True)
class Workload:
    """Rows that are indexed once, and sets of queries asked of them.

    Attributes:
        kind: faq, passages, rejection, own, growth or degenerate.
        shipped: the rows are of the base that came with the program; `groups` are its facts in file order.
        limit_s: stop a set of queries after so many seconds.
        note: what a reader of the report must know.
    """

    kind: str
    name: str
    rows: Sequence[str]
    groups: Sequence[int]
    asked: dict[str, Queries]
    shipped: bool = False
    limit_s: float | None = None
    note: str = ""

    @property
    def size(self) -> int:
        """Number of queries."""
        return sum(len(queries.texts) for queries in self.asked.values())


def shared_folder() -> pathlib.Path:
    """Return the folder with the public data and the question files."""
    return pathlib.Path(os.environ.get("TELCOFACTS_SHARED") or ROOT.parent / "shared")


@functools.cache
def _public() -> Any:
    """Load the module that defines the public tasks (and write no byte code beside it)."""
    path = shared_folder() / "data" / "tasks.py"
    if not path.is_file():
        raise TaskDataError(f"{path} is missing; name the folder that has data/tasks.py in TELCOFACTS_SHARED")
    module = types.ModuleType("telcofacts_public_tasks")
    module.__file__ = str(path)
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), module.__dict__)
    return module


def faq(*, quick: bool) -> list[Workload]:
    """paraKQC: 1,000 facts of three example sentences, two others asked, with four noises."""
    facts = range(100 if quick else 1000)
    tasks = {noise: _public().faq(3, noise) for noise in NOISES}
    rows, groups = _of_groups(tasks["clean"].rows, tasks["clean"].row_groups, facts)
    asked = {}
    for noise, task in tasks.items():
        texts, answers = _of_groups(task.queries, task.query_groups, facts)
        asked[noise] = Queries(texts, _one_each(answers), answers)
    return [Workload("faq", "faq", rows, groups, asked)]


def passages(*, quick: bool) -> list[Workload]:
    """KorQuAD: find the paragraph, each a row of its own, of 1,000 sampled questions."""
    tasks = {noise: _public().passages(noise, sample=1000) for noise in ("clean", "both")}
    rows = tasks["clean"].rows[: 60 if quick else None]
    asked = {}
    for noise, task in tasks.items():
        texts, groups = _of_groups(task.queries, task.query_groups, range(len(rows)))
        asked[noise] = Queries(texts, _one_each(groups), groups)
    return [Workload("passages", "passages", rows, range(len(rows)), asked)]


def rejection(*, quick: bool) -> list[Workload]:
    """paraKQC: half of the sets indexed; asked are theirs, the other half's (near) and smalltalk and KorQuAD (far)."""
    task = _public().rejection()
    known = sorted(set(task.row_groups))[: 100 if quick else None]
    rows, row_groups = _of_groups(task.rows, task.row_groups, known)
    texts, groups = _of_groups(task.queries, task.query_groups, known)
    asked = {"in": Queries(texts, _one_each(groups), groups)}
    for name, sign, together in (("near", -1, 2), ("far", -2, 1)):  # near questions come in pairs of one set
        foreign = _of_groups(task.queries, task.query_groups, [sign])[0][: 200 if quick else None]
        asked[name] = Queries(foreign, [frozenset()] * len(foreign), [i // together for i in range(len(foreign))])
    return [Workload("rejection", "rejection", rows, row_groups, asked)]


def own(files: Sequence[pathlib.Path], *, quick: bool) -> list[Workload]:
    """The shipped base: its example questions as rows, and again with its statements and keywords as rows too."""
    from telcofacts.knowledge.loading import load_knowledge
    from telcofacts.matching.model import rows_of

    base = load_knowledge()
    facts = list(base.facts.values())
    variants: dict[str, Callable[[Any], Iterable[str]]] = {
        "own, example questions": lambda fact: fact.questions,
        "own, all texts": lambda fact: [row for row in rows_of(fact) if row.strip()],
    }
    known = {_squeeze(question) for fact in facts for question in fact.questions}
    asked, notes = {}, []
    for path in files or default_question_files():
        asked[path.stem], note = _own_queries(path, facts, base, known)
        notes.append(note)
    workloads = []
    for name, rows_of_fact in variants.items():
        pairs = [(row, number) for number, fact in enumerate(facts) for row in rows_of_fact(fact)]
        rows, groups = zip(*pairs, strict=True)
        workloads.append(Workload("own", name, rows, groups, asked, shipped=True, note=" ".join(notes)))
    return workloads[:1] if quick else workloads


def default_question_files() -> list[pathlib.Path]:
    """Return the question files that are there."""
    return [path for path in (shared_folder() / "eval" / "dev.jsonl", OWN_QUESTIONS) if path.is_file()]


def _own_queries(path: pathlib.Path, facts: Sequence[Any], base: Any, known: set[str]) -> tuple[Queries, str]:
    from telcofacts.curation.evaluate import fits as fits
    from telcofacts.curation.evaluate import read_questions

    lines = [line for line in read_questions(path, with_expectation=True) if line["expect"] != "none"]
    single = [line for line in lines if len(_turns(line)) == 1 and "companies" not in line["expect"]]
    fresh = [line for line in single if _squeeze(_turns(line)[0]) not in known]
    if not fresh:
        raise TaskDataError(
            f"{path} has no question for a ranker: lines with text and expect, not of the example questions"
        )
    answers = [frozenset(i for i, fact in enumerate(facts) if fits(fact, line["expect"], base)) for line in fresh]
    numbers: dict[str, int] = {}
    clusters = [numbers.setdefault(json.dumps(line["expect"], sort_keys=True), len(numbers)) for line in fresh]
    note = (
        f"{path.name}: {len(fresh)} of {len(lines)} answerable questions; left out are {len(lines) - len(single)} "
        "follow-ups and comparisons (more than a ranker sees) "
        f"and {len(single) - len(fresh)} that are example questions."
    )
    if unanswered := answers.count(frozenset()):
        note += f" For {unanswered} no fact fits: they count as misses for every engine."
    return Queries([_turns(line)[0] for line in fresh], answers, clusters), note


def _turns(line: dict[str, Any]) -> Sequence[str]:
    return line.get("turns") or [line["text"]]


def growth(sizes: Sequence[int], *, quick: bool) -> list[Workload]:
    """Many rows: time, memory and build time (see the module for how they are made)."""
    public = _public()
    sets = public.paraphrase_sets()
    rng = random.Random(7)
    for sentences in sets:
        rng.shuffle(sentences)
    questions = [question for question, _ in public.paragraphs()[1]]
    workloads = []
    for size in sizes:
        used = sets[: size // 2 // _PARAPHRASES]
        rows = [sentence for sentences in used for sentence in sentences[:_PARAPHRASES]]
        groups = [group for group in range(len(used)) for _ in range(_PARAPHRASES)]
        others = size - len(rows)
        rows += _noisy_copies(public, questions, others)
        groups += [len(used) + i // _EXAMPLES for i in range(others)]
        texts = [sentence for sentences in used for sentence in sentences[_PARAPHRASES:]][: 50 if quick else 500]
        clusters = [i // 2 for i in range(len(texts))]
        asked = {
            noise: Queries(public.add_noise(texts, noise), _one_each(clusters), clusters) for noise in ("clean", "both")
        }
        name = f"growth, {size:,} rows"
        workloads.append(Workload("growth", name, rows, groups, asked, limit_s=10 if quick else 40))
    return workloads


def _noisy_copies(public: Any, questions: Sequence[str], count: int) -> list[str]:
    rows: list[str] = []
    seed = 0
    while len(rows) < count:
        copies = [public.add_noise(questions, "typo", seed + i) for i in range(_EXAMPLES)]
        if seed == 0:
            copies[0] = questions
        rows += [row for four in zip(*copies, strict=True) for row in four]
        seed += _EXAMPLES
    return rows[:count]


def degenerate(*, quick: bool) -> list[Workload]:
    """Utterances of 4,096 characters against the shipped base, each five times (slow engines: fewer)."""
    from telcofacts.knowledge.loading import load_knowledge

    pairs = [(row, i) for i, fact in enumerate(load_knowledge().facts.values()) for row in fact.questions]
    rows, groups = zip(*pairs, strict=True)
    rng = random.Random(7)
    letters = [chr(rng.randrange(0xAC00, 0xD7A4)) for _ in range(DEGENERATE_LENGTH)]
    sentence = " ".join(rng.choices(rows, k=DEGENERATE_LENGTH // 4))
    texts = {
        "one letter repeated": "ㅋ" * DEGENERATE_LENGTH,
        "one syllable repeated": "가" * DEGENERATE_LENGTH,
        "one word repeated": "인공지능" * (DEGENERATE_LENGTH // 4),
        "random syllables": "".join(letters),
        "random syllables, spaced": " ".join(letters)[:DEGENERATE_LENGTH],
        "Latin letters": "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=DEGENERATE_LENGTH)),
        "questions on end": sentence[:DEGENERATE_LENGTH],
        "questions on end, unspaced": sentence.replace(" ", "")[:DEGENERATE_LENGTH],
    }
    if quick:
        texts = dict(list(texts.items())[1::3])
    times = 1 if quick else 5
    asked = {name: Queries([text] * times, [frozenset()] * times, range(times)) for name, text in texts.items()}
    return [Workload("degenerate", "degenerate", rows, groups, asked, shipped=True, limit_s=2)]


def _of_groups(texts: Sequence[str], groups: Sequence[int], wanted: Collection[int]) -> tuple[list[str], list[int]]:
    kept = [(text, group) for text, group in zip(texts, groups, strict=True) if group in wanted]
    return [text for text, _ in kept], [group for _, group in kept]


def _one_each(groups: Iterable[int]) -> list[frozenset[int]]:
    return [frozenset({group}) for group in groups]


def _squeeze(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())
