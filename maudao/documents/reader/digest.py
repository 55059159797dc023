"""Documents without a letterhead: web copies that begin in the middle, news about a directive, short letters."""

import re

from maudao.documents.reader.dates import DATE, find_dates
from maudao.documents.reader.head import NUMBER, TYPES, Head, tidy_number
from maudao.documents.reader.kinds import guess_type, has_addressee
from maudao.documents.reader.lines import Found, Source, clean, line_start
from maudao.documents.reader.names import HEAD, ORGANISATION, PROVINCE, canonical
from maudao.documents.reader.years import posted_year

_VERBS = (
    r"đề nghị|yêu cầu|hướng dẫn|kêu gọi|thông báo|xây dựng|lập kế hoạch|lập|ban hành|ra|tổ chức"
    r"|triển khai|phát động|muốn|mong|kính mong|kính mời|trân trọng|phối hợp|mở|chỉ đạo|gửi"
)
_ACTING = re.compile(
    r"(?:^|\n|[.;,:]\s+|GD&TĐ\s*-\s*"
    rf"|\)\s*-\s*)\W*(?P<org>{ORGANISATION})\s+(?:\([^)]{{2,30}}\)\s+)?(?:vừa|đã|sẽ|có văn bản"
    rf"|vừa có văn bản|có công văn|tha thiết|trân trọng|nhiệt liệt|khẩn thiết)?\s*(?:{_VERBS})\b",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    rf"(?P<org>{ORGANISATION})\s+(?:vừa |đã )?(?:ra|ban hành|có|gửi"
    rf"|phát hành)\s+(?P<type>{TYPES})\s+(?:số\s*:?\s*)(?P<number>{NUMBER})",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    rf"\b(?:theo|thực hiện)\s+(?P<type>{TYPES})\s+số\s*:?\s*(?P<number>{NUMBER})"
    r"(?:\s*,?\s*ngày\s*(?:[\d/.\-]+|\d+\s*tháng\s*\d+\s*năm\s*\d+))?\s+của\s+(?P<org>[^.;,\n]{5,110}?)(?=\s+(?:về|v/v|để|nhằm|trong)\b|[.;,\n]|$)",
    re.IGNORECASE,
)
_UNNUMBERED = re.compile(
    rf"(?P<org>{ORGANISATION})\s+(?:vừa|đã|vừa có|đã có|vừa ban hành|ban hành|vừa ra|ra|có)(?:\s+ban hành)?\s+"
    rf"(?P<type>{TYPES})\s+(?!số|của)(?:về việc\s+|về\s+)?(?P<subject>[^.;\n]{{10,220}})",
    re.IGNORECASE,
)
_TITLED = re.compile(rf"\W*(?P<type>{TYPES})\b\s*(?P<rest>.*)", re.IGNORECASE)
_ABOUT = re.compile(r"\s*(?:,)?\s*(?:về(?: việc)?|V/v)\s+(?P<subject>[^.;\n]{8,200})")
_WORK_ITSELF = re.compile(
    r"(?:\s*,?\s*(?:ký\s+)?ngày\s+[\d/.-]+)?\s*,?\s*"
    r"(?P<subject>(?:tổ chức|triển khai|hưởng ứng|phát động|vận động|tăng cường|đẩy mạnh)\s[^.;\n]{8,200})"
)
_INVITES = re.compile(
    r"\b(?:dự|tham dự|tham gia)\s+(?P<subject>(?:ngày|buổi|lễ|chương trình|hội nghị)[^.;:\n]{8,140})",
    re.IGNORECASE,
)
_SIGNED_FOR = re.compile(r"^\W*(?:TM|T/M)\s*\.\s*(?P<org>.{4,80})$", re.MULTILINE)
_SCHOOL = re.compile(
    r"\b(?:[Tt]rường|TRƯỜNG)\s+(?P<name>(?:(?:Đại học|Cao đẳng|THPT|THCS|Tiểu học|Mầm non|ĐH|CĐ"
    r"|Trung cấp)\s+)(?:[A-ZĐÀ-Ỹ0-9][\wÀ-ỹ.]*|-|–|và)(?:[ ](?:[A-ZĐÀ-Ỹ0-9][\wÀ-ỹ.]*|-|–"
    r"|và(?= [A-ZĐ])))*)"
)


_COMPANY_WORD = r"(?i:công ty|xí nghiệp|nhà máy)$"
_CAPITAL = "[A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠ-Ỹ0-9]"
_COMPANY = re.compile(
    r"\b(?P<name>(?:[Cc]ông ty|[Xx]í nghiệp|[Nn]hà máy)(?: (?:TNHH|MTV|CP|[Cc]ổ phần))*"
    rf" (?P<own>{_CAPITAL})[\wÀ-ỹ&.-]*(?: (?:và )?{_CAPITAL}[\wÀ-ỹ&.-]*){{0,8}})"
)


def complete_head(source: Source, head: Head) -> None:
    """Fill from the running text what the letterhead did not give, the surest way of naming an issuer first."""
    if not head.has_letterhead and head.number is None:
        _read_issued_act(source, head)
    _read_title(source, head)
    for read_issuer in (
        _read_of_whom,
        _read_unnumbered_act,
        _read_acting_body,
        _read_passed_on,
        _read_authority,
    ):
        if head.issuer is None:
            read_issuer(source, head)
    _complete_issuer(source, head)
    guess_type(source, head)


def _read_issued_act(source: Source, head: Head) -> None:
    """Read "Ban Chỉ đạo … ra Kế hoạch số 34/KH-BCĐ ngày 09/5/2018 về …" as the document that the page is about."""
    text = source.flow
    if head.doc_type and head.doc_type.value in {"công văn", "hướng dẫn", "quyết định"}:
        return
    if has_addressee(source):
        return
    match = _ISSUED.search(text, 0, 2500)
    if match is None:
        return
    head.number = Found(tidy_number(match["number"]), match.start("number"), match.end("number"))
    head.doc_type = Found(match["type"].lower(), match.start("type"), match.end("type"))
    head.issuer = Found(canonical(match["org"]), match.start("org"), match.end("org"))
    _read_issue_date(source, match, head)
    about = (
        _WORK_ITSELF.match(text, match.end())
        or _ABOUT.search(text, match.end(), match.end() + 260)
        or _INVITES.search(text, match.end(), match.end() + 500)
    )
    if about:
        head.subject = Found(clean(about["subject"]), about.start("subject"), about.end("subject"))


def _read_issue_date(source: Source, match: re.Match[str], head: Head) -> None:
    text = source.flow
    lead = re.compile(r"\s*,?\s*(?:ký\s+)?ngày\s*").match(text, match.end("number"))
    date = DATE.match(text, lead.end()) if lead else None
    if date is None:
        sentence = line_start(text, match.start())
        before = re.compile(r"\b[Nn]gày\s+(?=\d)").search(
            text, max(sentence, match.start() - 60), match.start()
        )
        date = DATE.match(text, before.end()) if before else None
    if date:
        day = find_dates(text, date.start(), date.end())[0]
        day = day.with_year(_page_year(source))
        if day.iso:
            head.date = Found(day.iso, day.start, day.end)


def _page_year(source: Source) -> int | None:
    """Give the year that a page speaks in: that of its posting time, else of its first full date."""
    years = [day.year for day in find_dates(source.flow) if day.year]
    return posted_year(source) or next(iter(years), None)


def _read_title(source: Source, head: Head) -> None:
    if head.doc_type or not source.lines:
        return
    line = source.lines[0]
    match = _TITLED.fullmatch(line.text)
    if match and len(line.text) < 200 and not re.search(r"\bsố\b\s*\d", line.text):
        head.doc_type = Found(match["type"].lower(), line.start, line.start + match.end("type"))
        rest = re.sub(r"^(?:V/v|về việc)\s*:?\s*", "", match["rest"].strip(" :-–."), flags=re.IGNORECASE)
        if head.subject is None and len(rest) > 10:
            head.subject = Found(clean(rest), line.start + match.start("rest"), line.end)


def _read_authority(source: Source, head: Head) -> None:
    """Read the line in capitals above "Căn cứ" of a decision: who decides."""
    match = re.search(
        r"^(?:TRƯỞNG (?=BAN))?(?P<org>[A-ZĐÀ-Ỹ][A-ZĐÀ-Ỹ ,.\-]{8,110})\n+\s*Căn cứ", source.flow, re.MULTILINE
    )
    if match and HEAD.match(match["org"]):
        head.issuer = Found(canonical(match["org"]), match.start("org"), match.end("org"))


def _read_unnumbered_act(source: Source, head: Head) -> None:
    """Read "Tỉnh đoàn … vừa ban hành hướng dẫn triển khai …": news about an act without its number."""
    match = None if head.doc_type or has_addressee(source) else _UNNUMBERED.search(source.flow, 0, 2500)
    if match is None or not _is_a_body(clean(match["org"])):
        return
    head.doc_type = Found(match["type"].lower(), match.start("type"), match.end("type"))
    head.issuer = Found(canonical(match["org"]), match.start("org"), match.end("org"))
    head.subject = Found(clean(match["subject"]), match.start("subject"), match.end("subject"))


def _read_passed_on(source: Source, head: Head) -> None:
    """Read a page that passes on another's act and names no body of its own."""
    match = None if head.doc_type or has_addressee(source) else _PASSED_ON.search(source.flow, 0, 1500)
    if match is None:
        return
    head.doc_type = Found(match["type"].lower(), match.start("type"), match.end("type"))
    head.number = Found(tidy_number(match["number"]), match.start("number"), match.end("number"))
    head.issuer = Found(canonical(match["org"]), match.start("org"), match.end("org"))
    _read_issue_date(source, match, head)


def _read_of_whom(source: Source, head: Head) -> None:
    """Read "LỜI KÊU GỌI / Của Ban Chỉ đạo …"."""
    for line in source.lines[1:5]:
        match = re.fullmatch(rf"[Cc](?:ủa|ỦA)\s+(?P<org>{ORGANISATION})[.:]?", line.text, re.IGNORECASE)
        if match:
            head.issuer = Found(canonical(match["org"]), line.start + match.start("org"), line.end)
            return


def _read_acting_body(source: Source, head: Head) -> None:
    """Read who asks, invites or plans: "Ban Thường vụ Liên đoàn Lao động tỉnh … đề nghị …"."""
    text = source.flow
    for match in _ACTING.finditer(text, 0, 6000):
        org = clean(match["org"])
        line = text[line_start(text, match.start("org")) : match.start("org")].strip()
        if _is_a_body(org) and not line.startswith(("-", "–", "+", "*", "•")):
            start = match.start("org")
            head.issuer_raw = org
            head.issuer = Found(canonical(org), start, start + len(match["org"].rstrip()))
            return
    signed = _SIGNED_FOR.search(source.text)
    if signed and not re.fullmatch(
        r"\W*(?:ban thường vụ|ban chấp hành|đoàn chủ tịch|bch|btv|ban chỉ đạo)\W*",
        signed["org"].strip(),
        re.IGNORECASE,
    ):
        name = re.sub(
            r"^(?:BTK|BTV|BCH|BAN THƯ KÝ|BAN THƯỜNG VỤ|BAN CHẤP HÀNH)\s+", "", signed["org"].strip(" |*")
        )
        head.issuer_raw = name
        head.issuer = Found(canonical(name), signed.start("org"), signed.end("org"))


_PLURAL = re.compile(
    r"^(?:các|mỗi|những|mọi|từng)\b|\b(?:các|mỗi|cùng|được|để|nhằm|của các|có|phấn đấu|đã"
    r"|sẽ)\b(?! khu| cấp)|[%\d]{2,}",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:trường|bệnh viện|công ty|chi đoàn|đội|phòng|bộ|sở|viện|công đoàn|công đoàn cơ sở"
    r"|đoàn trường|trung tâm|bch|bộ phận.*|ban chỉ đạo|hội đồng.*|viên.*|công đoàn ngành.*"
    r"|câu lạc bộ.*|clb.*|phòng (?:ban|họp|khám|y tế|ct|đào tạo|tổ chức).*|đội .*|chi đoàn.*|lớp.*)",
    re.IGNORECASE,
)


def _is_a_body(name: str) -> bool:
    return not (_PLURAL.search(name) or _VAGUE.fullmatch(name) or "," in name or len(name) > 110)


def _complete_issuer(source: Source, head: Head) -> None:
    """Add the place to "… tỉnh", and the school to "… Trường"."""
    if head.issuer is None:
        _read_school_union(source, head)
        return
    name = str(head.issuer.value)
    if re.search(r"\b(?:tỉnh|thành phố)$", name, re.IGNORECASE):
        place = _province_of(source, head)
        name = f"{name} {place}" if place else name
    elif re.search(r"\b(?:trường|nhà trường)$", name, re.IGNORECASE):
        school = _SCHOOL.search(source.flow)
        name = f"{name} {clean(school['name'])}" if school else name
    elif re.search(r"(?<!tổng )\b(?:công ty|xí nghiệp|nhà máy)$", name, re.IGNORECASE):
        company = next((match for match in _COMPANY.finditer(source.flow) if match["own"][0].isupper()), None)
        name = re.sub(_COMPANY_WORD, "", name) + clean(company["name"]) if company else name
    head.issuer = Found(name, head.issuer.start, head.issuer.end)


def _province_of(source: Source, head: Head) -> str | None:
    if head.place and PROVINCE.fullmatch(str(head.place.value)):
        return str(head.place.value)
    named = re.search(r"\btỉnh\s+((?:[A-ZĐÀ-Ỹ][a-zà-ỹ]+ ?){2,3})", source.flow)
    if named and head.number and head.has_letterhead and PROVINCE.search(named[1]):
        return clean(PROVINCE.search(named[1])[0])  # type: ignore[index]
    return None


def _read_school_union(source: Source, head: Head) -> None:
    """A youth union's plan that begins in the middle names itself only as "Đoàn trường"."""
    union = re.search(r"\bĐoàn trường\b", source.flow)
    school = _SCHOOL.search(source.flow)
    if union and school:
        head.issuer_raw = "Đoàn trường"
        head.issuer = Found(f"Đoàn trường {clean(school['name'])}", union.start(), union.end())
        return
    acts = re.search(rf"\b[Nn]hà trường\s+(?:{_VERBS})\b", source.flow)
    named = [
        match
        for match in _SCHOOL.finditer(source.flow)
        if not re.search(
            r"[Đđ]ịa điểm[^\n]*$|kính gửi[^\n]*$", source.flow[: match.start()][-80:], re.IGNORECASE
        )
    ]
    if acts and named:
        school = named[0]
        head.issuer_raw = "Nhà trường"
        head.issuer = Found(f"Trường {clean(school['name'])}", school.start(), school.end())
