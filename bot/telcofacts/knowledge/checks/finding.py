"""What a rule finds, and what it looks at."""

import dataclasses
import datetime as dt
import pathlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.models import KeyedRecord

R = TypeVar("R", bound=KeyedRecord)


@dataclasses.dataclass(frozen=True)
class Finding:
    """One error: where it is, what is wrong and what to write instead.

    Attributes:
        rule: the name of the rule, as in the curator's guide.
        path: the file, or the folder that lacks something.
        line: 1-based, 0 where it is no matter of one line.
        record: the record's id, empty where it is no matter of one record.
        problem: what is wrong, in Korean.
        remedy: what to write instead, in Korean.
    """

    rule: str
    path: pathlib.Path
    line: int
    record: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        cwd = pathlib.Path.cwd()
        shown = self.path.relative_to(cwd) if self.path.is_relative_to(cwd) else self.path
        where = f"{shown}:{self.line}" if self.line else f"{shown}"
        record = f" {self.record}" if self.record else ""
        remedy = f" → {self.remedy}" if self.remedy else ""
        return f"{where}{record} [{self.rule}] {self.problem}{remedy}"


@dataclasses.dataclass(frozen=True)
class Located:
    """A valid record and where it stands."""

    record: KeyedRecord
    path: pathlib.Path
    line: int
    lines: Mapping[str, int]

    def problem(self, field: str, problem: str, remedy: str) -> "Problem":
        """Object to a field of this record, named by its dotted path ("questions.2")."""
        return Problem(self, line_of(field, self.lines, self.line), problem, remedy)


@dataclasses.dataclass(frozen=True)
class Problem:
    """A finding to be, before it bears the name of its rule."""

    at: Located
    line: int
    problem: str
    remedy: str


@dataclasses.dataclass(frozen=True)
class Draft:
    """A base whose records are valid one by one, before the rules between them have run.

    Attributes:
        today: the day after which a date is in the future.
    """

    base: KnowledgeBase
    located: Mapping[type[KeyedRecord], Sequence[Located]]
    today: dt.date

    def each(self, record_type: type[R]) -> Iterator[tuple[R, Located]]:
        """Yield each record of a type with its place, in file order."""
        for entry in self.located[record_type]:
            assert isinstance(entry.record, record_type)
            yield entry.record, entry


Rule = Callable[[Draft], Iterator[Problem]]


def name_problems(rule: str, problems: Iterable[Problem]) -> list[Finding]:
    """Make findings of what a rule yields."""
    return [Finding(rule, p.at.path, p.line, p.at.record.id, p.problem, p.remedy) for p in problems]


def line_of(field: str, lines: Mapping[str, int], otherwise: int) -> int:
    """Return the line of a dotted path, or of the nearest part above it that has one.

    >>> line_of("speakers.0.via", {"speakers": 4, "speakers.0": 5}, 1)
    5
    """
    while field not in lines and "." in field:
        field = field.rpartition(".")[0]
    return lines.get(field, otherwise)
