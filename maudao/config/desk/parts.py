"""A unit's parts in the campaigns that run, with what the whole desk needs to know of them."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from maudao.campaigns.models import Activity, Assignment
from maudao.campaigns.rules import CampaignState
from maudao.organization.models import Unit


def parts_of(unit: Unit) -> list[Assignment]:
    """Return the parts, the report that is due first at the head; `has_activity`, `has_children`. Cost: 2 queries."""
    rows = (
        Assignment.objects.filter(unit=unit, campaign__state=CampaignState.OPEN)
        .select_related("campaign__unit", "unit", "parent")
        .prefetch_related("reports")
        .annotate(
            has_activity=Exists(Activity.objects.filter(assignment=OuterRef("pk"), withdrawn_at=None)),
            has_children=Exists(Assignment.objects.filter(parent=OuterRef("pk"))),
        )
        .order_by("campaign__report_due_on", "pk")
    )
    return list(rows)


def address(name: str, assignment: Assignment) -> str:
    """Return the address of a page about the unit's part in a campaign."""
    return reverse(name, kwargs={"campaign": assignment.campaign.code, "unit": assignment.unit.code})
