"""By when a unit's report is due, and when it was sent: what campaigns, which stand below reports, cannot know."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from maudao.campaigns.models import Assignment
from maudao.reports.models import Report

_FINAL = "final"


@dataclass(frozen=True)
class Due:
    """The last day of the unit's report, as `pieces/_deadline.html` shows it."""

    on: date
    days_left: int
    done_on: date | None


def due(assignment: Assignment, *, on: date) -> Due:
    """Return by when the unit's report is due, an extension counted, and when it was sent. Cost: 1 query or none."""
    report = report_of(assignment)
    last_day = report.last_day if report else assignment.campaign.report_due_on
    return Due(last_day, (last_day - on).days, _sent_on(report))


def report_of(assignment: Assignment) -> Report | None:
    """Return the unit's final report where it is opened. Cost: 1 query, none where the reports were prefetched."""
    return next((report for report in assignment.reports.all() if report.period == _FINAL), None)


def _sent_on(report: Report | None) -> date | None:
    if report is None or not report.is_received:
        return None
    sent_at = report.first_submitted_at or report.submitted_at
    return timezone.localdate(sent_at) if sent_at else None
