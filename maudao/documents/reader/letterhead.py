"""The head of a document: who issues it, its number, place and date, its kind and its subject."""

import re
from dataclasses import dataclass

from maudao.documents.reader.lines import Found, Line, Source, clean, fold
from maudao.documents.reader.names import HEAD, area_of, canonical, write_properly, spell_out

TYPES = (
    "hướng dẫn|kế hoạch liên tịch|kế hoạch|thông báo|quyết định|giấy mời|thư mời|thư kêu gọi|lời kêu gọi|thư ngỏ|báo cáo|chỉ thị"
    "|nghị quyết|tờ trình|công điện|chương trình phối hợp|chương trình|công văn|kết luận|quy chế|quy định|đề án|phương án"
    "|thể lệ|thông tri|thông cáo|giấy triệu tập|biên bản|hợp đồng|thư cảm ơn"
)
_TYPE_LINE = re.compile(rf"(?:\W*)(?P<type>{TYPES})\s*(?P<rest>.*)", re.IGNORECASE)
_TYPE_BY_CODE = {
    "HD": "hướng dẫn", "KH": "kế hoạch", "KHLT": "kế hoạch liên tịch", "TB": "thông báo", "QĐ": "quyết định", "GM": "giấy mời",
    "BC": "báo cáo", "CT": "chỉ thị", "NQ": "nghị quyết", "TTR": "tờ trình", "CĐ": "công điện", "CTR": "chương trình",
    "CTRPH": "chương trình phối hợp", "CV": "công văn", "KL": "kết luận", "QC": "quy chế", "ĐA": "đề án", "PA": "phương án",
    "TT": "thông tri", "TM": "thư mời",
}  # fmt: skip

_PART = r"[A-ZĐƯƠÂÊÔ][A-Za-zĐđÀ-ỹ&.]*"
_CODE = rf"{_PART}(?:[-–/]{_PART}|\s*[-–/]\s*[A-ZĐƯƠÂÊÔ][A-ZĐƯƠÂÊÔ&]+(?![a-zà-ỹ]))*"
NUMBER = rf"\d{{1,5}}[a-z]?(?:\s*[/\-–]\s*(?:19|20)\d{{2}})?(?:\s*[/\-–]\s*{_CODE}|(?:\s(?=[A-ZĐ]{{2,6}}\s*/)){_CODE})?"
_OWN_NUMBER = re.compile(rf"^\W*[Ss][Ốố](?:\s*hiệu)?\s*[:.]?\s*(?P<number>{NUMBER})(?=[\s|,;.)]|$)")
_BLANK_NUMBER = re.compile(r"^\W*Số\s*[:.]?\s*[._…\s]*[/-]\s*[A-ZĐ]{1,6}", re.IGNORECASE)
_BLANK = r"(?:[._…\s]*)"
_PLACE_DATE = re.compile(
    r"(?P<place>[A-ZĐÀ-Ỹ][A-Za-zĐđÀ-ỹ.’' \-]{1,38}?)\s*,\s*"
    rf"ngày{_BLANK}(?P<d>\d{{1,2}})?{_BLANK}tháng{_BLANK}(?P<m>\d{{1,2}})?{_BLANK}năm{_BLANK}(?P<y>(?:19|20)\d{{2}})",
)
_PLACE_SLASHED = re.compile(
    r"(?:^|\s[-–|]\s*|\s{3,})(?P<place>[A-ZĐÀ-Ỹ][A-Za-zĐđÀ-ỹ.’' \-]{1,38}?)\s*,\s*(?:ngày\s*)?(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>(?:19|20)\d{2})\W*$"
)
_BARE_DATE = re.compile(r"^\W*ngày\s*(?P<d>\d{1,2})\s*tháng\s*(?P<m>\d{1,2})\s*năm\s*(?P<y>(?:19|20)\d{2})\W*$", re.IGNORECASE)
_NOT_A_PLACE = re.compile(r"\b(?:số|căn cứ|theo|của|thực hiện|luật|nghị|quyết|thông|công văn|kế hoạch|hướng dẫn|từ|đến|vào|lúc)\b", re.IGNORECASE)
_MOTTO = re.compile(
    r"\s*(?:cong\s*hoa\s*x[ao]\s*hoi(?:\s*chu\s*nghia\s*viet\s*nam)?|chu\s*nghia\s*viet\s*nam"
    r"|doc\s*lap\s*[-–—.]*\s*tu\s*do\s*[-–—.]*\s*hanh\s*phuc|dang\s*cong\s*san\s*viet\s*nam)\s*"
)
_YOUTH_UNION = re.compile(r"(?:doan\s*(?:tncs|thanh nien cong san)\s*ho\s*chi\s*minh|doan tncs hcm)")
_RULE = re.compile(r"[\W_]*")
_SUBJECT = re.compile(r"^\W*(?:v\s*/\s*v|về việc|(?:“|\")?v/v)\s*:?\s*", re.IGNORECASE)
BODY_START = re.compile(
    r"(?:kính gửi|thực hiện|căn cứ|theo\b|nhằm|để\b|xét|triển khai|chấp hành|tiếp tục|hưởng ứng .{60,}|[IVX]+\s*[.\-/)]|\d+\s*[.)]|phần|trong (?:những|thời)|trên cơ sở|được sự|thời gian|- )",
    re.IGNORECASE,
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


def read_head(source: Source) -> Head:
    """Read the letterhead, whatever the order in which a copy left its pieces."""
    head = Head()
    zone = _head_zone(source)
    _read_number(zone, head)
    _read_place_and_date(source, zone, head)
    _read_issuer(zone, head)
    _read_type(zone, head)
    _read_subject(source, zone, head)
    parts = [head.doc_type, head.number, head.date, head.subject, head.issuer]
    head.body_at = max((part.end for part in parts if part and part.end < len(source.text) // 2), default=0)
    return head


def _head_zone(source: Source) -> list[Line]:
    zone: list[Line] = []
    for line in source.lines[:60]:
        if zone and re.match(r"(?:kính gửi|căn cứ|thực hiện|[ivx]{1,4}\s*[./](?!v)|\d\s*[.)/]\s)", line.text, re.IGNORECASE):
            later = source.lines[source.line_index(line.start) + 1 :][:8]
            if not any(_is_late_head(other.text) for other in later):
                break
            if not _is_late_head(line.text):
                continue
        zone.append(line)
    return zone


def _is_late_head(text: str) -> bool:
    """Tell whether a line after Kính gửi still belongs to the letterhead (two columns copied one after the other)."""
    return bool(_OWN_NUMBER.match(text)) or bool(_PLACE_DATE.fullmatch(text.strip(" |"))) or bool(re.match(r"v/v", text, re.IGNORECASE))


def tidy_number(number: str) -> str:
    """Remove the blanks that typists leave inside a code: "19/ HD - TLĐ" is 19/HD-TLĐ."""
    number = re.sub(r"\s*([/\-–])\s*", lambda match: match[1].replace("–", "-"), number.strip(" .,;|"))
    return re.sub(r"\s+", " ", number)


def _read_number(zone: list[Line], head: Head) -> None:
    for line in zone:
        match = _OWN_NUMBER.match(line.text)
        if match and not re.match(r"\s*(?:người|lượng|đơn vị|máu|điện thoại)", line.text[match.end() :], re.IGNORECASE):
            start = line.start + match.start("number")
            head.number = Found(tidy_number(match["number"]), start, line.start + match.end("number"))
            return
        if _BLANK_NUMBER.match(line.text):
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
    for match in [*_PLACE_DATE.finditer(line.text), *_PLACE_SLASHED.finditer(line.text)]:
        place = clean(re.split(r"\s{2,}|\s*\|\s*|(?<=[A-ZĐ]{3})\s+(?=[A-ZĐ][a-zà-ỹ])", match["place"])[-1])
        before = line.text[: match.start()]
        if _NOT_A_PLACE.search(place) or not place[:1].isupper() or re.search(r"\bsố\b.*\bngày\b|\(", before, re.IGNORECASE):
            continue
        if len(before) > 40 and not re.search(r"\s{3,}|\|", before):
            continue
        start = line.start + match.start("place") + match["place"].rindex(place)
        head.place = Found(place, start, start + len(place))
        head.date = Found(_said_date(match), start, line.start + match.end())
        return True
    return False


def _columns(line: Line) -> list[Line]:
    """Cut a line that holds both columns of the letterhead."""
    pieces = []
    for match in re.finditer(r"[^|\s](?:(?!\s{3,}|\s*\|)[^\n])*", line.text):
        text = match.group().strip()
        if text:
            pieces.append(Line(line.start + match.start(), line.start + match.start() + len(text), text, line.gap))
    return _cut_motto(pieces)


def _cut_motto(pieces: list[Line]) -> list[Line]:
    cut = []
    for piece in pieces:
        match = re.search(r"\s*(?:CỘNG H[ÒO][AÀ] X[ÃA] HỘI|Độc lập\s*[-–]|ĐOÀN TNCS HỒ CHÍ MINH$|ĐẢNG CỘNG SẢN VIỆT NAM)", piece.text)
        text = piece.text[: match.start()] if match and match.start() > 3 else piece.text
        cut.append(Line(piece.start, piece.start + len(text), text, piece.gap))
    return cut


def _letterhead_lines(zone: list[Line]) -> list[Line]:
    found: list[Line] = []
    for line in zone:
        for piece in _columns(line):
            folded = fold(piece.text)
            if _MOTTO.fullmatch(folded) or _RULE.fullmatch(piece.text):
                continue
            if _TYPE_LINE.fullmatch(piece.text) and piece.text.isupper() and not HEAD.match(piece.text):
                if found or not _has_late_head(zone, line):
                    return found
                continue
            if _OWN_NUMBER.match(piece.text) or _BLANK_NUMBER.match(piece.text) or _SUBJECT.match(piece.text):
                continue
            if _looks_like_letterhead(piece.text, bool(found)):
                found.append(piece)
            elif found and len(piece.text) > 70:
                return found
    return found


def _has_late_head(zone: list[Line], title: Line) -> bool:
    """Tell whether number or place and date follow a page's title, so that the letterhead does too."""
    return any(_is_late_head(line.text) for line in zone if line.start > title.start)


def _looks_like_letterhead(text: str, started: bool) -> bool:
    if len(text) > 90 or re.search(r"[.;:?!]$", text) or _PLACE_DATE.search(text):
        return False
    letters = [character for character in text if character.isalpha()]
    high = sum(character.isupper() for character in letters)
    if len(letters) < 3 or high < 0.8 * len(letters):
        return False
    if re.search(r"hiến máu.*năm \d{4}|^(?:về việc|v/v|tổ chức)", text, re.IGNORECASE):
        return False
    return started or HEAD.match(text) is not None


def _group(lines: list[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        starts_own = HEAD.match(line.text) and not re.match(r"hội đồng", line.text, re.IGNORECASE)
        if groups and not starts_own and not _is_complete(line.text):
            groups[-1].append(line)
        elif starts_own:
            groups.append([line])
    return groups


def _is_complete(text: str) -> bool:
    return bool(re.match(r"(?:kế hoạch|thông báo|quyết định|hướng dẫn)\b", text, re.IGNORECASE))


def _joined(group: list[Line]) -> str:
    return " ".join(line.text for line in group)


def _read_issuer(zone: list[Line], head: Head) -> None:
    groups = _group(_letterhead_lines(zone))
    plain = [group for group in groups if not _YOUTH_UNION.fullmatch(fold(_joined(group)).strip())]
    groups = _attach_bodies(plain or groups)
    if not groups:
        return
    head.has_letterhead = True
    names = [_strip_youth_union(_joined(group)) for group in groups]
    parent = canonical(names[-2]) if len(names) > 1 else None
    issuer = with_area(canonical(names[-1]), parent)
    head.issuer_raw = names[-1]
    head.issuer = Found(issuer, groups[-1][0].start, groups[-1][-1].end)
    if parent:
        head.parent = Found(parent, groups[-2][0].start, groups[-2][-1].end)


def _attach_bodies(groups: list[list[Line]]) -> list[list[Line]]:
    """Join what is one name over two lines: BAN CHẤP HÀNH / ĐOÀN TRƯỜNG …, CHỦ TỊCH / ỦY BAN NHÂN DÂN …."""
    joined: list[list[Line]] = []
    for group in groups:
        before = fold(_joined(joined[-1])).strip() if joined else ""
        if joined and re.fullmatch(r"(?:ban (?:chap hanh|thuong vu|thu ky)|bch|btv|btk|doan chu tich|ban chi dao|bcd)", before):
            joined[-1] = [*joined[-1], *group]
        elif joined and _joined(group) == _joined(joined[-1]):
            continue
        else:
            joined.append(group)
    return joined


def _strip_youth_union(name: str) -> str:
    stripped = re.sub(r"\s*ĐOÀN TNCS HỒ CH[IÍ] MINH\s*$", "", name)
    return stripped or name


_HAS_OWN_NAME = re.compile(
    r"\b(?:tỉnh|huyện|quận|thành phố|tp|thị xã|xã|phường|thị trấn|đặc khu|trường|bệnh viện|công ty|việt nam|trung ương|quốc gia|đại học|học viện|cao đẳng|viện|bộ|khoa)\b",
    re.IGNORECASE,
)


def with_area(name: str, other: str | None) -> str:
    """Add the area of the parent to a name that carries none."""
    area = area_of(other) if other else None
    has_name = _HAS_OWN_NAME.search(name) or re.search(r"đoàn\s+[A-ZĐ][a-zà-ỹ]+ [A-ZĐ]", name)
    if area is None or has_name or area.lower() in name.lower() or area.split(" ", 1)[1].lower() in name.lower():
        return name
    return f"{name} {area}"


def _read_type(zone: list[Line], head: Head) -> None:
    for line in zone:
        for piece in _columns(line):
            match = _TYPE_LINE.fullmatch(piece.text)
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
        text = _SUBJECT.sub("", rest)
        head.subject = Found(clean(text), piece.start + match.start("rest"), piece.end)


def type_of_code(number: str) -> str | None:
    """Read the kind of document from its code: 34/KH-BCĐ is a plan."""
    for code in re.findall(r"[A-ZĐ]+[a-zđ]*", re.sub(r"^\d+[a-z]?", "", number)):
        kind = _TYPE_BY_CODE.get(code.upper())
        if kind:
            return kind
        break
    return None


def _read_subject(source: Source, zone: list[Line], head: Head) -> None:
    for index, line in enumerate(zone):
        for piece in _columns(line):
            match = _SUBJECT.match(piece.text)
            if match:
                _take_subject(source, zone, index, piece, match.end(), head)
                return
    if head.subject is None and head.doc_type:
        _subject_below_type(source, zone, head)


def _take_subject(source: Source, zone: list[Line], index: int, piece: Line, skip: int, head: Head) -> None:
    end = piece.end
    for line in zone[index + 1 : index + 6]:
        if line.gap or not _continues_subject(line, source.text[:end]):
            break
        end = line.end
    start = piece.start + skip
    text = re.sub(r"^[“\"](.*)[”\"]$", r"\1", clean(source.text[start:end]))
    if text.count('"') % 2 or text.count("”") > text.count("“"):
        text = text.rstrip('"”')
    if text:
        head.subject = Found(text, start, end)


def _continues_subject(line: Line, before: str) -> bool:
    text = line.text
    if re.search(r"V/v[^”\"]*[”\"]\s*$", before) or _YOUTH_UNION.search(fold(text)):
        return False
    if _PLACE_DATE.search(text) or _OWN_NUMBER.match(text) or BODY_START.match(text) or _RULE.fullmatch(text):
        return False
    if re.search(r"\S\s*\|\s*\S|^(?:STT|TT)\b|^(?:chủ tịch|kính thưa|của (?=ban|ủy|hội))", text, re.IGNORECASE):
        return False
    if before.rstrip()[-1:] in ".;:" or _MOTTO.fullmatch(fold(text)) or len(text) > 140:
        return False
    return not re.match(r"\(|kính|số\s*:", text, re.IGNORECASE)


def _subject_below_type(source: Source, zone: list[Line], head: Head) -> None:
    assert head.doc_type is not None
    below = [line for line in zone if line.start > head.doc_type.end]
    taken: list[Line] = []
    for line in below[:6]:
        text = line.text.strip(" |")
        if _RULE.fullmatch(text) and not taken:
            continue
        if (taken and line.gap and not (text.isupper() and taken[-1].text.isupper())) or not _continues_subject(line, "x" if not taken else taken[-1].text):
            break
        if re.match(r"(?:chủ tịch|ban thường vụ|giám đốc|hiệu trưởng|bộ trưởng|ủy ban)\b", text, re.IGNORECASE) and text.isupper():
            break
        taken.append(line)
    if taken and sum(len(line.text) for line in taken) >= 10:
        start, end = taken[0].start, taken[-1].end
        text = _SUBJECT.sub("", clean(source.text[start:end]))
        head.subject = Found(re.sub(r"^(?:về|Về)\s+(?=tổ chức|triển khai|vận động)", "", text), start, end)


__all__ = ["Head", "NUMBER", "TYPES", "read_head", "spell_out", "tidy_number", "type_of_code", "with_area", "write_properly"]
