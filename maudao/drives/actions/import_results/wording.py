"""What became of a receiving centre's rows, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from maudao.donors.actions.import_people.wording import note_words, reason_words, unreadable_list

_UNREADABLE: Mapping[str, Any] = {
    "no_headings": _("Không trang tính nào có cột Họ và tên cùng cột Thể tích (ml) hoặc Kết quả."),
    "too_long": _("Danh sách quá dài. Hãy chia thành nhiều tệp, mỗi tệp nhiều nhất 5.000 dòng."),
    "cancelled": _("Đợt hiến máu này đã huỷ nên không có kết quả."),
    "in_future": _("Đợt hiến máu này chưa diễn ra. Hãy nhập kết quả từ ngày hiến máu."),
}

_REASONS: Mapping[str, Any] = {
    "volume": _("thể tích không đọc được; ghi một con số, ví dụ 350"),
    "volume_impossible": _("thể tích không đúng; máu toàn phần có túi 250, 350 và 450 ml"),
    "kind": _("loại hiến không đọc được; ghi máu toàn phần, hồng cầu, tiểu cầu hoặc huyết tương"),
    "date": _("ngày hiến thiếu hoặc không đọc được; ghi ngày/tháng/năm"),
    "other_day": _("ngày hiến không phải ngày của đợt này"),
    "in_future": _("ngày hiến ở tương lai"),
    "serial": _("số giấy chứng nhận quá dài"),
    "serial_taken": _("số giấy chứng nhận này đã ghi cho lượt hiến khác; kiểm tra lại số"),
    "ticket_other": _("mã vé này của người tên khác; kiểm tra lại mã vé và tên"),
    "ambiguous": _("đợt này có nhiều người cùng tên; ghi thêm ngày sinh, số CCCD hoặc mã vé"),
    "twice": _("người này đã có ở một dòng khác của tệp; giữ lại một dòng đúng"),
}

_NOTES: Mapping[str, Any] = {
    "group_unread": _("nhóm máu không đọc được, để trống"),
    "group_not_kept": _("nhóm máu không được lưu vì người hiến chưa đồng ý"),
}


def unreadable_results(reason: str) -> str:
    """Return why a centre's workbook cannot be taken, and what to do."""
    return str(_UNREADABLE[reason]) if reason in _UNREADABLE else unreadable_list(reason)


def result_reason(reason: str) -> str:
    """Return why a row was not taken, and what to do."""
    return str(_REASONS[reason]) if reason in _REASONS else reason_words(reason)


def result_note(note: str) -> str:
    """Return what was guessed or left out in a row."""
    return str(_NOTES[note]) if note in _NOTES else note_words(note)
