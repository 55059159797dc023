"""What a task's words suggest: the kind of activity, the programme. Only ever a proposal that a person may change."""

import re
from collections.abc import Iterable, Mapping

from maudao.campaigns.rules.vocabulary import ActivityKind
from maudao.lib.vietnamese import fold

#: Programmes that drives may also count for: code, name, and the folded words that name it in a text.
PROGRAMMES: Mapping[str, tuple[str, str]] = {
    "hanh-trinh-do": ("Hành trình Đỏ", r"hanh trinh do\b"),
    "nhung-giot-mau-hong-he": ("Những giọt máu hồng hè", r"giot mau hong\b"),
    "thang-cong-nhan": ("Tháng Công nhân", r"thang cong nhan\b"),
    "thang-atvsld": (
        "Tháng hành động về An toàn, vệ sinh lao động",
        r"thang (?:hanh dong ve )?(?:atvsld|an toan,? ve sinh lao dong)",
    ),
    "chu-nhat-do": ("Chủ nhật Đỏ", r"chu nhat do\b"),
    "le-hoi-xuan-hong": ("Lễ hội Xuân hồng", r"xuan hong\b"),
    "ngay-toan-dan-hien-mau": ("Ngày toàn dân hiến máu tình nguyện 7/4", r"ngay toan dan (?:hien mau|hmtn)"),
    "ngay-ton-vinh-nguoi-hien-mau": (
        "Ngày tôn vinh người hiến máu 14/6",
        r"(?:ngay )?(?:quoc te|the gioi)? ?ton vinh nguoi hien mau",
    ),
    "giot-hong-cong-doan": ("Giọt hồng Công đoàn", r"giot hong cong doan\b"),
}

#: In this order: the first that speaks decides. A drive is named last, since nearly every task names donating blood.
_KINDS: tuple[tuple[ActivityKind, str], ...] = (
    (ActivityKind.BANNER, r"bang (?:zon|ron)|khau hieu|ap phich|pa ?no|treo "),
    (ActivityKind.RECOGNITION, r"ton vinh|khen thuong|bieu duong|guong (?:dien hinh|tieu bieu)"),
    (ActivityKind.CLUB, r"cau lac bo|\bclb\b|doi hien mau|du bi|nhom mau hiem"),
    (ActivityKind.ENTERPRISE, r"doanh nghiep|nguon luc|xa hoi hoa"),
    (ActivityKind.SUPPORT, r"quyen loi|che do|chinh sach doi voi|boi duong|ho tro|tao dieu kien"),
    (ActivityKind.TALK, r"noi chuyen|tu van|toa dam|hoi nghi|tap huan|giao luu"),
    (
        ActivityKind.DRIVE,
        r"tiep nhan mau|ngay hoi|to chuc (?:dot |ngay )?(?:hien mau|hmtn)|dot hien mau"
        r"|dang ky (?:tham gia )?hien mau|ke hoach hmtn",
    ),
    (
        ActivityKind.COMMUNICATION,
        r"tuyen truyen|truyen thong|thong tin|mang xa hoi|facebook|zalo|van dong|nang cao nhan thuc",
    ),
)


def activity_kind(text: str) -> ActivityKind | None:
    """Return the kind of activity that a task's words suggest, or None where they suggest none."""
    folded = fold(text)
    return next((kind for kind, words in _KINDS if re.search(words, folded)), None)


def programmes_in(texts: Iterable[str]) -> list[str]:
    """Return the codes of the programmes that are named in the texts, in the catalogue's order."""
    folded = fold(" \n ".join(texts))
    return [code for code, (_, words) in PROGRAMMES.items() if re.search(words, folded)]
