"""Which days a document sets: events from sentences, tables and programmes together, and the window around them."""

import re
from dataclasses import dataclass, field

from maudao.documents.reader.event import Event
from maudao.documents.reader.events import find_events
from maudao.documents.reader.head import Head
from maudao.documents.reader.lines import Found, Source, line_start
from maudao.documents.reader.outline import Outline
from maudao.documents.reader.programmes import find_programmes, same_name
from maudao.documents.reader.tables import Allocation
from maudao.documents.reader.terms import find_terms, is_a_round, yearly_plan
from maudao.documents.reader.window import Period, campaign_period, find_peak
from maudao.documents.reader.years import Years


@dataclass
class Window:
    """The days between which blood is given; `places` says where each pointer's words stand."""

    start: str | None = None
    end: str | None = None
    peak: str | None = None
    places: dict[str, tuple[int, int]] = field(default_factory=dict)

    def as_record(self) -> dict[str, str | None]:
        """Give the window in the contract's shape."""
        return {"start": self.start, "end": self.end, "peak": self.peak}


def gather_events(
    source: Source,
    outline: Outline,
    years: Years,
    head: Head,
    *,
    tables: list[Allocation],
    cited: list[tuple[int, int]],
    slogans: list[Found],
) -> list[Event]:
    """List dated events, those of tables, and programmes that no dated event stands for."""
    subject = str(head.subject.value) if head.subject else None
    in_tables = [event for table in tables for event in table.events]
    spans = [(table.start, table.end) for table in tables]
    dated = [
        event
        for event in find_events(source, outline, years, subject=subject, cited=cited)
        if not any(start <= event.start < end for start, end in spans)
    ]
    named = _programmes(source, years, dated=dated, slogans=slogans)
    if (
        len(dated) == 1
        and len(named) == 1
        and not named[0].days
        and _is_the_same_occasion(dated[0], named[0])
    ):
        dated[0].name = dated[0].name or named[0].name
        return dated
    return [*dated, *in_tables, *_rounds_by_month(source, years, dated), *named]


def _rounds_by_month(source: Source, years: Years, dated: list[Event]) -> list[Event]:
    """List rounds of which only the month is said: "Đợt 2: trong tháng 6"."""
    found = []
    for sentence in filter(is_a_round, source.sentences):
        months = [first for first, last in find_terms(sentence, years) if first.month == last.month]
        if months and not any(sentence.start <= event.start < sentence.end for event in dated):
            found.append(Event(None, months[:1], None, None, sentence.start, sentence.end))
    return found


def _programmes(source: Source, years: Years, *, dated: list[Event], slogans: list[Found]) -> list[Event]:
    named = [
        event
        for event in find_programmes(source, years)
        if not any(slogan.start <= event.start and event.end <= slogan.end for slogan in slogans)
        and not any(
            (other.name and same_name(str(event.name), other.name)) or set(event.dates) & set(other.dates)
            for other in dated
        )
    ]
    has_days = bool(dated) or any(event.days for event in named)
    return [event for event in named if event.days or not (has_days and _is_only_a_season(event))]


def _is_only_a_season(event: Event) -> bool:
    """Tell whether a name is the month in honour of which dated drives are held: "hưởng ứng Tháng Công nhân"."""
    return re.match(r"tháng ", str(event.name), re.IGNORECASE) is not None


def _is_the_same_occasion(dated: Event, named: Event) -> bool:
    """Tell whether the one day is a day of the one programme; months and campaigns are wider than a day."""
    return dated.name is None and not re.match(
        r"tháng|chiến dịch|những giọt|hành trình", str(named.name), re.IGNORECASE
    )


def find_window(
    source: Source,
    years: Years,
    head: Head,
    *,
    periods: list[Period],
    events: list[Event],
    outline: Outline,
) -> Window:
    """Give the campaign's own span, else the span of its events, else the year of a plan made ahead."""
    window = Window()
    peak = find_peak(source, years)
    if peak:
        window.peak, window.places["/window/peak"] = peak.iso, (peak.start, peak.end)
    period = campaign_period([item for item in periods if not _only_prepares(source, item, events)], outline)
    if period:
        window.start, window.end = period.start_iso, period.end_iso
        window.places["/window"] = (period.start, period.end)
    elif not _span_events(window, events) and (year := yearly_plan(head)):
        window.start = window.end = year.iso
        window.places["/window"] = (year.start, year.end)
    return window


_PREPARES = re.compile(r"tuyên truyền|danh sách|đăng ký|chuẩn bị|tổng hợp|phát thanh", re.IGNORECASE)


def _only_prepares(source: Source, period: Period, events: list[Event]) -> bool:
    """Tell whether a span of days ends before the first drive and its sentence speaks of announcing or listing."""
    days = [day for event in events if not event.is_anniversary for day in event.dates]
    end = period.end_iso or ""
    if period.in_months or not days or not end or end >= min(days):
        return False
    sentences = source.sentences_within(line_start(source.flow, period.start), period.end)
    return bool(sentences) and _PREPARES.search(sentences[-1].text) is not None


def _span_events(window: Window, events: list[Event]) -> bool:
    """Let the window reach from the first day to the last; days all over a year make it that year."""
    said = [(day.iso, day) for event in events if not event.is_anniversary for day in event.days if day.iso]
    days = sorted(said, key=lambda pair: pair[0])
    if not days:
        return False
    (first, first_day), (last, last_day) = days[0], days[-1]
    window.places["/window/start"] = (first_day.start, first_day.end)
    window.places["/window/end"] = (last_day.start, last_day.end)
    window.start, window.end = first, last
    if len({iso for iso, _ in days}) >= 4 and first[:4] == last[:4] and int(last[5:7]) - int(first[5:7]) >= 6:
        window.start, window.end = first[:4], last[:4]
    return True
