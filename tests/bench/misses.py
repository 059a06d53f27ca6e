"""Sort what was answered wrongly, or not at all, by cause: `python -m tests.bench.misses QUESTIONS.jsonl…`.

The cause follows from how a question was typed (its style), and else from where the right fact stands.
"""

import collections
import dataclasses
import pathlib
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from telcofacts import Answerer, load_knowledge
from telcofacts.answering.answer import Answer, Outcome
from telcofacts.curation.evaluate import ask_turns, judge, read_questions

BY_STYLE: Mapping[str, str] = {
    "followup": "follow-up",
    "english": "language",
    "english_mix": "language",
    "typo": "spelling",
    "qwerty": "spelling",
    "nospace": "spelling",
    "choseong": "spelling",
    "alias": "missing alias",
}
CAUSES = (
    *dict.fromkeys(BY_STYLE.values()),
    "wrong attribute: a neighbour of the right fact comes first",
    "missing example: the right fact is not among the first three",
    "not sure: the right fact comes first and is only offered",
    "presented though absent",
    "presented on a false premise",
    "presented though foreign",
)


def main(questions: Annotated[list[pathlib.Path], typer.Argument(help="JSONL with expect")]) -> None:
    """Print a Markdown table: cause, how many misses, and how many of them presented something wrong."""
    rows = [row for path in questions for row in read_questions(path, with_expectation=True)]
    answerer = Answerer(load_knowledge())
    misses: collections.Counter[str] = collections.Counter()
    wrong: collections.Counter[str] = collections.Counter()
    for row in rows:
        answer = ask_turns(answerer, row["turns"])
        if cause := _cause(answer, row, answerer):
            misses[cause] += 1
            wrong[cause] += answer.outcome is Outcome.ANSWER
    print(f"{len(rows)} questions\n\n| cause | misses | of them presented |\n| --- | ---: | ---: |")
    for cause in CAUSES:
        print(f"| {cause} | {misses[cause]} | {wrong[cause]} |")
    print(f"| all | {misses.total()} | {wrong.total()} |")


def _cause(answer: Answer, row: Mapping[str, Any], answerer: Answerer) -> str | None:
    """Return why a question was missed, None where it was not."""
    expect, style, base = row["expect"], row.get("style", ""), answerer.base
    if judge(answer, expect, base)[0]:
        return None
    if expect == "none":
        kinds = {"absent": "presented though absent", "false_premise": "presented on a false premise"}
        return kinds.get(style, "presented though foreign")
    if style in BY_STYLE:
        return BY_STYLE[style]
    shown = dataclasses.replace(answer, outcome=Outcome.ANSWER, matches=(*answer.matches, *answer.suggestions))
    first, among = judge(shown, expect, base)[:2]
    if first:
        return "not sure: the right fact comes first and is only offered"
    if among:
        return "wrong attribute: a neighbour of the right fact comes first"
    return "missing example: the right fact is not among the first three"


if __name__ == "__main__":
    typer.run(main)
