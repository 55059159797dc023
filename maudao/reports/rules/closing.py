"""Why a report's form is closed, and who can open it: always a plain sentence."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from maudao.campaigns.rules import Closed
from maudao.lib.vietnamese import format_date
from maudao.reports.rules.states import WRITABLE, ReportState


@dataclass(frozen=True)
class Standing:
    """What decides whether a form is open: the report's own state, and whether somebody above has summed it up."""

    state: ReportState
    since: date | None = None
    summed_up_by: str = ""  # the unit above that has sent its own report
    summed_up_on: date | None = None
    campaign_closed: Closed | None = None


def why_closed(standing: Standing, *, reviewer: str, recallable: bool = True) -> Closed | None:
    """Say why the unit cannot change its report now; None where it can.

    `reviewer` names whom to ask: a unit, with its officer where one is known. `recallable`: the unit may take a report
    back that nobody has looked at yet.
    """
    if standing.campaign_closed is not None:
        return standing.campaign_closed
    if standing.state == ReportState.LOCKED:
        return Closed("locked", _("Báo cáo này đã khoá sổ"), _locked(standing), _opens(standing, reviewer))
    if standing.summed_up_by:
        return _summed_up(standing, reviewer)
    if standing.state == ReportState.ACCEPTED:
        return Closed("accepted", _("Báo cáo này đã được nhận"), _accepted(standing), _returns(reviewer))
    if standing.state == ReportState.SUBMITTED:
        return _submitted(standing, reviewer, recallable)
    assert standing.state in WRITABLE
    return None


def _summed_up(standing: Standing, reviewer: str) -> Closed:
    unit = standing.summed_up_by
    if standing.state in WRITABLE:
        who = _(
            "Muốn sửa hoặc gửi thêm, xin đề nghị %(unit)s rút lại báo cáo tổng hợp; khi đó biểu mẫu tự mở."
        )
    else:
        who = _("Muốn sửa, xin đề nghị %(reviewer)s trả lại, sau khi %(unit)s rút lại báo cáo tổng hợp.")
    return Closed(
        "summed_up",
        _("Báo cáo này tạm đóng"),
        _("%(unit)s đã tổng hợp và gửi báo cáo lên cấp trên ngày %(day)s.")
        % {"unit": unit, "day": _day(standing.summed_up_on)},
        who % {"unit": unit, "reviewer": reviewer},
    )


def _submitted(standing: Standing, reviewer: str, recallable: bool) -> Closed:
    who = _returns(reviewer)
    if recallable:
        who = _("Bạn có thể tự rút lại để sửa khi %(reviewer)s chưa nhận.") % {"reviewer": reviewer}
    return Closed(
        "submitted",
        _("Báo cáo này đã gửi"),
        _("Báo cáo gửi ngày %(day)s và đang chờ cấp trên xem.") % {"day": _day(standing.since)},
        who,
    )


def _accepted(standing: Standing) -> str:
    return _("Cấp trên đã nhận ngày %(day)s.") % {"day": _day(standing.since)}


def _locked(standing: Standing) -> str:
    if standing.summed_up_by:
        return _("%(unit)s đã tổng hợp và gửi báo cáo lên cấp trên ngày %(day)s.") % {
            "unit": standing.summed_up_by,
            "day": _day(standing.summed_up_on),
        }
    return _("Cấp trên đã nhận và khoá sổ ngày %(day)s.") % {"day": _day(standing.since)}


def _returns(reviewer: str) -> str:
    return _("Muốn sửa, xin đề nghị %(reviewer)s trả lại báo cáo.") % {"reviewer": reviewer}


def _opens(standing: Standing, reviewer: str) -> str:
    if standing.summed_up_by:
        return _("Muốn sửa, xin đề nghị %(reviewer)s mở lại, sau khi %(unit)s rút lại báo cáo tổng hợp.") % {
            "reviewer": reviewer,
            "unit": standing.summed_up_by,
        }
    return _("%(reviewer)s mở lại được.") % {"reviewer": reviewer}


def _day(day: date | None) -> str:
    return format_date(day) if day else "…"
