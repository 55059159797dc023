"""The drives of a unit, and the page of one drive: numbers, and what the host may do."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maudao.drives.models import Drive
from maudao.drives.queries import drives as queries
from maudao.drives.queries.asking import NearDrive, drives_beside
from maudao.drives.queries.counting import late_of_drive
from maudao.drives.queries.yields import measured_yield
from maudao.drives.rules import DriveState
from maudao.drives.rules.check_in import shows_deferred
from maudao.drives.rules.overbooking import bookings_for, forecast
from maudao.drives.rules.staffing import is_served
from maudao.drives.views.counting import late_sentence
from maudao.drives.views.manage_words import badge
from maudao.lib.vietnamese import format_percent
from maudao.organization import access
from maudao.organization.audit import Actor
from maudao.organization.models import Unit
from maudao.organization.queries import unit as find_unit
from maudao.organization.rules import Permission, UnitKind

_PER_PAGE = 30


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts; `opens` has let nobody in who is not signed in."""
    assert request.user.is_authenticated
    return Actor.of(request.user)


def frame(drive: Drive, **more: Any) -> dict[str, Any]:
    """Return what every page below that of a drive shows."""
    back = reverse("drive", kwargs={"code": drive.code})
    path = [*path_to(drive), {"label": drive.title, "url": back}]
    return {"drive": drive, "path": path, "back_url": back, **more}


def path_to(drive: Drive) -> list[dict[str, str]]:
    """Return the way to the page of a drive."""
    return [{"label": _("Đợt hiến máu"), "url": reverse("drive_list", kwargs={"code": drive.host.code})}]


@require_safe
@access.opens(Permission.VIEW_DRIVES, find_unit)
def drive_list(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show the drives of the unit and of all below it, those to come or those that are over."""
    today, is_past = timezone.localdate(), request.GET.get("xem") == "da-qua"
    is_own = request.GET.get("cua") == "don-vi"
    within = queries.drives_within(unit)
    seen = within.filter(host=unit) if is_own else within
    sets = {False: queries.coming(seen, on=today), True: queries.past(seen, on=today)}
    page = Paginator(sets[is_past], _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "page": page,
        "rows": [_row(drive, unit) for drive in page],
        "tabs": _tabs(sets, is_past=is_past, is_own=is_own),
        "is_past": is_past,
        "is_own": is_own,
        "has_below": unit.kind != UnitKind.GRASSROOTS,
        "totals": queries.totals(sets[is_past]) if unit.kind != UnitKind.GRASSROOTS else None,
        "may_manage": access.may(request, Permission.MANAGE_DRIVES, unit),
        "address": _address(is_past=is_past, is_own=not is_own),
        "beside": [] if is_past else _beside(request, unit),
    }
    return render(request, "drives/drive_list.html", context)


def _beside(request: HttpRequest, unit: Unit) -> list[dict[str, Any]]:
    """What others hold for the unit's people: to register at where there are places, else what it is."""
    may_register = access.may(request, Permission.MANAGE_DONORS, unit)
    return [
        {
            "title": near.drive.title,
            "url": _registering(near, unit) if may_register else _public(near.drive),
            "meta": " · ".join([f"{near.drive.held_on:%d/%m/%Y}", near.drive.place, near.drive.host.name]),
            "left": near.places_left,
        }
        for near in drives_beside(unit, now=timezone.now(), today=timezone.localdate())
    ]


def _registering(near: NearDrive, unit: Unit) -> str:
    if not near.places_left:
        return _public(near.drive)
    return reverse("colleagues", kwargs={"code": unit.code, "drive": near.drive.code})


def _public(drive: Drive) -> str:
    return reverse("drive_public", kwargs={"code": drive.code})


def _row(drive: Drive, unit: Unit) -> dict[str, Any]:
    where = [drive.host.name] if drive.host_id != unit.pk else []
    numbers: Any = drive  # counted by `drives_within`
    is_over = drive.state == DriveState.DONE
    booked = _("%(booked)s đăng ký") if is_over else _("%(booked)s/%(places)s chỗ")
    said = booked % {"booked": numbers.booked, "places": numbers.places}
    return {
        "title": drive.title,
        "url": reverse("drive", kwargs={"code": drive.code}),
        "meta": " · ".join([f"{drive.held_on:%d/%m/%Y}", drive.place, *where, said]),
        "badge": badge(drive, on=timezone.localdate()),
        "figure": numbers.donated if is_over else None,
        "figure_label": _("lượt hiến"),
    }


def _tabs(sets: dict[bool, QuerySet[Drive]], *, is_past: bool, is_own: bool) -> list[dict[str, Any]]:
    labels = {False: _("Sắp tới"), True: _("Đã qua")}
    return [
        {
            "label": label,
            "url": _address(is_past=which, is_own=is_own),
            "current": which == is_past,
            "count": sets[which].count(),
        }
        for which, label in labels.items()
    ]


def _address(*, is_past: bool, is_own: bool) -> str:
    asked = [word for word, wanted in (("xem=da-qua", is_past), ("cua=don-vi", is_own)) if wanted]
    return f"?{'&'.join(asked)}"


@require_safe
@access.opens(Permission.VIEW_DRIVES, queries.drive)
def drive(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Show what a drive has come to, in numbers, and what the person may do."""
    numbers, share = queries.numbers(drive), measured_yield(drive.host)
    context = {
        "drive": drive,
        "path": path_to(drive),
        "badge": badge(drive, on=timezone.localdate()),
        "numbers": numbers,
        "slots": queries.slots_of(drive),
        "percent": format_percent(float(share), places=0),
        "forecast": forecast(numbers.booked, share),
        "missing": _missing(drive, numbers, bookings_for(drive.expected_units or 0, share)),
        "co_hosts": list(drive.co_hosts.all()),
        "programmes": list(drive.programmes.all()),
        "late": late_sentence(late_of_drive(drive)),
        **_abilities(request, drive, numbers),
    }
    return render(request, "drives/drive.html", context)


def _missing(drive: Drive, numbers: queries.Numbers, wanted: int) -> int:
    """Return how many more must register, so that as many bags as are wished for may be expected."""
    return max(wanted - numbers.booked, 0) if drive.expected_units else 0


def _abilities(request: HttpRequest, drive: Drive, numbers: queries.Numbers) -> dict[str, Any]:
    may_manage = access.may(request, Permission.MANAGE_DRIVES, drive.host)
    today, is_live = timezone.localdate(), drive.state in (DriveState.PLANNED, DriveState.OPEN)
    serves = access.may(request, Permission.CHECK_IN, drive.host)
    return {
        "may_manage": may_manage,
        "may_check_in": serves and is_served(drive.held_on, on=today),
        "shows_deferred": serves or shows_deferred(numbers.came),
        "may_change": may_manage and is_live,
        "may_move": may_manage and is_live and not numbers.came,
        "may_open": may_manage and drive.state == DriveState.PLANNED,
        "may_close": may_manage and is_live and drive.held_on < today,
        "may_see_people": may_manage and access.may(request, Permission.MANAGE_DONORS, drive.host),
        "is_live": is_live,
        "is_to_come": is_live and drive.held_on >= today,
        "is_done": drive.state == DriveState.DONE,
        "is_today": drive.held_on == today,
    }
