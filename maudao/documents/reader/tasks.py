"""Who is asked to do what: the items under working headings, else the orders in the running text."""

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from maudao.documents.reader.lines import Line, Source, clean, fold
from maudao.documents.reader.orders import MIN_ORDER, Order, is_verb_first, names_somebody, read_order
from maudao.documents.reader.outline import Outline

MAX_NARRATIVE = 12
_ITEM = re.compile(r"^\s*(?:[-–—+•●*]|\d{1,2}(?:\.\d{1,2})*\s*[.)/]|[a-zđ]\s*[.)])\s*")
_WORK = re.compile(
    r"to chuc thuc hien|phan cong|nhiem vu|bien phap|giai phap|noi dung|hinh thuc to chuc"
    r"|trach nhiem|yeu cau|hoat dong"
)
_NO_WORK = re.compile(
    r"quyen loi|tieu chuan|dieu kien|doi tuong|thoi gian|dia diem|kinh phi|y nghia|muc dich|che do"
    r"|chi tieu|muc tieu|thong diep|khau hieu|noi nhan|kinh gui|tien do|lo trinh|chuong trinh (?:le|buoi)|luu y"
)
_ASKS = re.compile(
    r"(?:như sau|sau đây|(?:các |những )?(?:việc|nội dung|nhiệm vụ|công việc|vấn đề)(?: cụ thể)?(?: sau)?|sau|đề nghị"
    r"|yêu cầu|chỉ đạo|giao)(?:\s+(?:các|thủ trưởng|mỗi|toàn thể|ban)\b[^:\n]{0,150})?"
    r"\s*:\s*\n+\s*(?:1\s*[.)/]|a\s*\)|[-+•–])",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:đề nghị|yêu cầu|hướng dẫn)\s+(?P<who>(?:các|mỗi|toàn thể)\s[^.;:\n]{4,160}?)"
    r"\s+(?:(?:khẩn trương|nghiêm túc|tích cực|chủ động)\s+)*(?:triển khai|thực hiện|làm|quan tâm|tổ chức"
    r"|tập trung|nghiêm túc)"
    r"|(?:đề nghị|yêu cầu)\s+(?P<whom>(?:các|mỗi|toàn thể|thủ trưởng)\s[^.;:\n]{4,120}?)"
    r"\s*(?:như sau|một số việc sau)?\s*:",
    re.IGNORECASE,
)
_ASKS_WHOM = re.compile(
    r"\b(?:đề nghị|yêu cầu|kêu gọi|giao|mong)\s+(?=(?:các|mỗi|toàn thể|từng|thủ trưởng)\s)", re.IGNORECASE
)
_CONTENTS = re.compile(
    r"(?:tuyên truyền|truyền thông|phổ biến|treo|khẩu hiệu|băng[ -]?rôn|thông điệp|pano|cổ động)[^\n]*:\s*$",
    re.IGNORECASE,
)
_SLOGANS = re.compile(r"(?:khẩu hiệu|băng[ -]?rôn|thông điệp|pano|áp phích)[^\n]*:\s*$", re.IGNORECASE)
_ANNEX = re.compile(r"\W*(?:phu luc|ke hoach|chuong trinh|quy che|de an)\b")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do; `assignee` is None where the text names nobody."""

    assignee: str | None
    text: str
    start: int
    end: int
    is_hand_in: bool = False

    def as_record(self) -> dict[str, str | None]:
        """Give the task in the contract's shape."""
        return {"assignee": self.assignee, "text": self.text}


@dataclass
class _Reading:
    """Where the reading of a list stands: who was named last, and whether a list of contents is open."""

    who: str | None = None
    contents_below: str | None = None
    tasks: list[Task] = field(default_factory=list)


def find_addressed_in_body(source: Source) -> list[str]:
    """Give those whom the running text asks: "… đề nghị các cấp công đoàn trong tỉnh thực hiện …"."""
    match = _ORDER.search(source.flow)
    return [clean(match["who"] or match["whom"])] if match else []


def find_tasks(
    source: Source, outline: Outline, *, body_at: int, default: str | None, due: list[tuple[int, int]]
) -> list[Task]:
    """List the orders; what is only to be handed in by a day stands at `due` and is left to the deadlines."""
    reading = _Reading()
    numbered = _ASKS.search(source.flow)
    lines = _working_lines(source, body_at)
    for line, following in zip_longest(lines, lines[1:]):
        if not _ITEM.match(line.text) or _is_heading(line.text, following):
            continue
        above = outline.above(line.start)
        part = above.rsplit("/", 1)[-1]
        if _NO_WORK.search(part):
            reading.who = None
        elif _WORK.search(above) or (numbered and line.start > numbered.start()):
            _read_item(line, reading, _assignee_above(source, outline, line, body_at), default)
    tasks = reading.tasks or _narrative_tasks(source, outline, body_at)
    return [task for task in tasks if not _is_due(task, due)]


def _is_heading(text: str, following: Line | None) -> bool:
    """Tell whether a numbered item is a title: "2. Vận động và duy trì", below which its own items follow."""
    body = _ITEM.sub("", text)
    if len(body) >= 70 or text.rstrip()[-1] in ".;,:/)" or _kind(text) == "-" or not is_verb_first(body):
        return False
    return len(body.split()) <= 5 or (following is not None and _kind(following.text) != _kind(text))


def _is_due(task: Task, due: list[tuple[int, int]]) -> bool:
    return task.is_hand_in and any(task.start <= end and start <= task.end + 160 for start, end in due)


def _working_lines(source: Source, body_at: int) -> list[Line]:
    """Give the lines of the running text after the head, without Nơi nhận; an annex below it goes on."""
    lines = []
    is_footer = False
    for match in re.finditer(r"[^\n]+", source.flow):
        text = match.group().strip()
        start = match.start() + match.group().index(text)
        if not text or start < body_at:
            continue
        folded = fold(text)
        is_footer = bool(re.match(r"\W*noi nhan", folded)) or (
            is_footer and not (text.isupper() and _ANNEX.match(folded))
        )
        if not is_footer:
            lines.append(Line(start, start + len(text), text, False))
    return lines


def _assignee_above(source: Source, outline: Outline, line: Line, body_at: int) -> str | None:
    part = outline.part(line.start - 1)
    if part is None or not body_at <= part.start < line.start:
        return None
    words = clean(_ITEM.sub("", source.text[part.start : part.end]))
    words = re.sub(r"^.*\b(?:đề nghị|yêu cầu|giao)\b\s*", "", words)
    return words if names_somebody(words) and read_order(words) is None else None


def _read_item(line: Line, reading: _Reading, above: str | None, default: str | None) -> None:
    marker = _ITEM.match(line.text)
    offset = marker.end() if marker else 0
    kind = _kind(line.text)
    if reading.contents_below is not None:
        if kind != reading.contents_below:
            return
        reading.contents_below = None
    body = line.text[offset:]
    if _names_only_somebody(body):
        reading.who = clean(body)
        return
    if _CONTENTS.search(body):
        reading.contents_below = kind
    if not _SLOGANS.search(body):
        reading.tasks += _clauses(
            body, line.start + offset, reading.who if kind != "1" else None, above or default
        )
    if kind == "1":
        reading.who = None


def _kind(text: str) -> str:
    return "1" if text.lstrip()[:1].isdigit() else "a" if text.lstrip()[:1].isalpha() else "-"


def _names_only_somebody(body: str) -> bool:
    """Tell whether an item is a name alone: "1. Sở Y tế:", below which its own orders follow."""
    return (
        len(body) <= 190
        and names_somebody(body)
        and read_order(body.rstrip(" .:;")) is None
        and "," not in body[-3:]
    )


def _clauses(body: str, at: int, who: str | None, default: str | None) -> list[Task]:
    """Read each sentence's first clause, and a later one that names somebody else."""
    tasks: list[Task] = []
    for sentence in re.finditer(r".+?(?:(?<!\b[A-ZĐ])(?<!\bTP)\.(?=\s+[A-ZĐÀ-Ỹ])|$)", body):
        for index, clause in enumerate(re.finditer(r"[^;]+", sentence.group())):
            text = clause.group().strip(" .")
            if len(text) < MIN_ORDER:
                continue
            order = read_order(text)
            if order is None or (index and (order.who is None or not tasks)):
                continue
            start = at + sentence.start() + clause.start() + clause.group().index(text) + order.offset
            tasks.append(_task(order, start, who or default))
    return tasks[:3]


def _task(order: Order, start: int, who: str | None) -> Task:
    return Task(order.who or who, order.what, start, start + len(order.what), order.is_hand_in)


def _narrative_tasks(source: Source, outline: Outline, body_at: int) -> list[Task]:
    """Read orders out of running text: "Mỗi công đoàn … mở …", "đề nghị các đơn vị tuyên truyền …"."""
    tasks: list[Task] = []
    headline_end = source.lines[0].end if source.lines else 0
    for line in _working_lines(source, max(body_at, headline_end)):
        if (
            _ITEM.match(line.text)
            or _NO_WORK.search(outline.above(line.start))
            or line.text.endswith((",", ":"))
        ):
            continue
        for sentence in source.sentences_within(line.start, line.end):
            task = _told(sentence.text.rstrip(" .;/"), sentence.start)
            tasks += [task] if task else []
    return tasks[:MAX_NARRATIVE]


def _told(text: str, at: int) -> Task | None:
    asked = _ASKS_WHOM.search(text)
    begins = re.match(r"(?:theo đó,\s*)?(?=(?:các|mỗi)\s)", text, re.IGNORECASE)
    if asked:
        offset = asked.end()
    elif begins or (
        is_verb_first(text) and text[:1].isupper() and not text.lower().startswith(("gửi", "hãy"))
    ):
        offset = begins.end() if begins else 0
    else:
        return None
    order = read_order(text[offset:]) if len(text) >= 20 else None
    if order is None:
        return None
    start = at + offset + order.offset
    return _task(order, start, None)
