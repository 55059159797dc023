"""What a document asks for in figures: shares of units, of members, units of blood, people to register."""

import re
from dataclasses import dataclass, field

from maudao.documents.reader.lines import Sentence, Source, clean, squeeze
from maudao.documents.reader.outline import Outline
from maudao.documents.reader.quantities import NUMBER, WORD_NUMBER, bound, number

Value = int | float | list[int | float] | None


@dataclass
class Target:
    """One figure to reach; `denominator` is the text's own words for what a percentage is of."""

    text: str
    kind: str
    value: Value
    unit_of_measure: str
    bound: str
    scope: str | None
    start: int
    end: int
    counted: str = field(default="")

    def as_record(self) -> dict[str, object]:
        """Give the target in the contract's shape."""
        return {
            "text": self.text, "kind": self.kind, "value": self.value, "unit_of_measure": self.unit_of_measure,
            "bound": self.bound, "scope": self.scope,
        }  # fmt: skip


_DASH = r"\s*(?:[-–—]|đến|tới)\s*"
_PERCENT = re.compile(rf"(?<![\d.,])(?:(?P<low>{NUMBER})\s*%?{_DASH})?(?P<value>{NUMBER})\s*(?:%|phần trăm)", re.IGNORECASE)
_BLOOD = re.compile(
    rf"(?<![\d.,/])(?:(?P<low>{NUMBER}){_DASH})?(?P<value>{NUMBER})\s*(?P<unit>(?:đơn vị|đ/v|đvm?\b)(?P<blood>\s*máu)?|(?:túi|bịch)\s*máu)(?!\s*(?:trực thuộc|công đoàn|cơ quan|trường|thành viên|tham gia|đoàn|tổ chức|hành chính))",
    re.IGNORECASE,
)
_PEOPLE_WORD = (
    r"lượt người|lượt|người|tình nguyện viên|đoàn viên|sinh viên|học sinh|cán bộ|CBCC\w*|CBGV\w*|CNVC\w*|CNLĐ|ĐVTN|thanh niên|TNV|hội viên|đ/c|đồng chí|chiến sĩ|công nhân|giáo viên"
)
_PEOPLE = re.compile(rf"(?<![\d.,/])(?:(?P<low>{NUMBER}){_DASH})?(?P<value>{NUMBER})\s*(?P<unit>{_PEOPLE_WORD})\b", re.IGNORECASE)
_OCCASION = re.compile(
    rf"(?P<least>ít nhất|tối thiểu|không dưới)\s+(?:(?:là|được|tổ chức|mở)\s+)?(?P<value>\d{{1,3}}|{WORD_NUMBER})\s*(?:\([^)]{{1,12}}\)\s*)?"
    r"(?P<unit>ngày|đợt|buổi|điểm|cuộc|ngày hội|lần tổ chức|câu lạc bộ|CLB|đội|hoạt động|tin|bài|băng rôn|pano|khẩu hiệu)\b(?P<rest>[^.;,\n]{0,40})",
    re.IGNORECASE,
)

_UNITS = (
    r"liên đoàn|công\s*đoàn|tổ chức|cơ quan|đơn vị(?! máu)|huyện|thị xã|thành phố|xã\b|phường|thị trấn|quận|trường(?! hợp)|chi đoàn|liên chi|đoàn (?:cơ sở|trường|xã|phường|khoa|trực)"
    r"|cơ sở|các cấp|cđcs|lđlđ|doanh nghiệp|khoa\b|phòng\b|lớp\b|địa phương|thôn|bản\b|khu phố|tổ dân phố|cấp ủy|cấp uỷ|câu lạc bộ|chi hội|hội (?:cơ sở|chữ thập đỏ|các)|ban,? ngành|sở\b|ngành|ubnd|ban chỉ đạo|huyện đoàn|tổ công đoàn|tổ chức|chi bộ|nghiệp đoàn|công ty|bệnh viện|trạm y tế|chi cục|đoàn thể"
)
_MEMBERS = (
    r"cán bộ|\bcb\b|cbcc|cbgv|cbcnv|cnvc|cnlđ|cc,? ?vc|nlđ|đoàn viên|đvtn|đv,? ?tn|hội viên|công nhân|người lao động|lao động\b|giáo viên|giảng viên|sinh viên|học sinh|nhân viên|thanh niên|công chức|viên chức|đảng viên|gv\b|hssv|\bsv\b|quân số|chiến sĩ|chiến sỹ|đồng chí|thành viên|học viên|biên chế|y,? bác s[ĩỹ]|phụ huynh|thầy|tnv"
)
_UNIT_WORD = re.compile(_UNITS, re.IGNORECASE)
_MEMBER_WORD = re.compile(_MEMBERS, re.IGNORECASE)
_OTHER_WORD = re.compile(
    r"chỉ tiêu|kế hoạch (?:năm|được giao|đề ra|giao)|kế hoạch\b|dân số|đơn vị máu|lượng máu|số máu|túi máu|nhu cầu|người hiến|lượt người|tình nguyện viên|nhắc lại|thường xuyên|hộ gia đình|người dân|nhân dân|người",
    re.IGNORECASE,
)
_OVER = re.compile(r"vượt(?:\s+(?:mức|từ|trên|ít nhất|tối thiểu|khoảng))*\s*$", re.IGNORECASE)
_QUOTA = re.compile(r"\s*(?:trở lên\s*)?(?:so với\s+)?(?:(?:của|trên|các|tổng)\s+)*(?:chỉ tiêu|kế hoạch|số lượng|chỉ số|mức)", re.IGNORECASE)

_CRITERIA = re.compile(r"tieu chuan|dieu kien|quyen loi|che do|muc chi|ho tro|kinh phi|quy trinh|khong duoc hien|luu y|y nghia|co so phap ly|ket qua|danh gia")
_PAST = re.compile(
    r"\b(?:đã (?:có|tiếp nhận|vận động|thu|đạt|hiến|tham gia|đăng ký)|thu được|tiếp nhận được|thu về|vận động được(?=[^.;]*\b(?:đã|trong năm 20\d\d,))|kết quả (?:là|đã)|năm (?:qua|trước|ngoái)|những năm qua|vừa qua|trước đó|đến nay|hiện (?:nay|mới|chỉ)|cần khoảng|nhu cầu (?:máu )?(?:khoảng|là|cần)|mỗi năm (?:cần|nước)|hàng năm cần|thiếu (?:hụt )?khoảng|theo (?:thống kê|WHO|tổ chức y tế))\b",
    re.IGNORECASE,
)
_BODY_FACT = re.compile(
    r"\b(?:tuổi|cân nặng|kg|ml/kg|huyết|trọng lượng|lượng nước|nồng độ|giảm|lương|phụ cấp|bồi dưỡng|ngày nghỉ|miễn phí|chi phí|giá trị|đồng/|cứu sống|cứu được)\b", re.IGNORECASE
)
_ASKS = re.compile(
    r"chỉ tiêu|mục tiêu|phấn đấu|vận động|dự kiến|tiếp nhận|\bthu\b|\bgiao\b|đăng ký|ít nhất|tối thiểu|\bđạt\b|số lượng|khoảng|đảm bảo|bảo đảm|phân bổ|\bphân\b|huy động|không dưới|trở lên|yêu cầu|mỗi (?:đơn vị|công đoàn|trường|chi đoàn|khoa|lớp|xã|phường|cơ quan|huyện)|trên\s+\d",
    re.IGNORECASE,
)
_HEADED = re.compile(r"chi tieu|muc tieu|so luong|phan bo|yeu cau")
_PER_PERSON = re.compile(r"(?:mỗi|một|01) (?:người|lần|tình nguyện viên|đơn vị máu)[^.;]{0,40}$|/người|/lần", re.IGNORECASE)


def find_targets(source: Source, outline: Outline, *, doc_type: str | None) -> list[Target]:
    """List the document's targets, each once, in the order of the text."""
    found: list[Target] = []
    for sentence in source.sentences:
        if _is_about_something_else(sentence, outline, doc_type):
            continue
        found += _percents(sentence, _kind_before(source, found, sentence))
        found += _amounts(sentence, outline, line=_line_of(source, sentence))
        found += _occasions(sentence)
    found += [target for target in _listed(source) if not any(other.start <= target.start < other.end for other in found)]
    return _each_once(sorted(found, key=lambda target: target.start))


def _line_of(source: Source, sentence: Sentence) -> str:
    start = source.flow.rfind("\n", 0, sentence.start) + 1
    return source.flow[max(start, sentence.start - 400) : sentence.end]


def _kind_before(source: Source, found: list[Target], sentence: Sentence) -> Target | None:
    """Give the share named before on the same line: "15% đoàn viên …; riêng khối doanh nghiệp 20%"."""
    shares = [target for target in found if target.kind in {"members_percent", "units_percent"}]
    if shares and "\n" not in source.flow[shares[-1].start : sentence.start]:
        return shares[-1]
    return None


_LISTED = re.compile(
    rf"^[ \t]*(?:[-–+•*]|\d{{1,2}}[.)]|[a-zđ][.)])?[ \t]*(?P<name>[A-ZĐÀ-Ỹ][^:;\n%]{{2,80}}?)[ \t]*(?::|[-–](?=[ \t]*\d)|\|)[ \t]*(?P<value>{NUMBER})[ \t]*(?P<unit>đơn vị(?: máu)?|đvm?|{_PEOPLE_WORD})?(?:/\w+)?[ \t]*[.;,|]?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_NOT_A_UNIT = re.compile(r"(?:chỉ tiêu|số lượng|tổng|mục tiêu|dự kiến|phấn đấu|đối tượng|cộng|thời gian|số|đt|điện thoại|năm|ngày|tuổi|cân nặng|nam|nữ|kinh phí|lượt xem)\b", re.IGNORECASE)


def _listed(source: Source) -> list[Target]:
    """Read lists of units with what each is to give: "- Ấp 1: 30 đơn vị", under words such as "chỉ tiêu"."""
    found: list[Target] = []
    previous, before = -10, ""
    for match in _LISTED.finditer(source.flow):
        if match.start() - previous > 3:
            before = source.flow[max(0, match.start() - 260) : match.start()]
        lead = re.search(r"chỉ tiêu|đơn vị máu|phân bổ|số lượng|đăng ký" + ("|hiến máu" if match["unit"] else ""), before, re.IGNORECASE)
        if not lead or not match["name"][0].isupper() or _NOT_A_UNIT.match(match["name"]):
            continue
        previous = match.end()
        unit_word = (match["unit"] or "").lower()
        people = (unit_word and not unit_word.startswith(("đơn vị", "đv"))) or (match["unit"] is None and re.search(r"\(người\)|số người|người", before[-120:], re.IGNORECASE))
        kind, unit = ("other", "người") if people else ("blood_units", "đơn vị máu")
        start = match.start("name")
        end = match.end("unit") if match["unit"] else match.end("value")
        found.append(Target(squeeze(source.flow[start:end]), kind, number(match["value"]), unit, "exact", clean(match["name"]), start, end))
    return found


def _is_about_something_else(sentence: Sentence, outline: Outline, doc_type: str | None) -> bool:
    above = outline.above(sentence.start)
    part = above.rsplit("/", 1)[-1]
    if not re.search(r"\d|một|hai|ba\b", sentence.text):
        return True
    if _CRITERIA.search(part) and not re.search(r"chi tieu|muc tieu|phan dau", above) and not re.search(r"chỉ tiêu|phấn đấu|đăng ký", sentence.text, re.IGNORECASE):
        return True
    if doc_type == "báo cáo" and not re.search(r"phấn đấu|chỉ tiêu|mục tiêu|phuong huong|muc tieu|nhiem vu", sentence.text + above, re.IGNORECASE):
        return True
    return _PAST.search(sentence.text) is not None


_CLAUSE_START = re.compile(
    r"[,;]\s+(?=(?:phấn đấu|vận động|tiếp nhận|đạt|mỗi|trong đó|riêng|đảm bảo|bảo đảm|tổ chức|huy động|toàn|cả|trên|dưới|\d{1,3}\s*%|ít nhất|tối thiểu|BTV|Ban|để)\b)", re.IGNORECASE
)


def _clause(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Give the piece of the sentence that holds a figure, as offsets, without its bullet and closing mark."""
    text = sentence.text
    marker = re.match(r"(?:[-–—+•●*]|\d{1,2}(?:\.\d{1,2})*[.)](?=\s)|[a-zđ][.)])\s*", text)
    left = max((match.end() for match in _CLAUSE_START.finditer(text, 0, start)), default=marker.end() if marker and marker.end() <= start else 0)
    right = re.search(r"[,;](?=\s+(?:đạt|trong|đồng thời|phấn đấu|góp phần|nhằm|để|mỗi|tiếp nhận))|$", text[end:])
    stop = end + (right.start() if right else 0)
    return left, max(end, len(text[:stop].rstrip(" .;,")))


def _value(match: re.Match[str]) -> Value:
    high = number(match["value"])
    if not match["low"]:
        return high
    low = number(match["low"])
    return [low, high] if low < high else high


def _percents(sentence: Sentence, named_before: Target | None) -> list[Target]:
    text = sentence.text
    found = []
    for match in _PERCENT.finditer(text):
        value = _value(match)
        before, after = text[: match.start()], text[match.end() :]
        if _is_a_body_fact(before, after) or re.search(r"\b(?:tăng|giảm|tăng thêm|cao hơn)\s*(?:khoảng |trên )?$", before, re.IGNORECASE):
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
    if _OVER.search(before) and _QUOTA.match(after):
        return "over_quota_percent", "chỉ tiêu"
    following = re.split(r"[;]|\d+\s*%", after, maxsplit=1)[0][:160]
    words = [
        (match.start(), kind, match.group())
        for kind, pattern in (("units_percent", _UNIT_WORD), ("members_percent", _MEMBER_WORD), ("other", _OTHER_WORD))
        if (match := pattern.search(following))
    ]
    words = [word for word in words if word[0] <= 60]
    if not words and named_before:
        return named_before.kind, f"{named_before.counted} ({clean(before)[-40:]})"
    if not words:
        return _percent_kind_before(before)
    at, kind, counted = min(words)
    if at > 25 and re.match(r"[^a-zà-ỹ]*[,.]", following):
        return _percent_kind_before(before)
    return kind, clean(following[at : at + 120])


def _percent_kind_before(before: str) -> tuple[str | None, str]:
    """Read "tỷ lệ đoàn viên tham gia đạt 30%": what is counted stands before the figure."""
    near = before[-90:]
    if not re.search(r"tỷ lệ|tỉ lệ|số\s|đạt|phấn đấu|tham gia", near, re.IGNORECASE):
        return None, ""
    for kind, pattern in (("members_percent", _MEMBER_WORD), ("units_percent", _UNIT_WORD), ("other", _OTHER_WORD)):
        if match := pattern.search(near):
            return kind, clean(near[match.start() :])
    return None, ""


_UNIT_NAMES = {"units_percent": "% đơn vị", "members_percent": "% đoàn viên, người lao động", "over_quota_percent": "% trên chỉ tiêu được giao"}


def _percent_target(sentence: Sentence, match: re.Match[str], *, value: Value, kind: str, counted: str) -> Target:
    text = sentence.text
    before, after = text[: match.start()], text[match.end() :]
    how = bound(before, after[:45], is_range=isinstance(value, list))
    if kind == "over_quota_percent":
        how = "at_least" if re.search(r"đạt hoặc|hoặc|ít nhất|tối thiểu", before[-60:], re.IGNORECASE) or how == "more_than" else how
    left, right = _clause(sentence, match.start(), match.end())
    noun = re.split(r"\s+(?:tham gia|đăng ký|hiến|có|trong|đạt|được|thuộc|tổ chức|do|tuyên truyền|trở lên)\b|[;.]", counted, maxsplit=1)[0]
    unit = f"% {clean(noun)}" if noun and kind != "over_quota_percent" else _UNIT_NAMES.get(kind, "%")
    return Target(
        squeeze(text[left:right]), kind, value, unit, how, _scope(text[:left] + text[left : match.start()]),
        sentence.start + left, sentence.start + right, counted,
    )  # fmt: skip


_SCOPE = re.compile(
    r"(?P<scope>(?:mỗi|các|từng|toàn|cả)\s+(?:công\s*đoàn|liên đoàn|đơn vị|trường|chi đoàn|khoa|lớp|xã|phường|huyện|cấp|cơ quan|tỉnh|CĐCS|cơ sở|liên chi|đoàn|địa phương)[^,.;:%\d]{0,60}?)\s*(?:,|phấn đấu|đăng ký|có|vận động|tuyên truyền|phải|đạt|mở|tổ chức|huy động|tối thiểu|ít nhất|$)",
    re.IGNORECASE,
)


def _scope(before: str) -> str | None:
    matches = list(_SCOPE.finditer(before[-200:]))
    return clean(matches[-1]["scope"]) if matches else None


def _amounts(sentence: Sentence, outline: Outline, *, line: str) -> list[Target]:
    text = sentence.text
    above = outline.above(sentence.start)
    asks = bool(_ASKS.search(line)) or bool(_HEADED.search(above))
    if not asks:
        return []
    found = []
    for match in _BLOOD.finditer(text):
        if match["blood"] or re.search(r"máu|\bmau\b|chi tieu", line + above, re.IGNORECASE):
            found.append(_amount(sentence, match, kind="blood_units"))
    found += [_amount(sentence, match, kind="other") for match in _PEOPLE.finditer(text) if _asks_for_people(sentence, match, above)]
    return [target for target in found if not _is_a_detail(sentence, target)]


_PEOPLE_ASK = re.compile(
    r"(?:chỉ tiêu|phấn đấu|vận động|đăng ký|ít nhất|tối thiểu|khoảng|phân(?: bổ)?|giao|dự kiến|huy động|không dưới|số lượng|trên|mỗi \S+(?: \S+){0,4})\b[^.;]{0,70}$", re.IGNORECASE
)


def _asks_for_people(sentence: Sentence, match: re.Match[str], above: str) -> bool:
    before, after = sentence.text[: match.start()], sentence.text[match.end() :]
    if re.match(r"\s*(?:phụ trách|trực|phục vụ|đại diện|dự họp|làm|tuổi|từ \d|trong độ tuổi|khỏe mạnh|lãnh đạo)", after, re.IGNORECASE):
        return False
    if re.search(r"(?:mỗi|một|cho|số|không quá|tối đa|không vượt quá)\s*$", before, re.IGNORECASE):
        return False
    if match["value"] in {"01", "1"} and not re.search(r"đăng ký\s*$", before, re.IGNORECASE):
        return False
    asked = _PEOPLE_ASK.search(before) or re.search(r"chi tieu|phan bo|so luong", above)
    return bool(asked) and not _is_a_size(before, after)


def _is_a_size(before: str, after: str) -> bool:
    """Tell whether a head count only says which units are meant: "CĐCS có từ 500 lao động trở lên đăng ký …"."""
    if re.search(r"\b(?:dưới|đến)\s*$", before, re.IGNORECASE) and re.search(r"\d", after):
        return True
    condition = re.search(r"\b(?:trên|từ|có|quy mô)\s*$", before, re.IGNORECASE)
    return bool(condition) and re.match(r"[^.;,]{0,40}?(?:trở lên\s*)?(?:,\s*)?(?:thì\s+)?(?:đăng ký|phải|vận động|cử|có)\s[^.;]{0,30}\d", after, re.IGNORECASE) is not None


def _amount(sentence: Sentence, match: re.Match[str], *, kind: str) -> Target:
    text = sentence.text
    value = _value(match)
    before, after = text[: match.start()], text[match.end() :]
    left, right = _clause(sentence, match.start(), match.end())
    volume = re.match(r"\s*(?:máu)?\s*(?:\(?(?:loại|thể tích)?\s*)?(\d{3})\s*ml", after, re.IGNORECASE)
    per_day = re.match(r"\s*(?:máu)?\s*/\s*(?:0?1\s*)?(ngày|đợt|buổi)|\s*mỗi ngày", after, re.IGNORECASE)
    unit = "đơn vị máu" if kind == "blood_units" else match["unit"].lower()
    unit += f" {volume[1]} ml" if volume else ""
    unit += f"/{per_day[1] or 'ngày'}" if per_day else ""
    how = bound(before, after[:40], is_range=isinstance(value, list))
    return Target(squeeze(text[left:right]), kind, value, unit, how, _scope(before) or _listed_scope(before), sentence.start + left, sentence.start + right)


def _listed_scope(before: str) -> str | None:
    match = re.fullmatch(r"[\s\-–+•*\d.)]*(?P<name>[A-ZĐÀ-Ỹ][^:;\d]{3,80}?)\s*[:–-]\s*(?:chỉ tiêu\s*:?\s*)?", before)
    if match and not re.match(r"(?:chỉ tiêu|số lượng|tổng|mục tiêu|dự kiến|phấn đấu|đối tượng)", match["name"], re.IGNORECASE):
        return clean(match["name"])
    return None


def _is_a_detail(sentence: Sentence, target: Target) -> bool:
    """Tell whether a figure is a fact about one donation, not something to reach."""
    local = target.start - sentence.start
    before = sentence.text[: local + len(target.text)]
    figure = re.search(r"\d", sentence.text[local:])
    lead = before[: local + (figure.start() if figure else 0)]
    return bool(_PER_PERSON.search(lead)) or (target.kind == "blood_units" and target.value == 1 and target.bound == "exact")


def _occasions(sentence: Sentence) -> list[Target]:
    found = []
    for match in _OCCASION.finditer(sentence.text):
        if match["unit"].lower() == "ngày" and not re.match(r"\s*(?:hội|hiến)", match["rest"], re.IGNORECASE):
            continue
        if re.match(r"\s*(?:tuần|tháng|sau khi|trước khi)", match["rest"], re.IGNORECASE):
            continue
        left, right = _clause(sentence, match.start(), match.end())
        unit = clean(f"{match['unit']} {'hiến máu' if 'hiến máu' in match['rest'] else ''}")
        text = squeeze(sentence.text[left:right])
        scope = _scope(sentence.text[: match.start()])
        found.append(Target(text, "other", number(match["value"]), unit, "at_least", scope, sentence.start + left, sentence.start + right))
    return found


def _each_once(found: list[Target]) -> list[Target]:
    kept: list[Target] = []
    for target in found:
        if not any(_same(target, other) for other in kept):
            kept.append(target)
    return kept


def _same(one: Target, other: Target) -> bool:
    if (one.kind, one.value) != (other.kind, other.value):
        return False
    if one.kind in {"units_percent", "members_percent"}:
        return _counted_key(one) == _counted_key(other)
    if one.scope and other.scope and one.scope != other.scope:
        return False
    return one.unit_of_measure.split(" ")[0] == other.unit_of_measure.split(" ")[0]


def _counted_key(target: Target) -> str:
    return target.counted.lower()[:18]
