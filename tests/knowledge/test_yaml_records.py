"""Files that are no plain list of records are told apart, never crashed on."""

import pathlib
import unicodedata

import pytest

from telcofacts.knowledge.yaml_records import MAX_CHARACTERS, YamlError, read_records

BOMB = "- &a [x, x]\n" + "".join(f"- &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20))


@pytest.fixture
def file(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "records.yaml"


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        pytest.param(b"", 0, "빈 파일", id="빈 파일"),
        pytest.param(b"# \xea\xb0\x80\n", 0, "빈 파일", id="주석뿐인 파일"),
        pytest.param(b"---\n", 2, "필드가 있는 기록이 아닙니다", id="줄표뿐인 파일"),
        pytest.param("- id: 가\n".encode("cp949"), 0, "UTF-8", id="CP949"),
        pytest.param("- id: 가\n".encode("utf-16"), 0, "UTF-8", id="UTF-16"),
        pytest.param(b"- id: a\n  b: \x00\n", 2, "U+0000", id="널 문자"),
        pytest.param(b"- id: a\n  b: \x1b[31m\n", 2, "U+001B", id="제어 문자"),
        pytest.param(BOMB.encode(), 1, "앵커", id="별칭 폭탄"),
        pytest.param(b"- id: a\n  b: *c\n", 2, "앵커", id="별칭"),
        pytest.param(b"- &x\n  id: a\n", 1, "앵커", id="기록의 앵커"),
        pytest.param(b"- &x id: a\n", 1, "앵커", id="필드 이름의 앵커"),
        pytest.param(b"- id: !!python/object/apply:os.system [ls]\n", 1, "태그", id="실행하는 태그"),
        pytest.param(b"- id: !!str a\n", 1, "태그", id="해 없는 태그"),
        pytest.param(b"- id: a\n  b: " + b"[" * 50 + b"]" * 50 + b"\n", 2, "깊이", id="깊이 겹친 목록"),
        pytest.param(b"[" * 100_000, 1, "필드가 있는 기록이 아닙니다", id="끝없이 여는 괄호"),
        pytest.param(b"- a: " + b"{a: " * 100_000, 1, "깊이", id="끝없이 여는 중괄호"),
        pytest.param(b"- id: a\n  b: 1\n  b: 2\n", 3, "두 번", id="두 번 적은 필드"),
        pytest.param(b"- id: a\n  c: {b: 1, b: 2}\n", 2, "두 번", id="겹친 값에 두 번 적은 필드"),
        pytest.param(b"- id: a\n  ? [b]\n  : c\n", 2, "필드 이름", id="글자가 아닌 필드 이름"),
        pytest.param(b"- id: a\n- b\n", 2, "필드가 있는 기록이 아닙니다", id="글자뿐인 기록"),
        pytest.param(b"just text\n", 1, "필드가 있는 기록이 아닙니다", id="글"),
        pytest.param(b"- id: a\n---\n- id: b\n", 2, "문서가 둘", id="두 문서"),
        pytest.param(b'- id: a\n  b: "x\n', 3, "YAML 문법", id="닫지 않은 따옴표"),
        pytest.param(b"- id: a\n  b: " + b"c" * MAX_CHARACTERS, 0, "넘는 파일", id="끝없이 긴 파일"),
        pytest.param(b"- id: a\n  b: c: d\n", 2, "YAML 문법", id="따옴표 없는 쌍점"),
        pytest.param(b"- id: a\n\tb: c\n", 2, "YAML 문법", id="탭 들여쓰기"),
    ],
)
def test_기록의_목록이_아닌_파일은_어디가_왜인지_말한다(
    file: pathlib.Path, content: bytes, line: int, told: str
) -> None:
    file.write_bytes(content)
    with pytest.raises(YamlError) as caught:
        read_records(file)
    assert told in caught.value.problem
    assert caught.value.line == line
    assert caught.value.remedy


def test_없는_파일과_폴더도_말로_알린다(tmp_path: pathlib.Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(YamlError, match="읽을 수 없습니다"):
            read_records(path)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2024-10-02", "2024-10-02"),
        ("2024", 2024),
        ("007", "007"),
        ("9" * 5000, "9" * 5000),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1.5", "1.5"),
        ("on", "on"),
        ("no", "no"),
        ("true", True),
        ("null", None),
        ("", None),
        ('"2024"', "2024"),
        ("'null'", "null"),
        ("12:30", "12:30"),
        (".inf", ".inf"),
    ],
)
def test_값은_보이는_대로_읽는다(file: pathlib.Path, written: str, value: object) -> None:
    file.write_text(f"- id: {written}\n", encoding="utf-8")
    [record] = read_records(file)
    assert record.data["id"] == value


def test_줄_번호를_필드와_항목마다_안다(file: pathlib.Path) -> None:
    file.write_text("# 주석\n\n- id: a\n  list:\n    - x\n    - y: 1\n      z: 2\n- id: b\n", encoding="utf-8")
    first, second = read_records(file)
    assert (first.line, second.line) == (3, 8)
    assert first.lines == {"id": 3, "list": 4, "list.0": 5, "list.1": 6, "list.1.y": 6, "list.1.z": 7}


def test_목록_없는_한_기록도_읽는다(file: pathlib.Path) -> None:
    file.write_text("id: a\ntags: [b]\n", encoding="utf-8")
    assert [record.data for record in read_records(file)] == [{"id": "a", "tags": ["b"]}]


def test_일부러_비운_목록은_괜찮다(file: pathlib.Path) -> None:
    file.write_text("[]\n", encoding="utf-8")
    assert read_records(file) == []


def test_BOM과_풀어_적은_한글을_고른다(file: pathlib.Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + unicodedata.normalize("NFD", "- id: 믿음\n").encode())
    assert read_records(file)[0].data == {"id": "믿음"}
