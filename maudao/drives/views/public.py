"""Donation days for everybody: the list, one drive, and what to know before booking. Nothing is asked or stored."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from maudao.campaigns.forms.fields import DayField
from maudao.donors.rules import DonationKind
from maudao.donors.rules.benefits import benefits
from maudao.drives.models import Drive
from maudao.drives.queries import open_drives as queries
from maudao.organization import access

_PER_PAGE = 20


class ListFilter(forms.Form):
    """What the public list is narrowed by."""

    tim = forms.CharField(label=_("Nơi, tỉnh hoặc đơn vị"), max_length=100, required=False)
    ngay = DayField(label=_("Ngày"), required=False)


@require_safe
@access.public
def drive_public_list(request: HttpRequest) -> HttpResponse:
    """Show the drives that take registrations, by day."""
    form, now = ListFilter(request.GET or None), timezone.now()
    said: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    day: date | None = said.get("ngay")
    found = queries.open_drives(now=now, on=day, search=said.get("tim", ""))
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "drives": queries.with_places(page.object_list, now=now),
        "is_narrowed": any(said.values()),
    }
    return render(request, "drives/public_list.html", context)


@require_safe
@access.public
def drive_public(request: HttpRequest, code: str) -> HttpResponse:
    """Show one drive: where, when, which slots have places, what to bring and what one gets."""
    drive, now = found_drive(code), timezone.now()
    rows = queries.slot_rows(drive, now=now)
    context = {
        "drive": drive,
        "state": queries.closed_because(drive, rows, now=now)
        or ("open" if any(row.is_open for row in rows) else "full"),
        "rows": rows,
        "places_left": sum(row.left for row in rows if row.is_open),
        "extra": passed_on(request),
        "benefits": benefits(DonationKind.WHOLE_BLOOD, on=drive.held_on),
        "map_url": map_url(drive),
    }
    return render(request, "drives/public_drive.html", context)


@require_safe
@access.public
def booking_start(request: HttpRequest, code: str) -> HttpResponse:
    """Lead through what comes before a place is booked: checking oneself, which stores nothing, then the phone."""
    drive, now = found_drive(code), timezone.now()
    found = queries.slot_rows(drive, now=now)
    if queries.closed_because(drive, found, now=now):
        return redirect("drive_public", code=code)
    wanted, rows = request.GET.get("khung", ""), {str(row.slot.pk): row for row in found}
    is_waiting = "cho" in request.GET
    if not is_waiting and wanted not in rows:
        raise Http404
    context = {
        "drive": drive,
        "row": rows.get(wanted),
        "is_waiting": is_waiting,
        "next_url": reverse("waiting_new" if is_waiting else "booking_new", kwargs={"code": code}),
        "passed": {name: request.GET[name] for name in ("khung", "don-vi") if request.GET.get(name)},
        "check_next": request.get_full_path(),
    }
    return render(request, "drives/booking_start.html", context)


def found_drive(code: str) -> Drive:
    """Find a public drive, or answer 404."""
    try:
        return queries.public_drive(code=code)
    except Drive.DoesNotExist as missing:
        raise Http404 from missing


def passed_on(request: HttpRequest) -> str:
    """Return the unit that a link was printed for, as it goes into the next address; empty where there is none."""
    unit = request.GET.get("don-vi", "")[:32]
    return f"&{urlencode({'don-vi': unit})}" if unit else ""


def map_url(drive: Drive) -> str:
    """Return a link to a map of the place; nothing is fetched until somebody follows it."""
    if drive.latitude is None or drive.longitude is None:
        return ""
    place = f"{drive.latitude}/{drive.longitude}"
    query = urlencode({"mlat": drive.latitude, "mlon": drive.longitude})
    return f"https://www.openstreetmap.org/?{query}#map=17/{place}"
