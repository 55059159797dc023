"""Names of organisations: how they begin, how abbreviations are spelt out, how capitals are written."""

import re

from maudao.documents.reader.lines import clean

_HEADS = (
    "đoàn chủ tịch|ban thường vụ|ban chấp hành|ban thường trực|ban bí thư|ban thư ký|thường trực|ban lãnh đạo"
    "|btv|bch|btk|btt"
    "|ban\\s*chỉ\\s*đạo|bcđ|tổng liên đoàn(?: lao động)?|liên đoàn lao động|tlđ|lđlđ|tldldvn|tlđlđvn"
    "|công đoàn|cđgd|cđcs|cđvc|cđn|nghiệp đoàn"
    "|tỉnh đoàn|huyện đoàn|thành đoàn|quận đoàn|thị đoàn|tỉnh uỷ|tỉnh ủy|huyện ủy|huyện uỷ"
    "|thành ủy|thành uỷ|đảng ủy|đảng uỷ"
    "|trung ương đoàn|trung ương hội|đoàn thanh niên|đoàn tncs|đoàn trường|đoàn khối|đoàn xã"
    "|đoàn phường|đoàn huyện|đoàn khoa|đoàn tổng công ty|đoàn công ty|đoàn tập đoàn|đoàn bệnh viện"
    "|đoàn ngân hàng|đoàn thị trấn|đoàn cơ quan|đoàn sở|đoàn cục"
    "|đoàn cơ sở|liên chi đoàn|chi đoàn|hội sinh viên|hội chữ thập đỏ|hội ctđ|hội lhpn"
    "|hội liên hiệp|hội cựu chiến binh|hội nông dân|hội đồng"
    "|ủy ban|uỷ ban|ubnd|ubmttq|mặt trận|bộ|sở|phòng|cục|chi cục|tổng cục|văn phòng|ban quản lý"
    "|ban giám hiệu|ban giám đốc|ban tổ chức|ban vận động"
    "|trường|đại học|học viện|bệnh viện|trung tâm|viện|công ty|tổng công ty|tập đoàn|câu lạc bộ|clb|đội"
    "|thủ tướng chính phủ|thủ tướng|chủ tịch(?= ủy| uỷ| ubnd)|chính phủ|quốc hội|chi đoàn"
    "|bảo hiểm xã hội|ngân hàng|hiệu trưởng|giám đốc|nhà máy|xí nghiệp"
)
HEAD = re.compile(rf"(?:{_HEADS})\b", re.IGNORECASE)
"""How the name of an organisation begins."""

ORGANISATION = rf"(?:{_HEADS})\b[^.;:\n“”\"]{{0,110}}?"

AREA = re.compile(
    r"\b(tỉnh|thành phố|tp\.?|huyện|quận|thị xã|tx\.?|xã|phường|thị trấn|đặc khu)\s+"
    r"((?:[A-ZĐÀ-Ỹ][\wà-ỹđ'’.-]*)(?:[ ](?:[A-ZĐÀ-Ỹ][\wà-ỹđ'’-]*|\d+))*|\d{1,2}\b)",
    re.IGNORECASE,
)

PROVINCES = (
    "An Giang|Bà Rịa - Vũng Tàu|Bà Rịa-Vũng Tàu|Bắc Giang|Bắc Kạn|Bạc Liêu|Bắc Ninh|Bến Tre"
    "|Bình Định|Bình Dương|Bình Phước"
    "|Bình Thuận|Cà Mau|Cần Thơ|Cao Bằng|Đà Nẵng|Đắk Lắk|Đăk Lăk|Đắk Nông|Đăk Nông|Điện Biên"
    "|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang"
    "|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hoà Bình|Hưng Yên|Khánh Hòa"
    "|Khánh Hoà|Kiên Giang|Kon Tum"
    "|Lai Châu|Lâm Đồng|Lạng Sơn|Lào Cai|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ"
    "|Phú Yên|Quảng Bình|Quảng Nam"
    "|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa"
    "|Thanh Hoá|Thừa Thiên Huế"
    "|Thừa Thiên - Huế|Huế|Tiền Giang|TP\\. ?HCM|TP\\. ?Hồ Chí Minh|Hồ Chí Minh|Trà Vinh"
    "|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái"
)
PROVINCE = re.compile(rf"\b(?:{PROVINCES})\b", re.IGNORECASE)

_ABBREVIATIONS = [
    (r"TLĐ\s*LĐ\s*VN|TLĐ", "Tổng Liên đoàn Lao động Việt Nam"),
    (r"LĐ\s*LĐ", "Liên đoàn Lao động"),
    (r"CĐ\s*GD", "Công đoàn Giáo dục"),
    (r"CĐCS", "Công đoàn cơ sở"),
    (r"CĐVC", "Công đoàn Viên chức"),
    (r"CĐ(?=\s+(?:CS|ngành|cơ sở|viên chức|các))", "Công đoàn"),
    (r"(?<=trường )CĐ|^CĐ(?= [A-ZĐ])", "Cao đẳng"),
    (r"(?<=trường )ĐH|^ĐH(?= )", "Đại học"),
    (r"UBMTTQ(?:VN)?", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
    (r"UBND", "Ủy ban nhân dân"),
    (r"BCĐ(?:QG)?", "Ban Chỉ đạo"),
    (r"HMTN", "hiến máu tình nguyện"),
    (r"HMNĐ", "hiến máu nhân đạo"),
    (r"GD\s*[&-]\s*ĐT", "Giáo dục và Đào tạo"),
    (r"CTĐ", "Chữ thập đỏ"),
    (r"LHPN", "Liên hiệp Phụ nữ"),
    (r"BTV", "Ban Thường vụ"),
    (r"TNCS\s*HCM", "Thanh niên Cộng sản Hồ Chí Minh"),
]
_SPELLED = [(re.compile(rf"(?<!\w)(?:{short})(?!\w)", re.IGNORECASE), full) for short, full in _ABBREVIATIONS]

_COMMON = [
    "Liên đoàn Lao động",
    "Tổng Liên đoàn",
    "Công đoàn Giáo dục",
    "Công đoàn Viên chức",
    "Công đoàn cơ sở",
    "Công đoàn",
    "Ban Thường vụ",
    "Ban Chấp hành",
    "Ban Chỉ đạo",
    "Ủy ban nhân dân",
    "Hội Chữ thập đỏ",
    "Hội Liên hiệp",
    "Hội Sinh viên",
    "Giáo dục và Đào tạo",
    "vận động hiến máu tình nguyện",
    "vận động hiến máu nhân đạo",
    "hiến máu tình nguyện",
    "Tỉnh đoàn",
    "Huyện đoàn",
    "Thành đoàn",
    "Quận đoàn",
    "Thị đoàn",
    "Đoàn trường",
    "Đoàn huyện",
    "Đoàn xã",
    "Đoàn khối",
    "Đoàn Thanh niên",
    "Cộng sản",
    "Cao đẳng",
    "Đại học",
    "Trung học cơ sở",
    "Trung học phổ thông",
    "Tiểu học",
    "Mầm non",
    "Bệnh viện",
    "đa khoa",
    "Trung tâm",
    "Y tế",
    "Học viện",
    "Công ty",
    "Tổng công ty",
    "trách nhiệm hữu hạn",
    "cổ phần",
    "Ban Quản lý",
    "các khu công nghiệp",
    "khu kinh tế",
    "Nhà máy",
    "thành phố",
    "thị xã",
    "thị trấn",
    "đặc khu",
    "Chủ tịch",
    "Quốc gia",
    "Trung ương",
    "Khoa học",
    "Công nghệ",
    "Kinh tế",
    "Kỹ thuật",
    "Sư phạm",
    "Văn phòng",
    "Bảo hiểm xã hội",
    "Mặt trận Tổ quốc",
    "Huyết học",
    "Truyền máu",
    "Lao động",
    "Xã hội",
    "Thương binh",
    "Nông nghiệp",
    "Phát triển nông thôn",
]
_COMMON_FORMS = {word.lower(): word for word in _COMMON}
_COMMON_WORDS = re.compile(
    rf"\b(?:{'|'.join(sorted(_COMMON_FORMS, key=len, reverse=True))})\b", re.IGNORECASE
)
_LOW_WORDS = re.compile(r"(?<!^)\b(?:tỉnh|huyện|quận|xã|phường|và|các|của)\b(?! Hội)", re.IGNORECASE)
_KEPT_CAPITALS = {
    "THCS",
    "THPT",
    "BCH",
    "BTK",
    "BTT",
    "TNCS",
    "TNHH",
    "MTV",
    "CP",
    "TP",
    "TP.HCM",
    "HCM",
    "II",
    "III",
    "IV",
    "VI",
    "VII",
    "VIII",
    "CĐ",
    "ĐH",
    "GDTX",
    "GDNN",
    "LHPN",
    "KCN",
    "KKT",
    "BV",
    "CLB",
    "TH",
    "MN",
    "VN",
    "TDTT",
}


def spell_out(name: str) -> str:
    """Spell out the abbreviations that every union officer knows (LĐLĐ, UBND, BCĐ, HMTN …)."""
    for pattern, full in _SPELLED:
        name = pattern.sub(full, name)
    return name


def write_properly(name: str) -> str:
    """Turn a letterhead's capitals into the usual writing of an organisation's name."""
    name = clean(name)
    if not name.isupper():
        return name
    words = [
        word if word in _KEPT_CAPITALS or re.search(r"\d", word) else word.capitalize()
        for word in name.split(" ")
    ]
    titled = _COMMON_WORDS.sub(lambda match: _COMMON_FORMS[match.group().lower()], " ".join(words))
    titled = _LOW_WORDS.sub(lambda match: match.group().lower(), titled)
    return titled[:1].upper() + titled[1:]


def area_of(name: str) -> str | None:
    """Give the area that a name carries ("tỉnh Điện Biên", "huyện Đăk Rlấp"), or None."""
    matches = [match for match in AREA.finditer(name) if match[2][0].isupper() or match[2][0].isdigit()]
    return clean(matches[-1].group()) if matches else None


def canonical(name: str) -> str:
    """Give an organisation's name in full."""
    name = clean(name)
    full = spell_out(name)
    return write_properly(full.upper() if name.isupper() else full)
