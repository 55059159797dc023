"""Consents of a colleague, as the unit records them from paper; and the paper itself, to be printed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maudao.donors.actions import consents as actions
from maudao.donors.forms.consents import ConsentForm
from maudao.donors.forms.people import PaperForm
from maudao.donors.models import Consent, Donor
from maudao.donors.queries.consents import consent_history
from maudao.donors.queries.people import PersonAt, person_at
from maudao.donors.rules import ConsentMethod, ConsentPurpose
from maudao.donors.rules.consents import NoConsentText, consent_texts
from maudao.donors.views.framing import actor_of, path_to, people_url, person_url
from maudao.lib.vietnamese import format_date
from maudao.organization import access
from maudao.organization.models import Unit
from maudao.organization.queries import unit as unit_of_code
from maudao.organization.rules import Permission


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DONORS, person_at)
def person_consents(request: HttpRequest, found: PersonAt) -> HttpResponse:
    """Show what a person consented to, and record what they signed on paper."""
    donor, unit, today = found.donor, found.unit, timezone.localdate()
    history = consent_history(donor)
    live = [consent for consent in history if consent.withdrawn_at is None]
    data = request.POST if request.method == "POST" else None
    paper = PaperForm(data, today=today)
    form = ConsentForm(data, on=today, standing=[consent.purpose for consent in live])
    if paper.is_valid() and form.is_valid() and _recorded(request, found, paper, form):
        return redirect(person_url("person_consents", unit, donor))
    context = {
        "unit": unit,
        "donor": donor,
        "path": path_to(unit, donor=donor),
        "paper": paper,
        "form": form,
        "live": [_shown(consent) for consent in live],
        "ended": [_shown(consent) for consent in history if consent.withdrawn_at is not None],
        "back_url": person_url("person", unit, donor),
    }
    return render(request, "donors/person_consents.html", context, status=422 if data is not None else 200)


def _shown(consent: Consent) -> dict[str, Any]:
    said = _("%(method)s ngày %(day)s, theo bản %(version)s") % {
        "method": consent.get_method_display(),
        "day": format_date(timezone.localdate(consent.given_at)),
        "version": consent.text_version,
    }
    who = consent.recorded_by
    lines = [said, _("người ghi: %s") % (who.full_name or who.username)] if who else [said]
    if consent.withdrawn_at:
        lines.append(_("rút lại ngày %s") % format_date(timezone.localdate(consent.withdrawn_at)))
    label = str(consent.get_purpose_display())
    return {"purpose": consent.purpose, "title": label[:1].upper() + label[1:], "meta": " · ".join(lines)}


def _recorded(request: HttpRequest, found: PersonAt, paper: PaperForm, form: ConsentForm) -> bool:
    """Record what was ticked; nothing ticked is asked about, and never taken for consent."""
    given = form.given()
    if not given:
        paper.add_error(
            None, _("Chưa có ô nào được đánh dấu. Hãy đánh dấu đúng những ô người đó đã ký trên giấy.")
        )
        return False
    try:
        actions.give_consents(
            found.donor,
            given,
            method=ConsentMethod.PAPER,
            signed_on=paper.cleaned_data["signed_on"],
            actor=actor_of(request),
            now=timezone.now(),
            unit=found.unit,
        )
    except NoConsentText:
        paper.add_error("signed_on", _("Chưa có mẫu giấy nào ở ngày này. Hãy xem lại ngày ký."))
        return False
    messages.success(request, _("Đã ghi sự đồng ý của %s.") % found.donor.full_name)
    return True


@require_POST
@access.opens(Permission.MANAGE_DONORS, person_at)
def consent_withdraw(request: HttpRequest, found: PersonAt) -> HttpResponse:
    """Record that the person takes one consent back; pressed twice, it is once."""
    purpose = request.POST.get("purpose", "")
    try:
        actions.withdraw_consent(
            found.donor, purpose, actor=actor_of(request), now=timezone.now(), unit=found.unit
        )
        messages.success(request, _("Đã ghi việc rút lại sự đồng ý."))
    except actions.NoConsent:
        messages.info(request, _("Sự đồng ý này không còn từ trước; không có gì thay đổi."))
    return redirect(person_url("person_consents", found.unit, found.donor))


@never_cache
@require_safe
@access.opens(Permission.VIEW_DONORS, unit_of_code)
def consent_paper(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show the paper to be printed and filled in by hand."""
    return _paper(request, unit, None)


@never_cache
@require_safe
@access.opens(Permission.VIEW_DONORS, person_at)
def person_consent_paper(request: HttpRequest, found: PersonAt) -> HttpResponse:
    """Show the paper with the person's name on it."""
    return _paper(request, found.unit, found.donor)


def _paper(request: HttpRequest, unit: Unit, donor: Donor | None) -> HttpResponse:
    texts = consent_texts(timezone.localdate(), list(ConsentPurpose))
    context = {
        "unit": unit,
        "donor": donor,
        "path": path_to(unit, donor=donor),
        "texts": texts,
        "common": texts[0],
        "back_url": person_url("person_consents", unit, donor) if donor else people_url("people_list", unit),
    }
    return render(request, "donors/consent_paper.html", context)
