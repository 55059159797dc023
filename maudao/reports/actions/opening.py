"""Opening the reports that launched campaigns expect."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from maudao.campaigns.models import Assignment, Campaign
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.reports.models import Report
from maudao.reports.queries import FINAL
from maudao.reports.rules import WRITABLE


@transaction.atomic
def open_reports(assignments: Iterable[Assignment], *, actor: Actor, now: datetime) -> int:
    """Make the reports that are missing for parts of launched campaigns; return how many there were.

    Safe to call again and at once from several sides. The parts need their campaign at hand.
    """
    parts = list(assignments)
    there = set(
        Report.objects.filter(assignment__in=parts, period=FINAL).values_list("assignment_id", flat=True)
    )
    missing = [part for part in parts if part.pk not in there]
    Report.objects.bulk_create(
        [Report(assignment=part, period=FINAL, due_on=part.campaign.report_due_on) for part in missing],
        ignore_conflicts=True,
        batch_size=2000,
    )
    for campaign in {part.campaign for part in missing}:
        opened = sum(part.campaign_id == campaign.pk for part in missing)
        audit.record(
            "open_reports", campaign, actor=actor, at=now, unit=campaign.unit, changes={"opened": opened}
        )
    return len(missing)


@transaction.atomic
def follow_deadline(campaign: Campaign, *, actor: Actor, now: datetime) -> int:
    """Give reports that are still being written the campaign's present deadline (a later directive may have moved it).

    Extensions stand; what was sent was judged by the deadline of its day. Returns how many were changed.
    """
    writable = Report.objects.filter(assignment__campaign=campaign, state__in=WRITABLE, period=FINAL)
    changed = writable.exclude(due_on=campaign.report_due_on).update(due_on=campaign.report_due_on)
    if changed:
        changes = {"reports": changed, "due_on": str(campaign.report_due_on)}
        audit.record("follow_deadline", campaign, actor=actor, at=now, unit=campaign.unit, changes=changes)
    return changed
