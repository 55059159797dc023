"""The slots of a drive: cut from its hours in bulk, and the places of each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from maudao.drives.actions.slotting import Places, SlotChanges, SlotsRefused, set_slots
from maudao.drives.forms.slots import PlacesForm, SlotsForm
from maudao.drives.models import Drive, Slot
from maudao.drives.queries.drives import drive as find_drive
from maudao.drives.queries.drives import slots_of
from maudao.drives.queries.yields import measured_yield
from maudao.drives.rules.overbooking import bookings_for, overbooking_for
from maudao.drives.rules.slots import SlotsUnfit, Span, cut
from maudao.drives.views.manage import actor_of, frame
from maudao.drives.views.manage_words import refusal
from maudao.lib.vietnamese import format_percent
from maudao.organization import access
from maudao.organization.rules import Permission

ADDING, PREVIEW, SUGGESTED = "adding", "preview", "suggested"


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DRIVES, find_drive)
def drive_slots(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Show the slots with their places, and a form that adds many at once; what is added is shown before it is."""
    slots, asked = slots_of(drive), request.POST.get("do", "")
    is_sent, is_adding = request.method == "POST", asked in (ADDING, PREVIEW)
    adding = SlotsForm(request.POST if is_sent and is_adding else None)
    placing = PlacesForm(request.POST if is_sent and asked == "" else None, slots=slots)
    preview: list[Span] = []
    if is_sent and is_adding:
        preview = _cut(drive, adding)
        if preview and asked == ADDING and _added(request, drive, adding, preview):
            return redirect("drive_slots", code=drive.code)
    elif is_sent and _placed(request, drive, placing, asked):
        return redirect("drive_slots", code=drive.code)
    context = frame(drive, adding=adding, placing=placing, preview=preview, **_figures(drive, slots, adding))
    status = 422 if is_sent and (adding.errors or placing.errors) else 200
    return render(request, "drives/drive_slots.html", context, status=status)


def _figures(drive: Drive, slots: list[Slot], adding: SlotsForm) -> dict[str, Any]:
    """Return what helps the host to decide: places in all, and what the measured yield suggests."""
    share = measured_yield(drive.host)
    wanted = bookings_for(drive.expected_units, share) if drive.expected_units else None
    bookable = sum(slot.capacity + slot.overbooking for slot in slots)
    example = adding.cleaned_data.get("capacity") if adding.is_bound and adding.is_valid() else 10
    return {
        "slots": slots,
        "capacity": sum(slot.capacity for slot in slots),
        "bookable": bookable,
        "wanted": wanted,
        "too_few": bool(slots) and wanted is not None and bookable < wanted,
        "percent": format_percent(float(share), places=0),
        "example": example,
        "example_more": overbooking_for(example or 0, share),
    }


def _cut(drive: Drive, form: SlotsForm) -> list[Span]:
    """Return the slots that a form asks for; a refusal becomes an error of the form."""
    if not form.is_valid():
        return []
    try:
        return cut(form.morning(), on=drive.held_on)
    except SlotsUnfit as refused:
        field = {"minutes": "minutes", "pause_ends_before_start": "pause_to"}.get(refused.reason, "ends")
        form.add_error(field, refusal(refused))
    return []


def _added(request: HttpRequest, drive: Drive, form: SlotsForm, spans: list[Span]) -> bool:
    changes = SlotChanges(added=spans, places=form.places())
    try:
        set_slots(drive, changes, actor=actor_of(request), now=timezone.now())
    except SlotsRefused as refused:
        form.add_error(None, refusal(refused))
        return False
    number = len(spans)
    said = ngettext("Đã đặt %(number)s khung giờ.", "Đã đặt %(number)s khung giờ.", number)
    messages.success(request, said % {"number": number})
    return True


def _placed(request: HttpRequest, drive: Drive, form: PlacesForm, asked: str) -> bool:
    """Change the places as the form or the suggestion says."""
    if asked == SUGGESTED:
        changes = _suggested(drive, form.slots)
    elif form.is_valid():
        changes = form.changes()
    else:
        return False
    try:
        set_slots(drive, changes, actor=actor_of(request), now=timezone.now())
    except SlotsRefused as refused:
        _say(request, form, refusal(refused))
        return not form.is_bound
    messages.success(request, _("Đã lưu các khung giờ."))
    return True


def _say(request: HttpRequest, form: PlacesForm, sentence: str) -> None:
    if form.is_bound:
        form.add_error(None, sentence)
    else:
        messages.error(request, sentence)


def _suggested(drive: Drive, slots: list[Slot]) -> SlotChanges:
    """Return the places beyond what each slot receives that the measured yield suggests; never below what is taken."""
    share = measured_yield(drive.host)
    return SlotChanges(
        changed={
            slot.pk: Places(
                slot.capacity, max(overbooking_for(slot.capacity, share), slot.taken - slot.capacity)
            )
            for slot in slots
        }
    )
