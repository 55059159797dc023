"""What became of the rows of a list, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

_UNREADABLE: Mapping[str, Any] = {
    "too_large": _("Tệp quá lớn. Hãy chia danh sách thành nhiều tệp nhỏ hơn rồi tải lên từng tệp."),
    "not_a_workbook": _("Tệp này không phải bảng tính Excel. Hãy lưu lại dạng .xlsx rồi tải lên."),
    "no_headings": _("Không trang tính nào có cột Họ và tên cùng các cột Ngày sinh, Số CCCD hay Điện thoại."),
    "no_rows": _(
        "Bảng này có tiêu đề cột nhưng chưa có người nào. Hãy điền từ dòng dưới tiêu đề rồi tải lên."
    ),
    "too_long": _("Danh sách quá dài. Hãy chia thành nhiều tệp, mỗi tệp nhiều nhất 200.000 dòng."),
}

_REASONS: Mapping[str, Any] = {
    "name": _("thiếu họ tên, hoặc họ tên không đọc được"),
    "birth": _("ngày sinh không đọc được; ghi ngày/tháng/năm, hoặc năm sinh"),
    "identity": _("số CCCD không đúng; CCCD có 12 chữ số, CMND có 9"),
    "phone": _("số điện thoại không phải số di động; số di động có 10 chữ số"),
    "unit": _("không có đơn vị nào mang mã hoặc tên này"),
    "other_unit": _("dòng này mang mã của đơn vị khác; nhập ở trang của đơn vị đó"),
    "identity_taken": _("số CCCD này đã ghi cho một người tên khác; kiểm tra lại số và tên"),
    "twice": _("trùng người với một dòng phía trên nhưng ghi khác; giữ lại một dòng đúng"),
    "ambiguous": _("đơn vị có nhiều người cùng tên này; ghi thêm ngày sinh, số CCCD hoặc điện thoại"),
}

_NOTES: Mapping[str, Any] = {
    "identity_zeros": _("đã thêm lại số 0 đầu của CCCD"),
    "phone_zero": _("đã thêm lại số 0 đầu của điện thoại"),
    "phone_first": _("ô có nhiều số điện thoại, lấy số đầu"),
    "birth_serial": _("ngày sinh đọc từ một con số của Excel"),
    "birth_digits": _("ngày sinh đọc từ các chữ số viết liền"),
    "birth_year_alone": _("chỉ lấy năm sinh"),
    "sex_unread": _("giới tính không đọc được, để trống"),
    "twice": _("người này đã có ở một dòng phía trên"),
}

_FIELDS: Mapping[str, Any] = {
    "full_name": _("họ tên"),
    "birth_date": _("ngày sinh"),
    "sex": _("giới tính"),
    "phone": _("điện thoại"),
    "identity": _("số CCCD"),
    "unit": _("thêm vào đơn vị"),
}


def unreadable_list(reason: str) -> str:
    """Return why a workbook could not be read, and what to do."""
    return str(_UNREADABLE[reason])


def reason_words(reason: str) -> str:
    """Return why a row was not taken, and what to do."""
    return str(_REASONS[reason])


def note_words(note: str) -> str:
    """Return what was guessed in a row."""
    return str(_NOTES[note])


def changed_words(fields: Sequence[str]) -> str:
    """Return what a row corrects, by the names of the fields; "" where it corrects nothing."""
    return (
        str(_("sửa: %(fields)s")) % {"fields": ", ".join(str(_FIELDS[name]) for name in fields)}
        if fields
        else ""
    )
