"""Say in Korean what pydantic found in a record, and what to write instead."""

from collections.abc import Mapping

import pydantic
from pydantic_core import ErrorDetails

from telcofacts.knowledge.checks.finding import Finding, line_of
from telcofacts.knowledge.models.common import ID_PATTERN, LOCATOR_PATTERN
from telcofacts.knowledge.yaml_records import RawRecord
from telcofacts.text.josa import with_josa

RULE = "schema_is_kept"

_SHOWN_IN = {
    "facts": "template.yaml",
    "entities": "knowledge/README.md의 '이름' 보기",
    "sources": "knowledge/README.md의 '출처 카드' 보기",
    "topics": "topics.yaml의 다른 주제",
    "out_of_scope": "out_of_scope/의 다른 기록",
    "synonyms": "synonyms.yaml의 다른 묶음",
}
"""Type of record, as in `RECORD_TYPES` → where a curator sees one that is right."""
_PATTERNS = {
    ID_PATTERN: "영어 소문자와 숫자를 하이픈으로 이어 적으세요(예: kt-mideum-to-slm)",
    LOCATOR_PATTERN: "문단 번호를 p9처럼 적으세요",
}


def explain(kind: str, raw: RawRecord, error: pydantic.ValidationError) -> list[Finding]:
    """Turn the errors of one record of a type into findings at the lines of their fields."""
    findings = []
    given_id = raw.data.get("id")
    record = given_id if isinstance(given_id, str) else "(id 없음)"
    details = error.errors(include_url=False)
    for detail in details:
        field = ".".join(str(part) for part in detail["loc"])
        # Of a list with one wrong item pydantic also says that it lacks an item.
        if detail["type"] == "too_short" and any(_is_within(other, detail) for other in details):
            continue
        problem, remedy = _describe(field, detail, _SHOWN_IN[kind])
        line = line_of(field, raw.lines, raw.line)
        findings.append(Finding(RULE, raw.path, line, record, problem, remedy))
    return findings


def _describe(field: str, detail: ErrorDetails, example: str) -> tuple[str, str]:
    as_shown = f"{with_josa(example, '을')} 보고 적으세요"
    kind, given, name = detail["type"], detail.get("input"), f"'{field}'"
    if kind == "missing":
        return f"{name} 필드가 없습니다", as_shown
    if kind == "extra_forbidden":
        return f"{with_josa(name, '은')} 없는 필드입니다", "철자를 확인하거나 지우세요"
    if given is None or kind == "string_too_short":
        return f"{name} 값이 비었습니다", "값을 적거나 그 줄을 지우세요"
    if kind == "value_error":
        problem, _, remedy = str(detail["ctx"]["error"]).partition(" → ")
        return f"{name}의 값 {_shorten(given)}: {problem}" if field else problem, remedy or as_shown
    what, instead = _what(kind, detail.get("ctx", {}))
    return f"{name}의 값 {with_josa(_shorten(given), '은')} {what}", instead or as_shown


def _what(kind: str, context: Mapping[str, object]) -> tuple[str, str | None]:
    match kind:
        case "enum" | "literal_error":
            return "쓸 수 없습니다", f"{context['expected']} 가운데 하나를 적으세요"
        case "string_pattern_mismatch":
            return "꼴에 맞지 않습니다", _PATTERNS.get(str(context["pattern"]))
        case "string_too_long":
            return "너무 깁니다", f"{context['max_length']}자 안으로 줄이세요"
        case "too_short":
            return "모자랍니다", f"{context['min_length']}개 이상 적으세요"
        case "string_type":
            return "글자가 아닙니다", "따옴표로 감싸세요"
        case "tuple_type":
            return "목록이 아닙니다", "[ ] 안에 적으세요"
        case "model_type":
            return "필드가 있는 값이 아닙니다", "{필드: 값} 꼴로 적으세요"
        case "int_type" | "int_parsing":
            return "수가 아닙니다", "따옴표 없이 1, 2, 3처럼 적으세요"
        case _:
            return "맞지 않습니다", None


def _is_within(detail: ErrorDetails, outer: ErrorDetails) -> bool:
    return len(detail["loc"]) > len(outer["loc"]) and detail["loc"][: len(outer["loc"])] == outer["loc"]


def _shorten(given: object) -> str:
    shown = given if isinstance(given, str) else repr(given)
    return f"'{shown[:40]}…'" if len(shown) > 40 else f"'{shown}'"
