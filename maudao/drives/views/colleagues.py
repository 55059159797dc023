"""Registering colleagues by their unit: several at once, a new one, and each of them afterwards."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maudao.campaigns.models import Assignment
from maudao.donors.actions.people import IdentityTaken, NoName
from maudao.donors.models import Donor
from maudao.drives.actions import colleagues as actions
from maudao.drives.actions.colleagues import Outcome, Sending
from maudao.drives.actions.refusals import BookingRefused, NotColleague, NotTaking
from maudao.drives.forms.booking import hours, refusal_sentence
from maudao.drives.forms.colleagues import ColleagueForm, SendingForm, result_words
from maudao.drives.models import Slot
from maudao.drives.queries import colleagues as queries
from maudao.drives.queries.colleagues import ColleagueAtDrive, UnitAtDrive
from maudao.drives.queries.open_drives import SlotRow, closed_because, slot_rows
from maudao.drives.queries.registrations import slot_of
from maudao.organization import access
from maudao.organization.audit import Actor
from maudao.organization.rules import Permission

_PER_PAGE = 100
_MOST_AT_ONCE = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DONORS, queries.unit_at_drive)
def colleagues(request: HttpRequest, at: UnitAtDrive) -> HttpResponse:
    """Show the unit's people, and register those who are ticked."""
    now = timezone.now()
    rows = slot_rows(at.drive, now=now)
    if why := closed_because(at.drive, rows, now=now):
        return _closed_page(request, at, why)
    if request.method != "POST":
        return _list_page(request, at, SendingForm(rows=rows))
    form = SendingForm(request.POST, rows=rows)
    ticked = [int(pk) for pk in request.POST.getlist("nguoi") if _is_key(pk)][:_MOST_AT_ONCE]
    sending = _sending(form, at) if form.is_valid() else None
    if not ticked:
        form.add_error(None, forms.ValidationError(_("Chọn ít nhất một người."), code="nobody"))
    if sending is None or not ticked:
        return _list_page(request, at, form, status=422)
    donors = Donor.objects.filter(pk__in=ticked).order_by("sort_key", "pk")
    found = actions.register_colleagues(
        at.unit, at.drive, donors=donors, sending=sending, actor=_actor(request), now=now
    )
    return _results_page(request, at, found)


def _closed_page(request: HttpRequest, at: UnitAtDrive, why: str) -> HttpResponse:
    """Say that nobody can be registered at the drive any more, and lead to where one can."""
    context = {**_common(at), "above": _above(at), "why": why}
    status = 409 if request.method == "POST" else 200
    return render(request, "drives/colleagues_closed.html", context, status=status)


def _is_key(text: str) -> bool:
    """Say whether a text may be the key of a row."""
    return text.isascii() and text.isdigit() and len(text) < 19


def _sending(form: SendingForm, at: UnitAtDrive) -> Sending | None:
    """Return what a valid form says, or None where its slot is none of the drive's."""
    said = form.cleaned_data
    try:
        slot = slot_of(at.drive, said["slot"]) if said["slot"] else None
    except Slot.DoesNotExist:
        form.add_error("slot", forms.ValidationError(refusal_sentence(NotTaking("past")), code="past"))
        return None
    return Sending(slot, str(said["key"]), holds_papers=said["holds_papers"])


def _list_page(
    request: HttpRequest, at: UnitAtDrive, form: SendingForm, *, status: int = 200
) -> HttpResponse:
    search, today = request.GET.get("tim", "")[:100], timezone.localdate()
    chosen = request.GET.get("chon", "")
    first = int(chosen) if _is_key(chosen) else None
    found = queries.colleagues_at(at.unit, at.drive, on=today, search=search, first=first)
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    ticked = set(request.POST.getlist("nguoi") if request.method == "POST" else [chosen])
    context = {
        **_common(at),
        "above": _above(at),
        "form": form,
        "page": page,
        "search": search,
        "rows": [_row(at, donor, is_ticked=str(donor.pk) in ticked) for donor in page.object_list],
    }
    return render(request, "drives/colleagues.html", context, status=status)


def _above(at: UnitAtDrive) -> dict[str, str]:
    """Return the page above: the chair's screen where the unit takes part in the drive's campaign, else its drives."""
    part = (
        Assignment.objects.filter(campaign=at.drive.campaign_id, unit=at.unit)
        .select_related("campaign")
        .first()
    )
    if part is not None:
        kwargs = {"campaign": part.campaign.code, "unit": at.unit.code}
        return {"label": _("Vận động hiến máu"), "url": reverse("chair", kwargs=kwargs)}
    return {"label": _("Đợt hiến máu"), "url": reverse("drive_list", kwargs={"code": at.unit.code})}


def _row(at: UnitAtDrive, donor: Any, *, is_ticked: bool) -> dict[str, Any]:
    held = queries.shown_registration(donor)
    own = held is not None and held.by_chair
    return {
        "donor": donor,
        "held": held,
        "url": _address("colleague", at, pk=held.pk) if held and own else "",
        "is_ticked": is_ticked,
        "needs_paper": not donor.has_consented,
    }


def _results_page(request: HttpRequest, at: UnitAtDrive, found: list[Outcome]) -> HttpResponse:
    """Say what came of each, one line for each."""
    rows = []
    for outcome in found:
        word, tone = result_words(outcome.result)
        slot = outcome.registration.slot if outcome.registration else None
        rows.append({"name": outcome.donor.full_name, "word": word, "tone": tone, "slot": slot})
    booked = sum(outcome.result == "booked" for outcome in found)
    context = {
        **_common(at),
        "rows": rows,
        "booked": booked,
        "is_full": _has(found, "full"),
        "lacks_paper": _has(found, "no_consent"),
    }
    return render(request, "drives/colleagues_results.html", context)


def _has(found: list[Outcome], result: str) -> bool:
    return any(outcome.result == result for outcome in found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DONORS, queries.unit_at_drive)
def colleague_new(request: HttpRequest, at: UnitAtDrive) -> HttpResponse:
    """Enter a colleague who is not in the list yet, and register them."""
    now, data = timezone.now(), request.POST if request.method == "POST" else None
    rows = slot_rows(at.drive, now=now)
    if why := closed_because(at.drive, rows, now=now):
        return _closed_page(request, at, why)
    form = ColleagueForm(data, rows=rows, today=timezone.localdate(now))
    if form.is_valid() and (sending := _sending(form, at)):
        try:
            outcome = actions.register_new_colleague(
                at.unit, at.drive, person=form.person(), sending=sending, actor=_actor(request), now=now
            )
        except (IdentityTaken, NoName) as refused:
            form.add_error("full_name", forms.ValidationError(_("Xem lại họ và tên."), code=refused.reason))
        else:
            return _results_page(request, at, [outcome])
    context = {**_common(at), "form": form}
    return render(request, "drives/colleagues_new.html", context, status=422 if data else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DONORS, queries.colleague_at_drive)
def colleague(request: HttpRequest, held: ColleagueAtDrive) -> HttpResponse:
    """Move, exchange or cancel the registration of a colleague whom the unit registered."""
    at = UnitAtDrive(held.unit, held.registration.drive)
    rows = slot_rows(at.drive, now=timezone.now())
    if request.method != "POST":
        return _colleague_page(request, held, SendingForm(rows=rows), rows)
    form = SendingForm(request.POST, rows=rows)
    sending = _sending(form, at) if form.is_valid() else None
    if sending is None:
        return _colleague_page(request, held, form, rows, status=422)
    try:
        _change(request, held, sending)
    except BookingRefused as refused:
        form.add_error(None, forms.ValidationError(_told(refused), code=refused.reason))
        return _colleague_page(request, held, form, rows, status=409)
    messages.success(request, _("Đã ghi thay đổi."))
    return redirect(_address("colleagues", at))


def _told(refused: BookingRefused) -> str:
    """Return what a refusal says to a chair: never why somebody may not give."""
    if refused.reason in ("already_booked", "not_eligible"):
        return _("Người được chọn chưa đăng ký được. Chọn một người khác.")
    if refused.reason == "no_consent":
        return _("Người được chọn chưa đồng ý tham gia. Đánh dấu ô giữ giấy đồng ý nếu đã có giấy.")
    return refusal_sentence(refused)


def _change(request: HttpRequest, held: ColleagueAtDrive, sending: Sending) -> None:
    """Do what the pressed button says; a button that is none of the page's does nothing."""
    known: dict[str, Any] = {"actor": _actor(request), "now": timezone.now()}
    todo = request.POST.get("do", "")
    if todo == "cancel":
        actions.cancel_for_colleague(held.unit, held.registration, **known)
    elif todo == "move" and sending.slot is not None:
        actions.change_for_colleague(held.unit, held.registration, slot=sending.slot, **known)
    elif todo == "swap":
        other = _other(request)
        actions.swap_colleague(held.unit, held.registration, donor=other, sending=sending, **known)


def _other(request: HttpRequest) -> Donor:
    pk = request.POST.get("nguoi", "")
    donor = Donor.objects.filter(pk=int(pk)).first() if _is_key(pk) else None
    if donor is None:
        raise NotColleague
    return donor


def _colleague_page(
    request: HttpRequest, held: ColleagueAtDrive, form: SendingForm, rows: list[SlotRow], *, status: int = 200
) -> HttpResponse:
    at = UnitAtDrive(held.unit, held.registration.drive)
    people = queries.colleagues_at(at.unit, at.drive, on=timezone.localdate())
    others = [one for one in people if queries.shown_registration(one) is None]
    slots = [row for row in rows if row.is_open and row.slot.pk != held.registration.slot_id]
    context = {
        **_common(at),
        "form": form,
        "held": held.registration,
        "others": others,
        "slots": [(row.slot.pk, hours(row), row.left) for row in slots],
    }
    return render(request, "drives/colleagues_one.html", context, status=status)


def _common(at: UnitAtDrive) -> dict[str, Any]:
    return {
        "unit": at.unit,
        "drive": at.drive,
        "list_url": _address("colleagues", at),
        "new_url": _address("colleague_new", at),
    }


def _address(name: str, at: UnitAtDrive, **more: Any) -> str:
    return reverse(name, kwargs={"code": at.unit.code, "drive": at.drive.code, **more})


def _actor(request: HttpRequest) -> Actor:
    assert request.user.is_authenticated  # `access.opens` lets nobody else in
    return Actor.of(request.user)
