"""Break one record of a valid base: exactly the rule for it speaks up, at its line."""

import datetime as dt
import pathlib

import pytest

from small_base import CARD_FILE, ENTITY_FILE, FACT_FILE, NOTE_FILE, SmallBase
from telcofacts.knowledge.loading import load_knowledge

TOMORROW = (dt.datetime.now(dt.timezone(dt.timedelta(hours=9))) + dt.timedelta(days=1)).date().isoformat()


@pytest.mark.parametrize(
    "questions",
    [
        pytest.param('"뭐가 문제야?", "약점은?", "우려"', id="셋은 모자란다"),
        pytest.param(", ".join(f'"질문 {n}"' for n in range(61)), id="예순하나는 지나치다"),
    ],
)
def test_예시_질문은_넷에서_예순이다(tmp_path: pathlib.Path, questions: str) -> None:
    base = SmallBase.write(tmp_path)
    old = '"가온텔의 약점은 무엇입니까?", "뭐가 걱정이래?", "가온텔 우려", "what is the worry"'
    base.edit(FACT_FILE, old, questions)
    base.expect("fact_has_enough_questions", FACT_FILE, questions)


@pytest.mark.parametrize("kind", ["claim", "opinion", "forecast"])
def test_누구의_말인지_적는다(tmp_path: pathlib.Path, kind: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, '  speakers: [{entity: na-haneul, as: "대표", via: said}]\n', "")
    base.edit(FACT_FILE, "kind: claim", f"kind: {kind}  # 말한 사람 없음")
    base.expect("speaker_is_named", FACT_FILE, "# 말한 사람 없음")


@pytest.mark.parametrize("kind", ["fact", "definition", "plan"])
def test_말한_사람이_없어도_되는_종류가_있다(tmp_path: pathlib.Path, kind: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, '  speakers: [{entity: na-haneul, as: "대표", via: said}]\n', "")
    base.edit(FACT_FILE, "kind: claim", f"kind: {kind}")
    assert base.check() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("{entity: gasang, as", "{entity: eumji, as", id="그 기사를 싣지 않은 곳의 판단"),
        pytest.param('as: "대표", via: said', 'as: "대표", via: unnamed', id="이름이 적힌 이름 없는 사람"),
    ],
)
def test_말한_사람은_말한_길에_맞는다(tmp_path: pathlib.Path, old: str, new: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, old, new)
    base.expect("speaker_fits_via", FACT_FILE, new)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(FACT_FILE, "on: 2024-11-02", f"on: {TOMORROW}", id="내일 견주어 본 사실"),
        pytest.param(
            FACT_FILE, "as_of: 2024-H1\n  as_of_basis: stated\n  sources: [{id: gasang-2023", "", id="앞날의 사실"
        ),
        pytest.param(NOTE_FILE, "accessed: 2024-11-01", f"accessed: {TOMORROW}", id="내일 볼 기사"),
        pytest.param(ENTITY_FILE, "as_of: 2024-10}", "as_of: 2999}", id="앞날의 직함"),
    ],
)
def test_아직_오지_않은_날을_적지_않는다(tmp_path: pathlib.Path, file: str, old: str, new: str) -> None:
    base = SmallBase.write(tmp_path)
    new = new or old.replace("2024-H1", "2999-H1")
    base.edit(file, old, new)
    base.expect("date_is_not_in_the_future", file, new.splitlines()[0])


def test_늦은_시계는_자료를_물리치지_않는다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(NOTE_FILE, "accessed: 2024-11-01", f"accessed: {TOMORROW}")
    base.edit(FACT_FILE, "on: 2024-11-02", f"on: {TOMORROW}")
    assert len(load_knowledge(base.location).facts) == 7


@pytest.mark.parametrize(
    ("file", "old", "new", "at"),
    [
        pytest.param(FACT_FILE, "as_of: 2024-10-19", "as_of: 2024-10-23", "2024-10-23", id="발행일 뒤의 일"),
        pytest.param(FACT_FILE, "said: 2024-10\n", "said: 2024-11\n", "said: 2024-11", id="발행일 뒤의 말"),
        pytest.param(
            CARD_FILE, "accessed: 2024-11-01", "accessed: 2024-10-01", "published: ", id="나오기 전에 본 기사"
        ),
    ],
)
def test_발행일보다_늦은_일을_적지_않는다(tmp_path: pathlib.Path, file: str, old: str, new: str, at: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(file, old, new)
    base.expect("date_is_not_after_publication", file, at)


def test_어림한_발행일은_늦어도_나온_날까지_본다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(CARD_FILE, "accessed:", "published_before: 2024-10-25\naccessed:")
    base.edit(FACT_FILE, "as_of: 2024-10-19", "as_of: 2024-10-23")
    assert base.check() == []


def test_목표는_지나간_때가_아니다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, "target: 2025", "target: 2023")
    base.expect("target_is_ahead", FACT_FILE, "target: 2023")


@pytest.mark.parametrize(
    "words",
    [
        *("올해", "지난해", "재작년", "최근", "이달", "이번 달", "현재", "지금", "오늘", "오늘날", "연내", "요즘"),
        *("지난 19일", "지난 5월", "올 상반기", "올여름", "다음 달", "약 2년 전", "얼마 전"),
    ],
)
def test_읽는_때에_따라_달라지는_말을_찾는다(tmp_path: pathlib.Path, words: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, "가상일보는 가온텔의", f"가상일보는 {words} 가온텔의")
    base.expect("statement_has_no_relative_time", FACT_FILE, "외부 의존")


@pytest.mark.parametrize(
    "words",
    [
        "2024년 연말",
        "2023년 1월의 2년 전",
        "2023년 전망",
        "2년 전략",
        "국내일부",
        "언어제품",
        "앞으로",
        "향후",
        "같은 해",
    ],
)
def test_때가_정해진_말은_그대로_둔다(tmp_path: pathlib.Path, words: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, "가상일보는 가온텔의", f"가상일보는 {words} 가온텔의")
    assert base.check() == []


def test_짧은_답에서도_달라지는_말을_찾는다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, 'short: "2024년 10월 19일"', 'short: "지난 19일"')
    base.expect("statement_has_no_relative_time", FACT_FILE, "short:")


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        pytest.param("가상일보는 가온텔의", f"{'가' * 150} 가온텔의", "가가가", id="긴 문장"),
        pytest.param('short: "2024년', f'short: "{"가" * 30} 2024년', "short:", id="긴 짧은 답"),
    ],
)
def test_문장은_짧다(tmp_path: pathlib.Path, old: str, new: str, at: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, old, new)
    base.expect("statement_is_short", FACT_FILE, at)


def test_한도까지_찬_문장은_괜찮다(tmp_path: pathlib.Path) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, "가상일보는 가온텔의 외부 의존을 우려했다.", "가" * 160)
    base.edit(FACT_FILE, 'short: "2024년 10월 19일"', f'short: "{"가" * 40}"')
    assert base.check() == []


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        pytest.param(", at: p2}", "}", "{id: gasang-2024-nuri}", id="문단 번호가 없음"),
        pytest.param("at: p2}", "at: p9}", "p9", id="없는 문단"),
        pytest.param(", basis: excerpt}", "}", "{id: gasang-2023-note}", id="일부만 보았다는 말이 없음"),
        pytest.param("basis: excerpt", "at: p1", "gasang-2023-note, at", id="번호 없는 출처의 번호"),
    ],
)
def test_출처의_어디인지_적는다(tmp_path: pathlib.Path, old: str, new: str, at: str) -> None:
    base = SmallBase.write(tmp_path)
    base.edit(FACT_FILE, old, new)
    base.expect("locator_is_given", FACT_FILE, at)
