"""The year of a date that is written as dd/mm."""

import re
from collections import Counter

from maudao.documents.reader.dates import Day, find_dates
from maudao.documents.reader.head import Head
from maudao.documents.reader.lines import Source

_SCHOOL_YEAR = re.compile(r"năm học\s*(20\d\d)\s*[-–]\s*(20\d\d)", re.IGNORECASE)
_YEAR = re.compile(
    r"\bnăm\s*((?:19|20)\d\d)\b(?!\s*[-–]\s*20)|/((?:19|20)\d\d)\b|\b(?:hè|xuân|tết|đỏ)\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)


class Years:
    """Infers a year from the title, the document's own date, the year named most often, the posting time."""

    def __init__(self, source: Source, head: Head) -> None:
        own = str(head.date.value) if head.date else None
        self.own_year = int(own[:4]) if own else None
        title = str(head.subject.value) if head.subject else source.lines[0].text if source.lines else ""
        school = _SCHOOL_YEAR.search(title) or (_SCHOOL_YEAR.search(source.text[:600]) if not own else None)
        self._school = (int(school[1]), int(school[2])) if school else None
        self._year = self._annual(source, title)
        self.reference = self.own_year or (self._year if re.search(rf"{self._year}", title) else None)

    def _annual(self, source: Source, title: str) -> int | None:
        titled = [int(year) for match in _YEAR.finditer(title) for year in match.groups() if year]
        latest = max(titled, default=None)
        if self.own_year:
            return latest if latest and latest in (self.own_year, self.own_year + 1) else self.own_year
        if latest:
            return latest
        named = Counter(day.year for day in find_dates(source.flow) if day.year and day.year >= 2000)
        named.update(int(year) for match in _YEAR.finditer(source.flow) for year in match.groups() if year)
        if named:
            return named.most_common(1)[0][0]
        return posted_year(source)

    def of(self, day: Day) -> int | None:
        """Give the year of a day: its own, or the inferred one."""
        if day.year or day.month is None:
            return day.year
        if self._school and (self.own_year is None or self.own_year in self._school):
            return self._school[0] if day.month >= 8 else self._school[1]
        return self._year

    def complete(self, day: Day) -> Day:
        """Fill in a missing year."""
        return day.with_year(self.of(day))


_POSTED = re.compile(r"đăng|cập nhật|\d{1,2}:\d{2}", re.IGNORECASE)


def posted_year(source: Source) -> int | None:
    """Give the year in which a page was posted: that beside "Đăng lúc" or a clock, else of its first stamp."""
    stamps = source.noise_lines[:3]
    stamps.sort(key=lambda line: _POSTED.search(line.text) is None)
    days = [day for line in stamps for day in find_dates(line.text) if day.year]
    return days[0].year if days else None
