"""Ending a campaign, and opening it again."""

from datetime import datetime

from django.db import transaction

from maudao.campaigns.actions.holding import locked
from maudao.campaigns.models import Campaign
from maudao.campaigns.rules import CampaignState
from maudao.organization import audit
from maudao.organization.audit import Actor


class NotLaunched(Exception):
    """A campaign that is still being prepared can be neither closed nor opened again."""

    reason = "not_launched"


@transaction.atomic
def close_campaign(campaign: Campaign, *, actor: Actor, now: datetime) -> Campaign:
    """End the campaign: from now on nothing is acknowledged, recorded, allocated or reported in it. Twice is once.

    Whoever is writing at that moment is waited for.

    Raises:
        NotLaunched: it is still being prepared.
    """
    held = _launched(campaign)
    if held.state == CampaignState.OPEN:
        held.state, held.closed_at = CampaignState.CLOSED, now
        held.save(update_fields=["state", "closed_at"])
        audit.record("close_campaign", held, actor=actor, at=now, unit=held.unit)
    return held


@transaction.atomic
def reopen_campaign(campaign: Campaign, *, actor: Actor, now: datetime) -> Campaign:
    """Open an ended campaign again, everything as it was left. Twice is once.

    Raises:
        NotLaunched: it is still being prepared.
    """
    held = _launched(campaign)
    if held.state == CampaignState.CLOSED:
        held.state, held.closed_at = CampaignState.OPEN, None
        held.save(update_fields=["state", "closed_at"])
        audit.record("reopen_campaign", held, actor=actor, at=now, unit=held.unit)
    return held


def _launched(campaign: Campaign) -> Campaign:
    held = locked(campaign)
    if held.state == CampaignState.DRAFT:
        raise NotLaunched
    return held
