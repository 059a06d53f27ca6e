"""A record that does not keep to its model: the field, its line, and what to write instead are told in Korean."""

import pathlib

import pytest

from small_base import CARD_FILE, ENTITY_FILE, FACT_FILE, NOTE_FILE, TOPIC_FILE, SmallBase


@pytest.mark.parametrize(
    ("old", "new", "at", "told"),
    [
        pytest.param("kind: plan", "kind: hope", "kind: hope", "'plan'", id="없는 종류"),
        pytest.param("as_of: 2023\n", "as_of: 2023년\n", "as_of: 2023년", "2024-Q3", id="날짜가 아닌 날짜"),
        pytest.param("as_of: 2023\n", "as_of: 2023-02-30\n", "02-30", "달력에 없는 날", id="달력에 없는 날짜"),
        pytest.param("as_of: 2023\n", "as_of: [2023]\n", "as_of: [2023]", "'as_of'의 값", id="목록인 날짜"),
        pytest.param("  target: 2025\n", "  goal: 2025\n", "goal: 2025", "없는 필드", id="없는 필드"),
        pytest.param("  kind: plan\n", "", "id: gaon-two-services", "'kind' 필드가 없습니다", id="빠진 필드"),
        pytest.param("via: said}]", "via: whispered}]", "via: whispered", "'unnamed'", id="겹친 값의 잘못"),
        pytest.param('as: "대표", via', 'title: "대표", via', "title:", "없는 필드", id="파이썬 이름으로 적은 필드"),
        pytest.param("누리 2.0 공개일", "누리\u200b 공개일", "\u200b", "U+200B", id="보이지 않는 글자"),
        pytest.param('"가온텔은 2023년', '" 가온텔은 2023년', '" 가온텔은', "한 줄로", id="앞의 빈칸"),
        pytest.param("short: ", "short: |\n    ", "short: |", "한 줄로", id="여러 줄"),
        pytest.param("keywords: [출시일, release]", "keywords: [2024]", "[2024]", "따옴표로", id="따옴표 없는 수"),
        pytest.param("keywords: [출시일, release]", "keywords: 출시일", "keywords:", "[ ] 안에", id="목록이 아닌 값"),
        pytest.param("keywords: [출시일, release]", "keywords:", "keywords:", "비었습니다", id="빈 값"),
        pytest.param(
            "reviewed: {by: kim, on: 2024-11-02}", "reviewed: kim", "reviewed:", "{필드: 값}", id="꼴이 다른 값"
        ),
        pytest.param("entities: [gaon, nuri]\n", "entities: []\n", "entities: []", "1개", id="비운 목록"),
        pytest.param("at: p2}", "at: 2쪽}", "at: 2쪽", "p9처럼", id="문단 번호가 아닌 자리"),
        pytest.param("id: gaon-parameters", "id: gaon_파라미터", "gaon_파라미터", "하이픈", id="id가 아닌 id"),
        pytest.param("id: gaon-parameters", f"id: {'a' * 41}", "a" * 41, "40자", id="긴 id"),
    ],
)
def test_사실의_꼴을_지킨다(tmp_path: pathlib.Path, old: str, new: str, at: str, told: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, old, new)
    base.expect("schema_is_kept", FACT_FILE, at)
    assert told in str(base.check()[0])


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "told"),
    [
        pytest.param(ENTITY_FILE, "{entity: gaon", "{entity: 가온", "roles:", "하이픈", id="직함의 id"),
        pytest.param(ENTITY_FILE, "type: person", "type: robot", "type: robot", "'person'", id="없는 갈래"),
        pytest.param(ENTITY_FILE, "  type: person\n", "", "id: na-haneul", "'이름' 보기를 보고", id="갈래 없는 이름"),
        pytest.param(ENTITY_FILE, '"매체"', f'"{"가" * 81}"', "가" * 81, "80자", id="긴 설명"),
        pytest.param(CARD_FILE, "p: 2,", "p: 둘,", "p: 둘", "'paragraphs.1.p'", id="수가 아닌 문단 번호"),
        pytest.param(CARD_FILE, "https://", "", "url: example", "'출처 카드' 보기를 보고", id="주소가 아닌 주소"),
        pytest.param(
            TOPIC_FILE, '  name: "인력"\n', "", "id: workforce", "topics.yaml의 다른 주제를", id="이름 없는 주제"
        ),
        pytest.param(
            NOTE_FILE, "description:", "author:", "id: gasang-2023", "description을 적으세요", id="이름 없는 출처"
        ),
        pytest.param(
            CARD_FILE, "precision: day", "precision: estimated", "id: gasang", "evidence", id="근거 없는 발행일"
        ),
        pytest.param(CARD_FILE, "published_precision: day\n", "", "id: gasang", "둘 다", id="정밀도 없는 발행일"),
    ],
)
def test_이름과_출처의_꼴을_지킨다(tmp_path: pathlib.Path, file: str, old: str, new: str, at: str, told: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(file, old, new)
    base.expect("schema_is_kept", file, at)
    assert told in str(base.check()[0])


def test_잘못을_한꺼번에_모두_말한다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, "kind: plan", "kind: hope")
    base.edit(FACT_FILE, "  target: 2025\n", "  goal: 2025\n")
    base.edit(ENTITY_FILE, "type: person", "type: robot")
    assert [finding.rule for finding in base.check()] == ["schema_is_kept"] * 3
