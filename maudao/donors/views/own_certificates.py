"""A donor's own certificates: given, come back, left."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maudao.donors.actions.certificates import ReturnRefused, note_return, take_back_return
from maudao.donors.forms.own import ReturnForm
from maudao.donors.models import CertificateReturn, Donation, Donor
from maudao.donors.queries import own
from maudao.donors.queries.certificates import Certificate, certificate_of, certificates
from maudao.donors.views.own import address, page
from maudao.organization import access


@never_cache
@require_safe
@access.proven(own.person_of)
def own_certificates(request: HttpRequest, person: Donor) -> HttpResponse:
    """Show a person's certificates, and what may still come back by all of them."""
    every = certificates(person)
    context = page(
        person,
        rows=[_row(person, one) for one in every],
        given_ml=sum(one.given_ml for one in every),
        returned_ml=sum(one.returned_ml for one in every),
        left_ml=sum(one.left_ml for one in every),
    )
    return render(request, "donors/certificates.html", context)


def _row(person: Donor, one: Certificate) -> dict[str, Any]:
    returned = _("đã bồi hoàn %(ml)s ml") % {"ml": one.returned_ml} if one.returned_ml else ""
    day = f"{one.donation.donated_on:%d/%m/%Y}" if one.serial else ""
    meta = [day, _("hiến %(ml)s ml") % {"ml": one.given_ml}, returned]
    return {
        "title": name_of(one),
        "url": address(person, "own_certificate", donation=one.donation.pk),
        "meta": " · ".join(part for part in meta if part),
        "figure": one.left_ml,
        "figure_label": _("ml còn lại"),
    }


def name_of(one: Certificate) -> str:
    """Return what a certificate is called: by its number, or by its day."""
    if one.serial:
        return _("Giấy số %(serial)s") % {"serial": one.serial}
    return _("Giấy của lần hiến %(day)s") % {"day": f"{one.donation.donated_on:%d/%m/%Y}"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.proven(own.donation_of)
def own_certificate(request: HttpRequest, donation: Donation) -> HttpResponse:
    """Show one certificate, and note what came back."""
    is_sent = request.method == "POST"
    form = ReturnForm(request.POST if is_sent else None)
    if is_sent and form.is_valid() and _is_noted(donation, form):
        messages.success(request, _("Đã ghi. Chỉ anh/chị thấy phần này."))
        return redirect("own_certificate", pk=donation.donor_id, donation=donation.pk)
    one, person = certificate_of(donation), donation.donor
    returns = [_noted(person, noted) for noted in one.returns]
    context = page(person, certificate=one, title=name_of(one), returns=returns, form=form)
    context["path"].append({"label": _("Giấy chứng nhận"), "url": address(person, "own_certificates")})
    context["back_url"] = address(person, "own_certificates")
    return render(request, "donors/certificate.html", context, status=422 if is_sent else 200)


def _noted(person: Donor, noted: CertificateReturn) -> dict[str, Any]:
    more = {"donation": noted.donation_id, "returned": noted.pk}
    return {
        "on": noted.returned_on,
        "volume_ml": noted.volume_ml,
        "remove_url": address(person, "own_return_remove", **more),
    }


def _is_noted(donation: Donation, form: ReturnForm) -> bool:
    """Note what the form says; a refusal becomes an error of the form."""
    given = form.cleaned_data
    try:
        note_return(
            donation,
            returned_on=given["returned_on"],
            volume_ml=given["volume_ml"],
            idempotency_key=f"return:{donation.pk}:{given['key']}",
            now=timezone.now(),
        )
    except ReturnRefused as refused:
        field, message = _refusal(refused)
        form.add_error(field, forms.ValidationError(message, code=refused.reason))
        return False
    return True


def _refusal(refused: ReturnRefused) -> tuple[str, str]:
    match refused.reason:
        case "before_donation":
            return "returned_on", _("Ngày bồi hoàn không thể trước ngày hiến.")
        case "in_future":
            return "returned_on", _("Ngày bồi hoàn không thể sau hôm nay.")
        case "nothing":
            return "volume_ml", _("Cần một số từ 1 ml trở lên.")
        case _:
            return "volume_ml", _("Giấy này chỉ còn %(left)s ml.") % {"left": refused.left_ml}


@require_POST
@access.proven(own.return_of)
def own_return_remove(request: HttpRequest, noted: CertificateReturn) -> HttpResponse:
    """Take away what was noted by mistake."""
    take_back_return(noted)
    messages.success(request, _("Đã bỏ dòng ghi nhầm."))
    return redirect("own_certificate", pk=noted.donation.donor_id, donation=noted.donation_id)
