"""Planning a drive: new, changed, opened, copied to another day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maudao.drives.actions.moving import copy_drive
from maudao.drives.actions.planning import DriveRefused, open_drive, plan_drive, revise_drive
from maudao.drives.forms.planning import CopyForm, DriveForm
from maudao.drives.models import Drive
from maudao.drives.queries.drives import campaigns_for
from maudao.drives.queries.drives import drive as find_drive
from maudao.drives.views.manage import actor_of, frame
from maudao.drives.views.manage_words import refusal
from maudao.organization import access
from maudao.organization.models import Unit
from maudao.organization.queries import unit as find_unit
from maudao.organization.rules import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DRIVES, find_unit)
def drive_new(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Plan a drive; `?chien-dich=` names the campaign that it is for."""
    asked = campaigns_for(unit).filter(code=request.GET.get("chien-dich", "")).first()
    campaign = asked or campaigns_for(unit).first()
    sent = request.POST if request.method == "POST" else None
    form = DriveForm(sent, host=unit, initial={"title": _("Ngày hội hiến máu"), "campaign": campaign})
    if form.is_valid() and (drive := _planned(request, unit, form)):
        messages.success(request, _("Đã lập đợt hiến máu. Đặt khung giờ để mở đăng ký."))
        return redirect("drive_slots", code=drive.code)
    back = reverse("drive_list", kwargs={"code": unit.code})
    path = [{"label": _("Đợt hiến máu"), "url": back}]
    context = {"form": form, "path": path, "back_url": back, "unit": unit}
    return render(request, "drives/drive_edit.html", context, status=422 if sent is not None else 200)


def _planned(request: HttpRequest, unit: Unit, form: DriveForm) -> Drive | None:
    try:
        return plan_drive(unit, form.plan(), actor=actor_of(request), now=timezone.now())
    except DriveRefused as refused:
        _tell(form, refused)
    return None


def _tell(form: DriveForm, refused: DriveRefused) -> None:
    field = {"past": "held_on", "campaign": "campaign"}.get(refused.reason)
    form.add_error(field if field in form.fields else None, refusal(refused))


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DRIVES, find_drive)
def drive_edit(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Change what is said of a drive."""
    sent = request.POST if request.method == "POST" else None
    form = DriveForm(sent, host=drive.host, drive=drive)
    if form.is_valid():
        try:
            revise_drive(drive, form.plan(), actor=actor_of(request), now=timezone.now())
            messages.success(request, _("Đã lưu."))
            return redirect("drive", code=drive.code)
        except DriveRefused as refused:
            _tell(form, refused)
    context = frame(drive, form=form)
    return render(request, "drives/drive_edit.html", context, status=422 if sent is not None else 200)


@require_POST
@access.opens(Permission.MANAGE_DRIVES, find_drive)
def drive_open(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Take registrations from now on."""
    try:
        open_drive(drive, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Đã mở đăng ký. Gửi trang của đợt cho mọi người."))
    except DriveRefused as refused:
        messages.error(request, refusal(refused))
        if refused.reason == "no_slots":
            return redirect("drive_slots", code=drive.code)
    return redirect("drive", code=drive.code)


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DRIVES, find_drive)
def drive_copy(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Plan the same drive on another day."""
    sent = request.POST if request.method == "POST" else None
    campaign = campaigns_for(drive.host).filter(drives=drive).first()
    form = CopyForm(sent, drive=drive, campaign=campaign)
    if form.is_valid():
        day = form.cleaned_data["held_on"]
        try:
            copy = copy_drive(drive, held_on=day, actor=actor_of(request), now=timezone.now())
            messages.success(request, _("Đã chép sang ngày %s. Xem lại rồi mở đăng ký.") % f"{day:%d/%m/%Y}")
            return redirect("drive", code=copy.code)
        except DriveRefused as refused:
            form.add_error("held_on", refusal(refused))
    context = frame(drive, form=form, leaves_campaign=drive.campaign and not campaign)
    return render(request, "drives/drive_copy.html", context, status=422 if sent is not None else 200)
