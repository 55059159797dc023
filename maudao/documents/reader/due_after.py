"""Hand-ins without a day of their own: every month, after each drive, so many days before one."""

import re
from dataclasses import dataclass

from maudao.documents.reader.lines import Sentence, Source, squeeze

MAX_CANDIDATES = 300
_REPORT = re.compile(
    r"(?:định kỳ|định kì|hằng tháng|hàng tháng|hàng quý|hằng quý|hàng tuần|hằng tuần|hằng năm|hàng năm"
    r"|mỗi tháng|mỗi quý|thường xuyên)[^.;\n]{0,100}?\bbáo cáo\b[^.;\n]*|\bbáo cáo\b[^.;\n]{0,60}?(?:định kỳ|định kì"
    r"|hàng tháng|hằng tháng|hàng quý|hằng quý|hàng tuần|hằng tuần|sau (?:mỗi|từng) (?:đợt|lần|ngày))[^.;\n]*"
    r"|\b(?:danh sách|số liệu|kết quả)\b[^.;\n]{0,90}?\btrước ngày \d{1,2} (?:hàng|hằng) (?:tháng|quý)"
    r"|\b(?:danh sách|số liệu|kết quả)\b[^.;\n]{0,60}?\b(?:gửi|gởi|nộp|báo)\b(?:[^.;\n]|\.(?=\w)){0,90}?"
    r"\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|ngày \d{1,2}|cuối) (?:hàng|hằng|mỗi) (?:tuần|tháng|quý)"
    r"|\bkết quả\b[^.;\n]{0,40}?\b(?:gửi|gởi|báo)\b[^.;\n]{0,60}?\bsau (?:khi kết thúc|mỗi đợt|từng đợt)[^.;\n]*"
    r"|\bsau (?:khi (?:kết thúc|tổ chức)|chương trình|mỗi đợt|từng đợt|mỗi lần)[^.;\n]{0,50}\bbáo cáo\b[^.;\n]*",
    re.IGNORECASE,
)
_COUNT = (
    r"(?:\d{1,2}|một|hai|ba|năm|bảy|mười)\s*(?:\([^)\n]{1,10}\)\s*)?(?:ngày|tuần|tiếng|giờ)(?:\s+làm việc)?"
)
_OCCASION = (
    r"(?:(?:ngày\s+)?(?:tổ chức|diễn ra)|(?:mỗi\s+|từng\s+)?đợt(?:\s+hiến máu)?|ngày hiến máu|ngày hội|ngày kết thúc"
    r"|hiến máu|chương trình|kết thúc)"
)
_RELATIVE = re.compile(
    rf"(?P<when>(?:(?:chậm|muộn) nhất(?:\s+sau)?|trong vòng|trong thời gian|trong|sau|trước)\s+"
    rf"(?:là\s+|khoảng\s+)?(?:{_COUNT}\s*"
    rf"(?:,\s*)?(?:(?:sau|trước|kể từ|từ)\s+)?(?:khi\s+|ngày\s+)?(?:kết thúc|tổ chức|diễn ra|{_OCCASION})"
    rf"(?:\s+(?:mỗi|từng)\s+đợt)?"
    rf"|(?:khi\s+)?{_OCCASION}[^.;,\n\d]{{0,40}}?{_COUNT}))",
    re.IGNORECASE,
)
_SENDS = re.compile(
    r"báo cáo(?!\s+viên)|\b(?:gửi|gởi|nộp|chốt|lập)\b[^.;\n]{0,60}(?:danh sách|kết quả|số liệu|báo cáo|đăng ký)"
    r"|(?:danh sách|kết quả|số liệu)[^.;\n]{0,80}\b(?:gửi|gởi|nộp|về)\b|\bđăng ký danh sách\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"danh sách|đăng ký|ghi tên", re.IGNORECASE)
_RESULT = re.compile(r"báo cáo|kết quả|số liệu", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Undated:
    """What is to be handed in, and the words that say when, at their place; `around` is the sentence."""

    what: str
    text: str
    start: int
    end: int
    around: str


def find_undated(source: Source) -> list[Undated]:
    """List one report and one list at most: those due so many days before or after a drive go before periodic ones."""
    found = [item for sentence in source.sentences for item in _relative(sentence)]
    if not any(item.what == "report" for item in found):
        found += _periodic(source)
    kept: dict[str, Undated] = {}
    for item in found:
        kept.setdefault(item.what, item)
    return list(kept.values())


def _relative(sentence: Sentence) -> list[Undated]:
    if not _SENDS.search(sentence.text):
        return []
    found = []
    for match in _RELATIVE.finditer(sentence.text):
        before = sentence.text[: match.start()]
        near = before if _SENDS.search(before) else sentence.text[match.end() : match.end() + 160]
        if not _SENDS.search(near):
            continue
        start, end = sentence.start + match.start(), sentence.start + match.end()
        found.append(Undated(_what(near), squeeze(match["when"]), start, end, sentence.text))
    return found


def _what(words: str) -> str:
    lists = [match.start() for match in _LIST.finditer(words)]
    reports = [match.start() for match in _RESULT.finditer(words)]
    return "register_list" if lists and max(lists) > max(reports, default=-1) else "report"


def _periodic(source: Source) -> list[Undated]:
    for match in _REPORT.finditer(source.flow):
        text = re.split(r"\s+(?:về|cho|để|gửi)\s+", match.group(), maxsplit=1)[0]
        start = match.start()
        return [Undated(_what(match.group()), squeeze(text), start, start + len(text), match.group())]
    return []
