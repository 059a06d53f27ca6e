"""Slips as people make them on a phone: a neighbouring key, a letter that sounds the same, a single jamo left over.

`shared/data/tasks.py` puts any jamo in the place of another; this is nearer to what strangers typed in tests/exam.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from telcofacts.text.jamo import CHOSEONG, JONGSEONG, JUNGSEONG, is_syllable, split_syllable

SYLLABLES_PER_SLIP = 8
_KEYS = ("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ", "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ", "ㅋㅌㅊㅍㅠㅜㅡ")
"""The rows of the dubeolsik layout (KS X 5002)."""
_VOWEL_SOUNDS = dict(zip("ㅐㅔㅖㅙㅚㅞㅟㅢㅑㅕㅛ", "ㅔㅐㅔㅚㅙㅙㅣㅣㅏㅓㅗ", strict=True))
_CONSONANT_SOUNDS = dict(zip("ㄱㅋㄷㅌㅂㅍㅈㅊㅅㅆㄲㄸㅉ", "ㅋㄱㅌㄷㅍㅂㅊㅈㅆㅅㄱㄷㅈ", strict=True))
_BATCHIM_SOUNDS = {
    "ㅆ": "ㅅ",
    "ㄶ": "ㄴ",
    "ㄲ": "ㄱ",
    "ㅎ": "",
    "ㅄ": "ㅂ",
    "ㅂ": "ㅁ",
    "ㅅ": "ㄷ",
    "ㅇ": "ㄴ",
    "ㄴ": "ㅇ",
}


def with_slips(text: str, chance: random.Random) -> str:
    """Return a text with one slip for every so many syllables, at least one; as it is where it has no syllable."""
    places = [at for at, character in enumerate(text) if is_syllable(character)]
    for at in sorted(
        chance.sample(places, min(len(places), max(1, round(len(places) / SYLLABLES_PER_SLIP)))), reverse=True
    ):
        text = text[:at] + _slip(text[at], chance) + text[at + 1 :]
    return text


def _slip(syllable: str, chance: random.Random) -> str:
    first, vowel, last = split_syllable(syllable)
    sounds: list[Callable[[], str]] = []
    if vowel in _VOWEL_SOUNDS:
        sounds.append(lambda: _composed(first, _VOWEL_SOUNDS[vowel], last))
    if first in _CONSONANT_SOUNDS:
        sounds.append(lambda: _composed(_CONSONANT_SOUNDS[first], vowel, last))
    if last in _BATCHIM_SOUNDS:
        sounds.append(lambda: _composed(first, vowel, _BATCHIM_SOUNDS[last]))
    keys: list[Callable[[], str]] = [lambda: f"{syllable}{chance.choice(_KEYS[1])}"]
    if near := _near(vowel, JUNGSEONG):
        keys.append(lambda: _composed(first, chance.choice(near), last))
    if near_first := _near(first, CHOSEONG):
        keys.append(lambda: _composed(chance.choice(near_first), vowel, last))
    return chance.choice(sounds if sounds and chance.random() < 0.5 else keys)()


def _near(jamo: str, allowed: Sequence[str]) -> list[str]:
    return [other for other in _NEIGHBOURS[jamo] if other in allowed]


def _neighbours() -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row, keys in enumerate(_KEYS):
        for column, key in enumerate(keys):
            for beside in _KEYS[max(row - 1, 0) : row + 2]:
                found[key] += [other for other in beside[max(column - 1, 0) : column + 2] if other != key]
    return found


_NEIGHBOURS = _neighbours()


def _composed(first: str, vowel: str, last: str) -> str:
    """Return a syllable (Unicode Standard, chapter 3.12)."""
    return chr(ord("가") + (CHOSEONG.index(first) * 21 + JUNGSEONG.index(vowel)) * 28 + JONGSEONG.index(last))
