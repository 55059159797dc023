"""Ending a campaign, and opening it again: its owner alone."""

from collections.abc import Callable

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
    told = _("Đã kết thúc chiến dịch. Đơn vị có thể mở lại bất cứ lúc nào.")
    return _done(request, campaign, actions.close_campaign, told=told)


@require_POST
@access.opens(Permission.RUN_CAMPAIGN, queries.own_campaign)
def campaign_reopen(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Open an ended campaign again for everybody who takes part."""
    return _done(request, campaign, actions.reopen_campaign, told=_("Đã mở lại chiến dịch."))


def _done(
    request: HttpRequest, campaign: Campaign, act: Callable[..., Campaign], *, told: str
) -> HttpResponse:
    try:
        act(campaign, actor=asking.actor_of(request), now=timezone.now())
    except actions.NotLaunched:
        messages.error(request, _("Chiến dịch chưa phát động."))
        return redirect(asking.own_address("campaign_launch", campaign))
    messages.success(request, told)
    return redirect(asking.own_address("campaign", campaign))
