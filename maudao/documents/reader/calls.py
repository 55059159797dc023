"""Slogans without quotation marks: after "khẩu hiệu:", after "với thông điệp", and as a letter's last cry."""

import re
from collections.abc import Iterator
from itertools import islice

from maudao.documents.reader.lines import Found, Line, Source, clean, fold

MAX_TRIGGERS = 60
_ANNOUNCED = re.compile(
    r"(?:thông\s*điệp|khẩu\s*hiệu|slogan|chủ\s*đề)\s*(?:(?:chính|chung|tuyên truyền|là|năm \d{4}|của [^:\n]{3,40})\s*)*"
    r"(?::\s*|\s(?=[A-ZĐ]))(?P<words>[A-ZĐÀ-Ỹ][^“”\"«»:;.!?\n|]{15,150})(?=[.;!?\n|]|$)"
)
_TWO_HALVES = re.compile(r"\w\s+\w+\s*(?:,|\s[–—-])\s*(?P<half>\w+\s+\w)")
_MEANS = re.compile(r"(?:hien mau|cho mau|cho di|moi giot mau)\b.{0,30}\bla\s+\w+\s+\w+")
_BLOOD = re.compile(r"\bmau\b|giot hong|trai tim|su song|cuoc doi|yeu thuong|hy vong|hi vong")
_NO_CRY = re.compile(
    r"ke hoach|thong bao|huong dan|cong van|van dong hien mau tinh nguyen nam|chuong trinh|ngay hoi|le hoi"
    r"|\bv/v\b|ve viec|ban chi dao|lien doan|cong doan|uy ban|benh vien|truong|hoi chu thap|thoi gian|dia diem"
    r"|dieu kien|quyen loi|doi tuong|kinh gui|noi nhan|\d|tram trong|cam on|xin |rat mong|de nghi|nguoi hien mau"
    r"|lanh dum|nhieu dieu|mot con ngua|ao nuoc la"
)


def announced_slogans(source: Source) -> Iterator[Found]:
    """Read "với thông điệp Trao giọt máu, nhận nụ cười" and "Khẩu hiệu: …", both without quotation marks."""
    for match in islice(_ANNOUNCED.finditer(source.flow), MAX_TRIGGERS):
        words = re.split(r"\s+(?:nhằm|để|tới|đến|trong|tại|vào|được|do)\s", match["words"], maxsplit=1)[0]
        words = words.rstrip(" ,")
        if _is_cry(words):
            start = match.start("words")
            yield Found(clean(words), start, start + len(words))


def closing_slogans(source: Source) -> Iterator[Found]:
    """Read lines in capitals, or with an exclamation mark, in two halves that speak of blood, below the middle."""
    middle = len(source.text) // 3
    for line in source.lines:
        if line.start >= middle and 20 <= len(line.text) <= 130 and (cry := _cry(line)):
            yield cry


def _cry(line: Line) -> Found | None:
    words = line.text.strip(' *_|–-!."“”')
    is_loud = line.text.rstrip(' *|"”').endswith("!") or words.isupper()
    if not is_loud or not _is_cry(words) or re.search(r"[.;:?]\s", words):
        return None
    start = line.start + line.text.index(words)
    return Found(clean(words), start, start + len(words))


def _is_cry(words: str) -> bool:
    folded = fold(words)
    return (
        6 <= len(folded.split()) <= 24
        and (_TWO_HALVES.search(words) or _MEANS.match(folded)) is not None
        and _BLOOD.search(folded) is not None
        and _NO_CRY.search(folded) is None
    )
