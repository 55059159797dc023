"""Programmes with a proper name: Hành trình Đỏ, Những giọt máu hồng, Ngày toàn dân hiến máu tình nguyện."""

import re

from maudao.documents.reader.dates import DATE, Day, find_dates
from maudao.documents.reader.event import Event
from maudao.documents.reader.lines import Source, clean, fold, squeeze
from maudao.documents.reader.years import Years


def is_history(day: Day, years: Years) -> bool:
    return years.reference is not None and day.year is not None and day.year < years.reference


_PROPER = re.compile(
    r"(?:(?P<kind>[Nn]gày hội(?: hiến máu(?: tình nguyện| nhân đạo)?)?"
    r"|[Ll]ễ hội|[Cc]hiến dịch|[Cc]hương trình|[Hh]ành trình|[Nn]gày"
    r"|[Tt]uần lễ|[Tt]háng)\s+)?[“\"](?P<quoted>[^“”\"\n]{4,70})[”\"](?P<tail>(?:\s+(?:lần thứ "
    r"[IVXL\d]+|năm \d{4}|hè(?:\s+năm)?\s+\d{4}|\d{4}|tỉnh (?:[A-ZĐ]\w+ ?){1,3}))*)"
)


_PLAIN_PROPER = re.compile(
    r"(?P<name>Ngày [Tt]oàn dân (?:tham gia )?[Hh]iến máu(?: tình nguyện)?|Ngày (?:[Tt]hế giới"
    r"|[Qq]uốc tế)(?: [Tt]ôn vinh)?(?: những)? [Nn]gười [Hh]iến máu(?: tình nguyện)?|(?:Lễ hội"
    r"|lễ hội)\s+[Xx]uân\s+[Hh]ồng|(?:chương trình\s+)?Hành trình [Đđ]ỏ|Chủ nhật [Đđ]ỏ"
    r"|Thứ [Bb]ảy [Đđ]ỏ|Tháng Công nhân|Tháng (?:hành động về )?(?:ATVSLĐ"
    r"|An toàn,? vệ sinh lao động)|Tháng Nhân đạo"
    r"|(?:Chiến dịch|chiến dịch)\s+(?:“?Những\s+)?(?:những\s+)?[Gg]iọt máu (?:hồng|nghĩa tình"
    r"|yêu thương|nghĩa tình)(?:\s+hè)?|Ngày hội [Hh]iến máu(?: tình nguyện| nhân đạo)?(?!\s*[“\"])"
    r"|Ngày hội “?[Gg]iọt (?:máu )?hồng[^.;,\n”]{0,30}|Giọt hồng [^.;,\n”\d]{3,25})"
    r"(?P<tail>(?:\s+(?:lần thứ [IVXL\d]+|năm \d{4}|hè(?:\s+năm)?\s+\d{4}|\d{4}))*)"
)


_PROGRAMME_WORD = re.compile(
    r"giot|hong|hanh trinh|do\b|xuan|ngay toan dan|chu nhat|le hoi|ngay hoi|hien mau|nghia tinh"
    r"|cong nhan|nhan dao|se chia|trai tim"
)


def proper_name(text: str, *, before: int | None = None) -> str | None:
    """Give the proper name of the event that a stretch of text speaks of."""
    for match in _named(text):
        if before is None or match[1] <= before + 80:
            return match[0]
    return None


def _named(text: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for match in _PROPER.finditer(text):
        folded = fold(match["quoted"])
        is_programme = match["kind"] or re.match(
            r"(?:ngay|le hoi|chien dich|hanh trinh|chu nhat|thang|tuan le|nhung giot)", folded
        )
        if (
            is_programme
            and _PROGRAMME_WORD.search(folded)
            and not re.search(r"cau lac bo|thong diep|,", folded)
        ):
            found.append((_full_name(match), match.start(), match.end()))
    for match in _PLAIN_PROPER.finditer(text):
        if not any(start <= match.start() < end for _, start, end in found):
            found.append((squeeze(match["name"] + match["tail"]).strip('“”"'), match.start(), match.end()))
    return sorted(found, key=lambda item: item[1])


def _full_name(match: re.Match[str]) -> str:
    quoted = clean(match["quoted"])
    tail = squeeze(match["tail"])
    kind = (match["kind"] or "").lower()
    if kind in {"ngày hội", "lễ hội", "tuần lễ"} and not fold(quoted).startswith(fold(kind)):
        quoted = f"{match['kind']} {quoted}"
    if not tail:
        return quoted
    return f"“{quoted}” {tail}" if "lần thứ" in tail else f"{quoted} {tail}"


_OWN_DAY = re.compile(r"[”\"\s]*(?:năm \d{4}\s*)?[\s\-–(,]*(?:ngày\s*)?(?=\d{1,2}\s*/\s*\d)")


_TO_THE_SAME_DAY = re.compile(r"\s*(?:[-–—]|đến)\s*(?=\d)")


def find_programmes(source: Source, years: Years) -> list[Event]:
    """List the programmes that the text names; a commemoration day carries its own date ("… 07/4/2021")."""
    events: list[Event] = []
    for name, start, end in _named(source.flow):
        day = _own_day(source.flow, name, end, years)
        anniversary = None if day else _anniversary(source.flow, name, end, years)
        own = day or anniversary
        event = Event(name, [own] if own else [], None, None, start, own.end if own else end)
        event.is_anniversary = anniversary is not None
        events.append(event)
    return _each_name_once(events)


def _own_day(text: str, name: str, end: int, years: Years) -> Day | None:
    lead = _OWN_DAY.match(text, end)
    if lead is None or not name.lower().startswith("ngày"):
        return None
    day = _day_at(text, lead.end(), years)
    return day if day and not is_history(day, years) else None


def _anniversary(text: str, name: str, end: int, years: Years) -> Day | None:
    """Read the second day of "Ngày … (07/4/2000 - 07/4/2011)", where both are one day of the year."""
    lead = _OWN_DAY.match(text, end)
    first = _day_at(text, lead.end(), years) if lead and name.lower().startswith("ngày") else None
    dash = _TO_THE_SAME_DAY.match(text, first.end) if first else None
    second = _day_at(text, dash.end(), years) if dash else None
    if first is None or second is None or (first.day, first.month) != (second.day, second.month):
        return None
    return second if not is_history(second, years) else None


def _day_at(text: str, at: int, years: Years) -> Day | None:
    date = DATE.match(text, at)
    day = years.complete(find_dates(text, date.start(), date.end())[0]) if date else None
    return day if day and day.iso and day.day else None


def _key(name: str) -> str:
    folded = re.sub(r"\W+", " ", fold(name))
    return (
        re.sub(r"\b(?:chuong trinh|chien dich|le hoi|nam|he|\d{4}|lan thu \w+|tinh .*)\b", " ", folded)
        .replace("  ", " ")
        .strip()
    )


def same_name(one: str, other: str) -> bool:
    """Tell whether two spellings name one programme."""
    a, b = _squash(one), _squash(other)
    return bool(a) and bool(b) and (a in b or b in a)


def _squash(name: str) -> str:
    return re.sub(r"\s+", " ", _key(name)).strip()


def _each_name_once(events: list[Event]) -> list[Event]:
    kept: list[Event] = []
    for event in events:
        twin = next((other for other in kept if same_name(str(other.name), str(event.name))), None)
        if twin is None:
            kept.append(event)
            continue
        if not twin.days:
            twin.days, twin.is_anniversary = event.days, event.is_anniversary
        if len(str(event.name)) > len(str(twin.name)):
            twin.name, twin.start, twin.end = event.name, event.start, event.end
    return kept


def name_after_subject(events: list[Event], source: Source, subject: str | None) -> None:
    """Name a few unnamed days after the round that the subject speaks of, a single one also after the text."""
    unnamed = [event for event in events if not event.name]
    if not unnamed or len(unnamed) != len(events) or len(events) > 4:
        return
    name = (
        _round_name(subject or "")
        or proper_name(subject or "")
        or (_round_name(source.flow) if len(events) == 1 else None)
    )
    if name and not re.match(r"tháng|ngày (?:toàn dân|thế giới|quốc tế)", name, re.IGNORECASE):
        for event in unnamed:
            event.name = name


_ROUND = re.compile(
    r"(?:đợt\s+)?hiến máu(?: tình nguyện| nhân đạo| cứu người)?\s+(?:đợt|lần)(?:\s+thứ)?\s+(?:\d+"
    r"|[IVX]+)(?:\s+năm \d{4})?|ngày hiến máu tình nguyện tập trung[^.;:\n]{0,60}|lễ (?:phát động"
    r"|ra quân|tôn vinh|khai mạc)[^.;:\n]{0,90}",
    re.IGNORECASE,
)


def _round_name(text: str) -> str | None:
    match = _ROUND.search(text)
    return clean(match.group()) if match else None
