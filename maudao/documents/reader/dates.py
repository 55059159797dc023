"""Dates and hours as Vietnamese documents write them, without guessing what is not there."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_SEP = r"\s*[/.\-]\s*"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ANY_DAY = r"\d{1,2}"
_YEAR = r"(?:19|20)\d{2}"

DATE = re.compile(
    rf"(?=[\dt])(?<![\d/.,])(?:"
    rf"(?P<iso_y>{_YEAR})-(?P<iso_m>\d{{2}})-(?P<iso_d>\d{{2}})(?!\d)"
    rf"|(?P<d>{_ANY_DAY}){_SEP}(?P<m>{_ANY_DAY}){_SEP}(?P<y>{_YEAR})(?!\d)"
    rf"|(?P<wd>{_ANY_DAY})\s*tháng\s*(?P<wm>{_ANY_DAY})(?:\s*,?\s*năm\s*(?P<wy>{_YEAR})"
    rf"|\s*[/-]\s*(?P<wy2>{_YEAR}))?(?!\d)"
    rf"|(?P<sd>{_DAY})\s*/\s*(?P<sm>0?[1-9]|1[0-2])(?![\d/%]|\s*/\s*\d|\.\d|-\d{{4}})"
    rf"|(?:tháng\s*)(?P<mm>{_ANY_DAY})(?:\s*[/\-.]\s*|\s*,?\s*năm\s*)(?P<my>{_YEAR})(?![\d/])"
    rf"|(?P<bm>0?[1-9]|1[0-2])\s*/\s*(?P<by>{_YEAR})(?![\d/])"
    rf")",
    re.IGNORECASE,
)

_HOUR = (
    r"(?P<h{n}>[01]?\d|2[0-4])\s*(?:giờ|g(?!\w*[a-zà-ỹ])|h(?!\w*[a-zà-ỹ])"
    r"|:(?=\s?[0-5]\d(?!\s*[\d/])))\s*(?P<m{n}>[0-5]\d)?(?:\s*(?:phút|'|p\b))?"
)
_TIME_RANGE = re.compile(
    rf"(?=\d)(?<![\d/.,]){_HOUR.format(n=1)}(?:\s*(?:sáng|chiều))?\s*(?:[-–—]+|đến"
    rf"|tới)\s*(?:khoảng\s*)?{_HOUR.format(n=2)}",
    re.IGNORECASE,
)
_TIME = re.compile(rf"(?=\d)(?<![\d/.,]){_HOUR.format(n=1)}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is said: `year`, `month` or `day` may be missing."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int

    @property
    def is_possible(self) -> bool:
        """Tell whether the calendar has this day."""
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is None or self.month is None:
            return True
        return 1 <= self.day <= calendar.monthrange(self.year or 2024, self.month)[1]

    @property
    def iso(self) -> str | None:
        """The date in ISO form as far as it is said, or None where the year is missing."""
        if self.year is None or not self.is_possible:
            return None
        if self.month is None:
            return f"{self.year:04}"
        if self.day is None:
            return f"{self.year:04}-{self.month:02}"
        return f"{self.year:04}-{self.month:02}-{self.day:02}"

    def with_year(self, year: int | None) -> "Day":
        """Fill in a missing year."""
        return self if self.year or year is None else Day(year, self.month, self.day, self.start, self.end)

    def followed_by(self, count: int) -> list["Day"]:
        """List this complete day and those after it, `count` in all, at the same place."""
        first = date.fromisoformat(self.iso or "")
        days = [first + timedelta(days=offset) for offset in range(count)]
        return [Day(day.year, day.month, day.day, self.start, self.end) for day in days]


def _number(match: re.Match[str], *names: str) -> int | None:
    return next((int(match[name]) for name in names if match[name]), None)


def _day(match: re.Match[str]) -> Day:
    return Day(
        _number(match, "iso_y", "y", "wy", "wy2", "my", "by"),
        _number(match, "iso_m", "m", "wm", "sm", "mm", "bm"),
        _number(match, "iso_d", "d", "wd", "sd"),
        match.start(),
        match.end(),
    )


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[Day]:
    """Find every date in `text[start:end]`, complete or not, possible or not."""
    return [_day(match) for match in DATE.finditer(text, start, len(text) if end is None else end)]


_LIST = re.compile(
    rf"(?=\d)(?<![\d/.,:hg])(?<!giờ )(?P<days>{_DAY}(?:\s*(?:,|;|và|&|\+)\s*(?:ngày\s*)?{_DAY})+)"
    rf"(?:\s*/\s*|\s*tháng\s*)(?P<m>0?[1-9]|1[0-2])(?:\s*/\s*(?P<y>{_YEAR})"
    rf"|\s*năm\s*(?P<y2>{_YEAR}))?(?!\d|\s*/\s*\d)",
    re.IGNORECASE,
)


def find_day_lists(text: str, start: int, end: int) -> list[Day]:
    """Find dates that share a month, as in "ngày 8, 9 và 10/12/2014"."""
    days: list[Day] = []
    for match in _LIST.finditer(text, start, end):
        month, year = _number(match, "m"), _number(match, "y", "y2")
        for day in re.finditer(r"\d+", match["days"]):
            days.append(Day(year, month, int(day.group()), match.start(), match.end()))
    return days


def _clock(hour: str, minute: str | None) -> str | None:
    return f"{int(hour):02}:{int(minute or 0):02}" if int(hour) < 24 else None


def find_time(text: str) -> str | None:
    """Read the first hour or span of hours: "7 giờ 10 phút", "14g00", "07h00 – 11h00"."""
    match = _TIME_RANGE.search(text)
    if match:
        begin, finish = _clock(match["h1"], match["m1"]), _clock(match["h2"], match["m2"])
        if begin and finish:
            return f"{begin}-{finish}"
    match = _TIME.search(text)
    return _clock(match["h1"], match["m1"]) if match else None
