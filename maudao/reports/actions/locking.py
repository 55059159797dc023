"""Locking what a sent report counts."""

from datetime import datetime

from django.db import transaction

from maudao.campaigns.models import Assignment
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.reports.models import Report, ReportStep
from maudao.reports.queries import FINAL
from maudao.reports.rules import ReportState, StepKind


@transaction.atomic
def lock(assignment: Assignment, *, actor: Actor, now: datetime) -> int:
    """Lock the accepted reports below a part whose own report has been sent; return how many there were."""
    below = Report.objects.filter(
        assignment__campaign=assignment.campaign_id,
        assignment__path__startswith=assignment.path,
        state=ReportState.ACCEPTED,
        period=FINAL,
    ).exclude(assignment=assignment)
    locked = list(below.select_for_update(of=["self"]).order_by("assignment__path"))
    for report in locked:
        report.state = ReportState.LOCKED
        report.version += 1
    Report.objects.bulk_update(locked, ["state", "version"], batch_size=1000)
    add_steps(locked, StepKind.LOCKED, actor=actor, now=now)
    if locked:
        audit.record(
            "report_locked", assignment, actor=actor, at=now, unit=assignment.unit,
            changes={"reports": [report.pk for report in locked]},
        )  # fmt: skip
    return len(locked)


def add_steps(reports: list[Report], kind: StepKind, *, actor: Actor, now: datetime) -> None:
    """Add one step to the way of each of many reports."""
    ReportStep.objects.bulk_create(
        [
            ReportStep(report=report, kind=kind, at=now, actor=actor.user, actor_label=actor.label[:120])
            for report in reports
        ],
        batch_size=2000,
    )
