"""Holding a report while it changes, so that no two changes cross.

Reports above are held shared and the report itself alone, from the top down: children act side by side, and wait only
for an ancestor that is being sent, which in turn waits for them. So what is sent never changes behind its back.
Before them all the campaign is held shared: who closes it waits for whoever is writing.
"""

from datetime import datetime

from django.db import connection

from maudao.campaigns.actions import share
from maudao.campaigns.models import Campaign
from maudao.campaigns.queries import campaign_closed_because
from maudao.lib import paths
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.reports.actions.refusals import FormClosed, StaleReport, SummedUp, WrongState
from maudao.reports.models import Report, ReportStep
from maudao.reports.queries import closed_because, local_day
from maudao.reports.rules import RECEIVED, ReportState, StepKind, may_follow

_SHARE = """
    SELECT report.id FROM reports_report AS report
      JOIN campaigns_assignment AS part ON part.id = report.assignment_id
     WHERE part.campaign_id = %s AND part.path = ANY(%s) AND report.period = %s
     ORDER BY part.path
       FOR SHARE OF report
"""  # Django's `select_for_update` has no shared lock


def hold(report: Report, *, version: int | None = None) -> Report:
    """Lock the report until the transaction ends, and return it as it stands now.

    Raises:
        StaleReport: `version` is given and no longer the present one.
    """
    part = report.assignment
    share(part.campaign_id)
    with connection.cursor() as cursor:
        cursor.execute(_SHARE, [part.campaign_id, paths.ancestors(part.path), report.period])
    rows = Report.objects.select_for_update(of=["self"])
    held = rows.select_related(
        "assignment__campaign__unit", "assignment__unit__parent", "assignment__parent__unit"
    ).get(pk=report.pk)
    if version is not None and held.version != version:
        raise StaleReport(held)
    return held


def hold_running(report: Report, *, version: int | None = None) -> Report:
    """Do the same, as long as the campaign runs.

    Raises:
        StaleReport: as for `hold`.
        FormClosed: the campaign has ended.
    """
    held = hold(report, version=version)
    check_running(held.assignment.campaign)
    return held


def check_running(campaign: Campaign) -> None:
    """Refuse where the campaign has ended.

    Raises:
        FormClosed: with the reason, and who can open it.
    """
    if closed := campaign_closed_because(campaign):
        raise FormClosed(closed)


def check_open(report: Report, *, now: datetime) -> None:
    """Refuse where the unit cannot change its report.

    Raises:
        FormClosed: with the reason, and who can open it.
    """
    if closed := closed_because(report, on=local_day(now)):
        raise FormClosed(closed)


def check_not_summed_up(report: Report) -> None:
    """Refuse where a report above, which counts this one, has been sent.

    Raises:
        SummedUp: and by whom.
    """
    part = report.assignment
    above = Report.objects.filter(
        assignment__campaign=part.campaign_id,
        assignment__path__in=paths.ancestors(part.path),
        period=report.period,
        state__in=RECEIVED,
    ).select_related("assignment")
    if nearest := above.order_by("-assignment__path").first():
        raise SummedUp(nearest.assignment.name)


def move(report: Report, state: ReportState) -> None:
    """Put a held report into another state, and let its version grow; the caller saves.

    Raises:
        WrongState: the one does not follow the other.
    """
    if not may_follow(state, ReportState(report.state)):
        raise WrongState(report)
    report.state = state
    report.version += 1


def step(report: Report, kind: StepKind, *, actor: Actor, now: datetime, reason: str = "") -> ReportStep:
    """Add a step to the report's way, and its audit entry."""
    audit.record(
        f"report_{kind.value}",
        report,
        actor=actor,
        at=now,
        unit=report.assignment.unit,
        changes={"state": report.state, "version": report.version, **({"reason": reason} if reason else {})},
    )
    return ReportStep.objects.create(
        report=report, kind=kind, reason=reason, at=now, actor=actor.user, actor_label=actor.label[:120]
    )
