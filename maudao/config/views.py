"""The home pages: the front door, and a unit's desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maudao.config import desk as desks
from maudao.config import navigation
from maudao.organization import access, queries
from maudao.organization.models import Unit
from maudao.organization.rules import Permission


@require_safe
@access.public
def home(request: HttpRequest) -> HttpResponse:
    """Show the front door; somebody who is signed in goes to the desk of their office."""
    if not request.user.is_authenticated:
        return render(request, "home.html")
    units = navigation.own_units(request)
    return redirect("desk", code=units[0].code) if units else render(request, "config/no_office.html")


@require_safe
@access.opens(Permission.VIEW_UNIT, queries.unit)
def desk(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show what waits at the unit, and how its campaigns stand."""
    today, parts = timezone.localdate(), desks.parts_of(unit)
    may_act = access.may(request, Permission.ACT_IN_CAMPAIGN, unit)
    cards = desks.campaigns(parts, on=today)
    context = {
        "unit": unit,
        "today": today,
        "is_own": unit in navigation.own_units(request),
        "inbox": desks.inbox(unit, parts, on=today) if may_act else [],
        "may_act": may_act,
        "may_register": access.may(request, Permission.REGISTER_DOCUMENTS, unit),
        "campaigns": [card for card in cards if not card.is_past],
        "past": [card for card in cards if card.is_past],
    }
    return render(request, "config/desk.html", context)
