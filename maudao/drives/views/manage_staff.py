"""Who serves at a drive: chosen by its host, for a few days around it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from maudao.drives.actions.planning import DriveRefused
from maudao.drives.actions.staffing import (
    StaffRefused,
    appoint_new_staff,
    appoint_staff,
    end_staff,
    serving_days,
)
from maudao.drives.forms.staffing import StaffForm
from maudao.drives.models import Drive
from maudao.drives.queries.drives import drive as find_drive
from maudao.drives.queries.drives import staff_of, staff_office
from maudao.drives.views.manage import actor_of, frame
from maudao.drives.views.manage_words import refusal
from maudao.organization import access
from maudao.organization.actions import Appointment, UsernameTaken
from maudao.organization.models import Office
from maudao.organization.rules import Permission


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DRIVES, find_drive)
def drive_staff(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Show who serves at a drive, and choose more; a new password is shown on this one answer and never again."""
    sent = request.POST if request.method == "POST" else None
    form = StaffForm(sent)
    if form.is_valid() and (chosen := _chosen(request, drive, form)):
        if isinstance(chosen, Appointment):
            context = frame(drive, office=chosen.office, password=chosen.password)
            return render(request, "drives/drive_staff_made.html", context)
        messages.success(request, _("Đã giao cho %s.") % chosen.user.full_name)
        return redirect("drive_staff", code=drive.code)
    starts_on, ends_on = serving_days(drive, on=timezone.localdate())
    staff = list(staff_of(drive.host, around=drive))
    context = frame(drive, form=form, staff=staff, starts_on=starts_on, ends_on=ends_on)
    return render(request, "drives/drive_staff.html", context, status=422 if sent is not None else 200)


def _chosen(request: HttpRequest, drive: Drive, form: StaffForm) -> Office | Appointment | None:
    """Choose whom the form names; a refusal becomes an error of the form."""
    actor, now = actor_of(request), timezone.now()
    try:
        if form.user:
            return appoint_staff(drive, form.user, actor=actor, now=now)
        who = {name: form.cleaned_data[name] for name in ("username", "full_name", "phone")}
        return appoint_new_staff(drive, **who, actor=actor, now=now)
    except UsernameTaken:
        form.add_error("username", _("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."))
    except StaffRefused as refused:
        form.add_error("username", refusal(refused))
    except DriveRefused as refused:
        form.add_error(None, refusal(refused))
    return None


@require_POST
@access.opens(Permission.MANAGE_DRIVES, staff_office)
def drive_staff_end(request: HttpRequest, office: Office) -> HttpResponse:
    """Let somebody serve no more, from this moment on."""
    name = office.user.full_name
    end_staff(office, actor=actor_of(request), now=timezone.now())
    messages.success(request, _("%s không còn phục vụ nữa.") % name)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("drive_list", code=office.unit.code)
