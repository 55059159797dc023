"""What the holder of a ticket sees and may do: come, change, cancel, wait, take or leave what is offered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maudao.donors.models import Donor
from maudao.drives.actions.booking import DONOR, cancel_registration, change_slot
from maudao.drives.actions.refusals import AlreadyBooked, BookingRefused, NotTaking
from maudao.drives.actions.waiting import accept_offer, leave_waiting_list
from maudao.drives.exports import calendar
from maudao.drives.exports.qr import qr_image
from maudao.drives.forms.booking import refusal_sentence, slot_words
from maudao.drives.models import Registration, Slot, WaitingPlace
from maudao.drives.queries import registrations as queries
from maudao.drives.queries.open_drives import slot_rows
from maudao.drives.queries.own import state_word
from maudao.drives.rules import DriveState, OfferState
from maudao.drives.rules.booking import is_changeable
from maudao.drives.views.public import map_url
from maudao.organization import access

_CALENDAR = "text/calendar; charset=utf-8"


@never_cache
@require_safe
@access.holders(queries.registration)
def ticket(request: HttpRequest, held: Registration) -> HttpResponse:
    """Show a ticket: what to show at the drive, when and where, and what may still be done."""
    return _ticket_page(request, held)


def _ticket_page(
    request: HttpRequest, held: Registration, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    is_cancelled = calendar.is_cancelled(held)
    url = request.build_absolute_uri(_address("ticket", held))
    may_change = is_changeable(held.state) and held.drive.state == DriveState.OPEN
    context = {
        **_common(held),
        "refusal": refusal,
        "is_cancelled": is_cancelled,
        "is_changeable": may_change,
        "qr": qr_image(url) if may_change else "",
        "state": state_word(held),
        "map_url": map_url(held.drive),
        "is_moved": held.drive.sequence > 0 and may_change,
    }
    return render(request, "drives/ticket.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.holders(queries.registration)
def ticket_change(request: HttpRequest, held: Registration) -> HttpResponse:
    """Choose another slot of the same drive."""
    if request.method != "POST":
        return _change_page(request, held)
    try:
        pk = request.POST.get("slot", "")
        slot = queries.slot_of(held.drive, int(pk) if pk.isdecimal() else 0)
        change_slot(held, slot, actor=DONOR, now=timezone.now())
    except Slot.DoesNotExist:
        return _change_page(request, held, refusal=refusal_sentence(NotTaking("past")))
    except BookingRefused as refused:
        return _change_page(request, held, refusal=refusal_sentence(refused))
    messages.success(
        request, _("Đã đổi sang %(time)s.") % {"time": f"{timezone.localtime(slot.starts_at):%H:%M}"}
    )
    return redirect(_address("ticket", held))


def _change_page(request: HttpRequest, held: Registration, *, refusal: str = "") -> HttpResponse:
    rows = slot_rows(held.drive, now=timezone.now())
    others = [(row.slot.pk, slot_words(row)) for row in rows if row.is_open and row.slot.pk != held.slot_id]
    context = {**_common(held), "choices": others, "refusal": refusal}
    return render(request, "drives/ticket_change.html", context, status=409 if refusal else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.holders(queries.registration)
def ticket_cancel(request: HttpRequest, held: Registration) -> HttpResponse:
    """Ask once, then cancel: the place goes to who waits."""
    if request.method != "POST":
        return render(request, "drives/ticket_cancel.html", _common(held))
    try:
        cancel_registration(held, actor=DONOR, now=timezone.now())
    except BookingRefused as refused:
        return _ticket_page(request, held, refusal=refusal_sentence(refused), status=409)
    return redirect(_address("ticket", held))


@never_cache
@require_safe
@access.holders(queries.registration)
def ticket_calendar(request: HttpRequest, held: Registration) -> HttpResponse:
    """Give the registration as a file for a calendar; nothing for who walked in and has no time."""
    if held.slot is None:
        return HttpResponse(status=204)
    raw = calendar.calendar_file(held, held.slot, site=_site(request), now=timezone.now())
    name = f"hien-mau-{slugify(held.drive.code)}.ics"
    return HttpResponse(
        raw, content_type=_CALENDAR, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_safe
@access.holders(queries.feed_of)
def calendar_feed(request: HttpRequest, donor: Donor) -> HttpResponse:
    """Give all registrations of a person as a calendar to subscribe to."""
    found = queries.in_calendar(donor)
    raw = calendar.calendar_feed(found, site=_site(request), now=timezone.now())
    return HttpResponse(raw, content_type=_CALENDAR, headers={"Cache-Control": "private, max-age=900"})


@never_cache
@require_safe
@access.holders(queries.waiting_place)
def waiting(request: HttpRequest, place: WaitingPlace) -> HttpResponse:
    """Show where one stands in the queue, or the place that is offered and until when."""
    return _waiting_page(request, place)


def _waiting_page(
    request: HttpRequest, place: WaitingPlace, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    is_offered = place.state == OfferState.OFFERED and _is_open(place)
    context = {
        "place": place,
        "drive": place.drive,
        "refusal": refusal,
        "is_offered": is_offered,
        "is_waiting": place.state == OfferState.WAITING and place.drive.state == DriveState.OPEN,
        "number": queries.place_in_queue(place) if place.state == OfferState.WAITING else None,
        "accept_url": _address("waiting_accept", place),
        "leave_url": _address("waiting_leave", place),
        "ticket_url": _ticket_of(place),
    }
    return render(request, "drives/waiting.html", context, status=status)


def _is_open(place: WaitingPlace) -> bool:
    return place.offer_ends_at is not None and place.offer_ends_at > timezone.now()


def _ticket_of(place: WaitingPlace) -> str:
    """Return the ticket that became of an offer."""
    if place.state != OfferState.TAKEN:
        return ""
    made = place.donor.registrations.filter(drive=place.drive_id).order_by("-pk").first()
    return _address("ticket", made) if made else ""


@never_cache
@require_POST
@access.holders(queries.waiting_place)
def waiting_accept(request: HttpRequest, place: WaitingPlace) -> HttpResponse:
    """Take the place that is offered."""
    try:
        held = accept_offer(place, actor=DONOR, now=timezone.now())
    except AlreadyBooked as booked:
        held = booked.registration
    except BookingRefused as refused:
        return _waiting_page(request, place, refusal=refusal_sentence(refused), status=409)
    return redirect(_address("ticket", held))


@never_cache
@require_POST
@access.holders(queries.waiting_place)
def waiting_leave(request: HttpRequest, place: WaitingPlace) -> HttpResponse:
    """Wait no more; what is offered goes to the next."""
    leave_waiting_list(place, actor=DONOR, now=timezone.now())
    return redirect(_address("waiting", place))


def _common(held: Registration) -> dict[str, Any]:
    return {
        "held": held,
        "drive": held.drive,
        "slot": held.slot,
        "ticket_url": _address("ticket", held),
        "change_url": _address("ticket_change", held),
        "cancel_url": _address("ticket_cancel", held),
        "calendar_url": _address("ticket_calendar", held),
    }


def _address(name: str, held: Registration | WaitingPlace) -> str:
    return reverse(name, kwargs={"drive": held.drive_id, "ticket": held.ticket})


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
