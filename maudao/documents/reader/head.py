"""What the head of a document says, and the codes of its number."""

import re
from dataclasses import dataclass

from maudao.documents.reader.lines import Found

TYPES = (
    "hướng dẫn|kế hoạch liên tịch|kế hoạch|thông báo|quyết định|giấy mời|thư mời|thư kêu gọi"
    "|lời kêu gọi|thư ngỏ|báo cáo|chỉ thị"
    "|nghị quyết|tờ trình|công điện|chương trình phối hợp|chương trình|công văn|kết luận|quy chế"
    "|quy định|đề án|phương án"
    "|thể lệ|thông tri|thông cáo|giấy triệu tập|biên bản|hợp đồng|thư cảm ơn"
)


_TYPE_BY_CODE = {
    "HD": "hướng dẫn",
    "KH": "kế hoạch",
    "KHLT": "kế hoạch liên tịch",
    "TB": "thông báo",
    "QĐ": "quyết định",
    "GM": "giấy mời",
    "BC": "báo cáo",
    "CT": "chỉ thị",
    "NQ": "nghị quyết",
    "TTR": "tờ trình",
    "CĐ": "công điện",
    "CTR": "chương trình",
    "CTRPH": "chương trình phối hợp",
    "CV": "công văn",
    "KL": "kết luận",
    "QC": "quy chế",
    "ĐA": "đề án",
    "PA": "phương án",
    "TT": "thông tri",
    "TM": "thư mời",
}


_PART = r"[A-ZĐƯƠÂÊÔ][A-Za-zĐđÀ-ỹ&.]*"


_CODE = rf"{_PART}(?:[-–/]{_PART}|\s*[-–/]\s*[A-ZĐƯƠÂÊÔ][A-ZĐƯƠÂÊÔ&]+(?![a-zà-ỹ]))*"


NUMBER = (
    rf"\d{{1,5}}[a-z]?(?:\s*[/\-–]\s*(?:19|20)\d{{2}})?(?:\s*[/\-–]\s*{_CODE}"
    rf"|(?:\s(?=[A-ZĐ]{{2,6}}\s*/)){_CODE})?"
)


@dataclass
class Head:
    """What the head of the document says; `body_at` is the position where the running text begins."""

    doc_type: Found | None = None
    issuer: Found | None = None
    issuer_raw: str | None = None
    parent: Found | None = None
    number: Found | None = None
    number_blank: Found | None = None
    place: Found | None = None
    date: Found | None = None
    subject: Found | None = None
    body_at: int = 0
    has_letterhead: bool = False


def tidy_number(number: str) -> str:
    """Remove the blanks that typists leave inside a code: "19/ HD - TLĐ" is 19/HD-TLĐ."""
    number = re.sub(r"\s*([/\-–])\s*", lambda match: match[1].replace("–", "-"), number.strip(" .,;|"))
    return re.sub(r"\s+", " ", number)


def type_of_code(number: str) -> str | None:
    """Read the kind of document from its code: 34/KH-BCĐ is a plan."""
    for code in re.findall(r"[A-ZĐ]+[a-zđ]*", re.sub(r"^\d+[a-z]?", "", number)):
        kind = _TYPE_BY_CODE.get(code.upper())
        if kind:
            return kind
        break
    return None
