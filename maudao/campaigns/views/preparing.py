"""From a directive to a launched campaign: proposed, checked, launched, superseded."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maudao.campaigns import actions, queries
from maudao.campaigns.forms import CampaignForm, LaunchForm
from maudao.campaigns.models import Assignment, Campaign, Indicator
from maudao.campaigns.rules import (
    CampaignDraft,
    CampaignState,
    Denominator,
    differences,
    draft_from,
    uncounted_targets,
)
from maudao.campaigns.views import asking
from maudao.campaigns.views.overview import badge
from maudao.documents.models import IncomingDocument
from maudao.organization import access
from maudao.organization.rules import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.RUN_CAMPAIGN, queries.directive)
def campaign_new(request: HttpRequest, document: IncomingDocument) -> HttpResponse:
    """Propose a campaign from a directive of the register, every value with its clause."""
    existing = queries.campaign_from(document)
    if existing is not None:
        return redirect(asking.own_address(_page_of(existing), existing))
    form = CampaignForm(_proposal(document), request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect(asking.own_address("campaign_launch", _made(request, document, form)))
    return _form_page(request, form, document=document, title=_("Lập chiến dịch từ văn bản"))


def _made(request: HttpRequest, document: IncomingDocument, form: CampaignForm) -> Campaign:
    """Make the campaign; sent twice, return the one that the first made."""
    actor, now = asking.actor_of(request), timezone.now()
    try:
        made = actions.create_campaign(document, draft=form.revised(), actor=actor, now=now)
    except actions.CampaignExists as existing:
        return existing.campaign
    messages.success(request, _("Đã lưu chiến dịch. Bước tiếp theo: chọn đơn vị và phát động."))
    return made


def _page_of(campaign: Campaign) -> str:
    return "campaign_edit" if campaign.state == CampaignState.DRAFT else "campaign"


def _proposal(document: IncomingDocument) -> CampaignDraft:
    return draft_from(document.record, document.answers, text=document.text)


def _form_page(
    request: HttpRequest,
    form: CampaignForm,
    *,
    document: IncomingDocument | None,
    title: str,
    **more: Any,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "document": document,
        "unit": document.unit if document else None,
        "uncounted": uncounted_targets(document.record, document.answers) if document else [],
        **more,
    }
    return render(request, "campaigns/campaign_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.RUN_CAMPAIGN, queries.own_campaign)
def campaign_edit(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Change a campaign until it is launched."""
    if campaign.state != CampaignState.DRAFT:
        messages.info(request, _("Chiến dịch đã phát động. Muốn đổi nội dung, hãy dùng văn bản thay thế."))
        return redirect(asking.own_address("campaign", campaign))
    form = CampaignForm(queries.draft_of(campaign), request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.revise_campaign(campaign, form.revised(), actor=asking.actor_of(request), now=timezone.now())
        messages.success(request, _("Đã lưu chiến dịch."))
        return redirect(asking.own_address("campaign_launch", campaign))
    return _form_page(
        request,
        form,
        document=campaign.directive,
        title=_("Sửa chiến dịch"),
        path=[asking.list_place(campaign.unit.code)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.RUN_CAMPAIGN, queries.own_campaign)
@asking.while_open
def campaign_launch(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Choose who takes part, and launch; later, add units that joined late."""
    today = timezone.localdate()
    branches = queries.branches(campaign, on=today)
    indicators = queries.current_indicators(campaign)
    data = request.POST if request.method == "POST" else None
    form = LaunchForm(branches, indicators, data, is_running=campaign.state == CampaignState.OPEN)
    if form.is_valid():
        return _launched(request, campaign, form)
    chosen = set(request.POST.getlist("units"))
    context = {
        "campaign": campaign,
        "unit": campaign.unit,
        "badge": badge(campaign),
        "is_draft": campaign.state == CampaignState.DRAFT,
        "form": form,
        "branches": [(branch, str(branch.unit.pk) in chosen) for branch in branches],
        "units": sum(branch.units for branch in branches),
        "members": sum(branch.members for branch in branches),
        "missing": sum(branch.missing for branch in branches),
        "unsaid": sum(branch.unsaid for branch in branches) if _counts_workers(indicators) else 0,
        "path": [asking.list_place(campaign.unit.code)],
        "edit_url": asking.own_address("campaign_edit", campaign),
        "back_url": reverse("campaign_list", kwargs={"code": campaign.unit.code}),
    }
    return render(request, "campaigns/campaign_launch.html", context, status=422 if form.is_bound else 200)


def _counts_workers(indicators: Sequence[Indicator]) -> bool:
    """Say whether a target is of everybody who works at the units, not of the members alone."""
    return any(one.denominator == Denominator.MEMBERS_AND_WORKERS for one in indicators)


def _launched(request: HttpRequest, campaign: Campaign, form: LaunchForm) -> HttpResponse:
    today, tops = timezone.localdate(), form.tops()
    chosen = None if tops is None else [branch.unit for branch in tops]
    whole = queries.participants(campaign, chosen, on=today)
    units = chosen if form.is_direct and chosen is not None else whole
    made = actions.launch(
        campaign, units, quotas=form.quotas(), actor=asking.actor_of(request), now=timezone.now()
    )
    messages.success(request, _said(made, is_first=campaign.state == CampaignState.DRAFT))
    return redirect(asking.own_address("campaign", campaign))


def _said(made: list[Assignment], *, is_first: bool) -> str:
    added = sum(not part.is_root for part in made)
    if is_first:
        return _("Đã phát động chiến dịch cho %(count)d đơn vị.") % {"count": added}
    return _("Đã giao thêm cho %(count)d đơn vị.") % {"count": added} if added else _("Đã lưu chỉ tiêu.")


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.RUN_CAMPAIGN, queries.own_campaign)
@asking.while_open
def campaign_supersede(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Take a superseding directive: choose it, check what it proposes and what that changes, confirm."""
    candidates = queries.superseding_candidates(campaign)
    chosen = next((one for one in candidates if str(one.pk) == request.GET.get("van-ban")), None)
    if chosen is None:
        return _candidates_page(request, campaign, candidates)
    form = CampaignForm(_proposal(chosen), request.POST if request.method == "POST" else None)
    if form.is_valid():
        _supersede(request, campaign, chosen, form)
        return redirect(asking.own_address(_page_of(campaign), campaign))
    return _form_page(
        request,
        form,
        document=chosen,
        title=_("Văn bản thay thế"),
        path=[asking.list_place(campaign.unit.code)],
        differences=differences(queries.draft_of(campaign), form.draft),
        superseded=campaign,
    )


def _supersede(
    request: HttpRequest, campaign: Campaign, document: IncomingDocument, form: CampaignForm
) -> None:
    actor, now = asking.actor_of(request), timezone.now()
    try:
        actions.supersede(campaign, document, draft=form.revised(), actor=actor, now=now)
    except actions.NotSuperseding:
        messages.info(request, _("Văn bản này đã được dùng cho một chiến dịch."))
    else:
        messages.success(
            request, _("Đã cập nhật chiến dịch theo văn bản mới. Phần việc đang chạy giữ nguyên.")
        )


def _candidates_page(
    request: HttpRequest, campaign: Campaign, candidates: list[IncomingDocument]
) -> HttpResponse:
    rows = [
        {
            "title": document.subject or document.number or _("Văn bản"),
            "meta": " · ".join(part for part in (document.number, document.issuer) if part),
            "url": f"?van-ban={document.pk}",
        }
        for document in candidates
    ]
    context = {
        "campaign": campaign,
        "unit": campaign.unit,
        "rows": rows,
        "path": [asking.list_place(campaign.unit.code)],
        "back_url": asking.own_address(_page_of(campaign), campaign),
    }
    return render(request, "campaigns/campaign_supersede.html", context)
