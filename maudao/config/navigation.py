"""The navigation of every page: the parts of the product at the unit whose office the person holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maudao.organization.models import Office, Unit
from maudao.organization.rules import GRANTS, Permission, Role

_LAST_UNIT = "last_unit"


@dataclass(frozen=True)
class Part:
    """A part of the product: its label, its drawing, and which pages belong to it."""

    label: str
    icon: str
    url_name: str
    pages: tuple[str, ...]
    permission: Permission

    def is_open_to(self, roles: set[Role]) -> bool:
        """Say whether one of the roles opens it at its own unit."""

        return any(self.permission in GRANTS[role] for role in roles)

    def item(self, unit: Unit, page: str) -> dict[str, Any]:
        """Return the context of `pieces/_navigation_item.html`."""
        return {
            "label": self.label,
            "url": reverse(self.url_name, kwargs={"code": unit.code}),
            "icon": self.icon,
            "current": page.startswith(self.pages),
        }


def _parts() -> Iterator[Part]:
    yield Part(_("Cần làm"), "inbox", "desk", ("desk",), Permission.VIEW_UNIT)
    yield Part(
        _("Điểm danh"), "tick", "staff_drives", ("staff_", "check_in", "paper_list"), Permission.CHECK_IN
    )
    yield Part(_("Chiến dịch"), "campaign", "campaign_list", _CAMPAIGN_PAGES, Permission.VIEW_CAMPAIGN)
    yield Part(_("Hiến máu"), "drop", "drive_list", ("drive",), Permission.VIEW_DRIVES)
    yield Part(_("Danh sách"), "people", "people_list", _PEOPLE_PAGES, Permission.VIEW_DONORS)
    yield Part(_("Văn bản"), "document", "incoming_list", ("incoming", "outgoing"), Permission.VIEW_DOCUMENTS)
    yield Part(_("Đơn vị"), "tree", "unit_tree", ("unit_", "reorganisation"), Permission.VIEW_UNIT)


_CAMPAIGN_PAGES = ("campaign", "activity", "evidence", "report", "chair", "colleagues")
_PEOPLE_PAGES = ("people", "person", "duplicate", "merge")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give templates `navigation`, `own_unit` (whose desk this is) and `own_units` (to switch between)."""
    match = request.resolver_match
    if not request.user.is_authenticated or match is None:
        return {}
    roles = own_roles(request)
    if not roles:
        return {}
    units = list(roles)
    unit = _current(request, units, asked=match.kwargs.get("code") or match.kwargs.get("unit"))
    page = match.url_name or ""
    items = [part.item(unit, page) for part in _parts() if part.is_open_to(roles[unit])]
    return {"navigation": items, "own_unit": unit, "own_units": units}


def own_roles(request: HttpRequest) -> dict[Unit, set[Role]]:
    """Return the units at which the person holds an office today, highest first, with the roles. Cost: one query."""
    offices = Office.objects.held_on(timezone.localdate()).filter(user=request.user.pk).select_related("unit")
    roles: dict[Unit, set[Role]] = {}
    for office in offices.order_by("unit__path"):
        roles.setdefault(office.unit, set()).add(Role(office.role))
    return roles


def own_units(request: HttpRequest) -> list[Unit]:
    """Return the units at which the person holds an office today, highest first. Cost: one query."""
    return list(own_roles(request))


def start_page(unit: Unit, roles: set[Role]) -> str:
    """Return the address of the first part that the roles open at a unit."""
    part = next(part for part in _parts() if part.is_open_to(roles))
    return reverse(part.url_name, kwargs={"code": unit.code})


def _current(request: HttpRequest, units: list[Unit], *, asked: str | None) -> Unit:
    by_code = {unit.code: unit for unit in units}
    code = asked if asked in by_code else request.session.get(_LAST_UNIT)
    unit = by_code.get(code or "", units[0])
    if request.session.get(_LAST_UNIT) != unit.code:
        request.session[_LAST_UNIT] = unit.code
    return unit
