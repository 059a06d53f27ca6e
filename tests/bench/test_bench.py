"""The benchmark's measures, and every engine that can run here on ten rows."""

import random

import numpy as np
import pytest

from . import measures
from .measures import Rejection
from .peers import best_groups
from .registry import ENGINES, OURS, available
from .results import Results, accuracy, right
from .slips import with_slips
from .tasks import Queries, Workload
from .worker import Run

ROWS = {
    0: ["내일 서울 날씨 알려 줘", "서울은 내일 비가 오나요?"],
    1: ["가장 가까운 지하철역이 어디야?", "근처 지하철역 위치 좀 알려 줘"],
    2: ["이번 달 전기 요금이 얼마야?", "전기 요금은 얼마나 나왔어?"],
    3: ["회의실 예약은 어떻게 해?", "회의실을 예약하는 방법"],
    4: ["대표이사가 누구야?", "회사 대표 이름 알려 줘"],
}
WORKLOAD = Workload(
    kind="faq",
    name="ten rows",
    rows=[row for rows in ROWS.values() for row in rows],
    groups=[group for group, rows in ROWS.items() for _ in rows],
    asked={"clean": Queries(["전기 요금 얼마 나왔는지 알려 줘"], [frozenset({2})], [0])},
)
SHARES_NOTHING = "qqqq zzzz"


@pytest.mark.parametrize("name", available()[0])
def test_engine_finds_the_row_of_a_question(name: str) -> None:
    engine = ENGINES[name].make(WORKLOAD)
    engine.build(WORKLOAD.rows, WORKLOAD.groups)
    try:
        for key, queries in WORKLOAD.asked.items():
            for text, answers in zip(queries.texts, queries.answers, strict=True):
                ranked = engine.rank(text)
                assert ranked[0][0] in answers, key
                assert len({group for group, _ in ranked}) == len(ranked) <= 3
        for group, rows in ROWS.items():
            assert engine.rank(rows[0])[0][0] == group
        engine.rank(SHARES_NOTHING)
        engine.rank("")
    finally:
        engine.close()


def test_ours_always_runs() -> None:
    assert OURS in available()[0]


def test_groups_of_rows_are_taken_once_with_their_best_score() -> None:
    assert best_groups([(7, 3.0), (7, 2.0), (5, 1.0), (4, 0.5)], k=2) == [(7, 3.0), (5, 1.0)]


def test_difference_of_equals_is_zero() -> None:
    same = np.array([True, False] * 50)
    estimate = measures.paired_difference(same, same, range(100))
    assert (estimate.value, estimate.low, estimate.high) == (0, 0, 0)
    assert not estimate.excludes_zero


def test_clear_difference_excludes_zero_and_clusters_widen_its_interval() -> None:
    ours, theirs = np.array([True] * 80 + [False] * 20), np.array([True] * 60 + [False] * 40)
    alone = measures.paired_difference(ours, theirs, range(100))
    together = measures.paired_difference(ours, theirs, [i // 10 for i in range(100)])
    assert alone.value == pytest.approx(0.2)
    assert alone.excludes_zero
    assert together.high - together.low > alone.high - alone.low


def test_share_covers_its_value_and_is_empty_of_nothing() -> None:
    estimate = measures.share(np.array([True] * 9 + [False]))
    assert estimate.low < estimate.value == 0.9 < estimate.high < 1
    assert np.isnan(measures.share(np.array([], dtype=bool)).value)


@pytest.mark.parametrize(
    ("let_in", "accepted"),
    [(0.0, [False, False, False]), (0.05, [True, False, False]), (0.5, [True, True, False])],
)
def test_what_is_right_and_above_the_foreign_is_accepted(let_in: float, accepted: list[bool]) -> None:
    foreign = np.linspace(0.05, 1.0, 20)
    engine = Rejection(np.array([True, True, False]), np.array([0.97, 0.7, 0.99]), foreign)
    assert engine.accepted(let_in).tolist() == accepted


def test_no_more_than_five_in_a_hundred_foreign_questions_get_in_where_scores_tie() -> None:
    foreign = np.full(100, 0.5)
    assert not Rejection(np.array([True]), np.array([0.5]), foreign).accepted().any()
    assert Rejection(np.array([True]), np.array([0.6]), foreign).accepted().all()


def test_bootstrap_of_rejection_centres_on_its_value() -> None:
    rng = np.random.default_rng(1)
    engine = Rejection(rng.random(400) < 0.9, rng.normal(2, 1, 400), rng.normal(0, 1, 400))
    estimate = measures.rejected(engine, range(400), range(400))
    assert estimate.low < estimate.value < estimate.high
    assert estimate.high - estimate.low < 0.25


def test_percentiles_are_times_that_were_taken() -> None:
    times = [float(i) for i in range(1, 101)]
    assert [measures.percentile(times, share) for share in (50, 99, 100)] == [50.0, 99.0, 100.0]
    assert np.isnan(measures.percentile([], 50))


def test_results_count_what_was_asked() -> None:
    queries = Queries(["a", "b", "c"], [frozenset({0}), frozenset({1}), frozenset()], [0, 1, 2])
    workload = Workload("faq", "three", ["x", "y"], [0, 1], {"clean": queries})
    ours = Run(OURS, "three", 1.0, 10, 20, {"clean": [[(0, 2.0)], [(0, 2.0), (1, 1.0)]]}, {"clean": [1.0, 1.0]})
    results = Results([workload], {}, "", quick=False)
    results.add([ours])
    assert results.of_kind("faq") == [workload]
    assert right(ours, workload, "clean").tolist() == [True, False]
    assert right(ours, workload, "clean", first=3).tolist() == [True, True]
    assert accuracy(ours, workload, "clean").value == 0.5


@pytest.mark.parametrize("text", ["KT 대표 누구야?", "가", "가명정보 종합대책은 언제 나오나요", "값을 꾀한 곳"])
def test_a_slip_changes_a_text_a_little_and_the_same_way_each_time(text: str) -> None:
    for seed in range(50):
        slipped = with_slips(text, random.Random(seed))
        assert slipped != text
        assert slipped == with_slips(text, random.Random(seed))
        assert len(text) <= len(slipped) <= len(text) + 3


def test_what_has_no_syllable_is_left_alone() -> None:
    assert with_slips("Who leads KT?", random.Random(0)) == "Who leads KT?"
