"""What a document asks for in figures: shares of units, of members, units of blood, people to register."""

import re
from itertools import islice

from maudao.documents.reader.amounts import find_allotments, find_amounts, find_occasions
from maudao.documents.reader.lines import Sentence, Source, line_start
from maudao.documents.reader.outline import Outline
from maudao.documents.reader.shares import find_shares
from maudao.documents.reader.target import Target

MAX_TARGETS = 400


_CRITERIA = re.compile(
    r"tieu chuan|dieu kien|quyen loi|che do|muc chi|ho tro|kinh phi|quy trinh|khong duoc hien"
    r"|luu y|y nghia|co so phap ly|ket qua|danh gia"
)


_PAST = re.compile(
    r"\b(?:đã (?:có|tiếp nhận|vận động|thu|đạt|hiến|tham gia|đăng ký)"
    r"|(?:thu|tiếp nhận) được(?!\s+(?:không ít hơn|không dưới|ít nhất|tối thiểu|từ\s))"
    r"|vận động được(?=[^.;]*\b(?:đã|trong năm 20\d\d,))|kết quả (?:là|đã)|năm (?:qua|trước"
    r"|ngoái)|những năm qua|vừa qua|trước đó|đến nay|hiện (?:nay|mới|chỉ)|cần khoảng"
    r"|nhu cầu (?:máu )?(?:khoảng|là|cần)|mỗi năm (?:cần|nước)|hàng năm cần|thiếu (?:hụt )?khoảng"
    r"|theo (?:thống kê|WHO|tổ chức y tế)|còn (?:thấp|ít|hạn chế|thiếu)"
    r"|mới (?:chỉ )?(?:đạt|đáp ứng|có)|chỉ (?:đạt|đáp ứng)"
    r"|đã (?:thu|vận động|tiếp nhận|hiến|huy động|tổ chức) được)\b",
    re.IGNORECASE,
)


_STOCK_OR_NEED = re.compile(
    r"dự trữ[^.;]{0,60}?\bcòn\b|chỉ còn\b|thiếu (?:hụt )?(?:khoảng |hơn |trên |tới )?\d"
    r"|chiếm (?:tỷ lệ |tỉ lệ )?(?:hơn |trên |khoảng |tới |gần )?\d"
    r"|(?:mỗi ngày|hằng ngày|hàng ngày|mỗi tháng|mỗi năm)[^.;]{0,60}\bcần (?:khoảng |tới |hơn |trên )?\d",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"phấn đấu|chỉ tiêu|dự kiến|\bsẽ\b|mục tiêu|vận động", re.IGNORECASE)


def find_targets(
    source: Source, outline: Outline, *, doc_type: str | None, year: int | None = None
) -> list[Target]:
    """List the document's targets, each once, in the order of the text."""
    found: list[Target] = []
    for sentence in source.sentences:
        if len(found) > MAX_TARGETS or _is_about_something_else(sentence, outline, doc_type):
            continue
        if _is_about_an_earlier_year(sentence.text, year):
            continue
        found += find_shares(sentence, _kind_before(source, found, sentence))
        found += find_amounts(sentence, outline, line=_line_of(source, sentence))
        found += find_occasions(sentence)
    found += [
        target
        for target in islice(find_allotments(source), MAX_TARGETS)
        if not any(other.start <= target.start < other.end for other in found)
    ]
    return _each_once(sorted(found, key=lambda target: target.start))


def _line_of(source: Source, sentence: Sentence) -> str:
    start = max(line_start(source.flow, sentence.start), sentence.start - 400)
    return source.flow[start : sentence.end]


def _kind_before(source: Source, found: list[Target], sentence: Sentence) -> Target | None:
    """Give the share named before on the same line: "15% đoàn viên …; riêng khối doanh nghiệp 20%"."""
    shares = [target for target in found if target.kind in {"members_percent", "units_percent"}]
    if shares and "\n" not in source.flow[shares[-1].start : sentence.start]:
        return shares[-1]
    return None


_NAMED_YEAR = re.compile(r"\bnăm (20\d\d)\b(?!\s*[-–])", re.IGNORECASE)


def _is_about_an_earlier_year(text: str, year: int | None) -> bool:
    """Tell whether a sentence tells of a year before the document's, and asks for nothing."""
    named = [int(match[1]) for match in _NAMED_YEAR.finditer(text)]
    return bool(year and named) and max(named) < (year or 0) and not _FUTURE.search(text)


def _is_about_something_else(sentence: Sentence, outline: Outline, doc_type: str | None) -> bool:
    above = outline.above(sentence.start)
    part = above.rsplit("/", 1)[-1]
    if not re.search(r"\d|một|hai|ba\b", sentence.text):
        return True
    if (
        _CRITERIA.search(part)
        and not re.search(r"chi tieu|muc tieu|phan dau", above)
        and not re.search(r"chỉ tiêu|phấn đấu|đăng ký", sentence.text, re.IGNORECASE)
    ):
        return True
    if doc_type == "báo cáo" and not re.search(
        r"phấn đấu|chỉ tiêu|mục tiêu|phuong huong|muc tieu|nhiem vu", sentence.text + above, re.IGNORECASE
    ):
        return True
    if _STOCK_OR_NEED.search(sentence.text):
        return True
    past = _PAST.search(sentence.text)
    if past is None:
        return False
    before = sentence.text[max(0, past.start() - 30) : past.start()]
    return past.group().lower().startswith("đã") or not _FUTURE.search(before)


def _each_once(found: list[Target]) -> list[Target]:
    kept: list[Target] = []
    for target in found:
        if not any(_same(target, other) for other in kept):
            kept.append(target)
    return kept


def _same(one: Target, other: Target) -> bool:
    if (one.kind, one.value) != (other.kind, other.value):
        return False
    if one.kind in {"units_percent", "members_percent"}:
        return _counted_key(one) == _counted_key(other)
    if one.scope and other.scope and one.scope != other.scope:
        return False
    return one.unit_of_measure.split(" ")[0] == other.unit_of_measure.split(" ")[0]


def _counted_key(target: Target) -> str:
    return target.counted.lower()[:18]
