"""What the worker does for reports: opens those that launched campaigns expect, and keeps their deadlines."""

from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from maudao.campaigns.models import Assignment, Campaign
from maudao.campaigns.rules import CampaignState
from maudao.organization.audit import system
from maudao.reports import actions
from maudao.reports.models import Report
from maudao.reports.queries import FINAL
from maudao.reports.rules import WRITABLE

_AT_ONCE = 5000  # parts a run; the next run goes on


@app.periodic(cron="*/10 * * * *")
@app.task(name="reports.expect_reports", queueing_lock="reports.expect_reports", pass_context=False)
def expect_reports(timestamp: int) -> None:
    """Open the reports of parts that were launched since, and follow deadlines that a later directive moved."""
    open_expected()
    follow_deadlines()


def open_expected() -> int:
    """Make a row for every part of an open campaign that has no report yet; return how many were made."""
    parts = Assignment.objects.filter(campaign__state=CampaignState.OPEN).exclude(reports__period=FINAL)
    missing = parts.select_related("campaign__unit").order_by("pk")[:_AT_ONCE]
    return actions.open_reports(missing, actor=system("Hệ thống (mở báo cáo)"), now=timezone.now())


def follow_deadlines() -> int:
    """Bring reports that are being written to the present deadline of their campaign; return how many were changed."""
    behind = Report.objects.filter(
        assignment__campaign__state=CampaignState.OPEN, state__in=WRITABLE
    ).exclude(due_on=F("assignment__campaign__report_due_on"))
    moved = Campaign.objects.filter(pk__in=behind.values("assignment__campaign")).select_related("unit")
    actor, now = system("Hệ thống (mở báo cáo)"), timezone.now()
    return sum(
        actions.follow_deadline(one, actor=actor, now=now) for one in moved.select_related("unit").distinct()
    )
