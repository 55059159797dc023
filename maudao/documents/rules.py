"""Vocabulary of official documents, and what their numbers look like."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class IncomingState(models.TextChoices):
    """Where an incoming document stands between upload and register."""

    READING = "reading", _("đang đọc")
    PROPOSED = "proposed", _("chờ kiểm tra")
    REGISTERED = "registered", _("đã vào sổ")
    UNREADABLE = "unreadable", _("không đọc được")
    DISCARDED = "discarded", _("đã bỏ")


class OutgoingState(models.TextChoices):
    """A draft has no number; an issued document has one for ever."""

    DRAFT = "draft", _("dự thảo")
    ISSUED = "issued", _("đã ban hành")


class Direction(models.TextChoices):
    INCOMING = "incoming", _("văn bản đến")
    OUTGOING = "outgoing", _("văn bản đi")


class DocumentType(models.TextChoices):
    """Types that the writer makes. Abbreviations: Nghị định 30/2020/NĐ-CP, Phụ lục III."""

    REPORT = "BC", _("Báo cáo")
    PLAN = "KH", _("Kế hoạch")
    GUIDANCE = "HD", _("Hướng dẫn")
    LETTER = "CV", _("Công văn")
    NOTICE = "TB", _("Thông báo")
    DECISION = "QĐ", _("Quyết định")
    SUBMISSION = "TTr", _("Tờ trình")


def symbol(document_type: str, unit_short_name: str) -> str:
    """Return the symbol after the slash: `BC-LĐLĐ`; an official letter carries the unit's name alone (`905/LĐLĐ`)."""
    if document_type == DocumentType.LETTER:
        return unit_short_name
    return f"{document_type}-{unit_short_name}"


def numbered(number: int, symbol_text: str) -> str:
    """Return `05/BC-LĐLĐ`: numbers under ten take a leading zero (NĐ 30/2020, Phụ lục I)."""
    return f"{number:02d}/{symbol_text}"


def register_year(on: date) -> int:
    """Return the register's year: numbers start at 01 on 1 January (NĐ 30/2020, Điều 15)."""
    return on.year


#: Words for the codes of a record (kind and bound of a target, what a deadline is for).
TARGET_KINDS = [
    ("units_percent", _("% đơn vị")),
    ("members_percent", _("% đoàn viên, người lao động")),
    ("blood_units", _("số đơn vị máu")),
    ("over_quota_percent", _("% vượt chỉ tiêu được giao")),
    ("other", _("chỉ tiêu khác")),
]
BOUNDS = [
    ("exact", _("đúng")),
    ("at_least", _("ít nhất")),
    ("more_than", _("hơn")),
    ("about", _("khoảng")),
    ("range", _("từ – đến")),
    ("unquantified", _("không nêu mức")),
]
DEADLINE_KINDS = [("report", _("Báo cáo kết quả")), ("register_list", _("Gửi danh sách đăng ký"))]
