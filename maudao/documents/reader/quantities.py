"""Numbers as they are written in targets: thousands with dots, ranges, words, and how binding they are."""

import re

_WORDS = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
NUMBER = r"\d{1,3}(?:[.\s]\d{3})+(?![\d])|\d+(?:,\d+)?"
WORD_NUMBER = rf"(?:{'|'.join(_WORDS)})"

_AT_LEAST_BEFORE = re.compile(
    r"(?:ít nhất|tối thiểu|không dưới|không ít hơn|không nhỏ hơn|thấp nhất|không thấp hơn|≥|>="
    r"|đạt từ|có từ|từ)\s*(?:(?:là"
    r"|đạt|có|được|khoảng|:)\s*){0,2}(?:phải\s+)?$",
    re.IGNORECASE,
)
_MORE_BEFORE = re.compile(r"(?:\btrên|\bhơn|>|\bvượt|\bquá)\s*(?:mức\s*)?$", re.IGNORECASE)
_ABOUT_BEFORE = re.compile(
    r"(?:khoảng|chừng|xấp xỉ|ước|dự kiến|gần)\s*(?:(?:là|đạt|có|được|tiếp nhận|thu|:|khoảng)\s*){0,2}$",
    re.IGNORECASE,
)
_AT_LEAST_AFTER = re.compile(r"\s*(?:[^\d,.;\n]{0,40}?)\b(?:trở lên|trở đi)", re.IGNORECASE)


def number(text: str) -> int | float:
    """Read "10.000", "1 800", "2,5" or a number word."""
    word = _WORDS.get(text.lower())
    if word is not None:
        return word
    if re.fullmatch(r"\d{1,3}(?:[.\s]\d{3})+", text):
        return int(re.sub(r"\D", "", text))
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value


def bound(before: str, after: str, *, is_range: bool = False) -> str:
    """Say how binding a number is from the words around it."""
    if is_range:
        return "range"
    if _AT_LEAST_BEFORE.search(before) or _AT_LEAST_AFTER.match(after):
        return "at_least"
    if _MORE_BEFORE.search(before):
        return "more_than"
    return "about" if _ABOUT_BEFORE.search(before) else "exact"
