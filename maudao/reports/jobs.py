"""What the worker does for reports: opens those that launched campaigns expect."""

from django.utils import timezone
from procrastinate.contrib.django import app

from maudao.campaigns.models import Assignment
from maudao.campaigns.rules import CampaignState
from maudao.organization.audit import system
from maudao.reports import actions
from maudao.reports.queries import FINAL

_AT_ONCE = 5000  # parts a run; the next run goes on


@app.periodic(cron="*/10 * * * *")
@app.task(name="reports.expect_reports", queueing_lock="reports.expect_reports", pass_context=False)
def expect_reports(timestamp: int) -> None:
    """Open the reports of parts that were launched since."""
    open_expected()


def open_expected() -> int:
    """Make a row for every part of an open campaign that has no report yet; return how many were made."""
    parts = Assignment.objects.filter(campaign__state=CampaignState.OPEN).exclude(reports__period=FINAL)
    missing = parts.select_related("campaign__unit").order_by("pk")[:_AT_ONCE]
    return actions.open_reports(missing, actor=system("reports.expect_reports"), now=timezone.now())
