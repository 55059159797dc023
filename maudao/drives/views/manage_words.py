"""Why something about a drive is refused, in a sentence that says what to do."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from maudao.drives.actions.planning import DriveRefused
from maudao.drives.actions.slotting import SlotsRefused
from maudao.drives.actions.staffing import StaffRefused
from maudao.drives.models import Drive
from maudao.drives.rules import DriveState
from maudao.drives.rules.slots import LOCAL, SlotsUnfit

_DRIVE: Mapping[str, Any] = {
    "past": _("Ngày này đã qua. Hãy chọn hôm nay hoặc một ngày sau."),
    "campaign": _("Chiến dịch này đã kết thúc, hoặc đơn vị không tham gia. Hãy chọn lại."),
    "campaign_taken": _("Đã có người đăng ký, nên không đổi chiến dịch được nữa."),
    "told": _("Đợt đang nhận đăng ký. Dùng Dời lịch để đổi ngày hoặc nơi, và mọi người được báo."),
    "ended": _("Đợt này đã kết thúc hoặc đã huỷ, không sửa được nữa."),
    "no_slots": _("Chưa có khung giờ nào. Đặt khung giờ trước rồi mở đăng ký."),
    "begun": _("Đã có người đến hiến, nên không dời hay huỷ được nữa."),
    "unchanged": _("Ngày, giờ và nơi vẫn như cũ. Chưa có gì để dời."),
    "off_the_day": _("Khung giờ cuối sẽ sang ngày hôm sau. Hãy chọn giờ bắt đầu sớm hơn."),
    "not_over": _("Kết thúc đợt được từ ngày hôm sau, khi mọi máy điểm danh đã gửi xong."),
}
_SLOTS: Mapping[str, Any] = {
    "ended": _DRIVE["ended"],
    "overlap": _("Khung %(slots)s trùng giờ nhau. Sửa giờ, hoặc bỏ bớt một khung."),
    "off_the_day": _("Khung giờ phải nằm trong ngày của đợt."),
    "below_taken": _("Khung %(slots)s đã có nhiều người đăng ký hơn số chỗ mới. Hãy ghi số lớn hơn."),
    "not_empty": _("Khung %(slots)s đang có người, không bỏ được. Mời họ đổi khung giờ trước."),
    "gone": _("Có người vừa bỏ một khung giờ. Xem lại danh sách rồi lưu."),
}
_UNFIT: Mapping[str, Any] = {
    "ends_before_start": _("Giờ kết thúc phải sau giờ bắt đầu."),
    "minutes": _("Mỗi khung dài từ 5 phút đến 8 giờ."),
    "pause_ends_before_start": _("Giờ hết nghỉ phải sau giờ bắt đầu nghỉ."),
    "nothing_fits": _("Không có khung giờ nào vừa. Hãy kéo dài thời gian, hoặc chia khung ngắn hơn."),
    "too_many": _("Chia quá nhỏ: hơn 100 khung. Hãy chia khung dài hơn."),
}
_STAFF: Mapping[str, Any] = {
    "leads": _(
        "Cán bộ, chủ tịch của đơn vị hoặc cấp trên không làm việc này, vì người phục vụ biết ai được hẹn lại. "
        "Hãy chọn người khác."
    ),
    "already": _("Người này đã được giao phục vụ vào ngày đó."),
}
_TONES = {
    DriveState.PLANNED: "plain",
    DriveState.OPEN: "good",
    DriveState.CANCELLED: "stop",
    DriveState.DONE: "info",
}


def refusal(refused: DriveRefused | SlotsRefused | SlotsUnfit | StaffRefused) -> str:
    """Return why, and what to do."""
    match refused:
        case SlotsRefused():
            return str(_SLOTS[refused.reason]) % {"slots": ", ".join(_times(refused.slots))}
        case SlotsUnfit():
            return str(_UNFIT[refused.reason])
        case StaffRefused():
            return str(_STAFF[refused.reason])
    return str(_DRIVE[refused.reason])


def _times(moments: tuple[datetime, ...]) -> list[str]:
    return [f"{moment.astimezone(LOCAL):%H:%M}" for moment in moments]


def badge(drive: Drive, *, on: date) -> dict[str, str]:
    """Return how a drive stands on a day, as a badge."""
    state = DriveState(drive.state)
    if state in (DriveState.PLANNED, DriveState.OPEN) and drive.held_on < on:
        return {"word": str(_("chờ kết thúc")), "tone": "wait"}
    return {"word": str(state.label), "tone": _TONES[state]}
