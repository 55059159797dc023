"""The navigation of every page: the parts of the product at the unit whose office the person holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maudao.organization.models import Office, Unit

_LAST_UNIT = "last_unit"


@dataclass(frozen=True)
class Part:
    """A part of the product: its label, its drawing, and which pages belong to it."""

    label: str
    icon: str
    url_name: str
    pages: tuple[str, ...]

    def item(self, unit: Unit, page: str) -> dict[str, Any]:
        """Return the context of `pieces/_navigation_item.html`."""
        return {
            "label": self.label,
            "url": reverse(self.url_name, kwargs={"code": unit.code}),
            "icon": self.icon,
            "current": page.startswith(self.pages),
        }


def _parts() -> Iterator[Part]:
    yield Part(_("Cần làm"), "inbox", "desk", ("desk",))
    yield Part(_("Chiến dịch"), "campaign", "campaign_list", ("campaign", "activity", "evidence", "report"))
    yield Part(_("Văn bản"), "document", "incoming_list", ("incoming", "outgoing"))
    yield Part(_("Đơn vị"), "tree", "unit_tree", ("unit_", "reorganisation"))


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give templates `navigation`, `own_unit` (whose desk this is) and `own_units` (to switch between)."""
    match = request.resolver_match
    if not request.user.is_authenticated or match is None:
        return {}
    units = own_units(request)
    if not units:
        return {}
    unit = _current(request, units, asked=match.kwargs.get("code") or match.kwargs.get("unit"))
    page = match.url_name or ""
    return {"navigation": [part.item(unit, page) for part in _parts()], "own_unit": unit, "own_units": units}


def own_units(request: HttpRequest) -> list[Unit]:
    """Return the units at which the person holds an office today, highest first. Cost: one query."""
    offices = Office.objects.held_on(timezone.localdate()).filter(user=request.user.pk)
    return list(Unit.objects.filter(pk__in=offices.values("unit")).order_by("path"))


def _current(request: HttpRequest, units: list[Unit], *, asked: str | None) -> Unit:
    by_code = {unit.code: unit for unit in units}
    code = asked if asked in by_code else request.session.get(_LAST_UNIT)
    unit = by_code.get(code or "", units[0])
    if request.session.get(_LAST_UNIT) != unit.code:
        request.session[_LAST_UNIT] = unit.code
    return unit
