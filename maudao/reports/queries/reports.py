"""Single reports: whose they are, where they stand, and who may open them."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from maudao.campaigns.models import Assignment
from maudao.campaigns.queries import campaign_closed_because
from maudao.campaigns.rules import Closed
from maudao.lib import paths
from maudao.organization.models import Office, Unit
from maudao.organization.rules import Permission, roles_granting
from maudao.reports.models import Report
from maudao.reports.queries.parts import FINAL, local_day
from maudao.reports.rules import RECEIVED, ReportState
from maudao.reports.rules.closing import Standing, why_closed


@dataclass(frozen=True)
class Reviewer:
    """Whom to ask about a report: the unit above, and its officer where there is one."""

    unit_name: str
    officer: str = ""
    phone: str = ""

    def __str__(self) -> str:
        who = ", ".join(part for part in (self.officer, self.phone) if part)
        return f"{self.unit_name} ({who})" if who else self.unit_name


def report_of(part: Assignment) -> Report:
    """Return the report on a unit's part; the unit, the campaign and the part are at hand without another query.

    Raises:
        Report.DoesNotExist: it has not been opened yet.
    """
    report = Report.objects.select_related("document").get(assignment=part, period=FINAL)
    report.assignment = part
    return report


def reviewer_of(part: Assignment, *, on: date) -> Reviewer:
    """Return who looks at the report on `part`: the unit above it in the campaign, else in the tree. Cost: 1 query."""
    above: Unit | None = part.parent.unit if part.parent else part.unit.parent
    if above is None:
        return Reviewer(_("cấp trên"))
    held = Office.objects.held_on(on).filter(unit=above, role__in=roles_granting(Permission.REVIEW_REPORTS))
    office = held.select_related("user").order_by("starts_on", "pk").first()
    if office is None:
        return Reviewer(above.name)
    return Reviewer(above.name, _("đ/c %(name)s") % {"name": office.user.full_name}, office.user.phone)


def standing(report: Report) -> Standing:
    """Return what decides whether the report's form is open. Cost: 1 query."""
    part = report.assignment
    above = Report.objects.filter(
        assignment__campaign=part.campaign_id,
        assignment__path__in=paths.ancestors(part.path),
        state__in=RECEIVED,
        period=report.period,
    )
    nearest = above.select_related("assignment").order_by("-assignment__path").first()
    return Standing(
        state=ReportState(report.state),
        since=_since(report),
        summed_up_by=nearest.assignment.name if nearest else "",
        summed_up_on=local_day(nearest.submitted_at) if nearest and nearest.submitted_at else None,
        campaign_closed=campaign_closed_because(part.campaign),
    )


def _since(report: Report) -> date | None:
    moment = report.submitted_at if report.state == ReportState.SUBMITTED else report.accepted_at
    return local_day(moment) if moment else None


def is_summed_up(part: Assignment) -> bool:
    """Say whether the unit, or one above it, has sent its report, so that the forms below are closed. Cost: 1 query."""
    above = [*paths.ancestors(part.path), part.path]
    rows = Report.objects.filter(assignment__campaign=part.campaign_id, assignment__path__in=above)
    return rows.filter(state__in=RECEIVED, period=FINAL).exists()


def closed_because(report: Report, *, on: date) -> Closed | None:
    """Say why the form of `report` is closed and who opens it; None where it is open. Cost: 1 query, 2 where closed."""
    found = standing(report)
    if why_closed(found, reviewer="") is None:
        return None
    return why_closed(found, reviewer=str(reviewer_of(report.assignment, on=on)))
