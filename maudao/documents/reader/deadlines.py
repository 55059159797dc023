"""Until when a report, or the list of those who registered, must be handed in, and to whom."""

import re
from dataclasses import dataclass
from itertools import islice

from maudao.documents.reader.dates import DATE, Day, find_dates
from maudao.documents.reader.due_after import find_undated
from maudao.documents.reader.lines import Sentence, Source, clean, line_start, squeeze
from maudao.documents.reader.years import Years

MAX_STEPS = 200
_DUE = (
    r"(?:trước(?:\s+(?:khi hết|lúc))?|chậm nhất(?:\s+(?:là|đến|trước|vào|trong))*|muộn nhất(?:\s+(?:là"
    r"|vào|trong))*|không (?:quá|muộn hơn)|hạn (?:cuối|chót|nộp|gửi|đăng ký)(?:\s+[^\d.;\n]{0,60}?)?"
    r"|thời hạn[^\d.;\n]{0,50}?|\bhạn(?=\s*(?::|là|đến|trước|ngày|\d))|đến hết|hết hạn|hết|đến trước|vào|đến|xong|trong"
    r"|đóng (?:link|đơn|cổng|form|biểu mẫu|đăng ký)[^\d.;\n]{0,30}?)"
)
_HALF = r"(?:(?:đầu|cuối)\s+)?(?:(?:buổi|giờ)\s+)?(?:(?:sáng|trưa|chiều|tối|hành chính|làm việc)\b)?\s*,?\s*"
_DEADLINE = re.compile(
    rf"(?<![\w])(?P<due>{_DUE})\s*[:\s]*(?:(?:là|lúc|đến|trước|vào)\s+)?(?P<hour>(?:\d{{1,2}}\s*(?:giờ|g|h"
    rf"|:)\s*(?:\d{{2}})?\s*(?:phút)?\s*,?\s*)?){_HALF}(?:\((?:thứ|Thứ)[^)]{{1,12}}\)\s*)?(?:(?:thứ"
    rf"|chủ)\s+\w+\s*,?\s*)?\(?(?:ngày\s*)?(?=\d{{1,2}}\s*(?:[/.\-]\s*\d|tháng\s*\d))",
    re.IGNORECASE,
)
_STRONG = re.compile(r"trước|chậm nhất|muộn nhất|không|hạn|hết|xong|đóng", re.IGNORECASE)
_LIST = re.compile(
    r"danh sách|đăng ký|ghi tên|ghi danh|\bnộp\b.*\bphiếu|\bphiếu đăng|đóng (?:link|đơn|cổng|form|biểu)",
    re.IGNORECASE,
)
_OTHER_WORK = re.compile(
    r"xây dựng|kiện toàn|thành lập|ban hành|hoàn thành|hoàn tất|củng cố|triển khai|quán triệt|chuẩn bị",
    re.IGNORECASE,
)
_REPORT = re.compile(r"báo cáo|kết quả|tổng hợp|số liệu|tổng kết|sơ kết|kế hoạch", re.IGNORECASE)
_SENDS = re.compile(
    r"báo cáo|\bbáo (?:về|cho)\b|gửi|gởi|nộp|đăng ký|ghi tên|ghi danh|danh sách|tổng hợp|hoàn thành báo cáo|phản hồi"
    r"|thông báo kết quả|đóng (?:link|đơn|cổng|form|biểu)",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?:(?:gửi|gởi|nộp|báo cáo|đăng ký)[^.;\n]{0,80}?\s(?:về|cho|tới|đến)\s+(?:cho\s+)?|\bvề\s+)"
    r"(?P<to>(?!hết|ngày|việc|công tác|kết quả|hiến|tình hình|hộp thư|email|e-mail|địa chỉ)[^.;\n]{3,140}?)"
    r"(?=\s*,?\s*(?:\btrước\b|trong (?:ngày|tháng)|không (?:quá|muộn)|chậm nhất|muộn nhất|vào ngày|hạn|để\b"
    r"|theo (?:địa chỉ|email|mẫu)"
    r"|qua (?:email|e-mail|hộp thư|địa chỉ)|kèm|đến hết|\(ĐT|\(SĐT|\(điện thoại)|[.;\n]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """What must be handed in, by when (None where the text gives no day), to whom."""

    date: str | None
    to: str | None
    what: str
    text: str
    day: Day | None
    start: int
    end: int

    def as_record(self) -> dict[str, str | None]:
        """Give the deadline in the contract's shape."""
        return {"date": self.date, "to": self.to, "what": self.what, "text": self.text}


def find_deadlines(source: Source, years: Years) -> list[Deadline]:
    """List the days by which something is to be handed in, and reports that are asked for without a day."""
    found: list[Deadline] = []
    for sentence in source.sentences:
        found += _dated(sentence, source, years)
    found += _steps(source, years)
    return _each_once([*found, *_undated(source, found)])


def _dated(sentence: Sentence, source: Source, years: Years) -> list[Deadline]:
    found = []
    for match in _DEADLINE.finditer(sentence.text):
        what = (
            _what(sentence.text, match)
            or _what_before_bracket(sentence, match, source)
            or _what_of_the_clause_before(sentence, match, source)
        )
        date = _last_of_span(sentence.text, DATE.match(sentence.text, match.end()))
        if what is None or date is None:
            continue
        day = years.complete(find_dates(sentence.text, date.start(), date.end())[0])
        if day.day is None:
            continue
        found.append(_deadline(sentence, match, day=day, what=what, context=_context(sentence, source)))
    return found


_STEP = re.compile(
    r"^[ ]*(?P<mark>[-–+•*]|\d{1,2}[ ]*[.)](?!\d))?[ ]*(?:ngày[ ]+)?(?=\d{1,2}[ ]*/)",
    re.IGNORECASE | re.MULTILINE,
)
_STEP_SENDS = re.compile(
    r"\s*(?P<colon>[:,–-])\s*(?P<words>[^.;\n]{0,80}?\b(?:gửi|gởi|nộp|báo cáo|chốt)\b[^.;\n]{0,120})",
    re.IGNORECASE,
)


def _steps(source: Source, years: Years) -> list[Deadline]:
    """Read a plan's steps: "- 10/3/2025: các chi đoàn gửi danh sách về …"."""
    found = []
    for lead in islice(_STEP.finditer(source.flow), MAX_STEPS):
        date = DATE.match(source.flow, lead.end())
        words = _STEP_SENDS.match(source.flow, date.end()) if date else None
        what = _kind(words["words"], "") if words else None
        if date is None or words is None or what is None or not (lead["mark"] or words["colon"] == ":"):
            continue
        day = years.complete(find_dates(source.flow, date.start(), date.end())[0])
        to = _TO.search(words["words"])
        receiver = clean(to["to"]) if to else None
        text = squeeze(source.flow[date.start() : words.end()])
        if day.day is not None:
            found.append(Deadline(day.iso, receiver, what, text, day, date.start(), words.end()))
    return found


_TO_DATE = re.compile(
    r"\s*(?:đến|tới|[-–])\s*(?:hết\s+)?(?:\d{1,2}\s*(?:giờ|h|g)\s*\d{0,2}\s*,?\s*)?(?:ngày\s*)?(?=\d)",
    re.IGNORECASE,
)


def _last_of_span(text: str, date: re.Match[str] | None) -> re.Match[str] | None:
    """Take the second day of "thời hạn đăng ký: từ ngày 01/3 đến 17h ngày 15/3"."""
    lead = _TO_DATE.match(text, date.end()) if date else None
    return (DATE.match(text, lead.end()) if lead else None) or date


def _context(sentence: Sentence, source: Source) -> str:
    return source.flow[max(0, sentence.start - 10) : sentence.end]


def _what_before_bracket(sentence: Sentence, match: re.Match[str], source: Source) -> str | None:
    """Look to the start of the line where a bracket with a semicolon cut the sentence."""
    before = sentence.text[: match.start()]
    if before.count(")") <= before.count("("):
        return None
    line = source.flow[line_start(source.flow, sentence.start) : sentence.start + match.start()]
    return _kind(line[-420:] + " " + match["due"], "")


_HANDS_IN = re.compile(
    r"[^.;\n]{0,40}?\b(?:gửi|gởi|nộp)\s+(?:về|cho|lên)\b|.*\b(?:gửi|gởi|nộp|báo)\s+(?:về|cho|lên)\b",
    re.IGNORECASE,
)


def _what_of_the_clause_before(sentence: Sentence, match: re.Match[str], source: Source) -> str | None:
    """Look before the semicolon: "… lập danh sách; trước ngày 10/01 nộp về …", "… danh sách …; ai đổi thì báo về …"."""
    text = sentence.text
    before = source.flow[line_start(source.flow, sentence.start) : sentence.start].rstrip()
    hands_in = _HANDS_IN.match(text, match.end()) or _HANDS_IN.match(text[: match.start()])
    if not hands_in or not before.endswith(";") or _OTHER_WORK.search(text):
        return None
    return _kind(before[-200:], "") if _LIST.search(before[-200:]) else None


def _what(text: str, match: re.Match[str]) -> str | None:
    before, after = text[: match.start()], text[match.end() :]
    near = before[-420:]
    if not _SENDS.search(near) and _OTHER_WORK.search(near):
        return None
    if not _STRONG.search(match["due"]):
        if not re.search(
            r"(?:gửi|gởi|nộp)[^.;]{0,120}(?:báo cáo|danh sách|kết quả)|(?:báo cáo"
            r"|danh sách)[^.;]{0,120}(?:gửi|gởi|nộp|về)",
            near,
            re.IGNORECASE,
        ):
            return None
        if re.search(r"\btừ (?:ngày )?\d[^.;]{0,12}$|hiến máu[^.;]{0,40}$", before, re.IGNORECASE) and match[
            "due"
        ].lower() in {"đến", "vào", "trong"}:
            return None
    elif not (
        _SENDS.search(near)
        or _SENDS.search(match["due"])
        or re.search(
            r"báo cáo|danh sách|đăng ký|\b(?:gửi|gởi|nộp)\s+(?:về|cho|lên)\b", after[:160], re.IGNORECASE
        )
    ):
        return None
    if re.search(r"(?:sinh|tuổi|hiến máu lần|tiêm)\s*$", before, re.IGNORECASE):
        return None
    return _kind(near + " " + match["due"], after[:160])


def _kind(before: str, after: str) -> str | None:
    reports = [m.start() for m in re.finditer(r"báo cáo|kết quả|số liệu|tổng kết", before, re.IGNORECASE)]
    lists = [m.start() for m in _LIST.finditer(before)]
    if lists and not reports:
        return "register_list"
    if reports and not lists:
        return "report"
    if reports and lists:
        return "report" if max(reports) > max(lists) else "register_list"
    if _REPORT.search(before):
        return "report"
    if _LIST.search(after):
        return "register_list"
    return (
        "report"
        if _REPORT.search(after) or re.search(r"\b(?:gửi|gởi|nộp)\b", before, re.IGNORECASE)
        else None
    )


def _deadline(sentence: Sentence, match: re.Match[str], *, day: Day, what: str, context: str) -> Deadline:
    to = list(_TO.finditer(sentence.text))
    receiver = clean(to[0]["to"]) if to else None
    return Deadline(
        day.iso,
        receiver,
        what,
        squeeze(sentence.text[match.start() : day.end]),
        day,
        sentence.start + match.start(),
        sentence.start + day.end,
    )


def _undated(source: Source, dated: list[Deadline]) -> list[Deadline]:
    """Take hand-ins without a day: a list's where no list has one, a report's where none has, or beside the year's."""
    found = []
    for item in find_undated(source):
        others = [deadline for deadline in dated if deadline.what == item.what]
        if others and not _is_for_each_drive(item.text):
            continue
        to = _TO.search(item.around)
        receiver = clean(to["to"]) if to else None
        found.append(Deadline(None, receiver, item.what, item.text, None, item.start, item.end))
    return found


def _is_for_each_drive(text: str) -> bool:
    return re.search(r"\d|đợt|kết thúc", text, re.IGNORECASE) is not None


def _each_once(found: list[Deadline]) -> list[Deadline]:
    kept: dict[tuple[str | None, str], Deadline] = {}
    for deadline in found:
        kept.setdefault((deadline.date, deadline.what), deadline)
    return list(kept.values())
