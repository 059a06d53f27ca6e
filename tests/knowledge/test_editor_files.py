"""What stands beside the facts: schemas, template, guide. They say what the code does."""

import json
import pathlib
import re

import pytest

from telcofacts.knowledge.checks import article_rules, link_rules, record_rules
from telcofacts.knowledge.loading import Location, read_draft
from telcofacts.knowledge.models import Entity, Fact, KeyedRecord, Kind, Source
from telcofacts.knowledge.schema import schema_texts, write_schemas
from telcofacts.knowledge.yaml_records import read_records

KNOWLEDGE = pathlib.Path(__file__).parents[2] / "knowledge"
GUIDE = (KNOWLEDGE / "README.md").read_text(encoding="utf-8")
TEMPLATE = KNOWLEDGE / "template.yaml"
RULES_ELSEWHERE = {
    "base_is_there",
    "file_is_in_its_place",
    "file_is_readable",
    "schema_is_kept",
    "id_is_unique",
    "article_is_readable",
    "paragraph_is_the_same",
}


def test_꼴_파일은_모델과_같다() -> None:
    shipped = {path.name: path.read_text(encoding="utf-8") for path in (KNOWLEDGE / "schema").glob("*.json")}
    assert shipped == schema_texts(), "knowledge/schema가 낡았습니다. `telcofacts schema`로 다시 만드세요"


def test_꼴_파일을_쓴다(tmp_path: pathlib.Path) -> None:
    written = write_schemas(tmp_path / "new")
    assert {path.name: path.read_text(encoding="utf-8") for path in written} == schema_texts()


@pytest.mark.parametrize("name", schema_texts())
def test_꼴_파일의_필드에는_우리말_설명이_있다(name: str) -> None:
    schema = json.loads(schema_texts()[name])
    for definition in schema["$defs"].values():
        for field, described in definition.get("properties", {}).items():
            assert re.search("[가-힣]", described.get("description", "")), f"{name}: {field}"
            assert "title" not in described or isinstance(described["title"], dict)


def test_꼴_파일은_YAML의_필드_이름을_쓴다() -> None:
    schema = json.loads(schema_texts()["fact.json"])
    assert list(schema["$defs"]["Speaker"]["properties"]) == ["entity", "as", "via"]
    assert schema["$defs"]["Kind"]["enum"] == [kind.value for kind in Kind]
    assert schema["$defs"]["Fact"]["additionalProperties"] is False


def test_본보기는_온전한_사실이다() -> None:
    [raw] = read_records(TEMPLATE)
    fact = Fact.model_validate(raw.data, by_alias=True, by_name=False)
    assert 4 <= len(fact.questions) <= 8
    assert TEMPLATE.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=schema/fact.json\n")


def test_본보기는_사실의_모든_필드를_보여_준다() -> None:
    shown = re.findall(r"^(?:- |  (?:# )?)([a-z_]+):", TEMPLATE.read_text(encoding="utf-8"), re.MULTILINE)
    assert shown == list(Fact.model_fields)


def test_주석을_풀어도_온전한_사실이다(tmp_path: pathlib.Path) -> None:
    text = re.sub(r"^  # ([a-z_]+:)", r"  \1", TEMPLATE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path = tmp_path / "template.yaml"
    path.write_text(text.replace("먼저-나온-사실", "older").replace("다르게-말하는-사실", "other"), encoding="utf-8")
    [raw] = read_records(path)
    Fact.model_validate(raw.data, by_alias=True, by_name=False)


def test_안내서의_규칙표는_규칙과_같다() -> None:
    rules = {rule.__name__ for rule in (*link_rules.RULES, *record_rules.RULES, *article_rules.RULES)}
    table = re.findall(r"^\| `([a-z_]+)` \| [^|]*[가-힣]", GUIDE.partition("## 규칙")[2], re.MULTILINE)
    assert sorted(table) == sorted(rules | RULES_ELSEWHERE)


@pytest.mark.parametrize(("heading", "model"), [("출처 카드", Source), ("사실", Fact), ("이름", Entity)])
def test_안내서의_보기는_온전한_기록이다(heading: str, model: type[KeyedRecord], tmp_path: pathlib.Path) -> None:
    match = re.search(rf"```yaml\n *# {heading}\n(.*?)```", GUIDE, re.DOTALL)
    assert match
    indent = match[1][: len(match[1]) - len(match[1].lstrip())]
    path = tmp_path / "example.yaml"
    path.write_text("\n".join(line.removeprefix(indent) for line in match[1].splitlines()), encoding="utf-8")
    [raw] = read_records(path)
    model.model_validate(raw.data, by_alias=True, by_name=False)


def test_안내서는_모든_종류를_말한다() -> None:
    for kind in Kind:
        row = re.search(rf"^\| `{kind.value}` \|.*\|$", GUIDE, re.MULTILINE)
        assert row
        assert ("**꼭**" in row[0]) is kind.needs_speaker


def test_안내서가_말하는_자리는_모두_있다() -> None:
    location = Location.shipped()
    for folder in ("facts", "entities", "schema"):
        assert (location.knowledge / folder).is_dir()
    kinds = {path.parent.name for kind, path in location.files() if kind == "facts"}
    assert kinds <= {"kt", "skt", "lguplus", "industry", "policy"}


def test_본보기는_실린_자료의_기록을_가리킨다() -> None:
    base = read_draft(Location.shipped())[0].base
    [raw] = read_records(TEMPLATE)
    assert set(raw.data["entities"]) <= base.entities.keys()
    assert set(raw.data["topics"]) <= base.topics.keys()
    assert {reference["id"] for reference in raw.data["sources"]} <= base.sources.keys()
