"""What the check only notes: the base is served all the same."""

import pathlib

import pytest

from small_base import OUT_OF_SCOPE_FILE, SmallBase
from telcofacts.knowledge.loading import Location, load_knowledge, notes_on


@pytest.mark.parametrize(
    ("example", "fact"),
    [
        ("가온텔의 직원 수는", "gaon-headcount"),
        ("누리 2.0 공개일은", "gaon-nuri-unveiled"),
        ("누리 2.0 가격", None),
        ("공개일", None),
        ("직원은 몇 명입니까", None),
    ],
)
def test_이름을_부르고_사실의_질문과_같은_것을_묻는_범위_밖_예시를_알린다(
    tmp_path: pathlib.Path, example: str, fact: str | None
) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(OUT_OF_SCOPE_FILE, "제일 싼 요금제", example)
    location = Location(tmp_path / "knowledge", tmp_path / "seeds")
    noted = notes_on(location)
    assert load_knowledge(location)
    assert [note.line for note in noted] == ([base.line_of(OUT_OF_SCOPE_FILE, example)] if fact else [])
    assert all(f"{fact}의 예시 질문" in str(note) and "지우세요" in str(note) for note in noted)


def test_함께_온_자료에는_살펴볼_것이_없다() -> None:
    assert notes_on(Location.shipped()) == []
