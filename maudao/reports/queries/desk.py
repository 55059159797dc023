"""The report desk: the reports of a unit's children, those first that somebody waits for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.translation import gettext as _

from maudao.lib import vietnamese
from maudao.reports.models import Report
from maudao.reports.queries.parts import FINAL, ReportMark
from maudao.reports.queries.shapes import RollUp, Row
from maudao.reports.rules import ReportState
from maudao.reports.rules.timeliness import Timeliness, When, timeliness


class Stand(Enum):
    """Where a child's report stands, in the order in which the desk lists them."""

    OVERDUE = "overdue"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DUE = "due"
    ACCEPTED = "accepted"

    @property
    def label(self) -> str:
        return {
            Stand.OVERDUE: _("Quá hạn"),
            Stand.SUBMITTED: _("Chờ xem"),
            Stand.RETURNED: _("Đã trả lại"),
            Stand.DUE: _("Chưa gửi"),
            Stand.ACCEPTED: _("Đã nhận"),
        }[self]


_ORDER = {stand: place for place, stand in enumerate(Stand)}


@dataclass
class DeskRow:
    """One child's report on the desk."""

    row: Row
    stand: Stand
    timeliness: Timeliness
    report: Report | None = None  # filled in for the rows of one page

    @property
    def mark(self) -> ReportMark | None:
        return self.row.report


@dataclass(frozen=True)
class Desk:
    """Every child, late ones first, and how many stand where."""

    rows: list[DeskRow]
    counts: Counter[Stand]


def desk(rolled: RollUp, *, on: date) -> Desk:
    """Return the reports of the children in a roll-up."""
    rows = [_desk_row(row, rolled, on) for row in rolled.children]
    rows.sort(key=lambda row: (_ORDER[row.stand], -row.timeliness.days if row.stand is Stand.OVERDUE else 0))
    return Desk(rows, Counter(row.stand for row in rows))


def _desk_row(row: Row, rolled: RollUp, on: date) -> DeskRow:
    mark = row.report
    last_day = mark.last_day if mark else rolled.campaign.report_due_on
    sent_on = mark.first_sent_on if mark and mark.is_received else None
    when = timeliness(last_day=last_day, sent_on=sent_on, on=on)
    return DeskRow(row, _stand(mark, when), when)


def _stand(mark: ReportMark | None, when: Timeliness) -> Stand:
    if mark and mark.state == ReportState.SUBMITTED:
        return Stand.SUBMITTED
    if mark and mark.is_received:
        return Stand.ACCEPTED
    if mark and mark.state == ReportState.RETURNED:
        return Stand.RETURNED
    return Stand.OVERDUE if when.when is When.OVERDUE else Stand.DUE


def matching(rows: Iterable[DeskRow], *, search: str = "", stand: str = "") -> list[DeskRow]:
    """Keep rows whose name or code contains `search` (accents do not matter) and that stand where asked."""
    words = vietnamese.fold(search).split()
    return [
        row
        for row in rows
        if (not stand or row.stand.value == stand)
        and all(word in vietnamese.fold(f"{row.row.name} {row.row.code}") for word in words)
    ]


def with_reports(rows: list[DeskRow]) -> list[DeskRow]:
    """Fill in the reports themselves, for the rows of one page. Cost: 1 query."""
    reports = Report.objects.filter(assignment__in=[row.row.assignment_id for row in rows], period=FINAL)
    by_part = {report.assignment_id: report for report in reports}
    for row in rows:
        row.report = by_part.get(row.row.assignment_id or 0)
    return rows
