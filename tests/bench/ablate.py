"""Take one part of the matcher away at a time: `python -m tests.bench.ablate QUESTIONS.jsonl…` (by default tests/exam).

A part stays only where its removal costs accuracy on the questions, as they are or with slips. Weights are not fitted
anew.
"""

import contextlib
import dataclasses
import pathlib
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any
from unittest import mock

import typer

from telcofacts import Answerer, load_knowledge
from telcofacts.answering import following
from telcofacts.answering.answer import Outcome
from telcofacts.curation.evaluate import ask_turns, judge, read_questions
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.matching import (
    confidence,
    demands,
    index,
    matcher,
    model,
    near_words,
    parties,
    profile,
    reading,
    repair,
)
from telcofacts.settings import load_settings

from .calibrate import EXAM
from .slips import with_slips

SLIPPED = 2
"""Every which question is asked with slips too."""


def _unrepaired(_: repair.Repairer, read: reading.Reading, __: near_words.Fits) -> repair.Repaired:
    return repair.Repaired(read.text, is_garbled=False)


@dataclasses.dataclass(frozen=True)
class Part:
    """What is taken away: values put in place of others, or a change of the base.

    Attributes:
        learns: what is learnt from the base differs, so it has to be learnt anew.
    """

    name: str
    patches: Sequence[tuple[Any, str, Any]] = ()
    change: Callable[[KnowledgeBase], KnowledgeBase] = lambda base: base
    learns: bool = False


def _without_weight(feature: str) -> tuple[Any, str, Any]:
    return confidence, "WEIGHTS", confidence.WEIGHTS._replace(**{feature: 0.0})


def _each_fact(**changed: Any) -> Callable[[KnowledgeBase], KnowledgeBase]:
    return lambda base: dataclasses.replace(
        base, facts={id_: fact.model_copy(update=changed) for id_, fact in base.facts.items()}
    )


def _nobody_owned(base: KnowledgeBase) -> KnowledgeBase:
    entities = {id_: entity.model_copy(update={"owner": None}) for id_, entity in base.entities.items()}
    return dataclasses.replace(base, entities=entities)


def _nothing_reverses(base: KnowledgeBase) -> KnowledgeBase:
    synonyms = {id_: group.model_copy(update={"reverses": False}) for id_, group in base.synonyms.items()}
    return dataclasses.replace(base, synonyms=synonyms)


def _nothing_beside_facts(base: KnowledgeBase) -> KnowledgeBase:
    subjects = {id_: subject for id_, subject in base.out_of_scope.items() if not id_.startswith("near-")}
    return dataclasses.replace(base, out_of_scope=subjects)


def _eight_questions(base: KnowledgeBase) -> KnowledgeBase:
    fewer = {id_: fact.model_copy(update={"questions": fact.questions[:8]}) for id_, fact in base.facts.items()}
    return dataclasses.replace(base, facts=fewer)


PARTS = (
    Part("everything in place"),
    Part("refinement of the centroids", [(index, "DENSE_LIMIT", 0)], learns=True),
    Part("jamo n-grams", [(model, "TERM_SHARE", 1.0)], learns=True),
    Part("words and names in the similarity", [(model, "TERM_SHARE", 0.0)], learns=True),
    Part("synonyms", change=lambda base: dataclasses.replace(base, synonyms={}), learns=True),
    Part("example questions", change=_each_fact(questions=()), learns=True),
    Part("example questions but eight a fact", change=_eight_questions, learns=True),
    Part("keywords", change=_each_fact(keywords=()), learns=True),
    Part("out-of-scope examples", change=lambda base: dataclasses.replace(base, out_of_scope={}), learns=True),
    Part("out-of-scope examples beside the facts", change=_nothing_beside_facts, learns=True),
    Part("who owns whom", change=_nobody_owned, learns=True),
    Part("words that turn all around", change=_nothing_reverses),
    Part("question sorts in the similarity", [(reading, "ASKS_WEIGHT", 0.0)], learns=True),
    Part("how many examples have a word", [(profile, "ENOUGH", 0.0)], learns=True),
    Part("repair of misspelt words", [(repair.Repairer, "repair", _unrepaired)]),
    Part("what a misspelt word goes with", [(near_words, "FITS_ADDS", 0.0), (repair, "FITS_WELL", 2.0)]),
    Part("misspelt words that a fact may know", [(profile.Profile, "_near", lambda *_: 0.0)]),
    Part("shreds of misspelt words count less", [(demands, "SHRED_WEIGHT", 1.0)]),
    Part("잇다 for 있다", [(matcher, "spelt_out", lambda text: text)]),
    Part("stray jamo", [(matcher, "without_strays", lambda text: text)]),
    Part("… 이야기 좀", [(matcher.Matcher, "_without_talk", lambda _, text: text)]),
    Part("whose head is asked for", [(parties.Parties, "heads", lambda *_: frozenset())]),
    Part("wrong keyboard", [(matcher.Matcher, "_to_hangul", lambda _, text: text)]),
    Part("question at the end of a long message", [(matcher, "LONG_MESSAGE", 10**6)]),
    Part("short last sentence with the one before", [(matcher, "SHORT_SENTENCE", 0)]),
    Part("a much surer fact goes first", [(matcher, "MUCH_SURER", float("inf"))]),
    Part("order: coverage", [(matcher, "COVERAGE_ADDS", 0.0)]),
    Part("order: what is lacking", [(matcher, "LACKING_TAKES", 0.0)]),
    *(Part(f"confidence: {name}", [_without_weight(name)]) for name in confidence.Features._fields),
    Part("nearness in follow-ups", [(following, "_NEARNESS", dict.fromkeys(range(3), 0.0))]),
    Part("what was spoken of, named again", [(following.Follower, "of_subject", lambda *_: None)]),
    Part("a guess where no subject is said", [(reading.Reading, "says_no_subject", False)]),
)


def main(
    questions: Annotated[
        list[pathlib.Path] | None, typer.Argument(help="JSONL with expect; by default tests/exam")
    ] = None,
) -> None:
    """Print a Markdown table of how many questions are answered rightly, wrongly, and though nothing answers."""
    rows = [
        row for path in questions or sorted(EXAM.glob("*.jsonl")) for row in read_questions(path, with_expectation=True)
    ]
    chance = random.Random(0)
    slips = [
        row | {"turns": [with_slips(row["turns"][0], chance)]}
        for row in rows[::SLIPPED]
        if len(row["turns"]) == 1 and row["expect"] != "none"
    ]
    base, cache = load_knowledge(), load_settings().cache_folder()
    inside = sum(row["expect"] != "none" for row in rows)
    print(
        f"{inside} questions, {len(rows) - inside} that nothing answers, {len(slips)} with slips\n\n"
        "| without | right | among 3 | wrong | false | slips: right | slips: wrong |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    )
    whole: Sequence[int] | None = None
    for part in PARTS:
        with _patched(part):
            answerer = Answerer(part.change(base), None if part.learns else cache)
            right, shown, wrong, false = _measure(answerer, rows)
            slipped, _, slipped_wrong, _ = _measure(answerer, slips)
        counts = (right, shown, wrong, false, slipped, slipped_wrong)
        whole = whole or counts
        cells = (f"{count:,} ({count - before:+d})" for count, before in zip(counts, whole, strict=True))
        print(f"| {part.name} | " + " | ".join(cells if whole is not counts else map(str, counts)) + " |", flush=True)


@contextlib.contextmanager
def _patched(part: Part) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for target, name, value in part.patches:
            stack.enter_context(mock.patch.object(target, name, value))
        yield


def _measure(answerer: Answerer, rows: Sequence[dict[str, Any]]) -> tuple[int, int, int, int]:
    """Return how many are answered rightly, shown among the first three, answered wrongly, and though nothing does."""
    right = shown = wrong = false = 0
    for row in rows:
        answer = ask_turns(answerer, row["turns"])
        answered = answer.outcome is Outcome.ANSWER
        if row["expect"] == "none":
            false += answered
            continue
        is_first, is_shown = judge(answer, row["expect"], answerer.base)
        right += is_first
        shown += is_shown
        wrong += answered and not is_first
    return right, shown, wrong, false


if __name__ == "__main__":
    typer.run(main)
