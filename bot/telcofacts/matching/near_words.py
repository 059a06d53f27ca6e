"""The words that are spelt most like another, among many."""

from collections.abc import Callable, Iterable

import numpy as np
from rapidfuzz import fuzz, process

from telcofacts.text.jamo import to_jamo

Fits = Callable[[str], float]
"""How well a word goes with the rest of what was typed, 0–1."""
_COMPARED = 5
_SOUNDS_ALIKE = str.maketrans("ㄲㅋㄸㅌㅃㅍㅆㅉㅊㅐㅒㅖㅙㅚㅞ", "ㄱㄱㄷㄷㅂㅂㅅㅈㅈㅔㅔㅔㅔㅔㅔ")
"""Tense and aspirated consonants, and vowels that have come to sound the same: what people mix up most."""

FITS_ADDS = 15.0
"""What a word that goes with the rest of what was typed is nearer, on the scale of two ratios: 대챡 is as near to 대략
as to 대책, which stands beside 가명정보. Misspelt questions are answered rightly as often with 8 to 40; passages with
both noises lose 0.1 of 90.2 with 25."""
_LEAST = 2
_NONE = np.empty(0, np.int32)


class NearWords:
    """Finds the nearest of some words by the ratio of their jamo (rapidfuzz: 200 × common subsequence ÷ both lengths).

    Only words with enough pairs of neighbouring jamo in common are compared. Where two words of n and m jamo have M in
    common in the same order, M − 1 times one follows another, and each of the n − M and m − M that are not in common
    stands between two of them at most: 3M − 1 − n − m pairs are in both. Two are asked for anyway (fewer of a word
    that has but three): of 547 misspelt words that missed the nearest of 58,000 for none, and left 560 to compare.

    Args:
        words: of Hangul syllables.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._jamo = [to_jamo(word) for word in self._words]
        self._lengths = np.fromiter(map(len, self._jamo), np.int64, len(self._jamo))
        self._all_lengths = np.arange(self._lengths.max(initial=0) + 1)
        holding: dict[str, list[int]] = {}
        for number, jamo in enumerate(self._jamo):
            for pair in _pairs(jamo):
                holding.setdefault(pair, []).append(number)
        self._holding = {pair: np.array(numbers, np.int32) for pair, numbers in holding.items()}

    def nearest(self, form: str, cutoff: float, fits: Fits = lambda _: 0.0) -> str | None:
        """Return the nearest word, None where none has at least this ratio (0–100).

        Args:
            form: what was typed.
            cutoff: the ratio.
            fits: tells between words that are nearly as near.
        """
        jamo = to_jamo(form)
        numbers = self._worth_comparing(jamo, cutoff)
        compared = [self._jamo[number] for number in numbers]
        near = process.extract(jamo, compared, scorer=fuzz.ratio, score_cutoff=cutoff, limit=_COMPARED)
        if len(near) == 1:
            return self._words[numbers[near[0][2]]]
        sound = jamo.translate(_SOUNDS_ALIKE)
        # 짂원 is as near to 지원 as to 직원 by its letters, and sounds like 직원.
        return max(
            (
                (
                    score
                    + fuzz.ratio(sound, known.translate(_SOUNDS_ALIKE))
                    + FITS_ADDS * fits(self._words[numbers[at]]),
                    self._words[numbers[at]],
                )
                for known, score, at in near
            ),
            default=(0.0, None),
            key=lambda scored: scored[0],
        )[1]

    def _worth_comparing(self, jamo: str, cutoff: float) -> list[int]:
        pairs = _pairs(jamo)
        both = self._all_lengths + len(jamo)
        common = np.ceil(cutoff * both / 200)
        repeated = len(jamo) - 1 - len(pairs)  # counted once below
        needed = np.maximum(3 * common - 1 - both - repeated, min(_LEAST, len(pairs) - 2) - repeated)
        needed[common > np.minimum(self._all_lengths, len(jamo))] = np.inf  # too short or too long for the ratio
        held = [self._holding[pair] for pair in pairs if pair in self._holding]
        counts = np.bincount(np.concatenate([_NONE, *held]), minlength=len(self._words))
        found: list[int] = np.flatnonzero(counts >= needed[self._lengths]).tolist()
        return found


def _pairs(jamo: str) -> set[str]:
    return {jamo[i : i + 2] for i in range(len(jamo) - 1)}
