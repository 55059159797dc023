"""The days between which a campaign runs, and its peak."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from maudao.documents.reader.dates import DATE, Day, find_dates
from maudao.documents.reader.lines import Sentence, Source, line_start
from maudao.documents.reader.outline import Outline
from maudao.documents.reader.terms import find_terms, is_a_round
from maudao.documents.reader.years import Years

_TO = r"\s*(?:,?\s*(?:cho\s+)?(?:đến|tới)(?:\s+hết)?|[-–—]+)\s*(?:hết\s+)?(?:khoảng\s+)?(?:ngày\s*)?"
PERIOD = re.compile(
    r"(?:\btừ\s+(?:ngày\s*)?|\bngày\s*|thời gian\s*:\s*|\("
    rf"|\bbắt đầu từ (?:ngày )?)(?P<from>\d{{1,2}}(?:\s*(?:/|tháng|-|\.)\s*\d{{1,2}}(?:\s*(?:/|năm"
    rf"|-|\.)\s*\d{{4}})?)?){_TO}(?P<to>\d{{1,2}}\s*(?:/|tháng|\.|-)\s*\d{{1,2}}(?:\s*,?\s*(?:/|năm"
    rf"|\.|-)\s*\d{{4}})?)(?![\d/])",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    r"(?:từ\s+|trong\s+(?:các\s+)?(?:thời "
    r"gian\s+)?)?tháng\s*(?P<from>\d{1,2})(?:\s*/\s*(?P<fy>\d{4})"
    r"|\s+năm\s+(?P<fy2>\d{4}))?\s*(?:(?:,?\s*(?:đến|tới)(?:\s+hết)?|-|–|và"
    r"|,)\s*(?:tháng\s*)?)(?P<to>\d{1,2})\s*(?:[/-]\s*|\s*năm\s*)(?P<ty>\d{4})(?!\d)",
    re.IGNORECASE,
)
_ONE_MONTH = re.compile(
    r"trong\s+tháng\s*(?P<m>\d{1,2})\s*(?:[/-]\s*|,?\s*năm\s*)(?P<y>\d{4})(?!\d)", re.IGNORECASE
)
_PEAK = re.compile(r"cao điểm(?!\s*:?\s*\n)[^.;\n]{0,70}?(?=\d{1,2}\s*(?:/|tháng))", re.IGNORECASE)
_NOT_CAMPAIGN = re.compile(
    r"đăng ký|danh sách|báo cáo|hạn cuối|nhiệm kỳ|giai đoạn|tuổi\s*$|giờ làm việc|nghỉ (?:lễ|tết)"
    r"|kỷ niệm|thành lập|tổng kết từ|bốc thăm|bình chọn|tập huấn|số liệu|nộp",
    re.IGNORECASE,
)
_CAMPAIGN = re.compile(
    r"chiến dịch|hiến máu|tuyên truyền|thời gian|tổ chức|hoạt động|đợt|diễn ra|kéo dài|tiếp nhận"
    r"|vận động|hưởng ứng|sự kiện|ngày hội",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Period:
    """Two days (or months), with the place that says them."""

    first: Day
    last: Day
    start: int
    end: int
    in_months: bool = False
    of_a_round: bool = False

    @property
    def start_iso(self) -> str | None:
        """The first day."""
        return self.first.iso

    @property
    def end_iso(self) -> str | None:
        """The last day."""
        return self.last.iso


def find_periods(source: Source, years: Years) -> list[Period]:
    """List the spans of days, then the spans of months, that belong to the campaign."""
    days = [period for sentence in source.sentences for period in _day_periods(sentence, years)]
    named = [period for period in days if _CAMPAIGN.search(_around(source, period))]
    days = named or days
    months = [period for sentence in source.sentences for period in _until(sentence, years)]
    for sentence in source.sentences:
        months += _until_year_end(sentence, years) + _month_periods(sentence) + _named_terms(sentence, years)
    return [*days, *months]


_UNTIL = re.compile(r"\btừ nay\s+(?:cho\s+)?đến\s+(?:hết\s+)?(?:ngày\s+)?(?=\d|tháng)", re.IGNORECASE)


def _until(sentence: Sentence, years: Years) -> list[Period]:
    """Read "từ nay đến hết tháng 8/2023": the end alone is said."""
    match = _UNTIL.search(sentence.text)
    found = DATE.match(sentence.text, match.end()) if match else None
    if match is None or found is None or not _allowed(sentence, match.start()):
        return []
    start, end = sentence.start + match.start(), sentence.start + found.end()
    last = years.complete(find_dates(sentence.text, found.start(), found.end())[0])
    return [Period(Day(None, None, None, start, end), last, start, end, in_months=True)] if last.iso else []


_TO_YEAR_END = re.compile(
    r"\btừ nay\s+(?:cho\s+)?đến\s+(?:hết|cuối)\s+năm(?:\s+(?P<year>20\d\d))?", re.IGNORECASE
)


def _until_year_end(sentence: Sentence, years: Years) -> list[Period]:
    """Read "từ nay đến cuối năm 2023": the year alone is said."""
    match = _TO_YEAR_END.search(sentence.text)
    year = (int(match["year"]) if match["year"] else years.reference) if match else None
    if match is None or year is None or not _allowed(sentence, match.start()):
        return []
    start, end = sentence.start + match.start(), sentence.start + match.end()
    return [
        Period(
            Day(None, None, None, start, end), Day(year, None, None, start, end), start, end, in_months=True
        )
    ]


def _named_terms(sentence: Sentence, years: Years) -> list[Period]:
    """Read "trong quý II/2023", "6 tháng cuối năm", "trong tháng 4"."""
    return [
        Period(first, last, first.start, first.end, in_months=True, of_a_round=is_a_round(sentence))
        for first, last in find_terms(sentence, years)
        if _allowed(sentence, first.start - sentence.start)
    ]


def _around(source: Source, period: Period) -> str:
    start = line_start(source.flow, max(0, line_start(source.flow, period.start) - 1))
    return source.flow[max(start, period.start - 300) : period.end + 100]


def _allowed(sentence: Sentence, at: int) -> bool:
    return _NOT_CAMPAIGN.search(sentence.text[max(0, at - 40) : at]) is None


def _day_periods(sentence: Sentence, years: Years) -> list[Period]:
    found = []
    for match in PERIOD.finditer(sentence.text):
        period = _day_period(match, sentence, years)
        if period and _allowed(sentence, match.start()):
            found.append(period)
    return found


def _parts(text: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", text)]


def _day_period(match: re.Match[str], sentence: Sentence, years: Years) -> Period | None:
    low, high = _parts(match["from"]), _parts(match["to"])
    start, end = sentence.start + match.start(), sentence.start + match.end()
    last = years.complete(Day(high[2] if len(high) > 2 else None, high[1], high[0], start, end))
    month = low[1] if len(low) > 1 else last.month
    year = low[2] if len(low) > 2 else last.year
    first = Day(year, month, low[0], start, end)
    if len(low) < 3 and month and last.month and last.year and (month, low[0]) > (last.month, last.day or 31):
        first = Day(last.year - 1, month, low[0], start, end)
    if not (first.is_possible and last.is_possible and first.iso and last.iso):
        return None
    is_campaign = first.iso <= last.iso and (last.year or 0) - (first.year or 0) <= 1
    return Period(first, last, start, end) if is_campaign else None


def short_span(text: str, offset: int, years: Years) -> list[Day]:
    """List the days of a span of a week at most: "từ ngày 22 đến 24/6/2021"."""
    match = PERIOD.search(text)
    period = _day_period(match, Sentence(offset, offset + len(text), text), years) if match else None
    if period is None or period.start_iso is None or period.end_iso is None:
        return []
    first, last = date.fromisoformat(period.start_iso), date.fromisoformat(period.end_iso)
    if (last - first).days >= 7:
        return []
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    return [Day(day.year, day.month, day.day, period.start, period.end) for day in days]


_GIVES_IN = re.compile(r"đăng ký (?:tham gia )?hiến máu(?: tình nguyện)?\W*$", re.IGNORECASE)


def _month_periods(sentence: Sentence) -> list[Period]:
    found = []
    for match in _MONTHS.finditer(sentence.text):
        last_year = int(match["ty"])
        first_year = int(match["fy"] or match["fy2"] or last_year)
        found.append(
            _months(
                match, sentence, first=(first_year, int(match["from"])), last=(last_year, int(match["to"]))
            )
        )
    for match in _ONE_MONTH.finditer(sentence.text):
        month = (int(match["y"]), int(match["m"]))
        found.append(_months(match, sentence, first=month, last=month))
    return [
        period
        for period in found
        if period.first.is_possible
        and period.last.is_possible
        and (
            _allowed(sentence, period.start - sentence.start)
            or _GIVES_IN.search(sentence.text[: period.start - sentence.start])
        )
    ]


def _months(
    match: re.Match[str], sentence: Sentence, *, first: tuple[int, int], last: tuple[int, int]
) -> Period:
    start, end = sentence.start + match.start(), sentence.start + match.end()
    return Period(Day(*first, None, start, end), Day(*last, None, start, end), start, end, in_months=True)


_GOES_ON = re.compile(_TO + r"\d")


def find_peak(source: Source, years: Years) -> Day | None:
    """Find the day that the text calls the peak ("cao điểm")."""
    for match in _PEAK.finditer(source.flow):
        found = DATE.search(source.flow, match.end() - 1, match.end() + 40)
        if found:
            day = years.complete(find_dates(source.flow, found.start(), found.end())[0])
            if day.iso and not _GOES_ON.match(source.flow, found.end()):
                return Day(day.year, day.month, day.day, match.start(), found.end())
    return None


def campaign_period(periods: list[Period], outline: Outline) -> Period | None:
    """Choose the campaign's own span: days before months, under a heading about time first, else the longest."""
    for in_months in (False, True):
        chosen = [period for period in periods if period.in_months is in_months]
        chosen += _over_the_rounds(chosen) if in_months else []
        if chosen:
            return max(
                chosen,
                key=lambda period: (
                    "thoi gian" in outline.above(period.start),
                    _length(period),
                    -period.start,
                ),
            )
    return None


def _over_the_rounds(periods: list[Period]) -> list[Period]:
    """Join months that rounds name one after the other: "Đợt 1: trong tháng 3; đợt 2: trong tháng 6"."""
    rounds = [period for period in periods if period.of_a_round and period.first.iso]
    if len(rounds) < 2:
        return []
    first = min(rounds, key=lambda period: str(period.start_iso))
    last = max(rounds, key=lambda period: str(period.end_iso))
    start, end = min(first.start, last.start), max(first.end, last.end)
    return [Period(first.first, last.last, start, end, in_months=True)]


def _length(period: Period) -> int:
    first, last = period.first, period.last
    if first.year is None:
        return -1
    return (
        ((last.year or 0) - (first.year or 0)) * 372
        + ((last.month or 0) - (first.month or 0)) * 31
        + ((last.day or 0) - (first.day or 0))
    )
