"""Who asks, and what they may do: booleans for templates, never permission names."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maudao.campaigns import actions
from maudao.campaigns.models import Activity, Assignment, Campaign
from maudao.campaigns.queries import campaign_closed_because, part_closed_because, path_to
from maudao.campaigns.rules import CampaignState, Closed
from maudao.organization import access
from maudao.organization.audit import Actor
from maudao.organization.models import Unit
from maudao.organization.rules import Permission

Place = dict[str, str]
Found = TypeVar("Found", Assignment, Campaign, Activity)


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts; `opens` has let nobody in who is not signed in."""
    assert request.user.is_authenticated
    return Actor.of(request.user)


def abilities(request: HttpRequest, assignment: Assignment) -> dict[str, Any]:
    """Return what the person may do at the unit, and whether the campaign lets anybody do it. Cost: four queries."""
    state, closed = assignment.campaign.state, part_closed_because(assignment)
    may_run = assignment.is_root and access.may(request, Permission.RUN_CAMPAIGN, assignment.unit)
    return {
        "closed": closed,
        "may_act": closed is None and access.may(request, Permission.ACT_IN_CAMPAIGN, assignment.unit),
        "may_allocate": closed is None and access.may(request, Permission.ALLOCATE_TARGETS, assignment.unit),
        "may_run": state == CampaignState.OPEN and may_run,
        "may_reopen": state == CampaignState.CLOSED and may_run,
        "may_view_activities": access.may(request, Permission.VIEW_ACTIVITIES, assignment.unit),
    }


def address(name: str, assignment: Assignment) -> str:
    """Return the address of a page about the unit's part in the campaign."""
    return reverse(name, kwargs={"campaign": assignment.campaign.code, "unit": assignment.unit.code})


def own_address(name: str, campaign: Campaign) -> str:
    """Return the address of a page about a campaign, for the unit that runs it."""
    return reverse(name, kwargs={"campaign": campaign.code, "unit": campaign.unit.code})


def while_open(
    view: Callable[[HttpRequest, Found], HttpResponse],
) -> Callable[[HttpRequest, Found], HttpResponse]:
    """Answer on the campaign's page, which says why, where the page can change nothing any more."""

    @wraps(view)
    def answered(request: HttpRequest, found: Found) -> HttpResponse:
        campaign, unit = _whose(found)
        page = redirect("campaign", campaign=campaign.code, unit=unit.code)
        if request.method != "POST":
            return page if _closed(found) else view(request, found)
        try:
            return view(request, found)
        except actions.PartClosed as refused:
            messages.error(request, refused.closed.sentence)
            return page

    return answered


def _closed(found: Assignment | Campaign | Activity) -> Closed | None:
    if isinstance(found, Campaign):
        return campaign_closed_because(found)
    return part_closed_because(found.assignment if isinstance(found, Activity) else found)


def _whose(found: Assignment | Campaign | Activity) -> tuple[Campaign, Unit]:
    if isinstance(found, Campaign):
        return found, found.unit
    part = found.assignment if isinstance(found, Activity) else found
    return part.campaign, part.unit


def list_place(code: str) -> Place:
    """Return the first step of every path: the campaigns of a unit."""
    return {"label": _("Chiến dịch"), "url": reverse("campaign_list", kwargs={"code": code})}


def places_above(request: HttpRequest, assignment: Assignment) -> list[Place]:
    """Return the way to the unit's page, as far as the person may go it. Cost: two queries."""
    reach = access.reach(request.user, Permission.VIEW_CAMPAIGN, on=timezone.localdate())
    above = [part for part in path_to(assignment) if reach.covers(part.unit)]
    code = (above[0] if above else assignment).unit.code
    return [list_place(code), *_places(assignment.campaign, above)]


def _places(campaign: Campaign, parts: Sequence[Assignment]) -> list[Place]:
    kwargs = {"campaign": campaign.code}
    return [
        {"label": part.name, "url": reverse("campaign", kwargs={**kwargs, "unit": part.unit.code})}
        for part in parts
    ]


def places_to(request: HttpRequest, assignment: Assignment) -> list[Place]:
    """Return the way to a page below the unit's: the unit's page is its last step."""
    here = {"label": assignment.name, "url": address("campaign", assignment)}
    return [*places_above(request, assignment), here]


def context_of(request: HttpRequest, assignment: Assignment, **more: Any) -> dict[str, Any]:
    """Return what every page below the unit's shows."""
    return {
        "assignment": assignment,
        "campaign": assignment.campaign,
        "unit": assignment.unit,
        "path": places_to(request, assignment),
        "back_url": address("campaign", assignment),
        **more,
    }
