"""Why an action on a report is refused: a machine-readable reason, and a sentence for the page."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from maudao.campaigns.rules import Closed
from maudao.reports.models import Report
from maudao.reports.rules import ReportState
from maudao.reports.rules.figures import Finding


class ReportRefused(Exception):
    """An action on a report cannot be done; `reason` says why, `sentence` says it to the user."""

    reason = "refused"

    def __init__(self, sentence: str, *, reason: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.reason = reason or type(self).reason


class StaleReport(ReportRefused):
    """Somebody has changed the report since it was opened; `report` is what stands now. Nothing was written."""

    reason = "stale"

    def __init__(self, report: Report) -> None:
        super().__init__(
            _("Báo cáo vừa được người khác sửa. Nội dung của bạn vẫn còn dưới đây; xin xem lại rồi lưu.")
        )
        self.report = report


class FiguresMoved(ReportRefused):
    """Records were added since the form was opened, so its totals no longer mean what they did."""

    reason = "figures_moved"

    def __init__(self) -> None:
        super().__init__(
            _("Số đếm từ hồ sơ vừa thay đổi sau khi bạn mở biểu mẫu. Xin xem lại các số rồi lưu.")
        )


class FormClosed(ReportRefused):
    """The unit cannot change its report now; `closed` says why and who can open it."""

    reason = "closed"

    def __init__(self, closed: Closed) -> None:
        super().__init__(closed.sentence, reason=closed.code)
        self.closed = closed


class FiguresRefused(ReportRefused):
    """The figures contradict each other or the records: `findings`."""

    reason = "figures"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(" ".join(finding.sentence for finding in findings))
        self.findings = list(findings)


class EmptyReport(ReportRefused):
    """There is nothing in the report; "nothing to report" is said with its own button."""

    reason = "empty"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Báo cáo chưa có số liệu hay nội dung nào. Nếu đơn vị không có hoạt động, xin chọn “Không phát sinh”."
            )
        )


class HasFacts(ReportRefused):
    """Records prove that there is something to report."""

    reason = "has_facts"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Hồ sơ của đơn vị đã có số liệu, nên không thể báo “không phát sinh”. Xin gửi báo cáo như thường."
            )
        )


class WrongState(ReportRefused):
    """The report is not in a state from which this can be done; `report` is what stands now."""

    reason = "wrong_state"

    def __init__(self, report: Report) -> None:
        state = ReportState(report.state)
        super().__init__(
            _("Báo cáo đang ở trạng thái “%(state)s”, có thể vừa có người khác xử lý. Xin tải lại trang.")
            % {"state": state.label},
            reason=state.value,
        )
        self.report = report


class SummedUp(ReportRefused):
    """A unit above has sent its own report, which counts this one."""

    reason = "summed_up"

    def __init__(self, unit_name: str) -> None:
        super().__init__(
            _(
                "%(unit)s đã gửi báo cáo tổng hợp gồm cả số liệu này. Muốn sửa, xin mở lại báo cáo của %(unit)s trước."
            )
            % {"unit": unit_name}
        )


class ReasonMissing(ReportRefused):
    """A unit is told why."""

    reason = "reason_missing"

    def __init__(self) -> None:
        super().__init__(_("Xin ghi lý do, để đơn vị biết cần làm gì."))
