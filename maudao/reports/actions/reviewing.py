"""What the level above does with the reports below it."""

from datetime import datetime

from django.db import transaction

from maudao.campaigns.actions import share
from maudao.campaigns.models import Assignment, Campaign
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.reports.actions.holding import check_not_summed_up, check_running, hold_running, move, step
from maudao.reports.actions.locking import add_steps
from maudao.reports.actions.refusals import ReasonMissing, WrongState
from maudao.reports.actions.writing import take_back
from maudao.reports.models import Report
from maudao.reports.queries import FINAL, local_day
from maudao.reports.rules import ReportState, StepKind
from maudao.reports.rules.timeliness import extended_day


@transaction.atomic
def accept(report: Report, *, actor: Actor, now: datetime, version: int | None = None) -> Report:
    """Take a sent report as it is.

    Raises:
        WrongState: it is not waiting (somebody else was faster).
        StaleReport: it is not the `version` that the officer saw.
        FormClosed: the campaign has ended.
    """
    held = hold_running(report, version=version)
    move(held, ReportState.ACCEPTED)
    held.accepted_at = now
    held.save(update_fields=["state", "version", "accepted_at"])
    step(held, StepKind.ACCEPTED, actor=actor, now=now)
    return held


@transaction.atomic
def accept_all(assignment: Assignment, *, actor: Actor, now: datetime) -> list[Report]:
    """Accept every report that the direct children of a part have sent; return them. None is no error.

    Raises:
        FormClosed: the campaign has ended.
    """
    share(assignment.campaign_id)
    check_running(Campaign.objects.select_related("unit").get(pk=assignment.campaign_id))
    waiting = Report.objects.filter(assignment__parent=assignment, state=ReportState.SUBMITTED, period=FINAL)
    held = list(waiting.select_for_update(of=["self"]).order_by("assignment__path"))
    for report in held:
        report.state, report.accepted_at = ReportState.ACCEPTED, now
        report.version += 1
    Report.objects.bulk_update(held, ["state", "accepted_at", "version"], batch_size=1000)
    add_steps(held, StepKind.ACCEPTED, actor=actor, now=now)
    audit.record(
        "report_accept_all", assignment, actor=actor, at=now, unit=assignment.unit,
        changes={"reports": [report.pk for report in held]},
    )  # fmt: skip
    return held


@transaction.atomic
def return_report(
    report: Report, *, reason: str, actor: Actor, now: datetime, version: int | None = None
) -> Report:
    """Give a sent or accepted report back to its unit, which is told why; its typed figures are no facts meanwhile.

    Raises:
        ReasonMissing: the unit must know what to mend.
        WrongState, StaleReport, FormClosed: as for `accept`.
        SummedUp: a report above, which counts it, has been sent.
    """
    if not reason.strip():
        raise ReasonMissing
    held = hold_running(report, version=version)
    if held.state not in (ReportState.SUBMITTED, ReportState.ACCEPTED):
        raise WrongState(held)
    check_not_summed_up(held)
    take_back(held)
    step(held, StepKind.RETURNED, actor=actor, now=now, reason=reason.strip())
    return held


@transaction.atomic
def reopen(report: Report, *, reason: str, actor: Actor, now: datetime) -> Report:
    """Unlock a locked report: it is accepted again, and can be returned.

    Raises:
        ReasonMissing: the way of a report says why it was opened.
        WrongState: it is not locked.
        SummedUp: the report above that locked it still stands sent.
        FormClosed: the campaign has ended.
    """
    if not reason.strip():
        raise ReasonMissing
    held = hold_running(report)
    if held.state != ReportState.LOCKED:
        raise WrongState(held)
    check_not_summed_up(held)
    move(held, ReportState.ACCEPTED)
    held.save(update_fields=["state", "version"])
    step(held, StepKind.REOPENED, actor=actor, now=now, reason=reason.strip())
    return held


@transaction.atomic
def extend(report: Report, *, days: int, reason: str, actor: Actor, now: datetime) -> Report:
    """Move the last day of a report that has not been received; a form that is open meanwhile stays good.

    Raises:
        ReasonMissing: the way of a report says why.
        WrongState: the report has been received, so nothing is due.
        FormClosed: the campaign has ended.
    """
    if not reason.strip():
        raise ReasonMissing
    held = hold_running(report)
    if held.is_received:
        raise WrongState(held)
    held.extended_to = extended_day(last_day=held.last_day, days=days, on=local_day(now))
    held.save(update_fields=["extended_to"])
    step(held, StepKind.EXTENDED, actor=actor, now=now, reason=reason.strip())
    return held
