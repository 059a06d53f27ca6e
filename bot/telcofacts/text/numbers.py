"""Numbers in Korean text by their value, however they are written."""

import dataclasses
import re
from decimal import Decimal

_SMALL = {"십": 10, "백": 100, "천": 1000}
_LARGE = {"만": 10**4, "억": 10**8, "조": 10**12}
_FOREIGN = {
    "k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "밀리언": 10**6,
    "b": 10**9, "billion": 10**9, "빌리언": 10**9, "t": 10**12, "trillion": 10**12, "트릴리언": 10**12,
}  # fmt: skip
_NATIVE = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10}

# Digits that touch Latin letters are part of a name, not a number: GPT-4o, AI2XL, B2C, 5G.
_SEGMENT = re.compile(
    r"(?<![A-Za-z0-9.])(?<![A-Za-z]-)"
    r"(?P<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?![0-9])"
    r"(?:\s?(?P<foreign>빌리언|밀리언|트릴리언|(?:[mbtr]+illion|thousand|[KMBT])(?![A-Za-z0-9]))"
    r"|(?P<small>[십백천])?(?P<large>[만억조])?(?![A-Za-z]))"
    r"(?P<percent>\s?(?:%|퍼센트|프로(?!젝|그|세|필|덕|모)))?"
)
_WORDS = re.compile(
    rf"(?<![가-힣])({'|'.join(_NATIVE)})\s?(?:가지|명|곳|개|건|번|차례|사람|회|달|해|축|회사|기업|단계|기관)"
)

_SINO = "영일이삼사오육칠팔구"
_PEOPLE = re.compile(r"\s?(?:여\s?|가량\s?)?(?:명|사람)")
_AGE = re.compile(r"(?<!\d)[1-9]0대(?!\s?(?:기업|그룹|대))")
_TENS = re.compile(r"(?<![가-힣])([이삼사오육칠팔구])십\s?(?:대|년|명|개|퍼센트|프로|%)")


@dataclasses.dataclass(frozen=True)
class Number:
    """A number by its value; percentages are numbers of their own."""

    value: Decimal
    is_percent: bool = False


def numbers_in(text: str) -> dict[Number, str]:
    """Return the numbers written in digits, each with its first wording.

    >>> list(numbers_in("직원 1만8617명, 1.3빌리언, 3조 5000억 원, 30%가량").values())
    ['1만8617', '1.3빌리언', '3조 5000억', '30%']
    >>> numbers_in("1만8617명").keys() == numbers_in("18,617명").keys() == numbers_in("1만 8천617명").keys()
    True
    >>> numbers_in("1.3빌리언").keys() == numbers_in("13억 개").keys() == numbers_in("1.3B").keys()
    True
    >>> numbers_in("GPT-3.5와 AI2XL의 5G, B2C")
    {}
    """
    found: dict[Number, str] = {}
    matches = list(_SEGMENT.finditer(text))
    i = 0
    while i < len(matches):
        first = last = matches[i]
        value = _value(first)
        i += 1
        # 1만 8617 and 3조 5000억 go on as long as the parts grow smaller.
        while i < len(matches) and _goes_on(last, matches[i], text):
            last = matches[i]
            value += _value(last)
            i += 1
        found.setdefault(Number(value, bool(last["percent"])), text[first.start() : last.end()].strip())
    return found


def number_words_in(text: str) -> set[Number]:
    """Return the numbers written as native words before a counter.

    >>> sorted(int(number.value) for number in number_words_in("두 가지 이유와 세 곳"))
    [2, 3]
    """
    return {Number(Decimal(_NATIVE[match[1]])) for match in _WORDS.finditer(text)}


def numbers_by_sort(text: str) -> frozenset[str]:
    """Return the numbers of a text by their value; shares, ages and people are told from one another. Spelled ones too.

    >>> sorted(numbers_by_sort("50대 직원 50명의 30프로, 이십대 절반, 1만8617, 육십 퍼센트"))
    ['18617', '20대', '30%', '50%', '50대', '50명', '60%']
    """
    text = _TENS.sub(lambda found: f"{_SINO.index(found[1])}0{found[0][2:]}", text).replace("절반", " 50% ")
    ages, text = _AGE.findall(text), _AGE.sub(" ", text)
    sorts = set(ages)
    for number, wording in numbers_in(text).items():
        is_people = bool(_PEOPLE.match(text, text.index(wording) + len(wording)))
        sorts.add(f"{number.value.normalize():f}{'%' if number.is_percent else '명' * is_people}")
    return frozenset(sorts)


def _value(segment: re.Match[str]) -> Decimal:
    value = Decimal(segment["digits"].replace(",", ""))
    if segment["foreign"]:
        return value * _FOREIGN[segment["foreign"].lower()]
    return value * _SMALL.get(segment["small"], 1) * _LARGE.get(segment["large"], 1)


def _goes_on(before: re.Match[str], after: re.Match[str], text: str) -> bool:
    gap = text[before.end() : after.start()]
    scale = _LARGE.get(before["large"], 0) or _SMALL.get(before["small"], 0)
    return gap in ("", " ") and bool(scale) and not before["percent"] and not after["foreign"] and _value(after) < scale
