"""Read YAML files of records, strictly, and remember on which line everything stands."""

import dataclasses
import pathlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml: the same, slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MAX_CHARACTERS = 4_000_000
"""Many times the largest file that ships; a file without an end would fill the memory of a bot that reloads it."""
MAX_DEPTH = 8
"""A fact is four deep; deeper nesting is a slip of the indentation or an attack on the stack."""

_PLAIN_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_PLAIN_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclasses.dataclass(frozen=True)
class RawRecord:
    """One mapping of a file, before it is validated.

    Attributes:
        path: the file.
        line: 1-based line on which it begins.
        data: its fields.
        lines: 1-based line of each field and list item by its dotted path ("speakers.0.via").
    """

    path: pathlib.Path
    line: int
    data: dict[str, Any]
    lines: Mapping[str, int]


class YamlError(Exception):
    """A file that cannot be read as a list of records.

    Attributes:
        path: the file.
        line: 1-based line, 0 where unknown.
        problem: what is wrong.
        remedy: what to do about it.
    """

    def __init__(self, path: pathlib.Path, line: int, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} → {remedy}")
        self.path = path
        self.line = line
        self.problem = problem
        self.remedy = remedy


def read_records(path: pathlib.Path) -> list[RawRecord]:
    """Read a file that holds a list of mappings (or one mapping).

    Only plain data is taken: no anchors and aliases (a few lines of them can expand to gigabytes), no tags, no
    duplicate keys. Dates stay text, and only true and false are booleans, so that `2024-10-02` and `on` are what they
    look like. Text is brought to NFC, as files from a Mac may not be.

    Raises:
        YamlError: for anything else.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(MAX_CHARACTERS + 1)
    except UnicodeDecodeError as error:
        raise YamlError(path, 0, "UTF-8로 저장된 파일이 아닙니다", "편집기에서 UTF-8로 다시 저장하세요") from error
    except OSError as error:
        problem = f"파일을 읽을 수 없습니다({error.strerror})"
        raise YamlError(path, 0, problem, "파일이 그 자리에 있고 읽기 권한이 있는지 확인하세요") from error
    if len(text) > MAX_CHARACTERS:
        raise YamlError(path, 0, f"{MAX_CHARACTERS:,}자가 넘는 파일입니다", "주제나 해마다 파일을 나누세요")
    if bad := _NOT_YAML.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        raise YamlError(path, line, f"YAML에 쓸 수 없는 글자(U+{ord(bad[0]):04X})가 있습니다", "그 글자를 지우세요")
    reader = _Reader(path, unicodedata.normalize("NFC", text))
    try:
        return list(reader.records())
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problem = f"YAML 문법이 맞지 않습니다({error.problem})"
        raise YamlError(path, line, problem, "따옴표, 괄호의 짝과 들여쓰기를 확인하세요") from error


class _Reader:
    """Builds plain data from parser events, so that nothing is expanded before it was looked at."""

    def __init__(self, path: pathlib.Path, text: str) -> None:
        self._path = path
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
        self._lines: dict[str, int] = {}

    def records(self) -> Iterator[RawRecord]:
        next(self._events)  # the stream's start
        if isinstance(next(self._events), yaml.StreamEndEvent):
            self._refuse(0, "빈 파일입니다", "기록을 적으세요. 일부러 비웠다면 [] 한 줄을 적으세요")
        root = next(self._events)
        if isinstance(root, yaml.SequenceStartEvent):
            self._check(root, 0)
            while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
                yield self._record(event)
        else:
            yield self._record(root)
        next(self._events)  # the document's end
        if isinstance(after := next(self._events), yaml.DocumentStartEvent):
            self._refuse(_line(after), "한 파일에 문서가 둘입니다", "'---' 줄을 지우고 한 목록으로 적으세요")

    def _record(self, event: yaml.Event) -> RawRecord:
        if not isinstance(event, yaml.MappingStartEvent):
            self._check(event, 0)
            self._refuse(_line(event), "필드가 있는 기록이 아닙니다", "'- id: …'로 시작하는 목록으로 적으세요")
        self._lines = {}
        data = self._value(event, "", 1)
        return RawRecord(self._path, _line(event), data, self._lines)

    def _value(self, event: yaml.Event, where: str, depth: int) -> Any:
        self._check(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(item := next(self._events), yaml.SequenceEndEvent):
                below = f"{where}.{len(items)}"
                self._lines[below] = _line(item)
                items.append(self._value(item, below, depth + 1))
            return items
        data: dict[str, Any] = {}
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            self._check(key, depth)
            if not isinstance(key, yaml.ScalarEvent):
                self._refuse(_line(key), "필드 이름이 글자가 아닙니다", "중괄호나 대괄호가 든 값은 따옴표로 감싸세요")
            if key.value in data:
                self._refuse(_line(key), f"'{key.value}' 필드가 두 번 있습니다", "하나를 지우세요")
            below = f"{where}.{key.value}" if where else key.value
            self._lines[below] = _line(key)
            data[key.value] = self._value(next(self._events), below, depth + 1)
        return data

    def _check(self, event: yaml.Event, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(_line(event), "앵커(&)와 별칭(*)은 쓸 수 없습니다", "값을 그대로 적거나 따옴표로 감싸세요")
        if tag := getattr(event, "tag", None):
            self._refuse(_line(event), f"태그({tag})는 쓸 수 없습니다", "값만 적거나 따옴표로 감싸세요")
        if depth > MAX_DEPTH:
            self._refuse(_line(event), "너무 깊이 겹쳐 있습니다", "괄호와 들여쓰기를 고치세요")

    def _refuse(self, line: int, problem: str, remedy: str) -> NoReturn:
        raise YamlError(self._path, line, problem, remedy)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _scalar(event: yaml.ScalarEvent) -> str | int | bool | None:
    text = str(event.value)
    is_plain, _ = event.implicit
    if not is_plain:
        return text
    if text in _PLAIN_WORDS:
        return _PLAIN_WORDS[text]
    return int(text) if _PLAIN_NUMBER.fullmatch(text) else text
