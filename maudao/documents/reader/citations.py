"""The acts that a document carries out, and those that it cites for another reason."""

import re
from dataclasses import dataclass

from maudao.documents.reader.dates import DATE, find_dates
from maudao.documents.reader.head import NUMBER, TYPES, tidy_number, type_of_code
from maudao.documents.reader.lines import Source, clean, line_start
from maudao.documents.reader.names import HEAD

_ACTS = (
    rf"(?:{TYPES}|nghị định|thông tư liên tịch|thông tư|công\s*văn|văn bản|luật|pháp lệnh|chỉ thị"
    r"|kết luận|lời kêu gọi|tb|kh|qđ|cv|hd)"
)
_NUMBERED = re.compile(
    rf"\b(?P<type>{_ACTS})(?P<between>\s*(?:liên tịch|khẩn|liên ngành)?\s*)số\s*:?\s*(?P<number>{NUMBER})",
    re.IGNORECASE,
)
_UNNUMBERED_CODE = re.compile(
    rf"\b(?P<type>{_ACTS})\s+(?P<number>\d{{1,5}}\s*[/-]\s*[A-ZĐ][\w/&.-]*[-/][A-ZĐ][\w&.-]*)", re.IGNORECASE
)
_LAW = re.compile(
    r"\b(?P<type>(?:Bộ luật|Luật|Pháp "
    r"lệnh)\s+[^;\n]{3,120}?)\s+(?:số\s+(?P<number>\d+/\d{4}/QH\d+)\s*)?(?:,\s*)?(?P<day>ngày\s+)"
)
_NO_NUMBER = re.compile(
    r"(?:theo|thực hiện|căn cứ|triển khai|xét)\s+(?:nội dung |sự chỉ đạo "
    rf"|tinh thần )?(?P<type>{_ACTS})\b(?!\s*(?:số|của|về|này|để|như|\d))"
    r"(?P<rest>[^.;\n]{0,80}?)\s+của\s+(?P<issuer>[^.;,\n]{5,120})",
    re.IGNORECASE,
)
_NO_NUMBER_OF = re.compile(
    r"(?:thực hiện|căn cứ|triển khai|xét|theo)\s+(?:nội dung "
    rf"|tinh thần )?(?P<type>{_ACTS})\s+của\s+(?P<issuer>[^.;,\n]{{5,120}})",
    re.IGNORECASE,
)
_BASIS = re.compile(
    r"\b(?:thực hiện|căn\s*cứ|theo|xét|triển khai|chấp hành|tiếp theo|trên cơ sở|hưởng ứng|tiếp nhận)\b",
    re.IGNORECASE,
)
_OTHER_REASON = re.compile(
    r"\b(?:áp dụng|quy định tại|theo quy định (?:của|tại)|chế độ|mức chi|định mức|thay thế"
    r"|quy định về|được hưởng)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?:kèm theo|ban hành kèm)[^.;\n]{0,30}$", re.IGNORECASE)
_OF = re.compile(r"\s*(?:,|-)?\s*của\s+", re.IGNORECASE)
_ISSUER_END = re.compile(
    r"\s+và\s+(?:(?:kế hoạch|công\s*văn|chương trình|quyết định|hướng dẫn|thông báo|chỉ thị)\b[^.;\n]{0,20}số\b)|"
    r"\s+(?:về|v/v|“?v/v|hướng dẫn|quy định|khuyến khích|ban hành|phê duyệt|sửa đổi|giao|đề nghị"
    r"|trong|để|yêu cầu|thông báo|nhằm|phát động|triển khai)\b|[\"“(,.;:\n]| - ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Citation:
    """An act named in the text."""

    number: str | None
    date: str | None
    issuer: str | None
    kind: str
    is_basis: bool
    start: int
    end: int

    def as_record(self) -> dict[str, str | None]:
        """Give the citation in the contract's shape."""
        return {"number": self.number, "date": self.date, "issuer": self.issuer, "type": self.kind}


def find_citations(source: Source, *, body_at: int, own_number: str | None) -> list[Citation]:
    """List the acts cited in the running text, each once, in order."""
    text = source.flow
    preamble_end = _preamble_end(text, body_at)
    found: list[Citation] = []
    for match in [*_NUMBERED.finditer(text), *_UNNUMBERED_CODE.finditer(text)]:
        citation = _numbered(text, match, preamble_end)
        if citation.number != own_number and not _OWN.search(
            text[max(0, match.start() - 40) : match.start()]
        ):
            found.append(citation)
    found += [_law(text, match, preamble_end) for match in _LAW.finditer(text)]
    found += _listed_laws(text, preamble_end)
    found += [
        _plain(text, match)
        for pattern in (_NO_NUMBER, _NO_NUMBER_OF)
        for match in pattern.finditer(text, 0, preamble_end)
    ]
    return _each_once(sorted(found, key=lambda citation: citation.start))


_BASIS_TITLE = re.compile(
    r"^[ ]*(?:I|1|A)\s*[./)-]\s*(?:CÁC |NHỮNG )?(?:CĂN CỨ|CƠ SỞ)(?: PHÁP LÝ| XÂY DỰNG[^\n]{0,40}| BAN HÀNH[^\n]{0,40}"
    r"| THỰC HIỆN| LẬP KẾ HOẠCH)?\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_NEXT_PART = re.compile(r"\n\s*(?:II|2|B)\s*[./)-]\s")


def _preamble_end(text: str, body_at: int) -> int:
    titled = _BASIS_TITLE.search(text, body_at)
    if titled:
        following = _NEXT_PART.search(text, titled.end())
        return following.start() if following else len(text)
    match = re.compile(
        r"\n\s*(?:I|1)\s*[./)-]\s|như sau\s*:|QUYẾT ĐỊNH\s*:|\n\s*Điều 1\b|\n\s*(?:PHẦN|Phần) "
    ).search(text, body_at)
    return match.end() if match else len(text)


def _numbered(text: str, match: re.Match[str], preamble_end: int) -> Citation:
    number = tidy_number(match["number"])
    day, after = _date_after(text, match.end())
    issuer, end = _issuer_after(text, after)
    kind = _kind(match["type"], number)
    if issuer is None:
        issuer, _ = _issuer_before(text, match.start())
    return Citation(
        number, day, issuer, kind, _is_basis(text, match.start(), preamble_end), match.start(), end
    )


def _kind(word: str, number: str) -> str:
    word = re.sub(r"công\s*văn", "công văn", word.lower())
    if word in {"văn bản", "tb", "kh", "qđ", "cv", "hd"}:
        return type_of_code(number) or "công văn"
    return word


def _date_after(text: str, at: int) -> tuple[str | None, int]:
    lead = re.compile(r"\s*[,(]?\s*(?:ký\s+)?(?:ban hành\s+)?ngày\s*", re.IGNORECASE).match(text, at)
    if lead is None:
        return None, at
    match = DATE.match(text, lead.end())
    if match is None:
        return None, at
    return find_dates(text, match.start(), match.end())[0].iso, match.end()


def _issuer_after(text: str, at: int) -> tuple[str | None, int]:
    lead = _OF.match(text, at)
    if lead is None:
        return None, at
    end = _ISSUER_END.search(text, lead.end(), lead.end() + 140)
    stop = end.start() if end else min(len(text), lead.end() + 140)
    name = clean(text[lead.end() : stop])
    return (name, stop) if name else (None, at)


def _issuer_before(text: str, at: int) -> tuple[str | None, int]:
    """Read "Ban Chỉ đạo … đã ra Hướng dẫn số …": the issuer stands before the act."""
    begin = line_start(text, at)
    start = max(begin, text.rfind(". ", begin, at) + 1, text.rfind(";", begin, at) + 1)
    lead = re.fullmatch(
        r"\s*(?P<name>.{5,120}?)\s+(?:đã|vừa|có)?\s*(?:ra|ban hành|có|gửi)\s*", text[start:at], re.IGNORECASE
    )
    if lead and HEAD.match(lead["name"].strip()):
        return clean(lead["name"]), start
    return None, at


def _is_basis(text: str, at: int, preamble_end: int) -> bool:
    begin = line_start(text, at)
    start = max(begin, text.rfind(". ", begin, at) + 1)
    before = text[start:at]
    if _OTHER_REASON.search(before):
        return False
    if at < preamble_end:
        return True
    return re.match(r"\W*(?:căn cứ|thực hiện|triển khai)\b", before, re.IGNORECASE) is not None


def _law(text: str, match: re.Match[str], preamble_end: int) -> Citation:
    day = find_dates(text, match.end("day"), match.end("day") + 30)
    end = day[0].end if day else match.end()
    number = match["number"]
    return Citation(
        number,
        day[0].iso if day else None,
        None,
        clean(match["type"]),
        _is_basis(text, match.start(), preamble_end),
        match.start(),
        end,
    )


_PLAIN_LAW = re.compile(
    r"(?:^|\n)\s*(?:-\s*)?Căn cứ\s+(?P<type>(?:Bộ luật|Luật|Pháp lệnh"
    r"|Điều lệ)\s+[^;.,\n\d]{3,100})\s*(?=[;.,\n]|năm|$)"
)


def _listed_laws(text: str, preamble_end: int) -> list[Citation]:
    return [
        Citation(
            None,
            None,
            None,
            clean(re.sub(r"\s+năm$", "", match["type"])),
            True,
            match.start("type"),
            match.end("type"),
        )
        for match in _PLAIN_LAW.finditer(text, 0, preamble_end)
        if not re.search(r"\b(?:ngày|số)\b", match["type"])
    ]


def _plain(text: str, match: re.Match[str]) -> Citation:
    """Read an act without a number: its date between kind and issuer, the issuer up to the next act."""
    day, _ = _date_after(text, match.end("type"))
    stop = _ISSUER_END.search(text, match.start("issuer"), match.end("issuer"))
    end = stop.start() if stop and stop.start() > match.start("issuer") else match.end("issuer")
    issuer = clean(text[match.start("issuer") : end])
    return Citation(None, day, issuer, _kind(match["type"], ""), True, match.start(), end)


def _each_once(found: list[Citation]) -> list[Citation]:
    kept: list[Citation] = []
    for citation in found:
        overlaps = any(citation.start < other.end and other.start < citation.end for other in kept)
        said = any(citation.number and citation.number == other.number for other in kept)
        if not overlaps and not said:
            kept.append(citation)
    return kept
