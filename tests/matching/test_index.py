"""Weights are learnt from rows, so that what tells neighbours apart counts."""

from collections.abc import Sequence

import numpy as np
import pytest

from telcofacts.matching import index as module
from telcofacts.matching.grams import NO_GRAMS
from telcofacts.matching.index import Index
from telcofacts.matching.vectors import Vectoriser


@pytest.fixture(autouse=True, params=[0, 2], ids=["common", "rare"])
def _every_term_is(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Terms are held in one of two ways; what they say is the same."""
    monkeypatch.setattr(module, "COMMON", request.param)


class Learnt:
    """Documents of rows of words, without n-grams."""

    def __init__(self, *documents: Sequence[str]) -> None:
        rows = [row for document in documents for row in document]
        owners = [number for number, document in enumerate(documents) for _ in document]
        self.vectoriser, vectors = Vectoriser.fit(((_words(row), NO_GRAMS) for row in rows), 1.0)
        self.index = Index.learn(vectors, owners, len(documents), len(self.vectoriser.idf))

    def score(self, text: str) -> list[float]:
        return list(self.index.score(self.vectoriser.vector(_words(text), NO_GRAMS)))


def _words(text: str) -> dict[str, float]:
    return dict.fromkeys(text.split(), 1.0)


def test_모르는_낱말은_점수를_낮춘다() -> None:
    learnt = Learnt(["직원 수"], ["주가"])
    assert learnt.score("직원")[0] > learnt.score("직원 처음")[0] > 0
    assert learnt.score("처음") == [0, 0]


def test_제_줄과_같은_글은_1이다() -> None:
    assert Learnt(["직원 수"], ["주가"]).score("직원 수") == pytest.approx([1, 0])


def test_줄이_많은_문서도_줄마다_같은_몫이다() -> None:
    learnt = Learnt(["가", "나"], ["다"])
    assert learnt.score("가")[0] == pytest.approx(learnt.score("나")[0])


def test_이웃을_가르는_낱말이_더_무겁게_된다(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = (["합의 시기 감축", "합의 언제 감축"], ["합의 규모 감축", "감축 합의 규모 비율", "합의 감축 몇"])
    refined = Learnt(*documents).score("합의 감축 규모")
    monkeypatch.setattr(module, "DENSE_LIMIT", 0)
    plain = Learnt(*documents).score("합의 감축 규모")
    assert refined[1] - refined[0] > plain[1] - plain[0] > 0


def test_두_번_배우면_같은_것을_배운다() -> None:
    documents = (["가 나 다", "가 나 라"], ["가 나 마", "가 바 마"], ["사 가 나", "사 바"])
    assert Learnt(*documents).score("가 나 바") == Learnt(*documents).score("가 나 바")


def test_줄이_하나뿐인_문서는_중심_그대로다() -> None:
    learnt = Learnt(["가 나"], ["나 다"], ["다 라"])
    assert np.all(learnt.index.weights > 0)
    assert np.all(learnt.index.dense >= 0)


def test_흔한_것부터_빼고_정한_만큼만_본다(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COMMON", 2)
    monkeypatch.setattr(module, "POSTINGS_LIMIT", 3)
    learnt = Learnt(["흔 가"], ["흔 나"], ["흔 다"])
    assert learnt.score("흔 가")[1:] == [0, 0]
    assert learnt.score("흔 가")[0] > 0


def test_흔한_낱말은_모든_문서에_대해_갖는다(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COMMON", 2 / 3)
    learnt = Learnt(["흔 가"], ["흔 나"], ["다"])
    assert learnt.index.dense.shape == (1, 3)
    assert learnt.score("흔")[0] == pytest.approx(learnt.score("흔")[1])
    assert learnt.score("흔 가")[0] > learnt.score("흔 가")[1] > learnt.score("흔 가")[2] == 0
