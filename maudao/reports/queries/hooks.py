"""What a reorganisation needs to know about campaigns and reports before it is applied."""

from collections.abc import Collection, Iterable
from datetime import date

from maudao.campaigns.models import Assignment, Campaign
from maudao.campaigns.rules import CampaignState, Fact
from maudao.lib import paths
from maudao.organization.models import Unit
from maudao.reports.models import Report
from maudao.reports.queries.parts import Facts, Part, parts
from maudao.reports.queries.placing import as_it_is_now
from maudao.reports.queries.shapes import Tree
from maudao.reports.rules import ReportState


def totals(root: Unit, *, tree: Tree) -> dict[str, int]:
    """Return every fact of all campaigns at `root`: as it was when each was launched, or as it is now.

    The two are equal unless facts have moved across the border of `root`. Cost: 3 (then) or 7 (now) queries a campaign.
    """
    total = Facts()
    for campaign in Campaign.objects.filter(launched_at__isnull=False):
        found = list(parts(campaign.assignments.all(), as_of=date.max).values())
        for facts in _then(found, root) if tree == "then" else _now(found, root):
            total.update(facts)
    return {fact.value: total[fact] for fact in Fact}


def _then(found: list[Part], root: Unit) -> Iterable[Facts]:
    return (part.facts for part in found if root.pk in paths.numbers(part.path))


def _now(found: list[Part], root: Unit) -> Iterable[Facts]:
    return (piece.facts for piece, _ in as_it_is_now(found, root).pieces)


def open_campaigns_and_reports_touched(units: Collection[int]) -> dict[str, list[str]]:
    """Name the open campaigns in which these units take part, and their reports that are not closed yet.

    A report is named `campaign/unit`. Cost: 2 queries.
    """
    open_parts = Assignment.objects.filter(unit__in=units, campaign__state=CampaignState.OPEN)
    campaigns = open_parts.order_by("campaign__code").values_list("campaign__code", flat=True).distinct()
    reports = Report.objects.filter(assignment__in=open_parts).exclude(state=ReportState.LOCKED)
    named = reports.order_by("assignment__campaign__code", "assignment__unit__code").values_list(
        "assignment__campaign__code", "assignment__unit__code"
    )
    return {"campaigns": list(campaigns), "reports": [f"{campaign}/{unit}" for campaign, unit in named]}
