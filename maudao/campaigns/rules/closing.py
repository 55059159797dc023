"""Why nothing can be changed any more, and who can open it: always a plain sentence."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from maudao.lib.vietnamese import format_date


@dataclass(frozen=True)
class Closed:
    """`what` cannot be done, `why`, and `who` can open it."""

    code: str
    what: str
    why: str
    who: str

    @property
    def sentence(self) -> str:
        """All of it, in one line."""
        return f"{self.what}. {self.why} {self.who}"


def figures_locked(*, by: str, on: date, is_own: bool) -> Closed:
    """Say which report the figures of a unit stand in, and how they are opened again."""
    if is_own:
        why = _("Đơn vị đã gửi báo cáo ngày %(day)s; báo cáo giữ đúng số liệu lúc gửi.")
        who = _("Muốn ghi thêm, đơn vị rút lại báo cáo; nếu cấp trên đã nhận, xin đề nghị cấp trên trả lại.")
    else:
        why = _("%(unit)s đã tổng hợp và gửi báo cáo lên cấp trên ngày %(day)s.")
        who = _("Muốn ghi thêm, xin đề nghị %(unit)s rút lại báo cáo tổng hợp.")
    said = {"unit": by, "day": format_date(on)}
    return Closed("figures_locked", _("Số liệu của đơn vị đã khoá"), why % said, who % said)


def campaign_closed(*, owner: str, on: date) -> Closed:
    """Say that the unit that runs the campaign has closed it, and can open it again."""
    return Closed(
        "campaign_closed",
        _("Chiến dịch này đã kết thúc"),
        _("%(owner)s kết thúc chiến dịch ngày %(day)s; từ đó số liệu không thay đổi nữa.")
        % {"owner": owner, "day": format_date(on)},
        _("Nếu cần bổ sung, xin đề nghị %(owner)s mở lại chiến dịch.") % {"owner": owner},
    )
