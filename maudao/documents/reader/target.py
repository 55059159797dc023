"""One figure to reach, and how its clause is cut out of a sentence."""

import re
from dataclasses import dataclass, field

from maudao.documents.reader.lines import Sentence, clean
from maudao.documents.reader.quantities import number

MAX_IN_SENTENCE = 20


Value = int | float | list[int | float] | None


@dataclass
class Target:
    """One figure to reach; `denominator` is the text's own words for what a percentage is of."""

    text: str
    kind: str
    value: Value
    unit_of_measure: str
    bound: str
    scope: str | None
    start: int
    end: int
    counted: str = field(default="")

    def as_record(self) -> dict[str, object]:
        """Give the target in the contract's shape."""
        return {
            "text": self.text,
            "kind": self.kind,
            "value": self.value,
            "unit_of_measure": self.unit_of_measure,
            "bound": self.bound,
            "scope": self.scope,
        }


DASH = r"\s*(?:[-–—]|đến|tới)\s*"


_CLAUSE_START = re.compile(
    r"[,;]\s+(?=(?:phấn đấu|vận động|tiếp nhận|đạt|mỗi|trong đó|riêng|đảm bảo|bảo đảm|tổ chức"
    r"|huy động|toàn|cả|trên|dưới|\d{1,3}\s*%|ít nhất|tối thiểu|BTV|Ban|để)\b)",
    re.IGNORECASE,
)


def clause(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Give the piece of the sentence that holds a figure, as offsets, without its bullet and closing mark."""
    text = sentence.text
    marker = re.match(r"(?:[-–—+•●*]|\d{1,2}(?:\.\d{1,2})*[.)](?=\s)|[a-zđ][.)])\s*", text)
    left = max(
        (match.end() for match in _CLAUSE_START.finditer(text, 0, start)),
        default=marker.end() if marker and marker.end() <= start else 0,
    )
    right = re.search(
        r"[,;](?=\s+(?:đạt|trong|đồng thời|phấn đấu|góp phần|nhằm|để|mỗi|tiếp nhận))|$", text[end:]
    )
    stop = end + (right.start() if right else 0)
    return left, max(end, len(text[:stop].rstrip(" .;,")))


def figure_value(match: re.Match[str]) -> Value:
    high = number(match["value"])
    if not match["low"]:
        return high
    low = number(match["low"])
    return [low, high] if low < high else high


_SCOPE = re.compile(
    r"(?P<scope>(?:mỗi|các|từng|toàn|cả)\s+(?:công\s*đoàn|liên đoàn|đơn vị|trường|chi đoàn|khoa"
    r"|lớp|xã|phường|huyện|cấp|cơ quan|tỉnh|CĐCS|cơ sở|liên chi|đoàn"
    r"|địa phương)[^,.;:%\d]{0,60}?)\s*(?:,|phấn đấu|đăng ký|có|vận động|tuyên truyền|phải|đạt|mở"
    r"|tổ chức|huy động|tối thiểu|ít nhất|$)",
    re.IGNORECASE,
)


def scope_before(before: str) -> str | None:
    matches = list(_SCOPE.finditer(before[-200:]))
    return clean(matches[-1]["scope"]) if matches else None
