"""What was done, in a sentence: the audit as people read it, and faults as they are told."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from maudao.organization.models import AuditEntry
from maudao.organization.rules import ChangeKind, Role

#: Action → sentence; `%(…)s` names a value of the entry's changes, the one after where there are two.
_SENTENCES: Mapping[str, Any] = {
    "create_unit": _("Lập đơn vị %(code)s: %(name)s."),
    "set_member_count": _("Ghi số đoàn viên: %(members)s."),
    "make_user": _("Lập tài khoản %(username)s."),
    "appoint": _("Giao chức vụ: %(role)s."),
    "end_office": _("Kết thúc chức vụ từ sau ngày %(ends_on)s."),
    "renew_sign_in": _("Cấp lại mật khẩu."),
    "make_sample": _("Lập dữ liệu mẫu."),
    "reorganise": _("Áp dụng quyết định sắp xếp tổ chức số %(number)s."),
    "undo_reorganisation": _("Huỷ áp dụng quyết định sắp xếp tổ chức số %(number)s."),
    "receive": _("Tiếp nhận một văn bản đến."),
    "supply_text": _("Dán nội dung cho một văn bản đến."),
    "read": _("Đọc nội dung một văn bản đến."),
    "correct": _("Sửa nội dung đọc được từ một văn bản đến."),
    "register": _("Vào sổ một văn bản đến."),
    "discard": _("Bỏ một văn bản tiếp nhận nhầm."),
    "store_file": _("Lưu một tệp."),
    "draft_outgoing": _("Soạn một văn bản đi."),
    "revise_outgoing": _("Sửa một văn bản đi."),
    "issue": _("Ban hành một văn bản đi."),
    "create_campaign": _("Lập một chiến dịch."),
    "revise_campaign": _("Sửa một chiến dịch."),
    "supersede": _("Thay văn bản căn cứ của một chiến dịch."),
    "launch": _("Phát động một chiến dịch."),
    "close_campaign": _("Kết thúc một chiến dịch."),
    "reopen_campaign": _("Mở lại một chiến dịch đã kết thúc."),
    "set_quota": _("Ghi chỉ tiêu Ban Chỉ đạo giao: %(quota)s."),
    "allocate": _("Giao chỉ tiêu cho đơn vị trực thuộc."),
    "acknowledge": _("Xác nhận đã nhận chiến dịch."),
    "draft_direction": _("Soạn dự thảo văn bản triển khai chiến dịch."),
    "direct": _("Gắn văn bản triển khai cho một chiến dịch."),
    "record_activity": _("Ghi một hoạt động."),
    "withdraw_activity": _("Rút một hoạt động đã ghi."),
    "open_reports": _("Mở báo cáo cho các đơn vị."),
    "follow_deadline": _("Dời hạn các báo cáo chưa gửi đến %(due_on)s."),
    "report_save": _("Lưu báo cáo."),
    "report_submitted": _("Gửi báo cáo."),
    "report_nothing": _("Gửi báo cáo: không phát sinh."),
    "report_recalled": _("Rút lại báo cáo để sửa."),
    "report_returned": _("Trả lại một báo cáo: %(reason)s"),
    "report_accepted": _("Nhận một báo cáo."),
    "report_accept_all": _("Nhận các báo cáo đã gửi."),
    "report_locked": _("Khoá sổ các báo cáo đã tổng hợp."),
    "report_reopened": _("Mở lại một báo cáo đã khoá sổ: %(reason)s"),
    "report_extended": _("Gia hạn báo cáo: %(reason)s"),
    "report_draft_document": _("Soạn văn bản báo cáo."),
    "report_issued": _("Ban hành văn bản báo cáo."),
    "enter_person": _("Thêm một người vào danh sách."),
    "revise_person": _("Sửa thông tin một người."),
    "join_unit": _("Ghi một người là đoàn viên của đơn vị."),
    "leave_unit": _("Ghi một người thôi là đoàn viên của đơn vị."),
    "merge_donors": _("Gộp hai hồ sơ của cùng một người."),
    "undo_merge": _("Tách lại hai hồ sơ đã gộp."),
    "give_consent": _("Ghi một sự đồng ý."),
    "withdraw_consent": _("Ghi việc rút lại sự đồng ý."),
    "import_people": _("Nhập danh sách người: %(new)s người mới, %(changed)s người sửa."),
    "record_donation": _("Ghi một lượt hiến máu."),
    "correct_donation": _("Sửa một lượt hiến máu."),
    "withdraw_donation": _("Rút một lượt hiến máu ghi nhầm."),
    "plan_drive": _("Lập một đợt hiến máu."),
    "revise_drive": _("Sửa một đợt hiến máu."),
    "copy_drive": _("Chép một đợt hiến máu."),
    "open_drive": _("Mở đăng ký một đợt hiến máu."),
    "move_drive": _("Dời một đợt hiến máu sang %(held_on)s."),
    "cancel_drive": _("Huỷ một đợt hiến máu."),
    "end_notice": _("Đã báo cho đồng nghiệp về một đợt hiến máu dời hay huỷ."),
    "close_drive": _("Kết thúc một đợt hiến máu."),
    "set_slots": _("Đặt các khung giờ của một đợt hiến máu."),
    "appoint_staff": _("Giao người phục vụ một đợt hiến máu."),
    "export_registrations": _("Xuất danh sách đăng ký cho cơ sở tiếp nhận máu."),
    "import_results": _("Nhập kết quả của cơ sở tiếp nhận máu: %(new)s lượt mới."),
    "book_slot": _("Đăng ký một chỗ hiến máu."),
    "change_slot": _("Đổi khung giờ hiến máu."),
    "cancel_registration": _("Huỷ một đăng ký hiến máu."),
    "join_waiting_list": _("Vào danh sách chờ của một đợt hiến máu."),
    "leave_waiting_list": _("Thôi chờ một đợt hiến máu."),
    "offer_place": _("Mời một người đang chờ nhận chỗ."),
    "lapse_offer": _("Hết hạn lời mời nhận chỗ."),
    "sync_check_in": _("Nhận %(records)s dòng điểm danh từ một máy."),
    "ask_person": _("Ghi việc đã hỏi một đồng nghiệp."),
    "recount_drive": _("Đếm lại số liệu của một đợt hiến máu."),
}

_CHANGES: Mapping[ChangeKind, Any] = {
    ChangeKind.CREATE: _("Thành lập %(unit)s – %(name)s, trực thuộc %(parent)s."),
    ChangeKind.RENAME: _("Đổi tên %(unit)s thành %(name)s."),
    ChangeKind.TRANSFER: _("Chuyển %(count)s đơn vị về %(to)s: %(units)s."),
    ChangeKind.MERGE: _("Sáp nhập %(count)s đơn vị vào %(into)s: %(units)s."),
    ChangeKind.SPLIT: _("Chia tách %(unit)s thành %(into)s."),
    ChangeKind.DISSOLVE: _("Giải thể %(count)s đơn vị, không có đơn vị kế thừa: %(units)s."),
}

_IMPORT_FAULTS: Mapping[str, Any] = {
    "twice": _("mã này đã có ở một dòng phía trên"),
    "code": _("mã đã thuộc về đơn vị khác, hoặc quá dài"),
    "name": _("tên khác với tên trong hệ thống; đổi tên cần có quyết định"),
    "kind": _("loại đơn vị không đọc được"),
    "parent": _("không tìm thấy đơn vị cấp trên, hoặc đơn vị đó đã kết thúc"),
    "moved": _("đơn vị cấp trên khác với hệ thống; chuyển đơn vị cần có quyết định"),
    "closed": _("đơn vị đã kết thúc hoạt động"),
    "opened_on": _("ngày thành lập thiếu, không đọc được, hoặc ở tương lai"),
    "members": _("số đoàn viên không phải số nguyên"),
    "workers": _("số lao động chưa vào công đoàn không phải số nguyên"),
    "employed": _("tổng số lao động không phải số nguyên, hoặc ít hơn số đoàn viên"),
    "women": _("số nữ không phải số nguyên, hoặc nhiều hơn số đoàn viên"),
}

_UNREADABLE: Mapping[str, Any] = {
    "too_large": _("Tệp quá lớn. Hãy chia danh sách thành nhiều tệp nhỏ hơn rồi tải lên từng tệp."),
    "not_a_workbook": _("Tệp này không phải bảng tính Excel. Hãy lưu lại dạng .xlsx rồi tải lên."),
    "no_headings": _("Không trang tính nào có đủ các cột Mã, Tên đơn vị và Đơn vị cấp trên."),
    "too_long": _("Danh sách quá dài. Hãy chia thành nhiều tệp, mỗi tệp nhiều nhất 20.000 dòng."),
}


class _Values(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def action_label(action: str) -> str:
    """Return an action in words, without its values; an action of no known sentence by its own name."""
    sentence = str(_SENTENCES.get(action, action.replace("_", " ")))
    return sentence.split(" %(", maxsplit=1)[0].split(":", maxsplit=1)[0].rstrip(".")


def audit_sentence(entry: AuditEntry) -> str:
    """Return what was done, in a sentence."""
    if entry.action not in _SENTENCES:
        return action_label(entry.action)
    values = {name: _after(value) for name, value in entry.changes.items()}
    if values.get("role") in Role.values:
        values["role"] = Role(values["role"]).label
    return str(_SENTENCES[entry.action]) % _Values(values)


def _after(value: Any) -> Any:
    return value[-1] if isinstance(value, list) and value else value


def import_fault(code: str) -> str:
    """Return what is wrong with a row, in words."""
    return str(_IMPORT_FAULTS[code])


def unreadable(reason: str) -> str:
    """Return why a workbook could not be read, and what to do."""
    return str(_UNREADABLE[reason])


def change_sentence(change: Mapping[str, Any]) -> str:
    """Return a change of a stored decision, in a sentence."""
    units = ", ".join(change.get("units", []))
    into = change.get("into", "")
    if isinstance(into, Mapping):
        into = ", ".join(f"{code} ({share})" for code, share in into.items())
    values = {**change, "units": units, "into": into, "count": len(change.get("units", []))}
    return str(_CHANGES[ChangeKind(change["kind"])]) % values
