"""The eight hard cases as the record holds them, and the way back to YAML."""

import pathlib

import pytest
import yaml

from small_base import SmallBase
from telcofacts.knowledge.loading import load_knowledge
from telcofacts.knowledge.models import Fact, as_yaml_data
from telcofacts.knowledge.yaml_records import RawRecord, read_records

HARD_CASES = read_records(pathlib.Path(__file__).with_name("fact_examples.yaml"))


@pytest.mark.parametrize("raw", HARD_CASES, ids=lambda raw: raw.data["id"])
def test_어려운_경우를_담고_그대로_돌려준다(raw: RawRecord, tmp_path: pathlib.Path) -> None:
    fact = Fact.model_validate(raw.data)
    path = tmp_path / "again.yaml"
    path.write_text(yaml.safe_dump([as_yaml_data(fact)], allow_unicode=True, sort_keys=False), encoding="utf-8")
    [again] = read_records(path)
    assert Fact.model_validate(again.data) == fact
    assert list(again.data) == [field for field in Fact.model_fields if field in raw.data]


def test_어려운_경우는_여덟이다() -> None:
    kinds = [raw.data["kind"] for raw in HARD_CASES]
    assert sorted(kinds) == ["claim", "claim", "fact", "fact", "forecast", "opinion", "opinion", "plan"]


def test_적은_필드만_적은_이름으로_돌려준다(tmp_path: pathlib.Path) -> None:
    base = load_knowledge(SmallBase.write(tmp_path).location)
    data = as_yaml_data(base.facts["gaon-parameters"])
    assert data["speakers"] == [{"entity": "na-haneul", "as": "대표", "via": "said"}]
    assert data["as_of"] == "2024-10"
    assert "target" not in data
    for records in (base.facts, base.entities, base.sources, base.topics, base.out_of_scope, base.synonyms):
        for record in records.values():
            assert type(record).model_validate(as_yaml_data(record)) == record
