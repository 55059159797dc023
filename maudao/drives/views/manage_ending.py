"""A drive that moves, is cancelled, or ends: how many are told is shown before anything is done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maudao.drives.actions.closing import cancel_drive, close_drive
from maudao.drives.actions.moving import move_drive
from maudao.drives.actions.planning import DriveRefused
from maudao.drives.forms.planning import CancelForm, MoveForm
from maudao.drives.models import Drive
from maudao.drives.queries.drives import drive as find_drive
from maudao.drives.queries.drives import numbers, people_to_tell, slots_of
from maudao.drives.rules import DriveState
from maudao.drives.rules.check_in import shows_deferred
from maudao.drives.rules.slots import LOCAL
from maudao.drives.views.manage import actor_of, frame
from maudao.drives.views.manage_words import refusal
from maudao.drives.views.telling_words import Forewarning, delivery_of, forewarning, told_sentence
from maudao.organization import access
from maudao.organization.rules import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DRIVES, find_drive)
def drive_move(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Move a drive to another day, time or place."""
    sent = request.POST if request.method == "POST" else None
    slots = slots_of(drive)
    starts = slots[0].starts_at.astimezone(LOCAL).time() if slots else None
    form = MoveForm(sent, drive=drive, starts=starts)
    if form.is_valid():
        note, actor, now = form.cleaned_data["note"], actor_of(request), timezone.now()
        try:
            to = form.destination()
            told = move_drive(drive, to, actor=actor, now=now, note=note)
            when = delivery_of([drive.held_on, to.held_on], now=now)
            messages.success(request, _("Đã dời đợt hiến máu. %s") % told_sentence(told, when))
            return redirect("drive", code=drive.code)
        except DriveRefused as refused:
            form.add_error("held_on" if refused.reason == "past" else None, refusal(refused))
    context = frame(drive, form=form, forewarning=_forewarning(drive, moves=True))
    return render(request, "drives/drive_move.html", context, status=422 if sent is not None else 200)


def _forewarning(drive: Drive, *, moves: bool = False) -> Forewarning:
    when = delivery_of([drive.held_on], now=timezone.now())
    return forewarning(people_to_tell(drive), when, moves=moves)


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DRIVES, find_drive)
def drive_cancel(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Cancel a drive."""
    sent = request.POST if request.method == "POST" else None
    form = CancelForm(sent)
    if form.is_valid():
        note, actor, now = form.cleaned_data["note"], actor_of(request), timezone.now()
        try:
            told = cancel_drive(drive, actor=actor, now=now, note=note)
            when = delivery_of([drive.held_on], now=now)
            messages.success(request, _("Đã huỷ đợt hiến máu. %s") % told_sentence(told, when))
            return redirect("drive", code=drive.code)
        except DriveRefused as refused:
            form.add_error(None, refusal(refused))
    context = frame(drive, form=form, forewarning=_forewarning(drive))
    return render(request, "drives/drive_cancel.html", context, status=422 if sent is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DRIVES, find_drive)
def drive_close(request: HttpRequest, drive: Drive) -> HttpResponse:
    """End a drive after its day; say before what becomes of whom."""
    if request.method == "POST":
        try:
            close_drive(drive, actor=actor_of(request), now=timezone.now())
            messages.success(request, _("Đã kết thúc đợt hiến máu. Cảm ơn đơn vị đã tổ chức."))
        except DriveRefused as refused:
            messages.error(request, refusal(refused))
        return redirect("drive", code=drive.code)
    today, found = timezone.localdate(), numbers(drive)
    context = frame(
        drive,
        numbers=found,
        shows_deferred=shows_deferred(found.came),
        absent=max(found.booked + found.walk_ins - found.came, 0),
        is_ended=drive.state in (DriveState.DONE, DriveState.CANCELLED),
        may_close=drive.held_on < today,
    )
    return render(request, "drives/drive_close.html", context)
