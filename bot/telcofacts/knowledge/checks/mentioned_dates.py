"""Dates in running Korean text: 2024년 10월, 지난해 6월, 같은 해 9월, 올 상반기, 지난 19일."""

import dataclasses
import re

from telcofacts.text.dates import PartialDate

_YEAR_WORDS = {
    "올해": 0, "금년": 0, "연내": 0, "연초": 0, "연말": 0, "올": 0,
    "지난해": -1, "작년": -1, "전년": -1, "재작년": -2, "내년": 1, "내후년": 2,
}  # fmt: skip
_MONTH_WORDS = {"이달": 0, "이번 달": 0, "지난달": -1, "내달": 1, "다음 달": 1}

_NUMERIC = r"(?<!\d)(?P<numeric>\d{4}[.-]\s?\d{1,2}[.-]\s?\d{1,2})(?!\d)"
_AGO = r"(?<!\d)(?P<ago>\d{1,2})년\s?전(?![가-힣])"
_YEAR = (
    r"(?:(?<!\d)(?P<year>\d{4})년(?![대간])|(?<![가-힣])(?P<word>올해|금년|연내|연초|연말|올(?=\s?(?:[상하]반기|초|말|\d))"
    r"|지난해|작년|전년|재작년|내년|내후년|같은 ?해|동년|그해))"
)
_PART = (
    r"(?:(?P<half>[상하])반기|(?<!\d)(?P<quarter>[1-4])분기"
    r"|(?:(?<!\d)(?P<month>1[0-2]|0?[1-9])월|(?P<month_word>이달|이번 달|지난달|내달|다음 달))?"
    r"\s*(?:(?P<side>지난 ?|오는 ?)?(?<!\d)(?P<day>3[01]|[12]\d|0?[1-9])일(?![간째차]))?)"
)
_MENTION = re.compile(rf"(?=\S)(?:{_NUMERIC}|{_AGO}|{_YEAR}?\s*{_PART})")


@dataclasses.dataclass(frozen=True)
class Mention:
    """A date in a text.

    Attributes:
        text: its wording.
        dates: the dates that it can mean; more than one where the text leaves it open, none where no year is known.
        month: the month, where it is named.
        day: the day of the month, where it is named.
    """

    text: str
    dates: tuple[PartialDate, ...]
    month: int | None = None
    day: int | None = None

    def covers(self, date: PartialDate) -> bool:
        """Tell whether a date is this one or a part of it; without a year, month and day decide.

        >>> [october] = dates_in("2024년 10월")
        >>> [october.covers(PartialDate.parse(date)) for date in ("2024-10", "2024-10-02", "2024", "2025-10")]
        [True, True, False, False]
        """
        if self.dates:
            return any(mine.first <= date.first and date.last <= mine.last for mine in self.dates)
        same_month = self.month in (None, date.first.month) and self.month in (None, date.last.month)
        return same_month and self.day in (None, date.first.day if date.first == date.last else 0)


class DateReader:
    """Reads texts one after another, and remembers which year the last one spoke of."""

    def __init__(self, published: PartialDate | None = None) -> None:
        """Begin.

        Args:
            published: when the texts appeared: what 올해 and a bare month count from.
        """
        self._published = published
        self._years: list[int] = []
        self._month: int | None = None

    def read(self, text: str) -> list[Mention]:
        """Return the dates that a text mentions, in order."""
        mentions = []
        for match in _MENTION.finditer(text):
            if wording := match[0].strip():
                month, day = (int(match[part]) if match[part] else None for part in ("month", "day"))
                mentions.append(Mention(wording, tuple(self._resolve(match)), month, day))
        return mentions

    def _resolve(self, match: re.Match[str]) -> list[PartialDate]:
        if match["numeric"]:
            year, month, day = (int(part) for part in re.split(r"\D+", match["numeric"]))
            self._years, self._month = [year], month
            return _parse([f"{year}-{month:02}-{day:02}"])
        if match["ago"]:
            return _parse([f"{year - int(match['ago'])}" for year in self._published_years()])
        years = self._read_years(match)
        if match["half"]:
            return _parse([f"{year}-H{'상하'.index(match['half']) + 1}" for year in years])
        if match["quarter"]:
            return _parse([f"{year}-Q{match['quarter']}" for year in years])
        months = self._read_months(match, years)
        if match["day"]:
            return _parse([f"{year}-{month:02}-{int(match['day']):02}" for year, month in months])
        if match["month"] or match["month_word"]:
            return _parse([f"{year}-{month:02}" for year, month in months])
        return _parse([f"{year}" for year in years])

    def _published_years(self) -> list[int]:
        return [self._published.first.year] if self._published else []

    def _read_years(self, match: re.Match[str]) -> list[int]:
        if match["year"]:
            self._years = [int(match["year"])]
        elif match["word"] in _YEAR_WORDS:
            self._years = [year + _YEAR_WORDS[match["word"]] for year in self._published_years()]
        elif not match["word"]:
            # "상반기 기준" after "작년 10월" is last year's, "5월" at the beginning this year's: the text does not say.
            return list(dict.fromkeys(self._years + self._published_years()))
        return self._years

    def _read_months(self, match: re.Match[str], years: list[int]) -> list[tuple[int, int]]:
        if match["month"]:
            self._month = int(match["month"])
            return [(year, self._month) for year in years]
        if match["month_word"]:
            return self._months_from_publication([_MONTH_WORDS[match["month_word"]]])
        months = [(year, self._month) for year in self._years if self._month]
        return list(dict.fromkeys(self._months_of_bare_day(match) + months))

    def _months_of_bare_day(self, match: re.Match[str]) -> list[tuple[int, int]]:
        """A day without a month is one of the month of the report; one that had not come yet may be of the last."""
        shifts = [0]
        if match["day"] and self._published and int(match["day"]) > self._published.first.day:
            shifts.append(-1)
        if (match["side"] or "").startswith("오는"):
            shifts.append(1)
        return self._months_from_publication(shifts)

    def _months_from_publication(self, shifts: list[int]) -> list[tuple[int, int]]:
        if not self._published:
            return []
        count = self._published.first.year * 12 + self._published.first.month - 1
        return [((count + shift) // 12, (count + shift) % 12 + 1) for shift in shifts]


def dates_in(text: str, published: PartialDate | None = None) -> list[Mention]:
    """Return the dates that a text by itself mentions (see `DateReader`).

    >>> [str(m.dates[0]) for m in dates_in("지난해 6월 만나 같은해 9월 구체화했다.", PartialDate.parse("2025-02"))]
    ['2024-06', '2024-09']
    >>> [str(date) for date in dates_in("지난 19일", PartialDate.parse("2022-05-22"))[0].dates]
    ['2022-05-19']
    >>> dates_in("2년차, 4학기, 50대, 3일간, 2000년대")
    []
    """
    return DateReader(published).read(text)


def without_dates(text: str) -> str:
    """Cut the dates out of a text; spans of time stay.

    >>> without_dates("2024년 10월 30%를 줄인다"), without_dates("2년 전 나온")
    (' 30%를 줄인다', '2년 전 나온')
    """
    return _MENTION.sub(lambda match: " " if match[0].strip() and not match["ago"] else match[0], text)


def _parse(texts: list[str]) -> list[PartialDate]:
    dates = []
    for text in texts:
        try:
            dates.append(PartialDate.parse(text))
        except ValueError:  # 30 February of one of the readings
            continue
    return dates
