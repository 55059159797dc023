"""The home pages: the front door, and a unit's desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
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
    roles = navigation.own_roles(request)
    if not roles:
        return render(request, "config/no_office.html")
    unit = next(iter(roles))
    return redirect(navigation.start_page(unit, roles[unit]))


@require_safe
@access.opens(Permission.VIEW_UNIT, queries.unit)
def desk(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show what waits at the unit, and how its campaigns stand."""
    today, parts = timezone.localdate(), desks.parts_of(unit)
    may_act = access.may(request, Permission.ACT_IN_CAMPAIGN, unit)
    is_own = unit in navigation.own_units(request)
    cards = desks.campaigns(parts, on=today, now=timezone.now())
    context = {
        "unit": unit,
        "today": today,
        "is_own": is_own,
        "path": [] if is_own else _path(request, unit),
        "inbox": desks.inbox(unit, parts, on=today) if may_act else [],
        "may_act": may_act,
        "may_register": access.may(request, Permission.REGISTER_DOCUMENTS, unit),
        "campaigns": [card for card in cards if not card.is_past],
        "past": [card for card in cards if card.is_past],
    }
    return render(request, "config/desk.html", context)


def _path(request: HttpRequest, unit: Unit) -> list[dict[str, str]]:
    """Return the desks of the units above that the person may open. Cost: two queries."""
    seen = access.reach(request.user, Permission.VIEW_UNIT, on=timezone.localdate())
    return [
        {"label": above.name, "url": reverse("desk", kwargs={"code": above.code})}
        for above in queries.line(unit)
        if seen.covers(above)
    ]
