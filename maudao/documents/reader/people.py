"""To whom a document goes, who signs it, and whom to ask."""

import re
from dataclasses import dataclass

from maudao.documents.reader.lines import Found, Line, Source, clean, fold, line_end, line_start, squeeze

_BULLET = re.compile(r"^\s*(?:[-–—+•●*]|\d{1,2}\s*[.)])\s*")
_TO = re.compile(r"^\W*kinh\s*gui\s*:?\s*")
_RECIPIENTS = re.compile(r"^\W*noi\s*nh?an\s*[:.]?\W*")
_TITLE = re.compile(
    r"(?:(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q|TM\.BTK)\s*\.\s*.{0,80}|(?:QUYỀN |PHÓ )?(?:CHỦ TỊCH"
    r"|GIÁM ĐỐC|HIỆU TRƯỞNG|BÍ THƯ|TRƯỞNG BAN|CHỦ NHIỆM|TRƯỞNG PHÒNG|CHÁNH VĂN PHÒNG|VIỆN TRƯỞNG"
    r"|TỔNG GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|THƯ KÝ|TRƯỞNG KHOA|TỔNG THƯ KÝ"
    r"|VỤ TRƯỞNG|CHỈ HUY TRƯỞNG|THỦ TRƯỞNG|HIỆU PHÓ)\b.{0,60}|(?:Phó )?(?:Chủ tịch|Giám đốc"
    r"|Hiệu trưởng|Bí thư|Trưởng ban|Chủ nhiệm|Viện trưởng)(?: Công đoàn| Đoàn trường)?)"
)
_NAME_WORD = r"(?:(?:[A-ZĐ]['’])?(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]{0,6}|[A-ZĐÀ-Ỹ]{1,7}))"
_NAME = re.compile(
    r"(?:(?:Bác s[ĩỹ]|Thạc s[ĩỹ]|Tiến s[ĩỹ]|Ths|ThS|TS|BS|PGS|GS|CN|KS|BSCKI+|Bs|Ts|CKI+|CK1"
    rf"|CK2)\s*\.?\s*)*(?P<name>{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,4}})"
)
_SIGNED = re.compile(
    r"^\W*(?:đã\s*ký|da\s*ky|ký tên|ký,? (?:và )?đóng dấu|đã ký|signed|ký bởi.*)\W*$"
    r"|^\W*\((?:đã )?ký.*\)\W*$",
    re.IGNORECASE,
)
_PERSON = r"(?P<name>[A-ZĐÀ-Ỹ][a-zà-ỹđ]{0,6}(?:\s+[A-ZĐÀ-Ỹ][a-zà-ỹđ]{0,6}){1,4})"
_PHONE = re.compile(
    r"(?<![\d/.])(?:(?:\(?\+?84\)?|\(?0\d{1,4}\)?)(?:[ .\-]{0,3}\d){6,10}|1[89]00(?:[ .\-]{0,2}\d){4,6})(?!\d|/)"
)
_ASK = re.compile(
    r"liên hệ|liên lạc|tổng đài|điện thoại|\bđt\b|sđt|số máy|hotline|zalo|\btel\b|di động|số đt|dđ\b"
    r"|thông tin chi tiết|đầu mối|đường dây nóng|số máy|gọi (?:điện|số|cho|theo)",
    re.IGNORECASE,
)
_FAX = re.compile(r"fax\s*:?\s*$", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_HONORIFIC = re.compile(
    r"\b(?i:đ/c|đồng chí|ông|bà|anh|chị|thầy(?: giáo)?|cô(?: giáo)?|bác sĩ|bác sỹ|BS\.?|ThS\.?"
    rf"|gặp)\s*:?\s*(?:(?:BS|ThS|TS)\.?\s*)?{_PERSON}"
)
_PERSON_ONLY = re.compile(_PERSON)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask."""

    name: Found | None
    phone: Found | None
    email: Found | None


def find_addressees(source: Source) -> list[Found]:
    """Read Kính gửi: on its line, or one a line below it."""
    for index, line in enumerate(source.lines[:80]):
        match = _TO.match(fold(line.text))
        if match is None or re.match(r"\W*kinh gui nhu", fold(line.text)):
            continue
        rest = line.text[match.end() :]
        if rest.strip(" :"):
            return _split(rest, line.start + match.end()) + _addressees_below(source.lines[index + 1 :], rest)
        return _addressees_below(source.lines[index + 1 :], ";")
    return []


def _split(text: str, at: int) -> list[Found]:
    found = []
    for piece in re.finditer(r"[^;|]+?(?=;|\||\s+-\s+|$)", text):
        body = _BULLET.sub("", piece.group().strip())
        if len(clean(body)) >= 3:
            start = at + piece.start() + piece.group().index(body)
            found.append(Found(clean(body).rstrip("! "), start, start + len(body.rstrip(" ;.,!"))))
    return found


def _addressees_below(lines: list[Line], before: str) -> list[Found]:
    found: list[Found] = []
    for line in lines[:15]:
        bulleted = _BULLET.match(line.text)
        if not bulleted and (re.search(r"[.]\s*$", before) or not before.rstrip().endswith((";", ",", "và"))):
            break
        if _starts_body(line.text):
            break
        if not bulleted and before.rstrip().endswith((",", "và")) and found:
            found[-1] = Found(clean(f"{found[-1].value}, {line.text}"), found[-1].start, line.end)
        else:
            found += _split(line.text, line.start)
        before = line.text
    return found


def _starts_body(text: str) -> bool:
    if len(text) > 190 or re.match(r"\W*\d+\s*[.)]\s+\S+.{60,}", text):
        return True
    return bool(
        re.match(
            r"\W*(?:thực hiện|căn cứ|theo\b|nhằm|để |xét|triển khai|hưởng ứng|được sự|tiếp tục"
            r"|số\s*:|v/v|về việc|trong (?:những|thời)|ngày \d)",
            text,
            re.IGNORECASE,
        )
    ) or bool(re.search(r"ngày\s*\d+\s*tháng|đề nghị|như sau", text, re.IGNORECASE))


def _footer_start(source: Source) -> int | None:
    for index in range(len(source.lines) - 1, -1, -1):
        if _RECIPIENTS.match(fold(source.lines[index].text)):
            return index
    return None


def _left_column(line: Line) -> Line:
    """Keep the left one of two columns: "- Như trên;          TM. BAN THƯỜNG VỤ"."""
    cut = re.search(r"\s{3,}(?=[A-ZĐ(])|\s*\|\s*|\s+(?=(?:TM|KT|TL|TUQ)\.\s*[A-ZĐ]{2})", line.text)
    end = line.start + cut.start() if cut else line.end
    return Line(line.start, end, line.text[: cut.start()] if cut else line.text, line.gap)


def find_recipients(source: Source) -> list[Found]:
    """Read Nơi nhận."""
    index = _footer_start(source)
    if index is None:
        return []
    head = source.lines[index]
    match = _RECIPIENTS.match(fold(head.text))
    assert match is not None
    first = Line(head.start + match.end(), head.end, head.text[match.end() :], head.gap)
    found: list[Found] = []
    before = ";"
    for line in [first, *source.lines[index + 1 : index + 25]]:
        left = _left_column(line)
        if not left.text.strip(" *_|"):
            continue
        if _TITLE.match(left.text) or _SIGNED.match(left.text) or _is_signature_name(left.text, found):
            continue
        if found and not _BULLET.match(left.text) and re.search(r"lưu", str(found[-1].value), re.IGNORECASE):
            break
        if found and _goes_on(before, left.text):
            found[-1] = _joined(source, found[-1], left, "," if before.rstrip().endswith(",") else "")
        else:
            found += _recipient_items(left)
        before = left.text
    return found


def _goes_on(before: str, text: str) -> bool:
    """Tell whether a line without a bullet is the rest of the recipient above: "Ban Chỉ đạo / vận động HMTN tỉnh;"."""
    is_open = before.count("(") > before.count(")") or not before.rstrip().endswith((";", ".", ")"))
    return (
        is_open
        and not _BULLET.match(text)
        and (text[:1].islower() or text[:1] in "()" or before.rstrip().endswith(","))
    )


def _joined(source: Source, item: Found, line: Line, mark: str) -> Found:
    whole = f"{source.text[item.start : item.end]}{mark} {line.text}"
    (joined, *_) = [*_recipient_items(Line(item.start, line.end, whole, gap=False)), item]
    return Found(joined.value, item.start, line.end)


def _is_signature_name(text: str, found: list[Found]) -> bool:
    return not _BULLET.match(text) and (
        text.strip(" *").isupper() or _NAME.fullmatch(text.strip(" *|.")) is not None
    )


def _recipient_items(line: Line) -> list[Found]:
    items = []
    for piece in re.finditer(r"[^;]+", line.text):
        body = _BULLET.sub("", piece.group().strip(" *_")).strip(" *_")
        body = re.sub(
            r"\s*[}{\]].*$|\s*\((?:b/c|để b/c|để báo cáo|báo cáo|t/h|để t/h|để thực hiện|thực hiện"
            r"|p/h|phối hợp|để phối hợp|để biết)\)\s*$",
            "",
            body,
            flags=re.IGNORECASE,
        )
        body = body.strip(" ;.,")
        if len(body) >= 3 and re.search(r"[A-Za-zÀ-ỹ]{2}", body):
            start = line.start + piece.start() + piece.group().index(body)
            items.append(Found(squeeze(body), start, start + len(body)))
    return items


def find_signer(source: Source) -> tuple[Found | None, Found | None]:
    """Read the signer's title and name from the foot of the document, or from beside Nơi nhận above an annex."""
    foot = _footer_start(source)
    parts = [source.lines[-40:]] + ([] if foot is None else [source.lines[max(0, foot - 8) : foot + 25]])
    return next(
        (signer for part in parts if (signer := _signer_among(_right_columns(part)))[0]), (None, None)
    )


def _signer_among(lines: list[Line]) -> tuple[Found | None, Found | None]:
    titles = [index for index, line in enumerate(lines) if _TITLE.fullmatch(_bare(line.text))]
    if not titles:
        return None, None
    first = next(index for index in titles if index >= titles[-1] - 4)
    block = [index for index in titles if index >= first]
    title = lines[block[-1]]
    title_found = Found(_bare(title.text), title.start, title.end)
    return title_found, _name_below(lines[block[-1] + 1 :])


def _bare(text: str) -> str:
    return text.strip(" *_|.,:")


def _right_columns(lines: list[Line]) -> list[Line]:
    """Cut lines into columns, so that a title beside Nơi nhận stands alone."""
    pieces: list[Line] = []
    for line in lines:
        for match in re.finditer(
            r"[^|\s](?:(?!\s{3,}|\s*\||\s+(?:TM|KT|TL|TUQ)\.\s*[A-ZĐ]{2})[^\n])*", line.text
        ):
            pieces.append(
                Line(line.start + match.start(), line.start + match.end(), match.group().strip(), line.gap)
            )
    return pieces


def _name_below(lines: list[Line]) -> Found | None:
    for line in lines[:12]:
        text = _bare(line.text)
        if _SIGNED.match(line.text) or not text or _BULLET.match(line.text):
            continue
        signed = re.match(r"(?:\((?:đã )?ký\)|đã ký\s*:|ký tên\s*:?)\s*", text, re.IGNORECASE)
        body = text[signed.end() :] if signed else text
        match = _NAME.fullmatch(body)
        if (
            match
            and not _TITLE.match(body)
            and not re.search(r"\b(?:ĐOÀN|BAN|HỘI|LĐLĐ|TỈNH|UBND|NƠI|NHẬN|TRƯỜNG|SINH VIÊN)\b", body)
        ):
            start = line.start + line.text.index(match["name"])
            return Found(squeeze(match["name"]), start, start + len(match["name"]))
    return None


def find_contact(source: Source) -> Contact:
    """Read the person, the telephone and the e-mail to ask; a letterhead's telephone and fax are nobody's."""
    text = source.flow
    phone = _phone(source)
    email = EMAIL.search(text)
    email_found = Found(email.group().rstrip("."), email.start(), email.end()) if email else None
    return Contact(_person(text, phone) if phone else None, phone, email_found)


_NAME_BEFORE = re.compile(rf"(?:cho|với|gặp|qua|về)\s+(?:\w+/?\w*\s+)?{_PERSON}\s*[(\-–]*\s*$")


def _phone(source: Source) -> Found | None:
    text = source.flow
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        before = text[max(0, match.start() - 110) : match.start()]
        if (
            not (8 if digits.startswith("1") else 9) <= len(digits) <= 12
            or _FAX.search(before)
            or _is_letterhead_phone(source, match.start())
        ):
            continue
        if (
            _NAME_BEFORE.search(before)
            or _ASK.search(before)
            or _HONORIFIC.search(before)
            or _ASK.search(text[match.end() : match.end() + 30])
        ):
            opened = match.group().startswith("(") and ")" not in match.group()
            start = match.start() + opened
            return Found(match.group()[opened:].strip(), start, match.end())
    return None


def _is_letterhead_phone(source: Source, at: int) -> bool:
    index = source.line_index(at)
    text = source.lines[index].text
    return index < 6 and re.match(r"\W*(?:điện thoại|đt|tel|địa chỉ|fax)\b", text, re.IGNORECASE) is not None


def _person(text: str, phone: Found) -> Found | None:
    start = max(line_start(text, phone.start), phone.start - 220)
    before = list(_HONORIFIC.finditer(text, start, phone.start))
    after = _HONORIFIC.search(text, phone.end, min(line_end(text, phone.end), phone.end + 60))
    match = before[-1] if before else after
    if match is None:
        tail = re.compile(rf"(?i:liên hệ|gặp|qua)\s*:?\s*{_PERSON}").search(text, start, phone.start)
        match = tail
    if match is None or not match["name"][:1].isupper():
        return None
    name = _PERSON_ONLY.match(match["name"])
    return (
        Found(squeeze(name["name"]), match.start("name"), match.start("name") + len(name["name"]))
        if name
        else None
    )
