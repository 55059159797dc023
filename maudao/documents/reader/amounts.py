"""Targets in absolute figures: units of blood, people to register, days to hold, and lists of allotments."""

import re
from collections.abc import Iterator
from itertools import islice

from maudao.documents.reader.lines import Sentence, Source, clean, squeeze
from maudao.documents.reader.outline import Outline
from maudao.documents.reader.quantities import NUMBER, WORD_NUMBER, bound, number
from maudao.documents.reader.target import DASH, MAX_IN_SENTENCE, Target, clause, figure_value, scope_before

_BLOOD = re.compile(
    rf"(?=\d)(?<![\d.,/])(?:(?P<low>{NUMBER}){DASH})?(?P<value>{NUMBER})\s*\+?\s*(?P<unit>(?:đơn vị|đ/v"
    r"|đvm?\b)(?P<blood>\s*máu)?|(?:túi|bịch)\s*máu)(?!\s*(?:trực thuộc|công đoàn|cơ quan|trường"
    r"|thành viên|tham gia|đoàn|tổ chức|hành chính))",
    re.IGNORECASE,
)


_PEOPLE_WORD = (
    r"lượt người|lượt|người|tình nguyện viên|đoàn viên|sinh viên|học sinh|cán bộ|CBCC\w*|CBGV\w*"
    r"|CNVC\w*|CNLĐ|ĐVTN|thanh niên|TNV|hội viên|đ/c|đồng chí|chiến sĩ|công nhân|giáo viên"
    r"|giảng viên|nhân viên|viên chức|HSSV|SV|HS|NLĐ|ĐV|CBVC\w*|CBNV|CBCNV\w*"
)


_PEOPLE = re.compile(
    rf"(?=\d)(?<![\d.,/])(?:(?P<low>{NUMBER}){DASH})?(?P<value>{NUMBER})\s*(?P<unit>{_PEOPLE_WORD})\b",
    re.IGNORECASE,
)


_OCCASION = re.compile(
    rf"(?:(?P<least>ít nhất|tối thiểu|không dưới|không ít hơn)|\bphải\s+(?:thành lập|tổ chức|xây dựng|duy trì|mở|có)"
    rf"(?:\s+mới)?(?:\s+được)?)\s+(?:(?:là|được|tổ chức|mở)\s+)?(?P<value>\d{{1,3}}"
    rf"|{WORD_NUMBER})\s*(?:\([^)]{{1,12}}\)\s*)?"
    r"(?P<unit>ngày|đợt|buổi|điểm|cuộc|ngày hội|lần tổ chức|câu lạc bộ|CLB|đội|hoạt động|tin|bài"
    r"|băng rôn|pano|khẩu hiệu)\b(?P<rest>[^.;,\n]{0,40})",
    re.IGNORECASE,
)


_ASKS = re.compile(
    r"chỉ tiêu|mục tiêu|phấn đấu|vận động|dự kiến|tiếp nhận|\bthu\b|\bgiao\b|đăng ký|ít nhất"
    r"|tối thiểu|\bđạt\b|số lượng|khoảng|đảm bảo|bảo đảm|phân bổ|\bphân\b|huy động|không dưới|không ít hơn|\bcử\b"
    r"|trở lên|yêu cầu|mỗi (?:đơn vị|công đoàn|trường|chi đoàn|khoa|lớp|xã|phường|cơ quan|huyện)"
    r"|trên\s+\d",
    re.IGNORECASE,
)


_HEADED = re.compile(r"chi tieu|muc tieu|so luong|phan bo|yeu cau")


_PER_PERSON = re.compile(
    r"(?:mỗi|một|01) (?:người|lần|tình nguyện viên|đơn vị máu)[^.;]{0,40}$|/người|/lần", re.IGNORECASE
)


_LISTED = re.compile(
    rf"^[ \t]*(?:[-–+•*]|\d{{1,2}}[.)]"
    rf"|[a-zđ][.)])?[ \t]*(?P<name>[A-ZĐÀ-Ỹ][^:;\n%]{{2,80}}?)[ \t]*(?::|[-–](?=[ \t]*\d)"
    rf"|\|)[ \t]*(?P<value>{NUMBER})[ \t]*(?P<unit>đơn vị(?: máu)?|đvm?"
    rf"|{_PEOPLE_WORD})?(?:/\w+)?[ \t]*[.;,|]?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)


_NOT_A_UNIT = re.compile(
    r"(?:chỉ tiêu|số lượng|tổng|mục tiêu|dự kiến|phấn đấu|đối tượng|cộng|thời gian|số|đt"
    r"|điện thoại|năm|ngày|tuổi|cân nặng|nam|nữ|kinh phí|lượt xem)\b",
    re.IGNORECASE,
)


def find_allotments(source: Source) -> Iterator[Target]:
    """Read lists of units with what each is to give: "- Ấp 1: 30 đơn vị", under words such as "chỉ tiêu"."""
    previous, before = -10, ""
    for match in _LISTED.finditer(source.flow):
        if match.start() - previous > 3:
            before = source.flow[max(0, match.start() - 260) : match.start()]
        lead = re.search(
            r"chỉ tiêu|đơn vị máu|phân bổ|số lượng|đăng ký" + ("|hiến máu" if match["unit"] else ""),
            before,
            re.IGNORECASE,
        )
        if not lead or not match["name"][0].isupper() or _NOT_A_UNIT.match(match["name"]):
            continue
        previous = match.end()
        unit_word = (match["unit"] or "").lower()
        people = (unit_word and not unit_word.startswith(("đơn vị", "đv"))) or (
            match["unit"] is None and re.search(r"\(người\)|số người|người", before[-120:], re.IGNORECASE)
        )
        kind, unit = ("other", "người") if people else ("blood_units", "đơn vị máu")
        start = match.start("name")
        end = match.end("unit") if match["unit"] else match.end("value")
        yield Target(
            squeeze(source.flow[start:end]),
            kind,
            number(match["value"]),
            unit,
            "exact",
            clean(match["name"]),
            start,
            end,
        )


def find_amounts(sentence: Sentence, outline: Outline, *, line: str) -> list[Target]:
    text = sentence.text
    above = outline.above(sentence.start)
    asks = bool(_ASKS.search(line)) or bool(_HEADED.search(above))
    if not asks:
        return []
    found = []
    for match in islice(_BLOOD.finditer(text), MAX_IN_SENTENCE):
        if match["blood"] or re.search(
            r"máu|\bmau\b|chi tieu|muc tieu|phấn đấu|chỉ tiêu", line + above, re.IGNORECASE
        ):
            found.append(_amount(sentence, match, kind="blood_units"))
    found += [
        _amount(sentence, match, kind="other")
        for match in islice(_PEOPLE.finditer(text), MAX_IN_SENTENCE)
        if _asks_for_people(sentence, match, above, line)
    ]
    return [target for target in found if not _is_a_detail(sentence, target)]


_PEOPLE_ASK = re.compile(
    r"(?:chỉ tiêu|phấn đấu|vận động|đăng ký|ít nhất|tối thiểu|khoảng|phân(?: bổ)?|giao|dự kiến"
    r"|huy động|không dưới|không ít hơn|cử|số lượng|trên|mỗi \S+(?: \S+){0,4})\b[^.;]{0,70}$",
    re.IGNORECASE,
)


_ASKS_FOR_ONE = re.compile(
    r"(?:đăng ký|ít nhất|tối thiểu|không dưới|vận động|phân bổ|cử)(?: là| có| được|:)?\s*$", re.IGNORECASE
)
_ALLOTS = re.compile(r"phân bổ|chỉ tiêu|số lượng|giao|đăng ký|vận động", re.IGNORECASE)
_CLASS_BEFORE = re.compile(
    r"(?:doanh nghiệp|công ty|đơn vị|cơ quan|CĐCS|công đoàn(?: cơ sở)?|trường|chi đoàn|xã|phường|thôn|tổ|khoa"
    r"|phòng|lớp|bệnh viện|khối|cụm)\b(?:[^.;:\n]|\.\d){0,90}:\s*(?:mỗi \S+(?: \S+)?\s+)?"
    r"(?:(?:từ|ít nhất|tối thiểu|khoảng|vận động|cử)\s*){0,3}$",
    re.IGNORECASE,
)


_CLASS_ALONE = re.compile(
    r"\W*(?:(?:riêng|còn|các|mỗi|đối với)\s+){0,2}(?:khối|doanh nghiệp|công ty|đơn vị|cơ quan|CĐCS|công đoàn|trường"
    r"|chi đoàn|xã|phường|thị trấn|thôn|tổ|khoa|phòng|lớp|bệnh viện|cụm|ngành)\b[^.;:\n\d]{0,60}",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:\s+(?:đăng ký|tham gia|trở lên|hiến máu))*[\s.;,/]*", re.IGNORECASE)


def _asks_for_people(sentence: Sentence, match: re.Match[str], above: str, line: str) -> bool:
    before, after = sentence.text[: match.start()], sentence.text[match.end() :]
    if re.match(
        r"\s*(?:phụ trách|trực|phục vụ|đại diện|dự họp|làm|tuổi|từ \d|trong độ tuổi|lãnh đạo)",
        after,
        re.IGNORECASE,
    ):
        return False
    if re.match(r"\s*kh[ỏo][eẻ] mạnh", after, re.IGNORECASE) and not _ASKS_FOR_ONE.search(before):
        return False
    if re.search(r"(?:mỗi|một|cho|số|không quá|tối đa|không vượt quá)\s*$", before, re.IGNORECASE):
        return False
    if match["value"] in {"01", "1"} and not _ASKS_FOR_ONE.search(before):
        return False
    goes_on = _CLASS_ALONE.fullmatch(before) and _GOES_ON.fullmatch(after)
    if (goes_on or _CLASS_BEFORE.search(before)) and _ALLOTS.search(line):
        return True
    asked = _PEOPLE_ASK.search(before) or re.search(r"chi tieu|phan bo|so luong", above)
    return bool(asked) and not _is_a_size(before, after)


def _is_a_size(before: str, after: str) -> bool:
    """Tell whether a head count only says which units are meant: "CĐCS có từ 500 lao động trở lên đăng ký …"."""
    if re.search(r"\b(?:dưới|đến)\s*$", before, re.IGNORECASE) and re.search(r"\d", after):
        return True
    condition = re.search(r"\b(?:trên|từ|có|quy mô)\s*$", before, re.IGNORECASE)
    return (
        bool(condition)
        and re.match(
            r"[^.;,]{0,40}?(?:trở lên\s*)?(?:,\s*)?(?:thì\s+)?(?:đăng ký|phải|vận động|cử|có)\s[^.;]{0,30}\d",
            after,
            re.IGNORECASE,
        )
        is not None
    )


def _amount(sentence: Sentence, match: re.Match[str], *, kind: str) -> Target:
    text = sentence.text
    value = figure_value(match)
    before, after = text[: match.start()], text[match.end() :]
    left, right = clause(sentence, match.start(), match.end())
    volume = re.match(r"\s*(?:máu)?\s*(?:\(?(?:loại|thể tích)?\s*)?(\d{3})\s*ml", after, re.IGNORECASE)
    per_day = re.match(r"\s*(?:máu)?\s*/\s*(?:0?1\s*)?(ngày|đợt|buổi)|\s*mỗi ngày", after, re.IGNORECASE)
    unit = "đơn vị máu" if kind == "blood_units" else match["unit"].lower()
    unit += f" {volume[1]} ml" if volume else ""
    unit += f"/{per_day[1] or 'ngày'}" if per_day else ""
    how = "at_least" if "+" in match.group() else bound(before, after[:40], is_range=isinstance(value, list))
    return Target(
        squeeze(text[left:right]),
        kind,
        value,
        unit,
        how,
        scope_before(before) or _listed_scope(before),
        sentence.start + left,
        sentence.start + right,
    )


def _listed_scope(before: str) -> str | None:
    match = re.fullmatch(
        r"[\s\-–+•*\d.)]*(?P<name>[A-ZĐÀ-Ỹ][^:;\d]{3,80}?)\s*[:–-]\s*(?:chỉ tiêu\s*:?\s*)?", before
    )
    if match and not re.match(
        r"(?:chỉ tiêu|số lượng|tổng|mục tiêu|dự kiến|phấn đấu|đối tượng)", match["name"], re.IGNORECASE
    ):
        return clean(match["name"])
    return None


def _is_a_detail(sentence: Sentence, target: Target) -> bool:
    """Tell whether a figure is a fact about one donation, not something to reach."""
    local = target.start - sentence.start
    before = sentence.text[: local + len(target.text)]
    figure = re.search(r"\d", sentence.text[local:])
    lead = before[: local + (figure.start() if figure else 0)]
    return bool(_PER_PERSON.search(lead)) or (
        target.kind == "blood_units" and target.value == 1 and target.bound == "exact"
    )


_HOLDS = re.compile(r"\b(?:tổ chức|mở|thành lập|ra mắt|xây dựng|duy trì)(?: được)? $", re.IGNORECASE)


def find_occasions(sentence: Sentence) -> list[Target]:
    found = []
    for match in _OCCASION.finditer(sentence.text):
        if "%" in sentence.text and not _HOLDS.search(sentence.text[: match.start()]):
            continue
        if match["unit"].lower() == "ngày" and not re.match(r"\s*(?:hội|hiến)", match["rest"], re.IGNORECASE):
            continue
        if re.match(r"\s*(?:tuần|tháng|sau khi|trước khi)", match["rest"], re.IGNORECASE):
            continue
        left, right = clause(sentence, match.start(), match.end())
        unit = clean(f"{match['unit']} {'hiến máu' if 'hiến máu' in match['rest'] else ''}")
        text = squeeze(sentence.text[left:right])
        scope = scope_before(sentence.text[: match.start()])
        found.append(
            Target(
                text,
                "other",
                number(match["value"]),
                unit,
                "at_least" if match["least"] else "exact",
                scope,
                sentence.start + left,
                sentence.start + right,
            )
        )
    return found
