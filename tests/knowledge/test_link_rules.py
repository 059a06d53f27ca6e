"""Break one link of a valid base: exactly the rule for it speaks up, at its line."""

import pathlib

import pytest

from small_base import (
    CARD_FILE,
    ENTITY_FILE,
    FACT_FILE,
    NOTE_FILE,
    OUT_OF_SCOPE_FILE,
    SYNONYM_FILE,
    TOPIC_FILE,
    SmallBase,
)


def test_온전한_자료에는_흠이_없다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    assert base.check() == []
    assert base.check(with_articles=True) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "at"),
    [
        pytest.param(FACT_FILE, "entities: [gaon, nuri]", "entities: [gaon, nuri-3]", "nuri-3", id="이름"),
        pytest.param(FACT_FILE, "topics: [workforce]", "topics: [workforce, money]", "money", id="주제"),
        pytest.param(FACT_FILE, "entity: na-haneul, as", "entity: na-badak, as", "na-badak", id="말한 사람"),
        pytest.param(FACT_FILE, "{id: gasang-2023-note", "{id: gasang-2022", "gasang-2022", id="출처"),
        pytest.param(FACT_FILE, "{id: gaon-nuri-first", "{id: gaon-nuri-zero", "gaon-nuri-zero", id="옛 사실"),
        pytest.param(FACT_FILE, "[gaon-headcount-elsewhere]", "[gaon-headcount-x]", "headcount-x", id="어긋나는 사실"),
        pytest.param(ENTITY_FILE, "owner: gaon\n  aka", "owner: gaun\n  aka", "gaun", id="제품의 회사"),
        pytest.param(ENTITY_FILE, "roles: [{entity: gaon", "roles: [{entity: gaun", "gaun", id="직함의 회사"),
        pytest.param(SYNONYM_FILE, "선보이다]", "선보이다]\n  opposites: [hide]", "hide", id="반대말"),
        pytest.param(NOTE_FILE, "publisher: gasang", "publisher: gasaeng", "gasaeng", id="매체"),
    ],
)
def test_없는_id를_가리키지_않는다(tmp_path: pathlib.Path, file: str, old: str, new: str, at: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(file, old, new)
    if "headcount-x" in new:
        base.edit(FACT_FILE, "  conflicts_with: [gaon-headcount]\n", "")
    base.expect("reference_exists", file, at)


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        pytest.param('"다른 회사"', '"다른 회사"\n  aka: [GAON]', "GAON", id="두 이름의 같은 별칭"),
        pytest.param('"다른 회사"', '"다른 회사"\n  typo: ["가온텔 레콤"]', "가온텔 레콤", id="띄어쓰기만 다른 별칭"),
        pytest.param('name: "음지소프트"', 'name: "누리"', "- id: eumji", id="두 이름의 같은 이름"),
        pytest.param("old: [가온통신]", "old: [가온텔]", "old:", id="한 이름에 두 번 적은 별칭"),
        pytest.param("typo: [가온댈]", 'typo: ["?!"]', "typo:", id="글자 없는 별칭"),
    ],
)
def test_별칭은_한_이름의_것이다(tmp_path: pathlib.Path, old: str, new: str, at: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(ENTITY_FILE, old, new)
    if at.startswith("- id"):
        [finding] = base.check()
        assert (finding.rule, finding.line) == ("alias_belongs_to_one_entity", base.line_of(ENTITY_FILE, at) + 2)
    else:
        base.expect("alias_belongs_to_one_entity", ENTITY_FILE, at)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(FACT_FILE, '"뭐가 걱정이래?"', '"가온텔 직원수!"', id="두 사실의 같은 질문"),
        pytest.param(FACT_FILE, '"뭐가 걱정이래?"', '"가온텔의 약점은 무엇입니까!"', id="한 사실에 두 번 적은 질문"),
        pytest.param(FACT_FILE, '"뭐가 걱정이래?"', '"제일 싼 요금제?"', id="다루지 않는 것의 예시와 같은 질문"),
        pytest.param(OUT_OF_SCOPE_FILE, '"제일 싼 요금제"', '"요금제 알려줘?"', id="두 번 적은 예시"),
    ],
)
def test_질문은_한_곳으로만_이끈다(tmp_path: pathlib.Path, file: str, old: str, new: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(file, old, new)
    base.expect("question_belongs_to_one_fact", file, new)


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        pytest.param(', unused: "제목"', "", "p: 1,", id="까닭 없이 쓰이지 않은 문단"),
        pytest.param('unused: "제목"', 'unused: "?"', "p: 1,", id="까닭이 아닌 까닭"),
        pytest.param(
            "p: 3, line: 4, role: body,", 'p: 3, line: 4, role: body, unused: "부제",', "p: 3,", id="쓰인 문단의 까닭"
        ),
    ],
)
def test_문단마다_사실이나_까닭이_있다(tmp_path: pathlib.Path, old: str, new: str, at: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(CARD_FILE, old, new)
    base.expect("paragraph_is_used_or_explained", CARD_FILE, at)


def test_사실이_떠난_문단을_찾는다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, "{id: gasang-2024-nuri, at: p4}, ", "")
    base.expect("paragraph_is_used_or_explained", CARD_FILE, "p: 4,")


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        pytest.param("conflicts_with: [gaon-headcount]", "", "[gaon-headcount-elsewhere]", id="한쪽만 적음"),
        pytest.param(
            "reviewed:", "conflicts_with: [gaon-nuri-unveiled]\n  reviewed:", "[gaon-nuri-unveiled]", id="자기와"
        ),
    ],
)
def test_어긋나는_두_사실은_서로_가리킨다(tmp_path: pathlib.Path, old: str, new: str, at: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, old, new)
    base.expect("conflict_is_mutual", FACT_FILE, at)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("as_of: 2023\n", "as_of: 2025\n", id="새것을 대신하는 옛것"),
        pytest.param("{id: gaon-nuri-first", "{id: gaon-nuri-unveiled", id="자기를 대신하는 사실"),
    ],
)
def test_새_사실이_옛_사실을_대신한다(tmp_path: pathlib.Path, old: str, new: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, old, new)
    base.expect("newer_supersedes_older", FACT_FILE, "supersedes:")


def test_고리를_이루어_서로_대신하지_않는다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, "as_of: 2024-10-19", "as_of: 2024")
    base.edit(FACT_FILE, "as_of: 2023\n", "as_of: 2024\n  supersedes: [{id: gaon-parameters, how: replaces}]\n")
    base.edit(FACT_FILE, "  kind: claim\n", "  kind: claim\n  supersedes: [{id: gaon-nuri-unveiled, how: replaces}]\n")
    assert [finding.rule for finding in base.check()] == ["newer_supersedes_older"] * 3


def test_낱말은_한_묶음에만_있다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(SYNONYM_FILE, "선보이다]", "선보이다, Staff]")
    base.expect("synonym_belongs_to_one_group", SYNONYM_FILE, "Staff")


def test_보여_주는_주제에는_사실이_있다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(TOPIC_FILE, "- id: models", '- id: rest\n  name: "나머지"\n  description: "나머지"\n\n- id: models')
    base.expect("topic_is_used", TOPIC_FILE, "id: rest")


def test_같은_id를_두_번_쓰지_않는다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, "- id: gaon-nuri-first", "- id: gaon-parameters")
    [finding] = base.check()
    line = base.line_of(FACT_FILE, '"가온텔은 2023년') - 2
    assert (finding.rule, finding.line, finding.record) == ("id_is_unique", line, "gaon-parameters")


def test_말은_파일과_줄과_기록과_할_일을_담는다(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, "topics: [workforce]", "topics: [workforce, money]")
    monkeypatch.chdir(tmp_path)
    [finding] = base.check()
    line = base.line_of(FACT_FILE, "money")
    assert str(finding) == (
        f"{FACT_FILE}:{line} gaon-headcount [reference_exists] 'money' 기록이 없습니다"
        " → 있는 id를 적거나 그 기록을 먼저 만드세요"
    )
