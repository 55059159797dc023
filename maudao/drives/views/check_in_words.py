"""What the check-in page and the paper list say."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from maudao.donors.rules import DonationKind
from maudao.drives.rules import RegistrationState

#: Why a line was not taken, and what to do.
REASONS: Mapping[str, Any] = {
    "unknown": _("Không có đăng ký này ở đợt này. Tìm theo tên, hoặc ghi là người chưa đăng ký."),
    "other_drive": _("Vé của đợt hiến máu khác. Tìm theo tên, hoặc ghi là người chưa đăng ký."),
    "unknown_person": _("Máy chủ chưa biết người này. Ghi lại là người chưa đăng ký."),
    "unknown_unit": _("Không có đơn vị này. Chọn lại đơn vị."),
    "volume_impossible": _("Lượng máu không đúng: túi 250, 350, 450 ml; thành phần máu 50 đến 650 ml."),
    "serial_taken": _("Số giấy chứng nhận này đã ghi cho người khác. Xem lại số trên giấy."),
    "in_future": _("Chưa đến ngày của đợt này."),
    "key_taken": _("Dòng này đã gửi cho đợt khác. Ghi lại ở đợt này."),
    "no_name": _("Thiếu họ và tên."),
    "wrong_birth": _("Ngày sinh hoặc năm sinh không đúng. Ghi như 5/6/1991 hoặc 1991."),
    "wrong_sex": _("Giới tính không đúng."),
    "wrong_phone": _("Số điện thoại không đúng: mười chữ số, như 0912 345 678."),
    "wrong_identity": _("Số căn cước không đúng: 12 chữ số, hoặc 9 chữ số của chứng minh nhân dân."),
    "malformed": _("Máy chủ không đọc được dòng này. Ghi lại."),
}

_MESSAGES: Mapping[str, Any] = {
    "app_name": _("Điểm danh hiến máu"),
    "app_short_name": _("Điểm danh"),
    "all_sent": _("Đã gửi hết"),
    "nothing_to_send": _("Chưa có gì để gửi"),
    "unsent": _("Còn {n} dòng chưa gửi"),
    "sending": _("Đang gửi {n} dòng…"),
    "last_sent": _("gửi lúc {time}"),
    "never_sent": _("chưa gửi lần nào"),
    "offline": _("Không có mạng. Cứ ghi tiếp; có mạng sẽ tự gửi."),
    "signed_out": _("Đăng nhập lại để gửi. Những gì đã ghi vẫn còn trên máy."),
    "out_of_reach": _("Tài khoản này không được điểm danh ở đợt này. Đăng nhập tài khoản khác để gửi."),
    "server_failed": _("Máy chủ chưa nhận được. Sẽ tự gửi lại."),
    "code_short": _("Mã cần ít nhất 6 ký tự."),
    "code_wrong": _("Mã không đúng. Nhập lại mã đã đặt trên máy này."),
    "code_wrong_often": _("Mã vẫn không đúng. Những dòng chưa gửi vẫn còn nguyên trên máy."),
    "load_offline": _("Không có mạng nên chưa tải được danh sách. Đến chỗ có mạng rồi thử lại."),
    "load_signed_out": _("Đăng nhập để tải danh sách."),
    "load_out_of_reach": _("Tài khoản này không được điểm danh ở đợt này."),
    "load_failed": _("Chưa tải được danh sách. Thử lại sau ít phút."),
    "none_found": _("Không tìm thấy. Thử ít chữ hơn, hoặc ghi là người chưa đăng ký."),
    "more_found": _("Còn {n} người nữa. Gõ thêm để tìm."),
    "not_sent_yet": _("chưa gửi"),
    "walk_in": _("chưa đăng ký trước"),
    "born": _("sinh {year}"),
    "card_ends": _("căn cước …{last4}"),
    "too_early": _("Chưa đến ngày {day}: chỉ xem thử, chưa ghi được."),
    "arrived_at": _("đến lúc {time}"),
    "noted": _("Đã ghi: {name} – {what}."),
    "undone": _("Đã sửa lại: {name} – {what}."),
    "unknown_ticket": _("Vé chưa có trong danh sách"),
    "unknown_ticket_hint": _("Có thể vừa đăng ký. Cứ ghi; khi gửi máy chủ sẽ đối chiếu."),
    "already": _("{name}: {what}."),
    "qr_other_drive": _(
        "Đây là vé của đợt hiến máu khác. Hỏi người đến hiến có vé của đợt này không, hoặc tìm theo tên."
    ),
    "qr_identity_card": _("Đây là mã trên thẻ căn cước, không phải vé. Tìm theo tên."),
    "qr_not_a_ticket": _("Mã này không phải vé hiến máu. Tìm theo tên."),
    "camera_refused": _(
        "Trình duyệt không cho dùng máy ảnh. Cho phép máy ảnh ở thanh địa chỉ, hoặc tìm theo tên."
    ),
    "camera_missing": _("Không mở được máy ảnh. Tìm theo tên."),
    "namesake": _(
        "Đã có người cùng tên, cùng năm sinh. Nếu là người khác, ghi thêm ngày sinh đầy đủ hoặc số điện thoại."
    ),
    "over_new": _("Không còn danh sách để điểm danh."),
    "over_sent": _("Danh sách đã được xoá khỏi máy này. Không còn dòng nào chưa gửi."),
    "over_unsent": _("Danh sách đã được xoá khỏi máy này. Còn {n} dòng chưa gửi: nhập mã đã đặt để gửi."),
    "over_refused": _("{n} dòng chưa được nhận. Chép lại ra giấy rồi báo công đoàn tổ chức đợt này."),
    "old_code": _("{n} dòng chưa gửi khoá bằng mã cũ. Nhập mã cũ để gửi."),
    "done": _("Đợt hiến máu đã kết thúc"),
    "cancelled": _("Đợt hiến máu đã huỷ"),
    "after_the_day": _("Ngày hiến máu đã qua"),
    "volume": _("{ml} ml"),
}


def words() -> dict[str, Any]:
    """Return everything that the page's script says, in the language of the request."""
    messages = {name: str(text) for name, text in _MESSAGES.items()}
    return {
        **messages,
        "language": get_language() or "vi",
        "reasons": {name: str(text) for name, text in REASONS.items()},
        "states": {state.value: str(state.label) for state in RegistrationState},
        "kinds": {kind.value: str(kind.label) for kind in DonationKind},
    }
