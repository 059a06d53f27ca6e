"""A misspelt word is no word that a fact lacks."""

import pytest

from telcofacts.matching.demands import SHRED_WEIGHT, Demands, Lexicon
from telcofacts.matching.profile import Profile
from telcofacts.matching.reading import Reader

READER = Reader([], {})
LEXICON = Lexicon(
    idf=lambda _: 1.0,
    types={},
    opposites={},
    reversing=(),
    held=(),
    words=frozenset({"대책", "발표", "값"}),
    spellings=frozenset({"대책", "대책을", "값이", "값"}),
)


def _coverage(profile: Profile, text: str) -> float:
    return profile.fit(Demands.of(READER.read(text), LEXICON)).coverage


@pytest.mark.parametrize(
    ("text", "coverage"),
    [("대책 발표", 1), ("대챡 발표", 1), ("대첵을 발표", 1), ("직원 발표", 0.5), ("발표 대회", 0.5)],
)
def test_사실의_낱말과_비슷한_모르는_말은_틀리게_적은_그_말이다(text: str, coverage: float) -> None:
    profile = Profile({"대책": 1.0, "발표": 1.0}, frozenset())
    assert _coverage(profile, text) == pytest.approx(coverage)


def test_아는_말은_비슷해도_딴_말이다() -> None:
    assert _coverage(Profile({"대챡": 1.0, "발표": 1.0}, frozenset()), "대책 발표") == pytest.approx(0.5)


@pytest.mark.parametrize(("text", "weight"), [("값이", 1.0), ("값", 1.0), ("꿈", 1.0), ("회싸애서", SHRED_WEIGHT)])
def test_본_적_없는_어절의_한_글자는_덜_친다(text: str, weight: float) -> None:
    words = Demands.of(READER.read(text), LEXICON).words
    assert [word.weight for word in words if len(word.form) == 1] == [weight] * len(words)
