"""Can I give, and from when? Asked without signing in, answered on the spot, kept nowhere.

Answers come by POST alone, so that they land in no address and no log; the page writes neither session nor database.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from maudao.donors.forms.self_check import SelfCheckForm
from maudao.donors.rules import DonationKind
from maudao.donors.rules.eligibility import Decision, Facts, decide, to_know
from maudao.lib.vietnamese import parse_date
from maudao.organization import access


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_cache
@access.public
def self_check(request: HttpRequest) -> HttpResponse:
    """Ask what decides, and answer: yes, from which day, or speak to the doctor."""
    is_sent = request.method == "POST"
    form = SelfCheckForm(
        request.POST if is_sent else None,
        today=timezone.localdate(),
        on=_day(request.GET.get("ngay", "")),
        next_url=_local(request.GET.get("next", "")),
    )
    is_good = is_sent and form.is_valid()
    answer = _answer(form.facts()) if is_good else None
    next_url = _local(form["next"].value() or "")
    context = {"form": form, "answer": answer, "next_url": next_url}
    return render(request, "donors/self_check.html", context, status=422 if is_sent and not is_good else 200)


def _day(text: str) -> date | None:
    """Return the day of a drive that the page is opened for; anything else is passed over."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day >= timezone.localdate() else None


def _local(url: str) -> str:
    """Return an address only where it leads to a page of ours."""
    return url if url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""


def _answer(facts: Facts) -> dict[str, Any]:
    """Put the decision into words and shapes."""
    decision = decide(facts)
    return {
        "decision": decision,
        "on": facts.on,
        "state": _state(decision),
        "reasons": [{"reason": reason, "trust": _trust(reason.confidence)} for reason in decision.reasons],
        "kinds": [_kind_row(facts, kind) for kind in DonationKind],
        "to_know": to_know(facts.kind_or_usual, on=facts.on),
        "weight_is_known": facts.weight_kg is not None,
    }


def _state(decision: Decision) -> str:
    """Name what the page says first."""
    if decision.permanent:
        return "too_old" if _is_too_old(decision) else "never"
    if decision.eligible:
        return "doctor" if decision.advice else "yes"
    return "later" if decision.not_before else "not_now"


def _is_too_old(decision: Decision) -> bool:
    return all(reason.rule == "AGE" or reason.until for reason in decision.reasons)


def _trust(confidence: str) -> str:
    """Say in words how far a source can be trusted."""
    words = {
        "A": _("văn bản pháp luật"),
        "B": _("trang chính thức của cơ sở y tế, báo chí"),
        "C": _("nguồn tham khảo"),
        "D": _("tính từ văn bản pháp luật"),
    }
    return words[confidence]


def _kind_row(facts: Facts, kind: DonationKind) -> dict[str, Any]:
    """Say from when, or why not, each kind may be given."""
    decision = decide(replace(facts, kind=kind, volume_ml=None))
    lasting = [reason for reason in decision.reasons if reason.until is None]
    if lasting:
        return {
            "title": kind.label,
            "meta": lasting[0].what,
            "badge": {"word": pgettext("eligibility", "chưa đủ"), "tone": "plain"},
        }
    if decision.not_before:
        return {
            "title": kind.label,
            "badge": {"word": _("từ %(day)s") % {"day": f"{decision.not_before:%d/%m/%Y}"}, "tone": "wait"},
        }
    return {"title": kind.label, "meta": _most(decision, kind), "badge": {"word": _("được"), "tone": "good"}}


def _most(decision: Decision, kind: DonationKind) -> str:
    """Say the largest bag that weight allows, where bags are used."""
    if kind != DonationKind.WHOLE_BLOOD or not decision.max_volume_ml:
        return ""
    return _("túi lớn nhất theo cân nặng: %(ml)s ml") % {"ml": decision.max_volume_ml}
