"""A misspelt word is no word that a fact lacks."""

import pytest

from telcofacts.matching.demands import MOST_TYPED, SHRED_WEIGHT, Demands, Lexicon
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


@pytest.mark.parametrize(
    ("text", "weights"),
    [("값이", {"값": 1.0}), ("값", {"값": 1.0}), ("꿈", {"꿈": 1.0}), ("회싸애서", {"회": SHRED_WEIGHT, "싸": 1.0})],
)
def test_본_적_없는_어절의_한_글자_이름씨는_덜_친다(text: str, weights: dict[str, float]) -> None:
    assert {word.form: word.weight for word in Demands.of(READER.read(text), LEXICON).words} == weights


def test_덜_아는_낱말은_틀리게_적어도_덜_안다() -> None:
    profile = Profile({"대책": 0.1, "발표": 1.0}, frozenset())
    assert _coverage(profile, "대책 발표") == pytest.approx(_coverage(profile, "대챡 발표")) == pytest.approx(0.55)


def test_틀린_말이_끝없으면_견주지_않는다() -> None:
    words = Demands.of(
        READER.read(" ".join(f"{first}뷁{last}" for first in "쿍퓽훓" for last in "껣뙓뼳쏇")), LEXICON
    ).words
    assert len(words) > MOST_TYPED
    assert not any(word.typed for word in words)
