"""What every page of a unit shows around itself."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maudao.organization import access, queries
from maudao.organization.audit import Actor
from maudao.organization.models import Unit
from maudao.organization.rules import Permission


def actor_of(request: HttpRequest) -> Actor:
    """Return the signed-in person as the one who acts."""
    assert request.user.is_authenticated  # `opens` lets nobody else in
    return Actor.of(request.user)


def frame(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """Return the context of `organization/_head.html`. Cost: four queries."""
    return {"unit": unit, "path": _path(request, unit), "tabs": list(_tabs(request, unit))}


def _path(request: HttpRequest, unit: Unit) -> list[dict[str, str]]:
    """Return the units above that the person may open."""
    seen = access.reach(request.user, Permission.VIEW_UNIT, on=timezone.localdate())
    return [
        {"label": above.name, "url": reverse("unit_tree", args=[above.code])}
        for above in queries.line(unit)
        if seen.covers(above)
    ]


def _tabs(request: HttpRequest, unit: Unit) -> Iterator[dict[str, Any]]:
    page = request.resolver_match.url_name if request.resolver_match else ""
    for name, label, permission in (
        ("desk", _("Tổng quan"), None),
        ("unit_tree", _("Cây đơn vị"), None),
        ("unit_history", _("Lịch sử"), None),
        ("unit_offices", _("Cán bộ"), Permission.MANAGE_OFFICES),
        ("unit_audit", _("Nhật ký"), Permission.VIEW_AUDIT),
    ):
        if permission is None or access.may(request, permission, unit):
            yield {"label": label, "url": reverse(name, args=[unit.code]), "current": page == name}
