"""What is found, what is missing, and what a loaded base can and cannot do."""

import pathlib
import time
from typing import Any

import pydantic
import pytest

from small_base import FACT_FILE, FACTS, NOTE_FILE, OUT_OF_SCOPE_FILE, SYNONYM_FILE, TOPIC_FILE, SmallBase
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.loading import KnowledgeError, Location, check_knowledge, load_knowledge


@pytest.fixture
def loaded(tmp_path: pathlib.Path) -> KnowledgeBase:
    return load_knowledge(SmallBase.write(tmp_path).location)


def test_온전한_자료를_읽는다(loaded: KnowledgeBase) -> None:
    assert len(loaded.facts) == 7
    assert loaded.facts["gaon-parameters"].speakers[0].title == "대표"
    assert len(loaded.version) == 12


def test_없는_폴더는_어느_설정을_볼지_말한다(tmp_path: pathlib.Path) -> None:
    with pytest.raises(KnowledgeError, match="TELCOFACTS_KNOWLEDGE_DIR") as caught:
        load_knowledge(Location(tmp_path / "nowhere", tmp_path / "neither"))
    assert {finding.rule for finding in caught.value.findings} == {"base_is_there"}


def test_빈_자료는_무엇을_할지_말한다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    (tmp_path / FACT_FILE).unlink()
    [finding] = base.check()
    assert finding.rule == "base_is_there"
    assert "README.md" in finding.remedy


@pytest.mark.parametrize("file", [FACT_FILE, TOPIC_FILE, OUT_OF_SCOPE_FILE, SYNONYM_FILE, NOTE_FILE])
def test_빈_파일과_깨진_파일은_흠이다(tmp_path: pathlib.Path, file: str) -> None:
    base = SmallBase.write(tmp_path)
    for content in (b"", "가".encode("cp949"), b"- a: *b\n"):
        (tmp_path / file).write_bytes(content)
        findings = base.check()
        assert [(finding.rule, finding.path) for finding in findings] == [("file_is_readable", tmp_path / file)]


@pytest.mark.parametrize("file", [TOPIC_FILE, SYNONYM_FILE])
def test_없는_파일은_흠이다(tmp_path: pathlib.Path, file: str) -> None:
    base = SmallBase.write(tmp_path)
    (tmp_path / file).unlink()
    assert [finding.rule for finding in base.check()] == ["file_is_readable"]


def test_일부러_비운_낱말_묶음은_괜찮다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    (tmp_path / SYNONYM_FILE).write_text("[]\n")
    (tmp_path / OUT_OF_SCOPE_FILE).write_text("[]\n")
    assert base.check() == []


@pytest.mark.parametrize("stray", ["knowledge/facts/gaon/more.yml", "knowledge/gaon.yaml", "seeds/2024/note.yaml"])
def test_읽지_않는_자리의_파일을_알린다(tmp_path: pathlib.Path, stray: str) -> None:
    base = SmallBase.write(tmp_path)
    path = tmp_path / stray
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FACTS, encoding="utf-8")
    [finding] = base.check()
    assert (finding.rule, finding.path) == ("file_is_in_its_place", path)


def test_본보기는_읽지_않는다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    (tmp_path / "knowledge/template.yaml").write_text(FACTS, encoding="utf-8")
    assert base.check() == []


def test_흠이_있는_자료로는_켜지지_않는다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, "entities: [gaon, nuri]", "entities: [gaon, nuri-3]")
    with pytest.raises(KnowledgeError, match="nuri-3"):
        load_knowledge(base.location)


def test_흠이_많으면_스물까지_보이고_나머지는_센다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    ids = ", ".join(f"nobody-{number}" for number in range(30))
    base.edit(FACT_FILE, "entities: [gaon, nuri]", f"entities: [{ids}]")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(base.location)
    assert len(caught.value.findings) == 30
    assert str(caught.value).count("nobody-") == 20
    assert "그 밖에 10건" in str(caught.value)


def test_읽은_자료는_바뀌지_않는다(loaded: KnowledgeBase) -> None:
    fact = loaded.facts["gaon-parameters"]
    views: list[Any] = [loaded.facts, loaded.by_topic, loaded.by_entity, loaded.by_source, loaded.groups]
    for view in [*views, loaded.superseded_by]:
        with pytest.raises(TypeError):
            view["new"] = fact
    with pytest.raises(pydantic.ValidationError):
        fact.statement = "다른 말"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        loaded.version = "x"  # type: ignore[misc]
    for record in (fact, *loaded.entities.values(), *loaded.sources.values()):
        assert hash(record)


def test_자료가_바뀌면_판도_바뀐다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    before = load_knowledge(base.location).version
    assert load_knowledge(base.location).version == before
    base.edit(FACT_FILE, "외부 의존을 우려했다", "외부 의존을 걱정했다")
    assert load_knowledge(base.location).version != before


def test_셈한_보기는_새것부터다(loaded: KnowledgeBase) -> None:
    assert [link.id for link in loaded.superseded_by["gaon-nuri-first"]] == ["gaon-nuri-unveiled"]
    assert [fact.id for fact in loaded.by_entity["nuri"]] == ["gaon-nuri-unveiled", "gaon-nuri-first"]
    assert {fact.id for fact in loaded.by_topic["workforce"]} == {"gaon-headcount", "gaon-headcount-elsewhere"}
    assert len(loaded.by_source["gasang-2023-note"]) == 2
    assert loaded.groups == {"telco": ("gaon",)}
    assert loaded.companies_of(loaded.facts["gaon-parameters"]) == ("gaon",)


def test_이어_볼_사실은_이어진_것부터다(loaded: KnowledgeBase) -> None:
    first = loaded.facts["gaon-nuri-first"]
    assert [fact.id for fact in loaded.related(first, limit=1)] == ["gaon-nuri-unveiled"]
    related = loaded.related(loaded.facts["gaon-headcount"])
    assert related[0].id == "gaon-headcount-elsewhere"
    assert len(related) == 4
    assert "gaon-headcount" not in {fact.id for fact in related}
    assert len(loaded.related(first, limit=100)) == 6


def test_사실_삼백_개를_금세_읽는다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    for copy in range(43):
        text = FACTS
        for fact in ("nuri-unveiled", "headcount-elsewhere", "headcount", "parameters", "two-services", "nuri-first"):
            text = text.replace(f"gaon-{fact}", f"gaon-{copy}-{fact}")
        text = text.replace("gaon-dependence", f"gaon-{copy}-dependence")
        lines = text.replace("questions: [", f'questions: ["{copy}').split("\n")
        (tmp_path / f"knowledge/facts/gaon/{copy}.yaml").write_text("\n".join(lines), encoding="utf-8")
    started = time.perf_counter()
    check_knowledge(base.location)
    assert time.perf_counter() - started < 2.5  # 0.2 s measured, where nothing else runs
