"""A unit and those below it, today or on a day of the past."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from maudao.lib.vietnamese import format_number
from maudao.organization import access, queries
from maudao.organization.forms import TreeFilter
from maudao.organization.models import Placement, Unit
from maudao.organization.queries import Size
from maudao.organization.rules import Permission, UnitKind
from maudao.organization.views.frame import frame

_ROWS = 100
_NOTHING = Size(0, 0)


@dataclass(frozen=True)
class Row:
    """A line of `pieces/_tree_row.html`."""

    name: str
    url: str
    meta: str
    figure: str
    toggle_url: str


@require_safe
@access.opens(Permission.VIEW_UNIT, queries.unit)
def unit_tree(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show the units below, with their members; or search the whole subtree."""
    form = TreeFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    on, text = asked.get("on") or timezone.localdate(), asked.get("q", "")
    top = queries.placement(unit, on=on)
    context = {**frame(request, unit), "form": form, "on": on, "is_past": bool(asked.get("on")), "top": top}
    context["may_manage"] = access.may(request, Permission.MANAGE_UNITS, unit)
    if top:
        context |= _searched(request, top, text, on) if text else _below(request, top, on)
    return render(request, "organization/unit_tree.html", context)


def _below(request: HttpRequest, top: Placement, on: date) -> dict[str, Any]:
    page = _page(request, queries.placed_below(top, on=on))
    sizes = queries.sizes_below(top, on=on)
    own = queries.members_of([top.unit], on=on)[top.unit_id]
    return {
        "page": page,
        "rows": [_row(place, sizes.get(place.unit_id, _NOTHING), on) for place in page],
        "units": sum(size.units + 1 for size in sizes.values()),
        "members": own + sum(size.members for size in sizes.values()),
    }


def _searched(request: HttpRequest, top: Placement, text: str, on: date) -> dict[str, Any]:
    page = _page(request, queries.search(top, text, on=on))
    members = queries.members_of([place.unit for place in page], on=on)
    rows = [_row(place, Size(0, members[place.unit_id]), on) for place in page]
    return {"page": page, "rows": rows, "found": page.paginator.count}


def _page(request: HttpRequest, found: Any) -> Page[Placement]:
    return Paginator(found, _ROWS).get_page(request.GET.get("page"))


def _row(place: Placement, size: Size, on: date) -> Row:
    kind = UnitKind(place.unit.kind)
    below = ngettext("%s đơn vị trực thuộc", "%s đơn vị trực thuộc", size.units) % format_number(size.units)
    tree = reverse("unit_tree", args=[place.unit.code]) + _day(on)
    has_tree = size.units or kind is not UnitKind.GRASSROOTS
    return Row(
        name=place.name,
        url=tree if has_tree else reverse("unit_history", args=[place.unit.code]),
        meta=" · ".join([str(kind.label), place.unit.code, *([below] if size.units else [])]),
        figure=format_number(size.members),
        toggle_url=tree if size.units else "",
    )


def _day(on: date) -> str:
    return "" if on == timezone.localdate() else "?" + urlencode({"on": on.strftime("%d/%m/%Y")})


@require_safe
@access.opens(Permission.VIEW_UNIT, queries.unit)
def unit_history(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show where the unit has stood, by which decisions, who came before and after it, and its members."""
    decisions = list(queries.decisions_about(unit).select_related("unit"))
    managed = access.reach(request.user, Permission.MANAGE_UNITS, on=timezone.localdate())
    context = {
        **frame(request, unit),
        "kind": UnitKind(unit.kind).label,
        "placements": queries.placements(unit),
        "decisions": decisions,
        "openable": {one.pk for one in decisions if one.unit and managed.covers(one.unit)},
        "inherited": queries.inherited(unit),
        "handed_on": queries.handed_on(unit),
        "counts": queries.member_history(unit)[:24],
    }
    return render(request, "organization/unit_history.html", context)
