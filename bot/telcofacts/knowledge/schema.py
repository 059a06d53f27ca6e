"""JSON Schemas of the record files, made from the models, so that editors complete and check fields as one types."""

import json
import pathlib
from typing import Any

from pydantic import TypeAdapter

from telcofacts.knowledge.models import RECORD_TYPES, Source

_FILES = {
    "facts": ("fact.json", "사실 기록의 목록"),
    "entities": ("entity.json", "이름 기록의 목록"),
    "sources": ("source.json", "출처 카드 한 장 또는 여러 장"),
    "topics": ("topic.json", "주제의 목록"),
    "out_of_scope": ("out_of_scope.json", "다루지 않는 주제의 목록"),
    "synonyms": ("synonyms.json", "같은 뜻 낱말 묶음의 목록"),
}


def write_schemas(folder: pathlib.Path) -> list[pathlib.Path]:
    """Write all schemas into a folder.

    Returns:
        The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schema_texts().items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def schema_texts() -> dict[str, str]:
    """Return the text of each schema by file name."""
    return {name: _schema_text(kind, name, title) for kind, (name, title) in _FILES.items()}


def _schema_text(kind: str, name: str, title: str) -> str:
    record_type = RECORD_TYPES[kind]
    # A source card has a file of its own, so it may stand there without a list around it.
    shape: Any = record_type | list[record_type] if record_type is Source else list[record_type]  # type: ignore[valid-type]
    body = TypeAdapter(shape).json_schema(by_alias=True, ref_template="#/$defs/{model}")
    definitions = body.pop("$defs")
    for definition in definitions.values():
        definition.pop("description", None)  # the docstring, which is not for curators
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": name,
        "title": title,
        **_without_titles(body),
        "$defs": {key: _without_titles(definition) for key, definition in definitions.items()},
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _without_titles(schema: Any) -> Any:
    """Drop the titles that pydantic makes of field names; a field called title is a mapping and stays."""
    if isinstance(schema, list):
        return [_without_titles(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _without_titles(value) for key, value in schema.items() if key != "title" or isinstance(value, dict)}
