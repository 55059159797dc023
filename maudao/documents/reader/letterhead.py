"""The head of a document: who issues it, its number, place and date, its kind and its subject."""

import re

from maudao.documents.reader.head import Head, tidy_number, type_of_code
from maudao.documents.reader.issuers import (
    BLANK_NUMBER,
    MOTTO,
    OWN_NUMBER,
    PLACE_DATE,
    RULE,
    SUBJECT,
    TYPE_LINE,
    YOUTH_UNION,
    columns,
    is_late_head,
    read_issuer,
)
from maudao.documents.reader.lines import Found, Line, Source, clean, fold

_PLACE_SLASHED = re.compile(
    r"(?:^|\s[-–|]\s*|\s{3,})(?P<place>[A-ZĐÀ-Ỹ][A-Za-zĐđÀ-ỹ.’' "
    r"\-]{1,38}?)\s*,\s*(?:ngày\s*)?(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>(?:19"
    r"|20)\d{2})\W*$"
)


_BARE_DATE = re.compile(
    r"^\W*ngày\s*(?P<d>\d{1,2})\s*tháng\s*(?P<m>\d{1,2})\s*năm\s*(?P<y>(?:19|20)\d{2})\W*$", re.IGNORECASE
)


_NOT_A_PLACE = re.compile(
    r"^(?:thứ |chủ nhật\b)"
    r"|\b(?:số|căn cứ|theo|của|thực hiện|luật|nghị|quyết|thông|công văn|kế hoạch|hướng dẫn|từ|đến|vào|lúc)\b",
    re.IGNORECASE,
)


BODY_START = re.compile(
    r"(?:kính gửi|thực hiện|căn cứ|theo\b|nhằm|để\b|xét|triển khai|chấp hành|tiếp tục"
    r"|hưởng ứng .{60,}|[IVX]+\s*[.\-/)]|\d+\s*[.)]|phần|trong (?:những|thời)|trên cơ sở|được sự"
    r"|thời gian|- )",
    re.IGNORECASE,
)


_AUTHORITY = re.compile(
    r"(?:(?:phó )?chủ tịch|ban thường vụ|giám đốc|hiệu trưởng|bộ trưởng|[ủu][ỷỳyý] ban)\b", re.IGNORECASE
)


def read_head(source: Source) -> Head:
    """Read the letterhead, whatever the order in which a copy left its pieces."""
    head = Head()
    zone = _head_zone(source)
    _read_number(zone, head)
    _read_place_and_date(source, zone, head)
    read_issuer(zone, head)
    _read_type(zone, head)
    _read_subject(source, zone, head)
    parts = [head.doc_type, head.number, head.date, head.subject, head.issuer]
    head.body_at = max((part.end for part in parts if part and part.end < len(source.text) // 2), default=0)
    return head


def _head_zone(source: Source) -> list[Line]:
    zone: list[Line] = []
    for line in source.lines[:60]:
        if zone and re.match(
            r"(?:kính gửi|căn cứ|thực hiện|[ivx]{1,4}\s*[./](?!v)|\d\s*[.)/]\s)", line.text, re.IGNORECASE
        ):
            later = source.lines[source.line_index(line.start) + 1 :][:8]
            if not any(is_late_head(other.text) for other in later):
                break
            if not is_late_head(line.text):
                continue
        zone.append(line)
    return zone


def _read_number(zone: list[Line], head: Head) -> None:
    for line in zone:
        match = OWN_NUMBER.match(line.text)
        if match and not re.match(
            r"\s*(?:người|lượng|đơn vị|máu|điện thoại)", line.text[match.end() :], re.IGNORECASE
        ):
            start = line.start + match.start("number")
            head.number = Found(tidy_number(match["number"]), start, line.start + match.end("number"))
            return
        if BLANK_NUMBER.match(line.text):
            head.number_blank = Found(None, line.start, line.end)


def _said_date(match: re.Match[str]) -> str:
    parts = [match["y"]]
    if match["m"]:
        parts.append(f"{int(match['m']):02}")
        if match["d"]:
            parts.append(f"{int(match['d']):02}")
    return "-".join(parts)


def _read_place_and_date(source: Source, zone: list[Line], head: Head) -> None:
    for line in [*zone, *source.lines[-14:]]:
        if _read_place_line(line, head):
            return
    for line in zone:
        match = _BARE_DATE.match(line.text)
        if match:
            head.date = Found(_said_date(match), line.start, line.end)
            return


def _read_place_line(line: Line, head: Head) -> bool:
    for match in [*PLACE_DATE.finditer(line.text), *_PLACE_SLASHED.finditer(line.text)]:
        place = clean(re.split(r"\s{2,}|\s*\|\s*|(?<=[A-ZĐ]{3})\s+(?=[A-ZĐ][a-zà-ỹ])", match["place"])[-1])
        before = line.text[: match.start()]
        if (
            _NOT_A_PLACE.search(place)
            or not place[:1].isupper()
            or re.search(r"\bsố\b.*\bngày\b|\(", before, re.IGNORECASE)
        ):
            continue
        if len(before) > 40 and not re.search(r"\s{3,}|\|", before):
            continue
        start = line.start + match.start("place") + match["place"].rindex(place)
        head.place = Found(place, start, start + len(place))
        head.date = Found(_said_date(match), start, line.start + match.end())
        return True
    return False


def _read_type(zone: list[Line], head: Head) -> None:
    for line in zone:
        for piece in columns(line):
            match = TYPE_LINE.fullmatch(piece.text)
            if match and (piece.text.isupper() or not match["rest"].strip(" :.")) and piece.text[0] != "-":
                head.doc_type = Found(match["type"].lower(), piece.start, piece.start + match.end("type"))
                _read_rest_as_subject(match, piece, head)
                return
    if head.number and isinstance(head.number.value, str):
        kind = type_of_code(head.number.value)
        if kind:
            head.doc_type = Found(kind, head.number.start, head.number.end)


def _read_rest_as_subject(match: re.Match[str], piece: Line, head: Head) -> None:
    rest = match["rest"].strip(" :.")
    if len(rest) > 12:
        text = SUBJECT.sub("", rest)
        head.subject = Found(clean(text), piece.start + match.start("rest"), piece.end)


def _read_subject(source: Source, zone: list[Line], head: Head) -> None:
    for index, line in enumerate(zone):
        for piece in columns(line):
            match = SUBJECT.match(piece.text)
            if match:
                if _is_above_the_title(piece, head):
                    _subject_below_type(source, zone, head)
                    if head.subject:
                        return
                _take_subject(source, zone[index + 1 :], head, start=piece.start + match.end(), end=piece.end)
                return
    if head.subject is None and head.doc_type:
        _subject_below_type(source, zone, head)


def _is_above_the_title(piece: Line, head: Head) -> bool:
    """Tell whether a kind printed in the text comes after this line: its own title says more than a short "V/v"."""
    printed = head.doc_type is not None and (head.number is None or head.doc_type.start != head.number.start)
    return printed and head.doc_type is not None and piece.start < head.doc_type.start


def _take_subject(source: Source, below: list[Line], head: Head, *, start: int, end: int) -> None:
    for line in below[:5]:
        if (line.gap and not line.text[0].islower()) or not _continues_subject(line, source.text[:end]):
            break
        if _names_the_authority(line.text):
            break
        end = line.end
    text = re.sub(r"^[“\"](.*)[”\"]$", r"\1", clean(source.text[start:end]))
    if text.count('"') % 2 or text.count("”") > text.count("“"):
        text = text.rstrip('"”')
    if text.count(")") > text.count("("):
        text = text.rstrip(")")
    if text:
        head.subject = Found(text, start, end)


def _names_the_authority(text: str) -> bool:
    """Tell whether a line in capitals names who decides, as below a decision's title."""
    return text.isupper() and _AUTHORITY.match(text) is not None


def _continues_subject(line: Line, before: str) -> bool:
    text = line.text
    if re.search(r"V/v[^”\"]*[”\"]\s*$", before) or YOUTH_UNION.search(fold(text)):
        return False
    opens_the_body = BODY_START.match(text) and not text[0].islower()
    if PLACE_DATE.search(text) or OWN_NUMBER.match(text) or opens_the_body or RULE.fullmatch(text):
        return False
    if re.search(
        r"\S\s*\|\s*\S|^(?:STT|TT)\b|^(?:chủ tịch|kính thưa|của (?=ban|ủy|hội)|trưởng ban\b|giám đốc\b|hiệu trưởng\b)",
        text,
        re.IGNORECASE,
    ):
        return False
    if text.endswith(":") or "như sau" in text:
        return False
    if before.rstrip()[-1:] in ".;:" or MOTTO.fullmatch(fold(text)) or len(text) > 140:
        return False
    return not re.match(r"\(|kính|số\s*:|(?:thân (?:mến )?)?gửi\b|thưa\b|bạn thân", text, re.IGNORECASE)


_TITLE_OF_WORK = re.compile(
    r"(?:triển khai|tiếp tục|trong)\s+(?!thực hiện (?:kế hoạch|công văn|hướng dẫn|chỉ thị)\b)"
    r"(?:(?!\bsố\s*:?\s*\d|\bcăn cứ\b)[^.;:]){10,130}(?<![,;:.])",
    re.IGNORECASE,
)


def _subject_below_type(source: Source, zone: list[Line], head: Head) -> None:
    assert head.doc_type is not None
    below = [line for line in zone if line.start > head.doc_type.end]
    taken: list[Line] = []
    for line in below[:6]:
        text = line.text.strip(" |")
        if RULE.fullmatch(text) and not taken:
            continue
        if not taken and _TITLE_OF_WORK.fullmatch(text):
            taken.append(line)
            continue
        if (
            taken and line.gap and not (text.isupper() and taken[-1].text.isupper())
        ) or not _continues_subject(line, "x" if not taken else taken[-1].text):
            break
        if _names_the_authority(text):
            break
        taken.append(line)
    if taken and sum(len(line.text) for line in taken) >= 10:
        start, end = taken[0].start, taken[-1].end
        text = SUBJECT.sub("", clean(source.text[start:end]))
        head.subject = Found(re.sub(r"^(?:về|Về)\s+(?=tổ chức|triển khai|vận động)", "", text), start, end)
