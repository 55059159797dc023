"""Who holds which office at a unit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maudao.organization import access, actions, queries
from maudao.organization.actions import Appointment
from maudao.organization.forms import AppointForm
from maudao.organization.models import Office, Unit
from maudao.organization.rules import Permission
from maudao.organization.views.frame import actor_of, frame

_MOST_WITHOUT = 20


@require_safe
@access.opens(Permission.MANAGE_OFFICES, queries.unit)
def unit_offices(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show who holds an office here, and which units below have nobody."""
    today = timezone.localdate()
    without = queries.below_without_holder(unit, on=today)
    context = {
        **frame(request, unit),
        "offices": queries.holders(unit, on=today),
        "without": without[:_MOST_WITHOUT],
        "without_count": without.count(),
        "is_open": unit.is_open(today),
    }
    return render(request, "organization/unit_offices.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_OFFICES, queries.unit)
def office_new(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Give an office at the unit; the password of a new account is shown on this one answer and never again."""
    today = timezone.localdate()
    form = AppointForm(request.POST if request.method == "POST" else None, unit=unit, today=today)
    if form.is_valid() and (appointed := _appoint(request, unit, form)):
        if isinstance(appointed, Office):
            messages.success(request, _("Đã giao chức vụ cho %s.") % appointed.user.full_name)
            return redirect("unit_offices", code=unit.code)
        return _password_page(request, appointed.office, appointed.password)
    context = {**frame(request, unit), "form": form}
    return render(request, "organization/office_new.html", context, status=422 if form.is_bound else 200)


def _appoint(request: HttpRequest, unit: Unit, form: AppointForm) -> Office | Appointment | None:
    """Give the office that the form asks for; a refusal becomes an error of the form."""
    cleaned, actor, now = form.cleaned_data, actor_of(request), timezone.now()
    given = {"role": form.role, "title": cleaned["title"], "starts_on": cleaned["starts_on"]}
    try:
        if form.user:
            return actions.appoint(form.user, unit, **given, actor=actor, now=now)
        who = {name: cleaned[name] for name in ("username", "full_name", "phone")}
        return actions.appoint_newcomer(unit, **who, **given, actor=actor, now=now)
    except actions.UsernameTaken:
        form.add_error("username", _("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."))
    except actions.AlreadyInOffice:
        form.add_error("username", _("Người này đang giữ đúng vai trò đó tại đơn vị."))
    return None


@require_POST
@access.opens(Permission.MANAGE_OFFICES, queries.office)
def office_end(request: HttpRequest, office: Office) -> HttpResponse:
    """End an office today; nobody ends their own, so that no unit is left with its door locked from inside."""
    if office.user == request.user:
        messages.error(request, _("Không tự kết thúc chức vụ của mình được. Hãy nhờ cán bộ cấp trên."))
    elif office.ends_on and office.ends_on <= timezone.localdate():
        messages.info(request, _("Chức danh này đã kết thúc trước đó."))
    else:
        actions.end_office(office, ends_on=timezone.localdate(), actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Đã kết thúc chức vụ của %s từ sau hôm nay.") % office.user.full_name)
    return redirect("unit_offices", code=office.unit.code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_OFFICES, queries.office)
def sign_in_renew(request: HttpRequest, office: Office) -> HttpResponse:
    """Give somebody who cannot sign in a new password, where all that they hold is within one's reach."""
    may_renew = office.user != request.user and _answers_for(request, office)
    if request.method == "POST" and may_renew:
        password = actions.renew_sign_in(office.user, actor=actor_of(request), now=timezone.now())
        return _password_page(request, office, password)
    context = {**frame(request, office.unit), "office": office, "may_renew": may_renew}
    return render(request, "organization/sign_in_renew.html", context, status=200 if may_renew else 422)


def _answers_for(request: HttpRequest, office: Office) -> bool:
    """Say whether every office of that person is within reach: a password opens all of them at once."""
    today = timezone.localdate()
    mine = access.reach(request.user, Permission.MANAGE_OFFICES, on=today)
    return all(mine.covers(held.unit) for held in queries.offices_of_user(office.user_id, on=today))


def _password_page(request: HttpRequest, office: Office, password: str) -> HttpResponse:
    context = {**frame(request, office.unit), "office": office, "password": password}
    return render(request, "organization/office_made.html", context)
