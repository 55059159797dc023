"""Ending a campaign, and opening it again: its owner alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maudao.campaigns import actions, queries
from maudao.campaigns.models import Campaign
from maudao.campaigns.views import asking
from maudao.organization import access
from maudao.organization.rules import Permission


@require_POST
@access.opens(Permission.RUN_CAMPAIGN, queries.own_campaign)
def campaign_close(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """End the campaign for everybody who takes part."""
    try:
        actions.close_campaign(campaign, actor=asking.actor_of(request), now=timezone.now())
    except actions.NotLaunched:
        return _still_prepared(request, campaign)
    messages.success(request, _("Đã kết thúc chiến dịch. Đơn vị có thể mở lại bất cứ lúc nào."))
    return redirect(asking.own_address("campaign", campaign))


@require_POST
@access.opens(Permission.RUN_CAMPAIGN, queries.own_campaign)
def campaign_reopen(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Open an ended campaign again for everybody who takes part."""
    try:
        actions.reopen_campaign(campaign, actor=asking.actor_of(request), now=timezone.now())
    except actions.NotLaunched:
        return _still_prepared(request, campaign)
    messages.success(request, _("Đã mở lại chiến dịch."))
    return redirect(asking.own_address("campaign", campaign))


def _still_prepared(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    messages.error(request, _("Chiến dịch chưa phát động."))
    return redirect(asking.own_address("campaign_launch", campaign))
