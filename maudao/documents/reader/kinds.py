"""What kind of document a text is that prints none, and its headline as its subject."""

import re

from maudao.documents.reader.head import TYPES, Head
from maudao.documents.reader.lines import Found, Source, clean, fold


def has_addressee(source: Source) -> bool:
    """Tell whether the text has a line "Kính gửi"."""
    return re.search(r"^\W*kinh gui", fold(source.flow), re.MULTILINE) is not None


def guess_type(source: Source, head: Head) -> None:
    """Set the kind of a document without a printed one, and take a page's headline as its subject."""
    if head.doc_type is not None or not source.lines:
        return
    kind = _type_of_text(source, head)
    _set_type(head, kind, source)
    if kind == "bài tóm tắt" or not (head.has_letterhead or head.number or has_addressee(source)):
        _title_as_subject(source, head)


_CALLS = re.compile(r"\b(?:kính mong|kêu gọi|rất mong|tha thiết|kính mời|hãy cùng)\b", re.IGNORECASE)
_LETTER = re.compile(r"\bthư\b|trân trọng kêu gọi|tha thiết", re.IGNORECASE)
_ITSELF = re.compile(rf"\b(?P<type>{TYPES}) này\b", re.IGNORECASE)


def _type_of_text(source: Source, head: Head) -> str:
    """Tell the kind of a document that prints none: by how it names itself, calls, or is laid out."""
    text, folded = source.flow, fold(source.flow)
    has_head = bool(head.number or head.has_letterhead)
    itself = _ITSELF.search(text)
    if has_addressee(source):
        return "thư kêu gọi" if not has_head and _LETTER.search(text) else "công văn"
    if has_head:
        return "công văn"
    if itself:
        return itself["type"].lower()
    if _CALLS.search(text) and re.search(r"trân trọng", text, re.IGNORECASE):
        return "thư kêu gọi"
    planned = re.search(r"hinh thuc to chuc|to chuc thuc hien|doi tuong|quyen loi", folded)
    return "kế hoạch" if planned and "thoi gian" in folded else "bài tóm tắt"


def _set_type(head: Head, kind: str, source: Source) -> None:
    head.doc_type = Found(kind, source.lines[0].start, source.lines[0].start)


def _title_as_subject(source: Source, head: Head) -> None:
    """A news page's headline says what it is about, unless the copy begins in the middle ("Theo đó, …")."""
    line = source.lines[0]
    title = re.sub(r"^[^:]{4,60}:\s+(?=[A-ZĐÀ-Ỹ])", "", line.text)
    cut_off = any(re.match(r"theo đó\b", other.text, re.IGNORECASE) for other in source.lines[1:4])
    if (
        head.subject is None
        and not cut_off
        and len(line.text) < 180
        and line.text[-1] not in ".:;"
        and line.text[0].isupper()
        and not re.match(r"(?:thời gian|địa điểm|kính)", line.text, re.IGNORECASE)
        and len(source.lines) > 1
    ):
        head.subject = Found(clean(title), line.end - len(title), line.end)
