"""Proving a phone: its number, then the code that was sent to it. Open to everybody, and tells nobody anything."""

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from maudao.donors.actions.phones import CodeRefused, NoChannel, TooManyCodes, confirm_code, send_code
from maudao.donors.forms.phones import CodeForm, PhoneForm
from maudao.donors.rules.phones import CODE_LASTS
from maudao.lib.identifiers import masked
from maudao.messaging.channels import can_send
from maudao.organization import access
from maudao.organization.sealing import PHONE, sealer

_ASKED = "asked_phone"  # in the session, sealed: where the last code was sent


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.public
def phone_prove(request: HttpRequest) -> HttpResponse:
    """Ask for a phone, send it a code, and take the code as proof."""
    step = request.POST.get("step", "") if request.method == "POST" else ""
    handlers = {"send": _send, "resend": _resend, "confirm": _confirm}
    if step in handlers:
        return handlers[step](request)
    wants_other = "so-khac" in request.GET
    if not wants_other and (asked := _asked(request)):
        return _code_page(request, asked, CodeForm())
    return _phone_page(request, PhoneForm())


@require_POST
@access.public
def phone_forget(request: HttpRequest) -> HttpResponse:
    """Forget the phone on this device."""
    request.session.pop(_ASKED, None)
    messages.success(request, _("Đã thoát. Trên máy này không còn xem được thông tin của anh/chị."))
    response = redirect("phone_prove")
    access.forget_proof(response)
    return response


def _send(request: HttpRequest) -> HttpResponse:
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _phone_page(request, form, status=422)
    phone: str = form.cleaned_data["phone"]
    if refusal := _refusal(request, phone):
        form.add_error(None, refusal)
        return _phone_page(request, form, status=422)
    return _asked_for(request, phone)


def _resend(request: HttpRequest) -> HttpResponse:
    phone = _asked(request)
    if phone is None:
        return redirect(_address(request))
    if refusal := _refusal(request, phone):
        return _code_page(request, phone, _refused(refusal), status=422)
    messages.success(request, _("Đã gửi mã mới."))
    return _asked_for(request, phone)


def _confirm(request: HttpRequest) -> HttpResponse:
    phone = _asked(request)
    if phone is None:
        messages.warning(request, _("Mã đã hết hạn. Nhập lại số điện thoại để nhận mã mới."))
        return redirect(_address(request))
    form = CodeForm(request.POST)
    if form.is_valid() and _proves(form, phone):
        return _proved(request, phone)
    return _code_page(request, phone, form, status=422)


def _proved(request: HttpRequest, phone: str) -> HttpResponse:
    """Go on, with the proof; whoever holds no office needs no session any more."""
    response = redirect(_next(request))
    access.note_proof(response, phone, now=timezone.now())
    if request.user.is_authenticated:
        request.session.pop(_ASKED, None)
    else:
        request.session.flush()
    return response


def _proves(form: CodeForm, phone: str) -> bool:
    """Say whether the code is right; where not, the form says why."""
    try:
        confirm_code(phone, form.cleaned_data["code"], now=timezone.now())
    except CodeRefused as refused:
        form.add_error("code", forms.ValidationError(_why(refused), code=refused.reason))
        return False
    return True


def _why(refused: CodeRefused) -> str:
    if refused.reason == "wrong" and refused.tries_left:
        return _("Mã không đúng. Xem lại tin nhắn; còn %(left)s lần nhập.") % {"left": refused.tries_left}
    return _("Mã này không dùng được nữa. Bấm “Gửi lại mã” để nhận mã mới.")


def _refusal(request: HttpRequest, phone: str) -> forms.ValidationError | None:
    """Send a code; return why it was not sent."""
    client: str = get_adapter().get_client_ip(request)
    try:
        send_code(phone, client=client, now=timezone.now())
    except NoChannel as refused:
        return forms.ValidationError(_no_channel(), code=refused.reason)
    except TooManyCodes as refused:
        return forms.ValidationError(_too_many(refused.reason), code=f"too_many_{refused.reason}")
    return None


def _no_channel() -> str:
    return _(
        "Hệ thống chưa nối với dịch vụ tin nhắn nên chưa gửi được mã. Hãy nhờ công đoàn cơ sở đăng ký giúp."
    )


def _too_many(whose: str) -> str:
    if whose == "phone":
        return _("Số này đã nhận nhiều mã. Hãy dùng mã mới nhất trong tin nhắn, hoặc thử lại sau một giờ.")
    return _("Đang có quá nhiều người xin mã cùng lúc. Hãy thử lại sau ít phút.")


def _refused(refusal: forms.ValidationError) -> CodeForm:
    """Return the form of the code with what went wrong with the sending."""
    form = CodeForm({"code": ""})
    form.full_clean()
    form.errors.clear()
    form.add_error(None, refusal)
    return form


def _asked_for(request: HttpRequest, phone: str) -> HttpResponse:
    request.session[_ASKED] = {
        "phone": b64encode(sealer().seal(phone, purpose=PHONE)).decode(),
        "until": (timezone.now() + CODE_LASTS).timestamp(),
    }
    return redirect(_address(request))


def _asked(request: HttpRequest) -> str | None:
    """Return the phone to which the last code was sent from this session, while it can be used."""
    asked = request.session.get(_ASKED)
    if not asked or asked["until"] < timezone.now().timestamp():
        return None
    return sealer().open(b64decode(asked["phone"]), purpose=PHONE)


def _next(request: HttpRequest) -> str:
    """Return where to go afterwards: a page of our own, or the donor's."""
    wanted = request.GET.get("next", "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=request.is_secure()):
        return wanted
    return reverse("own_home")


def _address(request: HttpRequest) -> str:
    """Return this page's address with where to go afterwards, and nothing else of the question."""
    query = request.GET.copy()
    for name in set(query) - {"next"}:
        del query[name]
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _phone_page(request: HttpRequest, form: PhoneForm, *, status: int = 200) -> HttpResponse:
    proven = access.proven_phone(request)
    context = {
        "form": form,
        "proven": masked(proven) if proven else "",
        "next_url": _next(request),
        "no_channel": "" if can_send() else _no_channel(),
    }
    return _page(request, "phone_prove", context, status=status)


def _code_page(request: HttpRequest, phone: str, form: CodeForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "phone": masked(phone), "minutes": int(CODE_LASTS.total_seconds() // 60)}
    return _page(request, "phone_code", context, status=status)


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    address = _address(request)
    context |= {"address": address, "other_url": f"{address}{'&' if '?' in address else '?'}so-khac=1"}
    return render(request, f"donors/{name}.html", context, status=status)
