"""What a web page prints around a document: posting times, counters, menus, lists of other news."""

import re

_FLAGS = re.IGNORECASE
_RELATED = re.compile(
    r"(?:[»>\-•*#\s]*)(?:(?:các |những )?(?:tin|bài)(?: bài| tức)?(?: viết)?"
    r" (?:cùng (?:chuyên mục|chủ đề)|liên quan|khác|mới hơn|cũ hơn|tiêu điểm|đọc nhiều|nổi bật"
    r"|xem nhiều|mới nhất|đã đưa|cũ)"
    r"|đừng bỏ lỡ|có thể bạn quan tâm|cùng chuyên mục|cùng chủ đề|ý kiến bạn đọc"
    r"|bình luận(?: \(\d+\))?|gửi bình luận"
    r"|tin nóng|đọc thêm|xem thêm|thống kê truy cập|liên kết(?: website| web)?|video nổi bật"
    r"|thông báo mới(?: nhất)?)\s*:?",
    _FLAGS,
)
_META = re.compile(
    r"(?:người đăng|ngày đăng|đăng (?:lúc|ngày|bởi|tải)|lượt (?:xem|đọc|truy cập)|số lượt xem"
    r"|cập nhật(?: lúc| ngày)?"
    r"|tác giả|người viết|nguồn(?: tin)?|ngày cập nhật|thời gian đăng|ảnh minh họa|ảnh minh hoạ"
    r"|in (?:trang|bài viết)"
    r"|chia sẻ|từ khóa|từ khoá|tags?|font size|cỡ chữ|trang chủ|đã xem|xem với cỡ chữ|print"
    r"|email this)\b(?!\s+(?:máu|giọt|yêu thương)).{0,100}",
    _FLAGS,
)
_STAMP = re.compile(
    r"(?:(?:thứ|chủ nhật)\s*[^\d,\-]{0,5}[,\s\-–|]*)?"
    r"(?:\d{1,2}:\d{2}(?::\d{2})?[,\s\-–|]*(?:ngày\s*)?)?"
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2})"
    r"[,\s\-–|]*(?:\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]m)?(?:\s*\(?gmt\s*\+?\d+\)?)?)?(?:[\s"
    r"|]*\d+){0,3}\s*(?:lượt xem)?",
    _FLAGS,
)
_TODAY = re.compile(
    r"(?:thứ \w{2,4}|chủ nhật)\s*[,-]?\s*(?:ngày\s*)?\d{1,2}[./-]\d{1,2}[./-]\d{4}\W*", _FLAGS
)
_NEWS_ITEM = re.compile(
    r".{10,200}(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}\s*[|,\-–]?\s*\d{1,2}:\d{2}(?:\s*[ap]m)?"
    r"|[(\[]\s*\d{1,2}[./-]\d{1,2}[./-]\d{4}\s*[)\]])",
    _FLAGS,
)
_IMAGE = re.compile(r"[\w\-]+-\d{1,3}|\S+\.(?:jpe?g|png|gif|docx?|pdf|xlsx?)", _FLAGS)
_DOCUMENT_AGAIN = re.compile(r"(?:nơi nhận|kính gửi|tm\.|kt\.|điều \d|số\s*:)", _FLAGS)


def noise_marks(lines: list[str]) -> list[bool]:
    """Tell for each line whether it belongs to the page and not to the document."""
    marks = [
        _is_noise(line) or (index < 3 and _TODAY.fullmatch(line) is not None)
        for index, line in enumerate(lines)
    ]
    cut = _related_news_start(lines)
    return [mark or index >= cut for index, mark in enumerate(marks)]


def _is_noise(line: str) -> bool:
    if len(line) > 240:
        return False
    if _META.fullmatch(line) or _IMAGE.fullmatch(line):
        return True
    has_clock = ":" in line or re.search(r"\d{4}-\d\d-\d\d", line) is not None
    if _STAMP.fullmatch(line) and has_clock:
        return True
    return bool(_NEWS_ITEM.fullmatch(line)) and not re.search(r"\b(?:số|của|về việc)\b.*\d/", line[:120])


def _related_news_start(lines: list[str]) -> int:
    """Give the index from which only other news follow; the end where a document's parts still come after it."""
    total = sum(map(len, lines))
    seen = 0
    for index, line in enumerate(lines):
        if len(line) <= 60 and _RELATED.fullmatch(line) and seen >= min(200, total // 3):
            rest = lines[index + 1 :]
            if not any(_DOCUMENT_AGAIN.match(other) for other in rest):
                return index
        seen += len(line)
    return len(lines)
