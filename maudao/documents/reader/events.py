"""Days on which blood is given, and the programmes that a document names."""

import re
from itertools import islice

from maudao.documents.reader.dates import Day, find_dates, find_day_lists, find_time
from maudao.documents.reader.drives import is_listed, place_after_day, place_of_item, sets_a_day
from maudao.documents.reader.event import Event
from maudao.documents.reader.lines import Sentence, Source, clean, line_end, line_start
from maudao.documents.reader.outline import Outline
from maudao.documents.reader.programmes import is_history, name_after_subject, proper_name
from maudao.documents.reader.terms import find_counted_days
from maudao.documents.reader.window import PERIOD, short_span
from maudao.documents.reader.years import Years

MAX_LABELS = 200


_WHEN = re.compile(
    r"(?P<label>(?:[Tt]hời gian|THỜI GIAN|[Nn]gày giờ|[Tt]hời điểm)(?:\s*,?\s+(?:hiến máu|tổ chức"
    r"|tiếp nhận(?: máu)?|lấy máu|thực hiện|diễn ra|và địa điểm|địa điểm|dự kiến|hiến))*"
    r"|[Gg]iờ hiến máu|[Nn]gày hiến máu|Ngày(?=\s*[:\n])|[Vv]ào lúc|[Ll]úc)\s*(?P<colon>:|\n|(?=\s*\d))"
)


_WHERE = re.compile(
    r"(?:(?:Địa điểm|địa điểm|ĐỊA ĐIỂM|Nơi (?:hiến máu|lấy máu|tiếp nhận|tổ chức)|Điểm (?:hiến|lấy) máu"
    r"|Địa chỉ)(?:\s+(?:hiến máu"
    r"|tổ chức|tiếp nhận(?: máu)?|lấy máu|thực hiện|dự kiến|hiến))*)\s*(?::"
    r"|\n)\s*(?:[Tt]ại\s*:?\s+)?(?P<place>[^\n]{3,200})"
)


_WHERE_INLINE = re.compile(
    r"\b(?:tại|ở)\s+(?P<place>(?!đơn vị|địa phương|cơ quan|các\b|văn bản|công văn|đây|nơi|mục"
    r"|điểm \w\b|khoản|điều)[^.;\n]{4,120}?)(?=\s*(?:[.;\n(]|,\s*(?:từ|vào|lúc|với|bắt đầu|dự kiến"
    r"|ngày|thời gian)|\s(?:vào|từ|với|do|để|nhằm)\s|$))",
    re.IGNORECASE,
)


def find_events(
    source: Source, outline: Outline, years: Years, *, subject: str | None, cited: list[tuple[int, int]]
) -> list[Event]:
    """List the dated events: labelled ones, then sentences; days that belong to a cited act are left out."""
    events = _labelled(source, years)
    events += _in_sentences(source, outline, years, taken=events)
    for event in events:
        event.days = [day for day in event.days if not any(start <= day.start < end for start, end in cited)]
    events = _each_day_once([event for event in events if event.days])
    name_after_subject(events, source, subject)
    return events


def _labelled(source: Source, years: Years) -> list[Event]:
    text = source.flow
    events: list[Event] = []
    for match in islice(_WHEN.finditer(text), MAX_LABELS):
        stop = _label_end(text, match.end())
        if _is_not_a_blood_day(text, match):
            continue
        if not _is_long(text[match.end() : stop], years):
            events += _label_events(text, match, stop, years)
    return events


_DUE_LINE = re.compile(r"\b(?:hạn|danh sách|đăng ký|báo cáo|chậm nhất|nộp)\b", re.IGNORECASE)


_HOURS_BELOW = re.compile(r"\s*(?:Giờ|Thời gian|Vào lúc)(?: hiến máu| lấy máu)?\s*[:\n]\s*(\d[^\n]{1,40})")


def _label_events(text: str, match: re.Match[str], stop: int, years: Years) -> list[Event]:
    """Make an event of each line of a label's value that has a day of its own."""
    where = _place_near(text, match.start(), stop)
    events = []
    for line in re.compile(r"[^\n]+").finditer(text, match.end(), stop):
        days = _days(text, line.start(), line.end(), years)
        if not days or _DUE_LINE.search(line.group()):
            continue
        own = place_after_day(line.group())
        place = own or _inline_place(text, line.start(), line.end())[0] or (where[0] if where else None)
        time = find_time(line.group())
        events.append(Event(None, days, time, place, line.start(), line.end(), is_listed=own is not None))
    if len(events) == 1:
        hours = _HOURS_BELOW.match(text, stop)
        events[0].time = events[0].time or find_time(hours[1] if hours else text[match.end() : stop])
        events[0].place = where[0] if where else events[0].place
        events[0].start = match.start()
    if events:
        events[-1].end = max(stop, where[1] if where else 0)
    return events


def _is_not_a_blood_day(text: str, match: re.Match[str]) -> bool:
    before = text[max(line_start(text, match.start()), match.start() - 60) : match.start()]
    after = text[match.end() : line_end(text, match.end())][:80]
    return bool(
        re.search(r"đăng ký|nộp|báo cáo|hạn|tập huấn|họp|gửi", before + match["label"], re.IGNORECASE)
    ) or bool(re.match(r"\s*(?:nộp|gửi|đăng ký|báo cáo)", after, re.IGNORECASE))


def _label_end(text: str, at: int) -> int:
    """End a label's value at the next label, a full stop or the line's end, even where it begins on the next line."""
    skip = re.compile(r"\s*").match(text, at)
    begin = skip.end() if skip else at
    stop = re.compile(
        r"\n\s*\n?(?!\s*(?:[-+•]\s*)?(?:(?:Từ|từ|Buổi|Sáng|Chiều|Ngày|ngày|\d{1,2}\s*(?:h|g|giờ"
        r"|[/.]))))|\.\s+(?=[A-ZĐ])|(?:[Đđ]ịa điểm|ĐỊA ĐIỂM)\s*:|$"
    ).search(text, begin, begin + 400)
    return min(stop.start() if stop else len(text), begin + 400)


def _is_long(text: str, years: Years) -> bool:
    """Tell whether a stretch names a span of more than a week, which is a campaign and not a drive."""
    return PERIOD.search(text) is not None and not short_span(text, 0, years)


def _days(text: str, start: int, stop: int, years: Years) -> list[Day]:
    listed = find_day_lists(text, start, stop) + _spans(text, start, stop)
    listed += short_span(text[start:stop], start, years) + find_counted_days(text, start, stop, years)
    single = [
        day
        for day in find_dates(text, start, stop)
        if not any(day.end <= other.end and day.start >= other.start for other in listed)
    ]
    days = _with_the_next_ones_year([day for day in [*listed, *single] if day.day is not None])
    return [day for day in map(years.complete, days) if day.iso]


def _with_the_next_ones_year(days: list[Day]) -> list[Day]:
    """Give a day without a year that of the day after it: "05/4 và 06/4/2023"."""
    completed: list[Day] = []
    for day in sorted(days, key=lambda item: item.start, reverse=True):
        following = completed[-1] if completed else None
        is_near = following and day.month and following.month and 0 <= following.month - day.month <= 6
        completed.append(day.with_year(following.year) if following and is_near else day)
    return completed[::-1]


_SPAN = re.compile(
    r"(?=\d)(?<![\d/.])(?P<a>\d{1,2})\s*[-–]\s*(?P<b>\d{1,2})\s*/\s*(?P<m>\d{1,2})(?:\s*/\s*(?P<y>(?:19"
    r"|20)\d\d))?(?!\d)"
)


def _spans(text: str, start: int, stop: int) -> list[Day]:
    days: list[Day] = []
    for match in _SPAN.finditer(text, start, stop):
        first, last = int(match["a"]), int(match["b"])
        if 1 <= first < last <= 31 and last - first <= 10:
            year = int(match["y"]) if match["y"] else None
            days += [
                Day(year, int(match["m"]), day, match.start(), match.end()) for day in range(first, last + 1)
            ]
    return days


def _place_near(text: str, start: int, stop: int) -> tuple[str, int] | None:
    """Find the Địa điểm that belongs to a Thời gian: after it, or just before it."""
    match = _WHERE.search(text, stop, stop + 500) or _WHERE.search(text, max(0, start - 300), start)
    if match is None or find_dates(match["place"]):
        return None
    place = re.split(r"\.\s+(?=[A-ZĐ][a-zà-ỹ])|;\s*(?=[Tt]hời gian)", match["place"])[0]
    return clean(place), match.start("place") + len(place.rstrip())


def _inline_place(text: str, start: int, stop: int) -> tuple[str | None, int]:
    match = _WHERE_INLINE.search(text, start, stop)
    return (clean(match["place"]), match.end()) if match else (None, stop)


def _in_sentences(source: Source, outline: Outline, years: Years, *, taken: list[Event]) -> list[Event]:
    events: list[Event] = []
    for sentence in source.sentences:
        if any(event.start <= sentence.start < event.end for event in taken) or not re.search(
            r"\d", sentence.text
        ):
            continue
        if not sets_a_day(sentence, source.flow, outline.above(sentence.start)):
            continue
        events += _sentence_events(sentence, source, years)
    return events


def _sentence_events(sentence: Sentence, source: Source, years: Years) -> list[Event]:
    text = source.flow
    if _is_long(sentence.text, years):
        return []
    days = [
        day
        for day in _days(text, sentence.start, sentence.end, years)
        if not is_history(day, years) and not _is_commemoration(text, day)
    ]
    if not days:
        return []
    place, _ = _inline_place(text, sentence.start, sentence.end)
    own_place = _WHERE.search(sentence.text)
    where = _place_near(text, sentence.start, sentence.end) if len(days) == 1 else None
    place = clean(own_place["place"]) if own_place else place or (where[0] if where else None)
    after_day = place_after_day(sentence.text)
    listed = is_listed(sentence, text) or after_day is not None
    place = after_day or (place_of_item(sentence.text) if listed else None) or place
    name = _peak_name(text, days[0]) or proper_name(sentence.text, before=days[0].start - sentence.start)
    time = find_time(sentence.text)
    if len(days) > 1 and len(
        re.findall(r"\b(?:đợt|lần)\s+(?:\d+|[IVX]+)\b", sentence.text, re.IGNORECASE)
    ) >= len(days):
        return [Event(None, [day], time, place, sentence.start, sentence.end) for day in days]
    return [Event(name, days, time, place, sentence.start, sentence.end, is_listed=listed)]


_CEREMONY = re.compile(
    r"(?:^|[.;]\s+)(?P<name>Lễ (?:phát động|ra quân|tôn vinh|khai mạc)[^.;:,\n\d]{0,80}?)"
    r"(?:\s*:|\s+(?:dự kiến|diễn ra|được|vào|tổ chức|sẽ|lúc)\b)"
)


def _peak_name(text: str, day: Day) -> str | None:
    ceremony = _CEREMONY.search(text[max(line_start(text, day.start), day.start - 160) : day.start])
    if ceremony:
        return clean(ceremony["name"])
    match = re.search(
        r"(?P<name>[Nn]gày cao điểm[^.;,\n\d]{0,60}?)\s*(?:là|:|vào|tổ chức)*\s*(?:ngày\s*)?$",
        text[max(0, day.start - 90) : day.start],
    )
    return clean(match["name"]) if match else None


def _is_commemoration(text: str, day: Day) -> bool:
    before = text[max(0, day.start - 60) : day.start]
    return bool(
        re.search(
            r"(?:kỷ niệm|kỉ niệm|chào mừng|(?<!thứ )năm ngày|quốc tế|thành lập)[^.;\n]{0,50}$",
            before,
            re.IGNORECASE,
        )
    )


def _each_day_once(events: list[Event]) -> list[Event]:
    kept: list[Event] = []
    for event in events:
        twin = next((other for other in kept if _is_twin(event, other)), None)
        if twin is None:
            kept.append(event)
            continue
        twin.name = twin.name or event.name
        twin.time = twin.time or event.time
        twin.place = twin.place or event.place
    return kept


def _is_twin(one: Event, other: Event) -> bool:
    if not set(one.dates) & set(other.dates):
        return False
    if one.is_listed and other.is_listed and one.place and other.place and one.place != other.place:
        return False
    return not (
        one.place
        and other.place
        and one.place != other.place
        and one.time
        and other.time
        and one.time != other.time
    ) or set(one.dates) <= set(other.dates)
