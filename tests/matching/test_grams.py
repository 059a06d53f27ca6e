"""N-grams are numbers that stand for their characters alone."""

import numpy as np
import pytest

from telcofacts.matching.grams import NO_GRAMS, grams, joined, spelled
from telcofacts.matching.vectors import Vectoriser


def test_세_자와_네_자_조각을_한_번씩_갖는다() -> None:
    found = [spelled(gram) for gram in grams("가가가")]
    assert sorted(found) == sorted({"_ㄱㅏ", "ㄱㅏㄱ", "ㅏㄱㅏ", "ㄱㅏ_", "_ㄱㅏㄱ", "ㄱㅏㄱㅏ", "ㅏㄱㅏㄱ", "ㅏㄱㅏ_"})


@pytest.mark.parametrize(
    ("text", "counted"), [("", 0), ("?! 😀", 0), ("가", 3), ("가?", 3), ("AI", 3), ("𠮷", 3), ("ﷺ" * 400, 6)]
)
def test_짧거나_드문_글에도_조각이_있다(text: str, counted: int) -> None:
    found = grams(text)
    assert len(found) == counted
    assert list(found) == sorted(set(found))


def test_여러_글의_조각을_합친다() -> None:
    assert set(joined(grams("믿음"), grams("믿는"))) == set(grams("믿음")) | set(grams("믿는"))
    assert len(joined(NO_GRAMS, NO_GRAMS)) == 0


def test_모르는_조각은_열이_없고_값만_낮춘다() -> None:
    vectoriser, rows = Vectoriser.fit([({}, grams("믿음")), ({}, grams("리벨리온"))], 0.0)
    known, more = vectoriser.vector({}, grams("믿음")), vectoriser.vector({}, joined(grams("믿음"), grams("쿍뷁")))
    assert list(known.columns) == list(more.columns) == sorted(rows.row(0).columns)
    assert np.linalg.norm(known.values) == pytest.approx(1)
    assert np.linalg.norm(more.values) < 1
