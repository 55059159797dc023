"""Which sentences set a day for giving blood, and which only tell the stages of a plan."""

import re

from maudao.documents.reader.lines import Sentence, clean, line_start

BLOOD_DAY = re.compile(
    r"hiến máu|tiếp nhận máu|lấy máu|ngày hội|lễ hội|khai mạc|phát động|tôn vinh|đợt\s*\d|hmtn"
    r"|chiến dịch|cao điểm",
    re.IGNORECASE,
)
"""Words that go with a day on which blood is given or givers are honoured."""

_NOT_EVENT = re.compile(
    r"đăng ký|danh sách|báo cáo|hạn\b|chậm nhất|muộn nhất|trước ngày|ban hành kèm|ký ngày|(?<!phòng )họp"
    r"|tập huấn|nộp|thành lập|sinh ngày|gửi về|gửi trước|theo quy định|kể từ|rút kinh nghiệm|sơ kết|tổng kết|cập nhật"
    r"|^\W*căn cứ"
    r"|(?:ban hành|nhận được|\bcó|\bký|\bgửi)\s+(?:công văn|kế hoạch|hướng dẫn|văn bản|chỉ thị|quyết định|thông báo"
    r"|thư mời)",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"\W*(?:(?:từ|trước|ngày|đến|hết|khoảng)\s+)*\d[\d/.\s–-]{1,24}(?:(?:đến|tới)[\s\d/ngàyhết]{1,20})?:\s*"
    r"(?:\S+\s+){0,4}?(?:phổ biến|triển khai|tuyên truyền|xây dựng|ban hành|quán triệt|phát động|vận động|rà soát"
    r"|chuẩn bị|thành lập|phân công|in ấn|treo|kiểm tra|tổng hợp|hoàn thành|công bố|trao thưởng|khám sàng lọc trước)\b",
    re.IGNORECASE,
)
_GIVING = re.compile(
    r"(?:hiến máu|ngày hội|lễ hội|hmtn)[^.;:\n]{0,80}?\b(?:vào|lúc|hồi|từ)\s[^.;\n]{0,60}?\d[^.;\n]{0,40}?"
    r"[,\s)]\s*(?:tại|ở)\s",
    re.IGNORECASE,
)
_DUE = re.compile(r"\bhạn\b|chậm nhất|muộn nhất|trước (?:ngày|\d)|danh sách|báo cáo|\bnộp\b", re.IGNORECASE)
_ITEM = re.compile(
    r"\s*(?:[-–—+•●*]|\d{1,2}\s*(?:[.)/](?!\d)|\|)|[a-zđ]\s*[.)])\s*|\s*(?=(?:đợt|điểm|buổi|ngày|xưởng|cụm)\s+\S)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"hiến máu|hmtn|tiếp nhận máu|lấy máu|\blịch\b|các đợt|đợt hiến|thời gian|điểm hiến|địa điểm",
    re.IGNORECASE,
)
_OTHER_LEAD = re.compile(
    r"đăng ký|nộp|danh sách|báo cáo|tiến độ|lộ trình|tập huấn|các bước|phân công|tổ chức thực hiện",
    re.IGNORECASE,
)
_ROUND_ABOVE = re.compile(r"(?:^|\n)\s*(?:đợt|lần|điểm)\s+(?:\d+|[IVX]+)\W*\n\s*$", re.IGNORECASE)
_HAS_DAY = re.compile(r"\d{1,2}\s*(?:/|tháng\s*|[.-])\s*\d")


def sets_a_day(sentence: Sentence, text: str, above: str) -> bool:
    """Tell whether a sentence, under the headings `above`, sets a day for a drive or a ceremony."""
    words = sentence.text
    if re.search(r"\btừ nay\b", words, re.IGNORECASE):
        return False
    if _GIVING.search(words) and not _DUE.search(words) and not _is_a_basis(above):
        return True
    if _NOT_EVENT.search(words) or _STAGE.match(words):
        return False
    if is_listed(sentence, text) or _goes_on(sentence, text):
        return True
    headed = re.search(r"thoi gian|dia diem|lich |dot hien", above) is not None
    return (headed or BLOOD_DAY.search(words) is not None) and not _is_a_basis(above)


def _is_a_basis(above: str) -> bool:
    return re.search(r"can cu|phap ly", above) is not None


def is_listed(sentence: Sentence, text: str) -> bool:
    """Tell whether an item with a day stands in a list that its lead-in calls drives, places or a calendar."""
    if not _ITEM.match(sentence.text) or not _HAS_DAY.search(sentence.text):
        return False
    if _ROUND_ABOVE.search(text[max(0, sentence.start - 60) : sentence.start]):
        return True
    lead = _lead_in(text, sentence.start)
    return _LEAD.search(lead) is not None and _OTHER_LEAD.search(lead) is None


_PLACE_FIRST = re.compile(
    r"\W*(?:\d{1,2}\s*[.)]\s*)?(?:(?:điểm|địa điểm|cụm|nơi)\s*(?:số\s*)?\w{0,3}|tại)\s*:?\s+"
    r"(?P<place>[^\n:]{4,100}?)"
    r"(?=\s*(?:[-–,(:]\s*)?(?:\b(?:từ|sáng|chiều|cả ngày|ngày|thứ|chủ nhật|vào|lúc)\b|\d{1,2}\s*(?:[gh:/]|giờ)))",
    re.IGNORECASE,
)


def place_of_item(text: str) -> str | None:
    """Read the place that a list item begins with: "Điểm 2: Trạm Y tế xã - chiều 12/9"."""
    match = _PLACE_FIRST.match(text)
    return clean(match["place"]) if match else None


_PLACE_AFTER = re.compile(
    r"\s*[-–+•*]\s*[A-ZĐÀ-Ỹ][^:\n]{2,40}:\s[^\n]{0,40}?\d{1,2}\s*/\s*\d{1,2}(?:\s*/\s*\d{4})?\s*(?:\([^)\n]{1,20}\))?"
    r"\s*,\s*(?!tại\b)(?P<place>[A-ZĐÀ-Ỹ][^\n;]{5,120})"
)


def place_after_day(text: str) -> str | None:
    """Read the place that ends a list item: "- Miền Bắc: 8h00, ngày 03/11/2018, Nhà văn hóa xã"."""
    match = _PLACE_AFTER.match(text)
    return clean(match["place"]) if match else None


def _lead_in(text: str, at: int) -> str:
    """Give the line that opens the list around `at`: the nearest one above that is no item itself."""
    begin = line_start(text, at)
    for line in reversed(text[max(0, begin - 700) : begin].split("\n")[-12:]):
        if line.strip() and not (_ITEM.match(line) and _HAS_DAY.search(line)):
            return line if line.rstrip().endswith(":") or len(line) < 70 or "|" in line else ""
    return ""


def _goes_on(sentence: Sentence, text: str) -> bool:
    """Tell whether "ngày 06/4 tại xã B" goes on after a semicolon in a line that speaks of giving blood."""
    before = text[max(line_start(text, sentence.start), sentence.start - 300) : sentence.start]
    if not before.rstrip().endswith(";") or _NOT_EVENT.search(before):
        return False
    starts = re.match(
        r"(?:(?:sáng|chiều|và|thứ \w+|chủ nhật),?\s+)?(?:ngày\s+)?\d", sentence.text, re.IGNORECASE
    )
    return starts is not None and BLOOD_DAY.search(before) is not None
