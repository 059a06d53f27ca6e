"""Dates as news give them: a year, a half, a quarter, a month or a day."""

import calendar
import dataclasses
import datetime as dt
import re

SEOUL = dt.timezone(dt.timedelta(hours=9))
DATE_FORMS = "2024, 2024-H1, 2024-Q3, 2024-10, 2024-10-02"
_FORM = re.compile(r"([0-9]{4})(?:-(?:H([12])|Q([1-4])|([0-9]{2})(?:-([0-9]{2}))?))?")


@dataclasses.dataclass(frozen=True)
class PartialDate:
    """A date known to some precision.

    Attributes:
        text: one of YYYY, YYYY-Hn, YYYY-Qn, YYYY-MM, YYYY-MM-DD.
        first: the first day that it can mean.
        last: the last day that it can mean.
    """

    text: str
    first: dt.date
    last: dt.date

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Parse one of the five forms.

        Raises:
            ValueError: for anything else, and for days that no calendar has.

        >>> PartialDate.parse("2024-H1").last
        datetime.date(2024, 6, 30)
        """
        match = _FORM.fullmatch(text)
        if not match:
            raise ValueError(f"날짜는 {DATE_FORMS} 가운데 한 꼴이어야 합니다")
        year, half, quarter, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if half:
            months = half * 6 - 5, half * 6
        elif quarter:
            months = quarter * 3 - 2, quarter * 3
        else:
            months = month if month is not None else 1, month if month is not None else 12
        try:
            first = dt.date(year, months[0], 1 if day is None else day)
            last = first if day is not None else dt.date(year, months[1], calendar.monthrange(year, months[1])[1])
        except ValueError:
            raise ValueError(f"{text}은(는) 달력에 없는 날입니다") from None
        return cls(text, first, last)

    def korean(self) -> str:
        """Say the date in Korean.

        >>> [PartialDate.parse(d).korean() for d in ("2024", "2024-H1", "2024-Q3", "2024-10", "2024-10-02")]
        ['2024년', '2024년 상반기', '2024년 3분기', '2024년 10월', '2024년 10월 2일']
        """
        match = _FORM.fullmatch(self.text)
        assert match
        year, half, quarter, month, day = match.groups()
        parts = [f"{year}년"]
        if half:
            parts.append("상반기" if half == "1" else "하반기")
        if quarter:
            parts.append(f"{quarter}분기")
        if month:
            parts.append(f"{int(month)}월")
        if day:
            parts.append(f"{int(day)}일")
        return " ".join(parts)

    def __str__(self) -> str:
        return self.text
