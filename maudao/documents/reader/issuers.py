"""The letterhead: which lines name the issuer and the body above it."""

import re

from maudao.documents.reader.head import NUMBER, TYPES, Head
from maudao.documents.reader.lines import Found, Line, fold
from maudao.documents.reader.names import HEAD, area_of, canonical

TYPE_LINE = re.compile(rf"(?:\W*)(?P<type>{TYPES})\s*(?P<rest>.*)", re.IGNORECASE)


OWN_NUMBER = re.compile(rf"^\W*[Ss][Ốố](?:\s*hiệu)?\s*[:.]?\s*(?P<number>{NUMBER})(?=[\s|,;.)]|$)")


BLANK_NUMBER = re.compile(r"^\W*Số\s*[:.]?\s*[._…\s]*[/-]\s*[A-ZĐ]{1,6}", re.IGNORECASE)


BLANK = r"(?:[._…\s]*)"


PLACE_DATE = re.compile(
    r"(?P<place>[A-ZĐÀ-Ỹ][A-Za-zĐđÀ-ỹ.’' \-]{1,38}?)\s*,\s*"
    r"(?:(?:hồi|lúc)\s+\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2})?\s*(?:phút)?\s*,?\s*)?"
    rf"ngày{BLANK}(?P<d>\d{{1,2}})?{BLANK}tháng{BLANK}(?P<m>\d{{1,2}})?{BLANK}năm{BLANK}(?P<y>(?:19"
    rf"|20)\d{{2}})",
)


MOTTO = re.compile(
    r"\s*(?:cong\s*hoa\s*x[ao]\s*hoi(?:\s*chu\s*nghia(?:\s*viet(?:\s*nam)?)?)?|chu\s*nghia\s*viet\s*nam"
    r"|doc\s*lap\s*[-–—.]*\s*tu\s*do\s*[-–—.]*\s*hanh\s*phuc|dang\s*cong\s*san\s*viet\s*nam)\s*"
)


YOUTH_UNION = re.compile(r"(?:doan\s*(?:tncs|thanh nien cong san)\s*ho\s*chi\s*minh|doan tncs hcm)")


RULE = re.compile(r"[\W_]*")


SUBJECT = re.compile(r"^\W*(?:v\s*/\s*v|về việc|(?:“|\")?v/v)\s*:?\s*", re.IGNORECASE)


def is_late_head(text: str) -> bool:
    """Tell whether a line after Kính gửi still belongs to the letterhead (two columns copied one after the other)."""
    return (
        bool(OWN_NUMBER.match(text))
        or bool(PLACE_DATE.fullmatch(text.strip(" |")))
        or bool(re.match(r"v/v", text, re.IGNORECASE))
    )


def columns(line: Line) -> list[Line]:
    """Cut a line that holds both columns of the letterhead."""
    pieces = []
    for match in re.finditer(r"[^|\s](?:(?!\s{3,}|\s*\|)[^\n])*", line.text):
        text = match.group().strip()
        if text:
            pieces.append(
                Line(line.start + match.start(), line.start + match.start() + len(text), text, line.gap)
            )
    return _cut_motto(pieces)


def _cut_motto(pieces: list[Line]) -> list[Line]:
    cut = []
    for piece in pieces:
        match = re.search(
            r"\s*(?:CỘNG H[ÒO][AÀ] X[ÃA] HỘI|Độc lập\s*[-–]|ĐOÀN TNCS HỒ CHÍ MINH$|ĐẢNG CỘNG SẢN VIỆT NAM)",
            piece.text,
        )
        text = piece.text[: match.start()] if match and match.start() > 3 else piece.text
        cut.append(Line(piece.start, piece.start + len(text), text, piece.gap))
    return cut


_WRAPPED_MOTTO = (("CHỦ NGHĨA VIỆT", "NAM"), ("CHỦ NGHĨA", "VIỆT NAM"))


def _without_motto_tail(zone: list[Line]) -> list[Line]:
    """Drop the "(VIỆT) NAM" that wrapped under the national name, alone or at the end of the left column's line."""
    kept: list[Line] = []
    missing = ""
    for line in zone:
        tail = re.search(rf"\s*\b{missing}$", line.text) if missing else None
        missing = next((rest for cut, rest in _WRAPPED_MOTTO if line.text.endswith(cut)), "")
        text = line.text[: tail.start()] if tail else line.text
        if text:
            kept.append(Line(line.start, line.start + len(text), text, line.gap))
    return kept


def _letterhead_lines(zone: list[Line]) -> list[Line]:
    found: list[Line] = []
    for line in _without_motto_tail(zone):
        if BLANK_NUMBER.match(line.text):
            continue
        for piece in columns(line):
            folded = fold(piece.text)
            if MOTTO.fullmatch(folded) or RULE.fullmatch(piece.text):
                continue
            if TYPE_LINE.fullmatch(piece.text) and piece.text.isupper() and not HEAD.match(piece.text):
                if found or not _has_late_head(zone, line):
                    return found
                continue
            if OWN_NUMBER.match(piece.text) or BLANK_NUMBER.match(piece.text) or SUBJECT.match(piece.text):
                continue
            if _looks_like_letterhead(piece.text, bool(found)):
                found.append(piece)
            elif found and len(piece.text) > 70:
                return found
    return found


def _has_late_head(zone: list[Line], title: Line) -> bool:
    """Tell whether number or place and date follow a page's title, so that the letterhead does too."""
    return any(is_late_head(line.text) for line in zone if line.start > title.start)


def _looks_like_letterhead(text: str, started: bool) -> bool:
    if len(text) > 90 or re.search(r"[.;:?!]$", text) or PLACE_DATE.search(text):
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


def read_issuer(zone: list[Line], head: Head) -> None:
    groups = _group(_letterhead_lines(zone))
    plain = [group for group in groups if not YOUTH_UNION.fullmatch(fold(_joined(group)).strip())]
    groups = _attach_bodies(plain or groups)
    if not groups:
        return
    head.has_letterhead = True
    names = [_strip_youth_union(_joined(group)) for group in groups]
    parent = canonical(names[-2]) if len(names) > 1 else None
    issuer = with_area(canonical(names[-1]), parent)
    head.issuer_raw = names[-1]
    head.issuer = Found(issuer, min(line.start for line in groups[-1]), max(line.end for line in groups[-1]))
    if parent:
        head.parent = Found(parent, groups[-2][0].start, groups[-2][-1].end)


_INNER_BODY = re.compile(r"ban (?:thuong vu|chap hanh|thuong truc)")


def _attach_bodies(groups: list[list[Line]]) -> list[list[Line]]:
    """Join what is one name over two lines: BAN CHẤP HÀNH / ĐOÀN TRƯỜNG …, CHỦ TỊCH / ỦY BAN NHÂN DÂN …."""
    joined: list[list[Line]] = []
    for group in groups:
        before = fold(_joined(joined[-1])).strip() if joined else ""
        if joined and re.fullmatch(
            r"(?:ban (?:chap hanh|thuong vu|thu ky)|bch|btv|btk|doan chu tich|ban chi dao|bcd)", before
        ):
            joined[-1] = [*joined[-1], *group]
        elif joined and _joined(group) == _joined(joined[-1]):
            continue
        elif joined and _INNER_BODY.fullmatch(fold(_joined(group)).strip()):
            joined[-1] = [*group, *joined[-1]]
        else:
            joined.append(group)
    return joined


def _strip_youth_union(name: str) -> str:
    stripped = re.sub(r"\s*ĐOÀN TNCS HỒ CH[IÍ] MINH\s*$", "", name)
    return stripped or name


_HAS_OWN_NAME = re.compile(
    r"\b(?:tỉnh|huyện|quận|thành phố|tp|thị xã|xã|phường|thị trấn|đặc khu|trường|bệnh viện|công ty"
    r"|việt nam|trung ương|quốc gia|đại học|học viện|cao đẳng|viện|bộ|khoa)\b",
    re.IGNORECASE,
)


def with_area(name: str, other: str | None) -> str:
    """Add the area of the parent to a name that carries none."""
    area = area_of(other) if other else None
    has_name = _HAS_OWN_NAME.search(name) or re.search(r"đoàn\s+[A-ZĐ][a-zà-ỹ]+ [A-ZĐ]", name)
    if (
        area is None
        or has_name
        or area.lower() in name.lower()
        or area.split(" ", 1)[1].lower() in name.lower()
    ):
        return name
    return f"{name} {area}"
