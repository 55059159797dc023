"""Spans of time that are named, not dated: a quarter, a half-year, a month without its year, a year's plan."""

import re

from maudao.documents.reader.dates import DATE, Day, find_dates
from maudao.documents.reader.head import Head
from maudao.documents.reader.lines import Sentence
from maudao.documents.reader.years import Years

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_TERM = re.compile(
    r"(?P<lead>(?:trong|thời gian|vào)\b[^.;\n]{0,40}?|^\W*)(?:(?:quý|quí)\s+(?P<quarter>IV|I{1,3}|[1-4])"
    r"|(?:6|sáu)\s+tháng\s+(?P<half>đầu|cuối)\s+năm)(?:\s*[/,]?\s*(?:năm\s*)?(?P<year>20\d\d))?(?![\d/])",
    re.IGNORECASE,
)
_MONTH_SPAN = re.compile(
    r"(?:từ|trong(?:\s+(?:các|hai|02))?)\s+tháng\s+(?P<from>\d{1,2})\s*(?:,?\s*(?:đến|tới)(?:\s+hết)?|-|–|và|,)\s*"
    r"(?:tháng\s+)?(?P<to>\d{1,2})(?![\d/%]|\s*(?:[/-]|năm|,\s*năm|tuổi|giờ|%))",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"(?:trong|vào|dự kiến|(?:đợt|lần)\s+\w{1,4}\s*[:(])\s*tháng\s*"
    r"(?P<month>\d{1,2})(?![\d/%]|\s*(?:[/-]\s*\d|,?\s*năm|đến|tới|và|,))",
    re.IGNORECASE,
)
_GIVING = re.compile(r"hiến máu|hmtn|chiến dịch|ngày hội|đợt|thời gian", re.IGNORECASE)
_YEARLY = re.compile(
    r"^(?!.*(?:đợt|ngày hội|lễ hội|hưởng ứng|chiến dịch|quý |lần ))(?:.*\s)?năm (20\d\d)\W*$"
)
_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7}
_COUNTED = re.compile(
    r"(?:trong|diễn ra|kéo dài|thời gian\s*:)\s*(?:vòng\s+)?(?P<count>0?[2-7]|hai|ba|bốn|năm|sáu|bảy)\s*"
    r"(?:\([^)\n]{1,12}\)\s*)?ngày(?:\s+liên tục)?\s*,?\s*(?:\(\s*)?(?:(?:bắt đầu|kể|tính)\s+)?từ\s+(?:ngày\s+)?"
    r"(?=\d)",
    re.IGNORECASE,
)


def find_terms(sentence: Sentence, years: Years) -> list[tuple[Day, Day]]:
    """List quarters, half-years and months whose year only the document says, where giving blood is spoken of."""
    if not _GIVING.search(sentence.text) or re.search(r"\bđã\b", sentence.text, re.IGNORECASE):
        return []
    found = [_term(match, sentence, years) for match in _TERM.finditer(sentence.text)]
    found += [
        _span(match, sentence, years, months=(int(match["from"]), int(match["to"])))
        for match in _MONTH_SPAN.finditer(sentence.text)
    ]
    found += [
        _span(match, sentence, years, months=(int(match["month"]), int(match["month"])))
        for match in _MONTH.finditer(sentence.text)
    ]
    return [pair for pair in found if pair[0].iso and pair[1].iso]


def _term(match: re.Match[str], sentence: Sentence, years: Years) -> tuple[Day, Day]:
    if match["half"]:
        months = (1, 6) if match["half"].lower() == "đầu" else (7, 12)
    else:
        quarter = _ROMAN.get(match["quarter"].lower()) or int(match["quarter"])
        months = (3 * quarter - 2, 3 * quarter)
    return _span(match, sentence, years, months=months, year=int(match["year"]) if match["year"] else None)


def _span(
    match: re.Match[str],
    sentence: Sentence,
    years: Years,
    *,
    months: tuple[int, int],
    year: int | None = None,
) -> tuple[Day, Day]:
    place = (sentence.start + match.start(), sentence.start + match.end())
    first, last = (years.complete(Day(year, month, None, *place)) for month in months)
    return first, last


def is_a_round(sentence: Sentence) -> bool:
    """Tell whether a sentence begins with "Đợt 2" or "Lần II"."""
    return re.match(r"\W*(?:đợt|lần)\s+(?:\d|[IVX]+\b)", sentence.text, re.IGNORECASE) is not None


def yearly_plan(head: Head) -> Day | None:
    """Give the year of a plan that was signed in the year before: its window is that whole year."""
    subject = str(head.subject.value) if head.subject else ""
    named = _YEARLY.match(re.sub(r"\s+", " ", subject).lower())
    kind = str(head.doc_type.value) if head.doc_type else ""
    if (
        named is None
        or head.subject is None
        or head.date is None
        or not re.search("kế hoạch|quyết định", kind)
    ):
        return None
    year = int(named[1])
    return (
        Day(year, None, None, head.subject.start, head.subject.end)
        if int(str(head.date.value)[:4]) < year
        else None
    )


def find_counted_days(text: str, start: int, end: int, years: Years) -> list[Day]:
    """List the days of "trong 03 ngày, từ ngày 05/6/2023"."""
    days: list[Day] = []
    for match in _COUNTED.finditer(text, start, end):
        date = DATE.match(text, match.end(), end)
        first = years.complete(find_dates(text, date.start(), date.end())[0]) if date else None
        if first is None or first.day is None or first.iso is None or not _ends_here(text, first.end):
            continue
        word = match["count"].lower()
        days += first.followed_by(_WORDS.get(word) or int(word))
    return days


def _ends_here(text: str, at: int) -> bool:
    return re.compile(r"\s*(?:,?\s*(?:cho\s+)?(?:đến|tới)\b|[-–—])").match(text, at) is None
