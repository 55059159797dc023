"""A donor's own consents: to what, in which words, since when; given and taken back."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from maudao.donors.actions.consents import NoConsent, give_consents, withdraw_consent
from maudao.donors.actions.own import ONESELF, withdraw_all
from maudao.donors.forms.consents import ConsentForm
from maudao.donors.models import Consent, Donor
from maudao.donors.queries import own
from maudao.donors.queries.consents import consent_history
from maudao.donors.rules import ConsentMethod
from maudao.donors.rules.consents import text_of_version
from maudao.donors.views.own import address, page
from maudao.organization import access


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.proven(own.person_of)
def own_consents(request: HttpRequest, person: Donor) -> HttpResponse:
    """Show what a person consented to, and take in more."""
    is_sent = request.method == "POST"
    history = consent_history(person)
    standing = [consent for consent in history if consent.withdrawn_at is None]
    purposes = [consent.purpose for consent in standing]
    form = ConsentForm(request.POST if is_sent else None, on=timezone.localdate(), standing=purposes)
    if is_sent and form.is_valid():
        return _given(request, person, form)
    context = page(
        person,
        consents=form,
        standing=[_shown(person, consent) for consent in standing],
        ended=[_shown(person, consent) for consent in history if consent.withdrawn_at],
    )
    return render(request, "donors/own_consents.html", context, status=422 if is_sent else 200)


def _given(request: HttpRequest, person: Donor, form: ConsentForm) -> HttpResponse:
    if given := form.given():
        give_consents(person, given, method=ConsentMethod.ONLINE, actor=ONESELF, now=timezone.now())
        messages.success(request, _("Đã ghi sự đồng ý của anh/chị."))
    else:
        messages.info(request, _("Anh/chị chưa đánh dấu ô nào, nên không có gì thay đổi."))
    return redirect("own_consents", pk=person.pk)


def _shown(person: Donor, consent: Consent) -> dict[str, Any]:
    return {
        "text": text_of_version(consent.purpose, consent.text_version),
        "given_at": consent.given_at,
        "withdrawn_at": consent.withdrawn_at,
        "method": consent.get_method_display(),
        "withdraw_url": address(person, "own_consent_withdraw", purpose=consent.purpose),
    }


@require_POST
@access.proven(own.purpose_of)
def own_consent_withdraw(request: HttpRequest, asked: tuple[Donor, str]) -> HttpResponse:
    """Take one consent back. Where none stands, nothing is left to take."""
    person, purpose = asked
    with suppress(NoConsent):
        withdraw_consent(person, purpose, actor=ONESELF, now=timezone.now())
    messages.success(request, _("Đã rút lại sự đồng ý."))
    return redirect("own_consents", pk=person.pk)


@require_POST
@access.proven(own.person_of)
def own_consents_withdraw_all(request: HttpRequest, person: Donor) -> HttpResponse:
    """Take every consent back."""
    withdraw_all(person, now=timezone.now())
    messages.success(
        request, _("Đã rút lại mọi sự đồng ý. Những gì chỉ được lưu nhờ sự đồng ý đó đã bị xoá.")
    )
    return redirect("own_consents", pk=person.pk)
