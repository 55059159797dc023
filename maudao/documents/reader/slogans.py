"""The slogans that a document offers; proverbs, verses and names of programmes are not slogans."""

import re
from itertools import islice

from maudao.documents.reader.calls import announced_slogans, closing_slogans
from maudao.documents.reader.lines import Found, Line, Source, clean, fold

MAX_TRIGGERS = 60
MAX_QUOTES = 500

_LIST_TRIGGER = re.compile(
    r"thông\s*điệp|khẩu\s*hiệu|slogan|băng[- ]?rôn|pano|nội dung (?:băng|pa|khẩu)", re.IGNORECASE
)
_QUOTED = re.compile(r"[“\"«„]([^“”\"«»„\n]{6,160})[”\"»“]")
_PROGRAMME = re.compile(
    r"(?:ngày (?!nào)|lễ hội|chiến dịch|chương trình|hành trình|câu lạc bộ|clb|tháng |tuần "
    r"|chủ nhật|hội |đội |v/v|về việc|quỹ |phong trào|cuộc |năm |giải |dự án|kế hoạch|hướng dẫn"
    r"|thư )",
    re.IGNORECASE,
)
_PROVERBS = re.compile(
    r"thuong nguoi nhu the thuong than|la lanh dum la rach|mot mieng khi doi|hon xay bay"
    r"|bay (?:thap|toa)|phu do|tuong than,? tuong ai|uong nuoc nho nguon"
    r"|nhieu dieu phu lay|bau oi thuong|mot con ngua dau|an qua nho|mot cay lam chang"
    r"|tinh nguyen vi cuoc song|tinh nguyen vi cong dong|toan dan|song dep|dau can thanh nien co"
    r"|khong ai bi bo lai"
)
_SLOGAN_WORD = re.compile(
    r"mau|giot|hien|trai tim|su song|cuoc doi|nghia cu|yeu thuong|suc khoe|tinh nguyen|cho di"
)
_SECOND_HALF = re.compile(
    r"[-–,].*\b(?:một|hãy|trao|cứu)\b|\s[-–]\s.*\b(?:trái tim|giọt|sự sống|yêu thương)\b", re.IGNORECASE
)
_CLOSING = re.compile(
    r"\W*(?:xin|tran trong|kinh (?:chuc|mong|thua)|rat mong|than ai|chuc|cam on|thua|hay cung chung toi)\b"
)
_HALVES = re.compile(r"\S\s+\S+\s*[,–—-]\s*\S+\s+\S")
_MARKER = re.compile(r"\s*(?:[-–+•●*✓]|\d{1,2}\s*[.)/]|[a-zđ]\s*[.)])\s*")


def find_slogans(source: Source) -> list[Found]:
    """List the slogans in the order of the text, each once."""
    found = _listed(source) + _in_sentences(source) + _standing_alone(source)
    found += [*announced_slogans(source), *closing_slogans(source)]
    found.sort(key=lambda item: item.start)
    return _each_once(found)


def _is_slogan(text: str, *, quoted: bool) -> bool:
    folded = fold(clean(text))
    words = folded.split()
    if not 4 <= len(words) <= 30 or _PROVERBS.search(folded):
        return False
    if _PROGRAMME.match(clean(text)) and not _SECOND_HALF.search(text):
        return False
    return quoted or _SLOGAN_WORD.search(folded) is not None


def _listed(source: Source) -> list[Found]:
    """Read the lines below "… các khẩu hiệu sau:"."""
    found: list[Found] = []
    lines = source.lines
    for index, line in enumerate(lines):
        if (
            len(found) < MAX_QUOTES
            and len(line.text) < 300
            and _LIST_TRIGGER.search(line.text)
            and _opens_a_list(line.text)
        ):
            found += _lines_below(lines[index + 1 : index + 25], announced=line.text.rstrip().endswith(":"))
    return found


def _opens_a_list(text: str) -> bool:
    if re.search(r":\s*$", text):
        return True
    if len(text) > 110 or re.search(r"[.;]\s*$", text):
        return False
    return bool(
        re.match(
            r"\W*(?:[IVX\d]+\W+)?(?:một số |các |những |nội dung )*(?:thông điệp|khẩu hiệu)",
            text,
            re.IGNORECASE,
        )
    )


def _lines_below(lines: list[Line], *, announced: bool) -> list[Found]:
    found: list[Found] = []
    kind = _marker_kind(lines[0]) if lines else ""
    for line in lines:
        if _marker_kind(line) != kind:
            break
        entries = _quotes_of(line) or [entry for entry in [_slogan_line(line, announced=announced)] if entry]
        if not entries:
            break
        found += entries
    return found


def _marker_kind(line: Line) -> str:
    """Tell bullets, figures, letters and bare lines apart: a list keeps to one of them."""
    marker = _MARKER.match(line.text)
    mark = marker.group().strip() if marker else ""
    return "1" if mark[:1].isdigit() else "a" if mark[:1].isalpha() else mark


def _quotes_of(line: Line) -> list[Found]:
    """Read a line that is nothing but quotations, one or more."""
    rest = _MARKER.sub("", _QUOTED.sub("", line.text), count=1)
    quotes = [quote for quote in _QUOTED.finditer(line.text) if _is_slogan(quote[1], quoted=True)]
    if not quotes or re.search(r"\w{3,}", rest.replace("và", "").replace("hoặc", "")):
        return []
    return [
        Found(clean(quote[1]), line.start + quote.start(1), line.start + quote.end(1)) for quote in quotes
    ]


def _slogan_line(line: Line, *, announced: bool = False) -> Found | None:
    """Read a line without quotation marks; below "các khẩu hiệu sau:" two halves are enough."""
    marker = _MARKER.match(line.text)
    start = marker.end() if marker else 0
    body = line.text[start:]
    bare = re.fullmatch(r"(?P<in>[A-ZĐÀ-Ỹ0-9][^“”\"]{12,150}?)\s*[.;!]*", body)
    if (
        bare is None
        or re.search(r"[:.]\s|:$|\d{1,2}/\d{1,2}|ngày\s+\d", body)
        or _CLOSING.match(fold(body))
        or not _is_slogan(body, quoted=announced and _HALVES.search(body) is not None)
        or _is_task(body)
    ):
        return None
    at = line.start + start
    return Found(clean(bare["in"]), at, at + len(bare["in"]))


def _is_task(text: str) -> bool:
    return bool(
        re.match(
            r"(?:tổ chức|phối hợp|xây dựng|triển khai|tuyên truyền|đẩy mạnh|vận động|chỉ đạo|yêu cầu"
            r"|đề nghị|giao|thực hiện|treo|các |ban |nhà trường|hội |liên đoàn|công đoàn|sở |phòng |trung tâm "
            r"|đài |đơn vị|thời gian|địa điểm|người )",
            text,
            re.IGNORECASE,
        )
    )


def _in_sentences(source: Source) -> list[Found]:
    """Read quotations that a sentence introduces as a message or a slogan."""
    found: list[Found] = []
    for match in islice(_LIST_TRIGGER.finditer(source.flow), MAX_TRIGGERS):
        end = _end_of_announcement(source.flow, match.end())
        quotes = list(_QUOTED.finditer(source.flow, match.end(), end))
        taken = _directly_after(source.flow, match.end(), quotes)
        found += taken if quotes else _separated(source.flow, match.end(), end)
    return found


def _end_of_announcement(text: str, at: int) -> int:
    stop = re.compile(r"\n|\.\s+(?=[A-ZĐ-])|$").search(text, at, at + 1200)
    return stop.start() if stop else min(len(text), at + 1200)


def _directly_after(text: str, at: int, quotes: list[re.Match[str]]) -> list[Found]:
    """Keep the quotations that follow the announcement one after the other."""
    taken: list[Found] = []
    position = at
    for quote in quotes:
        between = text[position : quote.start()]
        if re.search(
            r"truyền thống|tinh thần|phong trào|câu lạc bộ|nhân dịp|hưởng ứng", between, re.IGNORECASE
        ):
            break
        if len(between) > (90 if not taken else 25) or not _is_slogan(quote[1], quoted=True):
            break
        taken.append(Found(clean(quote[1]), quote.start(1), quote.end(1)))
        position = quote.end()
    return taken


def _separated(text: str, at: int, end: int) -> list[Found]:
    """Read "khẩu hiệu: A; B; C." without quotation marks."""
    lead = re.compile(r"[^:;.\n]{0,60}:\s*").match(text, at, end)
    if lead is None or ";" not in text[lead.end() : end] + ";":
        return []
    found = []
    for piece in re.finditer(r"[^;]+", text[lead.end() : end]):
        body = piece.group().strip()
        if body and _is_slogan(body, quoted=False) and not _is_task(body) and body[0].isupper():
            start = lead.end() + piece.start() + piece.group().index(body)
            found.append(Found(clean(body), start, start + len(body)))
    return found


_BEFORE_A_TITLE = re.compile(
    r"(?:chủ đề|chương trình|chiến dịch|ngày hội|lễ hội|tuần lễ|hành trình|\bngày|mô hình|phong trào|câu lạc bộ|đội"
    r"|cuộc thi|hội thi)\s*[“\"]?$",
    re.IGNORECASE,
)


def _is_in_two_halves(text: str, folded: str) -> bool:
    speaks_of_blood = re.search(r"\bmau\b|giot", folded)
    return (
        _HALVES.search(text) is not None
        and speaks_of_blood is not None
        and len(folded.split()) >= 6
        and not re.search(r"\d{2,}", folded)
    )


def _standing_alone(source: Source) -> list[Found]:
    """Read a quotation in two halves that speaks of blood: "Một giọt máu cho đi, một cuộc đời ở lại"."""
    found = []
    for quote in islice(_QUOTED.finditer(source.flow), MAX_QUOTES):
        text, folded = quote[1], fold(quote[1])
        before = source.flow[max(0, quote.start() - 20) : quote.start()]
        if (
            _is_in_two_halves(text, folded)
            and not _BEFORE_A_TITLE.search(before)
            and _is_slogan(text, quoted=True)
        ):
            found.append(Found(clean(text), quote.start(1), quote.end(1)))
    return found


def _each_once(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in found:
        key = re.sub(r"\W+", " ", fold(str(item.value))).strip()
        if all(re.sub(r"\W+", " ", fold(str(other.value))).strip() != key for other in kept):
            kept.append(item)
    return kept
