"""Score answers against a file of questions with what is expected of them.

The measures are those of information retrieval with rejection: hit@1 (the first fact is right), hit@3 (one of the first
three facts and suggestions is), wrong (presented as the answer and not right), false (presented for a question that
nothing in the base answers).
"""

import collections
import dataclasses
import json
import pathlib
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from telcofacts.answering.answer import Answer, Outcome
from telcofacts.answering.answerer import Answerer
from telcofacts.answering.conversation import Conversation
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import Fact

_SHOWN = 3
_PER_COMPANY = 2


class QuestionFileError(Exception):
    """A question file cannot be read, or a line of it; the message names file, line and what to write.

    Attributes:
        id: the line's own id, where it could be read that far.
    """

    def __init__(self, message: str, id_: object = None) -> None:
        super().__init__(message)
        self.id = id_


@dataclasses.dataclass
class _Tally:
    asked: int = 0
    hit1: int = 0
    hit3: int = 0
    answered: int = 0
    wrong: int = 0


def read_questions(path: pathlib.Path, *, with_expectation: bool = False) -> list[dict[str, Any]]:
    """Read JSON lines with `text` or `turns`; `-` is standard input.

    Raises:
        QuestionFileError: where the file is missing or a line is of another form.
    """
    rows = []
    for row in read_lines(path, with_expectation=with_expectation):
        if isinstance(row, QuestionFileError):
            raise row
        rows.append(row)
    return rows


def read_lines(path: pathlib.Path, *, with_expectation: bool = False) -> Iterator[dict[str, Any] | QuestionFileError]:
    """Read JSON lines as `read_questions` does, with an error in the place of each line that is of another form.

    Raises:
        QuestionFileError: where the file cannot be read.
    """
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "UTF-8이 아닙니다"
        raise QuestionFileError(f"{path}을(를) 읽을 수 없습니다({reason})") from None
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield _question(path, number, line, with_expectation)
            except QuestionFileError as error:
                yield error


def _question(path: pathlib.Path, number: int, line: str, with_expectation: bool) -> dict[str, Any]:
    form = '{"text": "…"} 또는 {"turns": ["…", "…"]} 꼴로 적으세요'
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):  # the former also for a number of too many digits
        raise QuestionFileError(f"{path}:{number} JSON이 아닙니다. {form}") from None
    if not isinstance(row, dict):
        raise QuestionFileError(f"{path}:{number} JSON 객체가 아닙니다. {form}")
    turns = row.get("turns")
    if turns is None and isinstance(row.get("text"), str):
        turns = [row["text"]]
    if not (isinstance(turns, list) and turns and all(isinstance(turn, str) for turn in turns)):
        raise QuestionFileError(f"{path}:{number} 질문이 없습니다. {form}", row.get("id"))
    row["turns"] = turns
    if with_expectation and not _is_expectation(row.get("expect")):
        wanted = '"expect": "none" 또는 {"all": ["정규식"], "any": []}'
        raise QuestionFileError(f"{path}:{number} 기대하는 답이 없거나 맞지 않습니다. {wanted}을 적으세요")
    return row


def _is_expectation(expect: object) -> bool:
    """Tell whether it is "none", or a mapping whose patterns are regular expressions."""
    if expect == "none":
        return True
    if not isinstance(expect, dict):
        return False
    groups = [expect.get(key, []) for key in ("all", "any", "must_not_top")]
    groups += list(dict(expect.get("any_per_company", {})).values())
    try:
        for pattern in (pattern for group in groups for pattern in group):
            re.compile(pattern)
    except (re.error, TypeError):
        return False
    return True


def ask_turns(answerer: Answerer, turns: Sequence[str]) -> Answer:
    """Ask the turns of one conversation in their order and return the last answer."""
    conversation = Conversation()
    for turn in turns[:-1]:
        answerer.answer(turn, conversation)
    return answerer.answer(turns[-1], conversation)


def evaluate(answerer: Answerer, rows: Iterable[dict[str, Any]], misses: int = 10) -> str:
    """Ask every question and return a table by style, the first misses and a summary line."""
    tallies: dict[str, _Tally] = collections.defaultdict(_Tally)
    missed, times = [], []
    for row in rows:
        turns = row["turns"]
        answer = ask_turns(answerer, turns)
        times.append(answer.elapsed_ms)
        expect = row["expect"]
        hit1, hit3 = judge(answer, expect, answerer.base)
        is_in = expect != "none"
        answered = answer.outcome is Outcome.ANSWER
        for key in (f"{'in ' if is_in else 'out'} {row.get('style', '')}", "IN" if is_in else "OUT"):
            tally = tallies[key]
            tally.asked += 1
            tally.hit1 += hit1
            tally.hit3 += hit3
            tally.answered += answered
            tally.wrong += answered and not hit1
        if not hit1:
            shown = answer.matches or answer.suggestions
            top = shown[0].fact.statement[:60] if shown else ""
            missed.append(f"  {row.get('id', '')} {turns[-1][:60]!r} → {answer.outcome}: {top}")
    return "\n".join([*_table(tallies), *missed[:misses], _summary(tallies, times)])


def _table(tallies: dict[str, _Tally]) -> list[str]:
    lines = [f"{'':24}{'n':>5}{'hit@1':>8}{'hit@3':>8}{'answered':>10}{'wrong':>8}"]
    for key in sorted(tallies, key=lambda key: (key.isupper(), key)):
        t = tallies[key]
        shares = [count / t.asked for count in (t.hit1, t.hit3, t.answered, t.wrong)]
        lines.append(f"{key:24}{t.asked:>5}{shares[0]:>8.1%}{shares[1]:>8.1%}{shares[2]:>10.1%}{shares[3]:>8.1%}")
    return lines


def _summary(tallies: dict[str, _Tally], times: list[float]) -> str:
    inside, outside = tallies.get("IN", _Tally()), tallies.get("OUT", _Tally())
    n, foreign = max(inside.asked, 1), max(outside.asked, 1)
    times.sort()
    p50, p99 = (times[int(len(times) * share)] if times else 0.0 for share in (0.5, 0.99))
    return (
        f"hit@1 {inside.hit1 / n:.1%} of {inside.asked}, hit@3 {inside.hit3 / n:.1%}, wrong {inside.wrong / n:.1%}, "
        f"false {outside.answered / foreign:.1%} of {outside.asked}, p50 {p50:.2f} ms, p99 {p99:.2f} ms"
    )


def judge(answer: Answer, expect: Any, base: KnowledgeBase) -> tuple[bool, bool]:
    """Tell whether the first fact is right, and whether one of the first three is."""
    answered = answer.outcome is Outcome.ANSWER
    if expect == "none":
        return not answered, not answered
    facts = [match.fact for match in answer.matches] if answered else []
    if "companies" in expect:
        per_company = expect["any_per_company"].items()
        right = all(
            any(_has_any(patterns, searchable(fact, base)) for fact in _about(company, facts, base))
            for company, patterns in per_company
        )
        return right, right
    shown = (facts + [match.fact for match in answer.suggestions])[:_SHOWN]
    right3 = any(fits(fact, expect, base) for fact in shown)
    if "must_not_top" in expect:
        top_is_old = (
            bool(shown)
            and not fits(shown[0], expect, base)
            and _has_any(expect["must_not_top"], searchable(shown[0], base))
        )
        right = answered and right3 and not top_is_old
        return right, right
    return bool(facts) and fits(facts[0], expect, base), right3


def _about(company: str, facts: list[Fact], base: KnowledgeBase) -> list[Fact]:
    return [fact for fact in facts if company in base.companies_of(fact)][:_PER_COMPANY]


def fits(fact: Fact, expect: dict[str, Any], base: KnowledgeBase) -> bool:
    """Tell whether a fact is what a question file expects."""
    sources = {reference.id for reference in fact.sources}
    if expect.get("sources") and not sources.intersection(expect["sources"]):
        return False
    text = searchable(fact, base)
    any_of = expect.get("any", [])
    return all(re.search(pattern, text) for pattern in expect.get("all", [])) and (not any_of or _has_any(any_of, text))


def _has_any(patterns: Iterable[str], text: str) -> bool:
    return any(re.search(pattern, text) for pattern in patterns)


def searchable(fact: Fact, base: KnowledgeBase) -> str:
    """Join what a reader sees of a fact: statement, first speaker, date as written and in Korean."""
    speaker = ""
    if fact.speakers:
        first = fact.speakers[0]
        speaker = f"{base.entities[first.entity].name} {first.title or ''}"
    return f"{fact.statement} {speaker} {fact.as_of} {fact.as_of.korean()}"
