"""A donor's own pages: who is behind a phone, when they may give again, and what they wrote down themselves."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maudao.donors.actions.donations import DonationRefused
from maudao.donors.actions.own import (
    HistoryNeedsConsent,
    KnownAlready,
    NotTold,
    correct_details,
    open_feed,
    set_not_before,
    take_back_told,
    tell_donation,
)
from maudao.donors.actions.people import IdentityTaken, NoName
from maudao.donors.forms.own import DetailsForm, NotBeforeForm, ToldDonationForm
from maudao.donors.models import Donation, Donor
from maudao.donors.queries import own
from maudao.donors.queries.consents import standing
from maudao.donors.rules import ConsentPurpose
from maudao.lib.identifiers import masked
from maudao.organization import access

_LATEST = 3


@never_cache
@require_safe
@access.proven(own.phone_itself)
def own_home(request: HttpRequest, phone: str) -> HttpResponse:
    """Show who is behind the phone; one alone is led to their page."""
    people = list(own.people_of(phone))
    if len(people) == 1:
        return redirect("own_person", pk=people[0].pk)
    rows = [{"title": person.full_name, "url": address(person), "meta": _born(person)} for person in people]
    return render(request, "donors/own_home.html", {"rows": rows, "phone": masked(phone)})


def _born(person: Donor) -> str:
    if person.birth_date:
        return _("Sinh ngày %(day)s") % {"day": f"{person.birth_date:%d/%m/%Y}"}
    return _("Sinh năm %(year)s") % {"year": person.birth_year} if person.birth_year else ""


@never_cache
@require_safe
@access.proven(own.person_of)
def own_person(request: HttpRequest, person: Donor) -> HttpResponse:
    """Show when a person may give again, where they are registered, and what they gave."""
    today = timezone.localdate()
    donations = own.donations_of(person)
    next_day = own.next_day(person, donations, on=today)
    context = page(
        person,
        next_day=next_day,
        is_free=next_day is not None and next_day <= today,
        registrations=own.registrations_of(person, on=today),
        donations=[row(donation) for donation in donations[:_LATEST]],
        turns=len(donations),
        total_ml=sum(donation.volume_ml for donation in donations),
        units=own.units_of(person, on=today),
        feed=_feed_address(request, person),
        shares_phone=own.people_of(access.proven_phone(request) or "").count() > 1,
    )
    return render(request, "donors/own_person.html", context)


def _feed_address(request: HttpRequest, person: Donor) -> str:
    """Return the address of a person's calendar, empty until they ask for one."""
    if not person.feed_key:
        return ""
    try:
        return request.build_absolute_uri(reverse("calendar_feed", kwargs={"key": person.feed_key}))
    except NoReverseMatch:  # an installation without donation days
        return ""


def address(person: Donor, name: str = "own_person", **more: Any) -> str:
    """Return the address of one of a person's own pages."""
    return reverse(name, kwargs={"pk": person.pk, **more})


def page(person: Donor, **context: Any) -> dict[str, Any]:
    """Return the context that every page about a person has: who it is, and the way back."""
    path = [
        {"label": _("Của tôi"), "url": reverse("own_home")},
        {"label": person.full_name, "url": address(person)},
    ]
    return {"person": person, "path": path, "back_url": address(person), **context}


def row(donation: Donation) -> dict[str, Any]:
    """Return a donation as `pieces/_list_row.html` shows it."""
    unit = donation.credited_to.name if donation.credited_to else ""
    campaign = donation.campaign.title if donation.campaign else ""
    told = _("tự khai") if donation.is_self_told else ""
    meta = [str(donation.get_kind_display()), unit, campaign, told]
    return {
        "title": f"{donation.donated_on:%d/%m/%Y}",
        "meta": " · ".join(part for part in meta if part),
        "figure": donation.volume_ml,
        "figure_label": "ml",
        "remove_url": address(donation.donor, "own_told_remove", donation=donation.pk)
        if donation.is_self_told
        else "",
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.proven(own.person_of)
def own_history(request: HttpRequest, person: Donor) -> HttpResponse:
    """Show everything that a person gave, and take in a donation that they tell of."""
    is_sent = request.method == "POST"
    form = ToldDonationForm(request.POST if is_sent else None)
    if is_sent and form.is_valid() and _is_told(person, form):
        messages.success(request, _("Đã ghi lần hiến này."))
        return redirect("own_history", pk=person.pk)
    donations = own.donations_of(person)
    may_tell = ConsentPurpose.HISTORY in standing(person)
    context = page(person, rows=[row(donation) for donation in donations], form=form, may_tell=may_tell)
    return render(request, "donors/own_history.html", context, status=422 if is_sent else 200)


def _is_told(person: Donor, form: ToldDonationForm) -> bool:
    """Keep what the form tells; a refusal becomes an error of the form."""
    given = form.cleaned_data
    key = f"told:{person.pk}:{given['key']}"
    told = {name: given[name] for name in ("donated_on", "kind", "volume_ml")}
    try:
        tell_donation(person, **told, idempotency_key=key, now=timezone.now())
    except HistoryNeedsConsent as refused:
        form.add_error(None, forms.ValidationError(_needs_consent(), code=refused.reason))
    except KnownAlready as refused:
        message = _("Lần hiến ngày này đã có trong danh sách.")
        form.add_error("donated_on", forms.ValidationError(message, code=refused.reason))
    except DonationRefused as refused:
        form.add_error(*_refusal(refused))
    return not form.errors


def _needs_consent() -> str:
    return _("Cần anh/chị đồng ý cho lưu lịch sử hiến máu trước, ở trang “Sự đồng ý của tôi”.")


def _refusal(refused: DonationRefused) -> tuple[str, forms.ValidationError]:
    if refused.reason == "in_future":
        return "donated_on", forms.ValidationError(_("Ngày hiến không thể sau hôm nay."), code=refused.reason)
    message = _(
        "Không có túi máu cỡ này. Máu toàn phần: 250, 350 hoặc 450 ml; thành phần máu: 50 đến 650 ml."
    )
    return "volume_ml", forms.ValidationError(message, code=refused.reason)


@require_POST
@access.proven(own.donation_of)
def own_told_remove(request: HttpRequest, donation: Donation) -> HttpResponse:
    """Take away a donation that the person told."""
    try:
        take_back_told(donation, now=timezone.now())
    except NotTold:
        messages.warning(request, _("Lần hiến này do công đoàn ghi. Nếu sai, hãy báo công đoàn sửa giúp."))
    else:
        messages.success(request, _("Đã bỏ lần hiến tự khai."))
    return redirect("own_history", pk=donation.donor_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.proven(own.person_of)
def own_not_before(request: HttpRequest, person: Donor) -> HttpResponse:
    """Keep the day before which a person was told not to give; an empty day takes it away."""
    is_sent = request.method == "POST"
    form = NotBeforeForm(request.POST if is_sent else None, day=person.not_before)
    if is_sent and form.is_valid() and _is_set(person, form.cleaned_data["not_before"], form):
        messages.success(request, _("Đã lưu."))
        return redirect("own_person", pk=person.pk)
    may_tell = ConsentPurpose.HISTORY in standing(person)
    context = page(person, form=form, may_tell=may_tell)
    return render(request, "donors/own_not_before.html", context, status=422 if is_sent else 200)


def _is_set(person: Donor, day: date | None, form: NotBeforeForm) -> bool:
    if day and day <= timezone.localdate():
        message = _("Ngày này đã qua. Ghi ngày còn phải đợi, hoặc để trống.")
        form.add_error("not_before", forms.ValidationError(message, code="past"))
        return False
    try:
        set_not_before(person, day, now=timezone.now())
    except HistoryNeedsConsent as refused:
        form.add_error(None, forms.ValidationError(_needs_consent(), code=refused.reason))
        return False
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.proven(own.person_of)
def own_details(request: HttpRequest, person: Donor) -> HttpResponse:
    """Correct a person's own name, birth, sex and identity number."""
    is_sent = request.method == "POST"
    initial = {"full_name": person.full_name, "birth_date": person.birth_date, "sex": person.sex}
    form = DetailsForm(request.POST if is_sent else None, today=timezone.localdate(), initial=initial)
    if is_sent and form.is_valid() and _is_corrected(person, form):
        messages.success(request, _("Đã lưu thông tin của anh/chị."))
        return redirect("own_person", pk=person.pk)
    context = page(person, form=form, last4=person.identity_last4)
    return render(request, "donors/own_details.html", context, status=422 if is_sent else 200)


def _is_corrected(person: Donor, form: DetailsForm) -> bool:
    try:
        correct_details(person, **form.cleaned_data, now=timezone.now())
    except IdentityTaken as refused:
        message = _("Chưa ghi được số này. Hãy mang giấy tờ đến công đoàn cơ sở để kiểm tra và ghi giúp.")
        form.add_error("identity", forms.ValidationError(message, code=refused.reason))
    except NoName as refused:
        form.add_error("full_name", forms.ValidationError(_("Cần có họ và tên."), code=refused.reason))
    return not form.errors


@require_POST
@access.proven(own.person_of)
def own_feed_open(request: HttpRequest, person: Donor) -> HttpResponse:
    """Give a person's calendar an address, or a new one where the old has come into other hands."""
    open_feed(person, renew=bool(request.POST.get("renew")))
    messages.success(request, _("Đã có địa chỉ lịch của riêng anh/chị."))
    return redirect(f"{address(person)}#lich")
