"""Who is asked to do what."""

import re
from dataclasses import dataclass

from maudao.documents.reader.lines import Line, Source, clean, fold, squeeze
from maudao.documents.reader.names import HEAD
from maudao.documents.reader.outline import Outline

_ITEM = re.compile(r"^\s*(?:[-–—+•●*]|\d{1,2}(?:\.\d{1,2})*\s*[.)/]|[a-zđ]\s*[.)])\s*")
_WORK = re.compile(
    r"to chuc thuc hien|phan cong|nhiem vu|bien phap|giai phap|noi dung|hinh thuc to chuc"
    r"|trach nhiem|yeu cau|hoat dong"
)
_NO_WORK = re.compile(
    r"quyen loi|tieu chuan|dieu kien|doi tuong|thoi gian|dia diem|kinh phi|y nghia|muc dich|che do"
    r"|chi tieu|thong diep|khau hieu|noi nhan|kinh gui"
)
_VERB = (
    r"tổ chức|phối hợp|xây dựng|triển khai|tuyên truyền|đẩy mạnh|vận động|chỉ đạo|chủ động"
    r"|tăng cường|tạo điều kiện|theo dõi|tổng hợp|lập|cử|cung cấp|giới thiệu|truyền thông|treo"
    r"|đăng ký|huy động|nghiên cứu|thực hiện|hướng dẫn|báo cáo|đưa|cùng|mở|lo|chuẩn bị|bố trí"
    r"|hỗ trợ|khen thưởng|tham mưu|phân công|xác định|quán triệt|gửi|sơ kết|đảm bảo|bảo đảm"
    r"|tiếp tục|tiếp nhận|đề nghị|đề xuất|kiểm tra|đôn đốc|giao|thông báo|phổ biến|phát huy|căn cứ"
    r"|làm|in|viết|liên hệ|sử dụng|lồng ghép|báo"
)
_STARTS_WITH_VERB = re.compile(rf"(?:{_VERB})\b", re.IGNORECASE)
_ASSIGNED = re.compile(
    r"(?P<who>(?:(?:Các|Mỗi|Đề nghị|Giao|Giao cho"
    rf"|Yêu cầu)\s+)?(?:[A-ZĐÀ-Ỹ]|các |mỗi )[^.;:]{{3,230}}?)\s*(?:,\s*|:\s*|\s+)(?:có trách nhiệm\s*:?\s*"
    rf"|chịu trách nhiệm\s+|chủ trì,?\s+)?(?P<what>(?!vận động [Hh]iến máu)(?:{_VERB})\b.+)",
    re.DOTALL,
)
_ORDER = re.compile(
    r"(?:đề nghị|yêu cầu)\s+(?P<who>(?:các|mỗi|toàn thể)\s[^.;:\n]{4,160}?)\s+(?:triển khai"
    r"|thực hiện|làm|quan tâm|tổ chức|tập trung|nghiêm túc)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do; `assignee` is None where the text names nobody."""

    assignee: str | None
    text: str
    start: int
    end: int

    def as_record(self) -> dict[str, str | None]:
        """Give the task in the contract's shape."""
        return {"assignee": self.assignee, "text": self.text}


def find_addressed_in_body(source: Source) -> list[str]:
    """Give those whom the running text asks: "… đề nghị các cấp công đoàn trong tỉnh thực hiện …"."""
    match = _ORDER.search(source.flow)
    return [clean(match["who"])] if match else []


def find_tasks(source: Source, outline: Outline, *, body_at: int, default: str | None) -> list[Task]:
    """List the tasks that items and sentences under working headings give."""
    tasks: list[Task] = []
    flow_lines = _flow_lines(source)
    numbered_body = _is_numbered_letter(source)
    for line in flow_lines:
        if line.start >= body_at and re.match(r"\W*noi nhan", fold(line.text)):
            break
        if line.start < body_at or not _ITEM.match(line.text):
            continue
        above = outline.above(line.start)
        part = above.rsplit("/", 1)[-1]
        if _NO_WORK.search(part) or not (_WORK.search(above) or numbered_body):
            continue
        tasks += _item_tasks(line, _assignee_above(source, outline, line) or default)
    return tasks or _narrative_tasks(source, outline, body_at)


_TOLD = re.compile(r"(?:Theo đó,\s*)?(?=(?:[Cc]ác|[Mm]ỗi)\s)")


def _narrative_tasks(source: Source, outline: Outline, body_at: int) -> list[Task]:
    """Read orders out of running text: "Mỗi công đoàn … mở …", "Tuyên truyền …"."""
    tasks: list[Task] = []
    for sentence in source.sentences:
        if sentence.start < body_at or len(sentence.text) < 20 or sentence.start == source.lines[0].start:
            continue
        if _ITEM.match(sentence.text) or _NO_WORK.search(outline.above(sentence.start)):
            continue
        told = _TOLD.match(sentence.text)
        if not told and not (_STARTS_WITH_VERB.match(sentence.text) and sentence.text[0].isupper()):
            continue
        offset = told.end() if told else 0
        task = _task(sentence.text[offset:].strip(" .;"), sentence.start + offset, None)
        tasks += [task] if task else []
    return tasks[:12]


def _flow_lines(source: Source) -> list[Line]:
    lines = []
    for match in re.finditer(r"[^\n]+", source.flow):
        text = match.group().strip()
        if text:
            start = match.start() + match.group().index(text)
            lines.append(Line(start, start + len(text), text, False))
    return lines


def _is_numbered_letter(source: Source) -> bool:
    """Tell whether the work stands in numbered paragraphs after "như sau:"."""
    return (
        re.search(
            r"(?:như sau|sau đây|các việc sau|nội dung sau|nhiệm vụ sau|công việc sau|sau)\s*:\s*\n",
            source.flow,
        )
        is not None
    )


def _assignee_above(source: Source, outline: Outline, line: Line) -> str | None:
    part = outline.part(line.start - 1)
    if part is None or part.start >= line.start:
        return None
    words = clean(_ITEM.sub("", source.text[part.start : part.end]))
    return words if _names_somebody(words) else None


def _names_somebody(words: str) -> bool:
    return bool(
        re.match(r"(?:các|mỗi|đối với)\s", words, re.IGNORECASE) or HEAD.match(words)
    ) and not re.search(r"mục đích|yêu cầu|nội dung|thời gian", words, re.IGNORECASE)


def _item_tasks(line: Line, default: str | None) -> list[Task]:
    marker = _ITEM.match(line.text)
    offset = marker.end() if marker else 0
    body = line.text[offset:]
    tasks: list[Task] = []
    who = default
    for piece in re.finditer(r".+?(?:[.;](?=\s+[A-ZĐa-zđ])|$)", body):
        text = piece.group().strip(" .;")
        if len(text) < 15:
            continue
        task = _task(text, line.start + offset + piece.start(), who)
        if task:
            who = task.assignee
            tasks.append(task)
    return tasks[:4]


def _task(text: str, start: int, who: str | None) -> Task | None:
    if _STARTS_WITH_VERB.match(text):
        return Task(who, squeeze(text), start, start + len(text))
    assigned = _ASSIGNED.fullmatch(text)
    if assigned and _names_somebody(
        re.sub(r"^(?:đề nghị|giao cho|giao|yêu cầu)\s+", "", assigned["who"], flags=re.IGNORECASE)
    ):
        return Task(clean(assigned["who"]), squeeze(assigned["what"]), start, start + len(text))
    return None
