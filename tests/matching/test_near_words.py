"""The nearest word is found among those worth comparing as it would be among all."""

import pytest
from rapidfuzz import fuzz

from telcofacts.answering.answerer import Answerer
from telcofacts.matching.near_words import NearWords
from telcofacts.text.jamo import to_jamo


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("짂원", "직원"),
        ("지권", "직원"),
        ("인공지늗", "인공지능"),
        ("퇘직", "퇴직"),
        ("컨텍센터", "컨택센터"),
        ("뷁쉛", None),
    ],
)
def test_가장_가까운_낱말을_찾는다(form: str, word: str | None) -> None:
    assert NearWords(["직원", "지원", "인공지능", "퇴직", "컨택센터", "통신사"]).nearest(form, 72) == word


def test_아무_낱말도_없으면_찾지_못한다() -> None:
    assert NearWords([]).nearest("직원", 72) is None


@pytest.mark.parametrize("cutoff", [72, 80])
def test_가려서_견주어도_모두_견준_것과_같다(answerer: Answerer, cutoff: float) -> None:
    statements = (fact.statement for fact in answerer.base.facts.values())
    words = sorted({word for text in statements for word in text.split() if len(word) > 1 and word.isalpha()})
    words = [word for word in words if all("가" <= letter <= "힣" for letter in word)]
    near = NearWords(words)
    for word in words[::7]:
        middle = len(word) // 2
        form = word[:middle] + chr(ord(word[middle]) ^ 1) + word[middle + 1 :]  # the final consonant another
        ratios = {other: fuzz.ratio(to_jamo(form), to_jamo(other)) for other in words}
        found = near.nearest(form, cutoff)
        if max(ratios.values()) < cutoff:
            assert found is None
        else:
            best = sorted(ratios.values())[-5:]
            assert found is not None
            assert ratios[found] >= best[0]
