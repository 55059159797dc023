"""Targets in percent: of units, of members, of a quota."""

import re
from itertools import islice

from maudao.documents.reader.lines import Sentence, clean, squeeze
from maudao.documents.reader.quantities import NUMBER, bound
from maudao.documents.reader.target import (
    DASH,
    MAX_IN_SENTENCE,
    Target,
    Value,
    clause,
    figure_value,
    scope_before,
)

_PERCENT = re.compile(
    rf"(?=\d)(?<![\d.,])(?:(?P<low>{NUMBER})\s*%?{DASH})?(?P<value>{NUMBER})\s*(?:%|phần trăm)", re.IGNORECASE
)


_UNITS = (
    r"liên đoàn|công\s*đoàn|tổ chức|cơ quan|đơn vị(?! máu)|huyện|thị xã|thành phố|xã\b|phường"
    r"|thị trấn|quận|trường(?! hợp)|chi đoàn|liên chi|đoàn (?:cơ sở|trường|xã|phường|khoa|trực)"
    r"|cơ sở|các cấp|cđcs|lđlđ|doanh nghiệp|khoa\b|phòng\b|lớp\b|địa phương|thôn|bản\b|khu phố"
    r"|tổ dân phố|cấp ủy|cấp uỷ|câu lạc bộ|chi hội|hội (?:cơ sở|chữ thập đỏ|các)|ban,? ngành|sở\b"
    r"|ngành|ubnd|ban chỉ đạo|huyện đoàn|tổ công đoàn|tổ chức|chi bộ|nghiệp đoàn|công ty|bệnh viện"
    r"|trạm y tế|chi cục|đoàn thể"
)


_MEMBERS = (
    r"cán bộ|\bcb\b|cbcc|cbgv|cbcnv|cnvc|cnlđ|cc,? ?vc|nlđ|đoàn viên|đvtn|đv,? ?tn|hội viên"
    r"|công nhân|người lao động|lao động\b|giáo viên|giảng viên|sinh viên|học sinh|nhân viên"
    r"|thanh niên|công chức|viên chức|đảng viên|gv\b|hssv|\bsv\b|quân số|chiến sĩ|chiến sỹ"
    r"|đồng chí|thành viên|học viên|biên chế|y,? bác s[ĩỹ]|phụ huynh|thầy|tnv"
)


_UNIT_WORD = re.compile(_UNITS, re.IGNORECASE)


_MEMBER_WORD = re.compile(_MEMBERS, re.IGNORECASE)


_OTHER_WORD = re.compile(
    r"chỉ tiêu|kế hoạch (?:năm|được giao|đề ra|giao)|kế hoạch\b|dân số|đơn vị máu|lượng máu|số máu"
    r"|túi máu|nhu cầu|người hiến|lượt người|tình nguyện viên|nhắc lại|thường xuyên|hộ gia đình"
    r"|người dân|nhân dân|người",
    re.IGNORECASE,
)


_OVER = re.compile(r"vượt(?:\s+(?:mức|từ|trên|ít nhất|tối thiểu|khoảng))*\s*$", re.IGNORECASE)


_OVER_QUOTA = re.compile(r"vượt\s+(?:mức\s+)?(?:chỉ tiêu|kế hoạch)[^.;,%]{0,60}$", re.IGNORECASE)
_QUOTA = re.compile(
    r"\s*(?:trở lên\s*)?(?:so với\s+)?(?:(?:của|trên|các|tổng)\s+)*(?:chỉ tiêu|kế hoạch|số lượng|chỉ số|mức)",
    re.IGNORECASE,
)


_BODY_FACT = re.compile(
    r"\b(?:tuổi|cân nặng|kg|ml/kg|huyết|trọng lượng|lượng nước|nồng độ|giảm|lương|phụ cấp"
    r"|bồi dưỡng|ngày nghỉ|miễn phí|chi phí|giá trị|đồng/|cứu sống|cứu được)\b",
    re.IGNORECASE,
)


_OF_GIVERS = re.compile(
    r"(?:tỷ lệ|tỉ lệ|số)\b[^.;,%]{0,40}(?:nhắc lại|thường xuyên|dân số|máu)\b[^.;,%]{0,20}$", re.IGNORECASE
)


def find_shares(sentence: Sentence, named_before: Target | None) -> list[Target]:
    text = sentence.text
    found = []
    for match in islice(_PERCENT.finditer(text), MAX_IN_SENTENCE):
        value = figure_value(match)
        before, after = text[: match.start()], text[match.end() :]
        if _is_a_body_fact(before, after) or re.search(
            r"\b(?:tăng|giảm|tăng thêm|cao hơn)\s*(?:khoảng |trên )?$", before, re.IGNORECASE
        ):
            continue
        kind, counted = _percent_kind(before, after, named_before)
        if kind is None:
            continue
        found.append(_percent_target(sentence, match, value=value, kind=kind, counted=counted))
    return found


def _is_a_body_fact(before: str, after: str) -> bool:
    near = before[-30:] + " " + after[:25]
    return bool(_BODY_FACT.search(near)) and not re.search(r"phấn đấu|chỉ tiêu|hiến máu", near, re.IGNORECASE)


def _percent_kind(before: str, after: str, named_before: Target | None) -> tuple[str | None, str]:
    if (_OVER.search(before) and _QUOTA.match(after)) or _OVER_QUOTA.search(before):
        return "over_quota_percent", "chỉ tiêu"
    following = re.split(r"[;]|\d+\s*%", after, maxsplit=1)[0][:160]
    words = [
        (match.start(), kind, match.group())
        for kind, pattern in (
            ("units_percent", _UNIT_WORD),
            ("members_percent", _MEMBER_WORD),
            ("other", _OTHER_WORD),
        )
        if (match := pattern.search(following))
    ]
    words = [word for word in words if word[0] <= 60]
    if not words and _OF_GIVERS.search(before[-70:]):
        return "other", clean(before)[-40:]
    if not words and named_before:
        return named_before.kind, f"{named_before.counted} ({clean(before)[-40:]})"
    if not words:
        return _percent_kind_before(before)
    at, kind, _ = min(words)
    if at > 25 and re.match(r"[^a-zà-ỹ]*[,.]", following):
        return _percent_kind_before(before)
    return kind, clean(following[at : at + 120])


def _percent_kind_before(before: str) -> tuple[str | None, str]:
    """Read "tỷ lệ đoàn viên tham gia đạt 30%": what is counted stands before the figure."""
    near = before[-90:]
    if not re.search(r"tỷ lệ|tỉ lệ|số\s|đạt|phấn đấu|tham gia", near, re.IGNORECASE):
        return None, ""
    for kind, pattern in (
        ("members_percent", _MEMBER_WORD),
        ("units_percent", _UNIT_WORD),
        ("other", _OTHER_WORD),
    ):
        if match := pattern.search(near):
            return kind, clean(near[match.start() :])
    return None, ""


_UNIT_NAMES = {
    "units_percent": "% đơn vị",
    "members_percent": "% đoàn viên, người lao động",
    "over_quota_percent": "% trên chỉ tiêu được giao",
}


def _percent_target(
    sentence: Sentence, match: re.Match[str], *, value: Value, kind: str, counted: str
) -> Target:
    text = sentence.text
    before, after = text[: match.start()], text[match.end() :]
    how = bound(before, after[:45], is_range=isinstance(value, list))
    if kind == "over_quota_percent":
        how = (
            "at_least"
            if re.search(r"đạt hoặc|hoặc|ít nhất|tối thiểu", before[-60:], re.IGNORECASE)
            or how == "more_than"
            else how
        )
    left, right = clause(sentence, match.start(), match.end())
    noun = re.split(
        r"\s+(?:tham gia|đăng ký|hiến|có|trong|đạt|được|thuộc|tổ chức|do|tuyên truyền|trở lên)\b|[;.]",
        counted,
        maxsplit=1,
    )[0]
    unit = f"% {clean(noun)}" if noun and kind != "over_quota_percent" else _UNIT_NAMES.get(kind, "%")
    return Target(
        squeeze(text[left:right]),
        kind,
        value,
        unit,
        how,
        scope_before(text[:left] + text[left : match.start()]),
        sentence.start + left,
        sentence.start + right,
        counted,
    )
