"""Words that are none are put right; words that are only unknown are left alone."""

from unittest import mock

import pytest

from telcofacts.answering.answerer import Answerer
from telcofacts.matching.grams import spelled
from telcofacts.matching.matcher import Matcher
from telcofacts.matching.repair import Repairer
from telcofacts.text.jamo import without_strays


@pytest.fixture(scope="module")
def matcher(answerer: Answerer) -> Matcher:
    return answerer.matcher


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("KT 짂원 몇 명", "KT 직원 몇 명"),
        ("KT 장햑생 혜택", "KT 장학생 혜택"),
        ("KT 희망퇘직 규모", "KT 희망퇴직 규모"),
        ("지니버쓰안에서 뭐 해", "지니버스안에서 뭐 해"),
        ("발표 언재 했어", "발표 언제 했어"),
        ("KT 직ㅇ원이 몇 명", "KT 직원이 몇 명"),
        ("희망퇴ㅣ직은 얼ㅁ마나", "희망퇴직은 얼마나"),
        ("고학수 위원장 가명정보 대챡", "고학수 위원장 가명정보 대책"),  # not 대략
        ("챗지피티 한게점이 뭐야", "챗지피티 한계점이 뭐야"),
    ],
)
def test_틀리게_적은_말을_바로_읽는다(matcher: Matcher, typed: str, read: str) -> None:
    reading = matcher.read(typed)
    assert (reading.text, reading.is_garbled) == (read, True)


@pytest.mark.parametrize(
    "typed",
    [
        "사임한 사람",
        "주시기 바랍니다",
        "KT 직원 수랑 나이",
        "KT 직원 수",
        "who is the CEO",
        "KT 대표 누구ㅋㅋ",
        "ㄱㅇㅅ은요",
    ],
)
def test_모르는_말이나_맞는_말은_그대로_둔다(matcher: Matcher, typed: str) -> None:
    reading = matcher.read(typed)
    assert (reading.text, reading.is_garbled) == (typed, False)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("KT ㅈ직원 몇 명", "KT 직원 몇 명"), ("네이버클라우드 대표ㅇ 누구야", "네이버클라우드 대표 누구야")],
)
def test_말끝에_붙은_낱자는_틀린_말이_아니다(matcher: Matcher, typed: str, read: str) -> None:
    reading = matcher.read(typed)
    assert (reading.text, reading.is_garbled) == (read, False)


@pytest.mark.parametrize(
    "typed",
    ["누구예요ㅠㅜ알려주세요", "헐ㄷㄷ대박", "서울ㅡ부산", "KT ㄱ자 건물", "SKㅌ은 어디에 투자했어?", "가ㅇ나ㅣ다" * 9],
)
def test_낱자라고_다_틀린_것은_아니다(typed: str) -> None:
    assert without_strays(typed) == typed


def test_바로잡은_글에는_친_대로의_조각도_남는다(matcher: Matcher) -> None:
    assert {"ㅈㅣㄲ", "ㅈㅣㄱ"} <= set(map(spelled, matcher.read("KT 짂원").grams))
    assert {"ㄱㅇㅇ", "ㄱㅇㅝ"} <= set(map(spelled, matcher.read("KT 직ㅇ원").grams))


def test_말이_아닌_말이_끝없으면_찾지_않는다(matcher: Matcher) -> None:
    hostile = " ".join(f"{first}뷁{last}" for first in "쿍퓽훓뛠쒧쮋" for last in "껣뙓뼳쏇쩵췳")
    with mock.patch.object(Repairer, "_nearest", side_effect=AssertionError("찾는다")):
        assert matcher.read(hostile).is_garbled


@pytest.mark.parametrize(
    ("typed", "named"),
    [("노암 샤지여 누구", 2), ("KT 디지탈인재장학셍 혜텍", 1)],
)
def test_이름과_비슷한_것은_가장_가까운_만큼이다(matcher: Matcher, typed: str, named: int) -> None:
    reading = matcher.reader.read(typed)
    fuzzy = [mention for mention in reading.mentions if mention.how == "fuzzy"]
    assert [len(typed[mention.start : mention.end].split()) for mention in fuzzy] == [named]
