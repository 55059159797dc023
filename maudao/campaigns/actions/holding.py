"""Holding a unit's part, or the whole campaign, while it changes, so that nothing is written into what has ended.

Whoever writes at a part holds the campaign shared, and so waits only for its owner, who holds it alone to change it.
"""

from django.db import connection

from maudao.campaigns.models import Assignment, Campaign
from maudao.campaigns.queries import campaign_closed_because, part_closed_because
from maudao.campaigns.rules import Closed

_SHARE = (
    "SELECT id FROM campaigns_campaign WHERE id = %s FOR SHARE"  # Django's `select_for_update` cannot share
)


class PartClosed(Exception):
    """Nothing is taken in any more: `closed` says why, and who can open it again."""

    reason = "closed"

    def __init__(self, closed: Closed) -> None:
        super().__init__(closed.sentence)
        self.closed = closed


class CampaignClosed(PartClosed):
    """The campaign has ended."""


class FiguresLocked(PartClosed):
    """The figures of the unit stand in a report that was sent: its own, or one above."""

    reason = "figures_locked"


def locked(campaign: Campaign) -> Campaign:
    """Lock and return the campaign's row as it is now."""
    return Campaign.objects.select_for_update(of=["self"]).select_related("unit").get(pk=campaign.pk)


def share(campaign_id: int) -> None:
    """Keep the campaign as it is until the transaction ends: its owner waits."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARE, [campaign_id])


def hold(assignment: Assignment) -> Assignment:
    """Lock a unit's part, with its campaign shared, and return both as they are now."""
    share(assignment.campaign_id)
    rows = Assignment.objects.select_for_update(of=["self"], no_key=True)
    return rows.select_related("campaign__unit", "unit").get(pk=assignment.pk)


def check_running(campaign: Campaign) -> None:
    """Refuse where the campaign has ended.

    Raises:
        CampaignClosed: and who can open it again.
    """
    if closed := campaign_closed_because(campaign):
        raise CampaignClosed(closed)


def check_open(part: Assignment) -> None:
    """Refuse where a held part takes in nothing that a report counts.

    Raises:
        CampaignClosed: the campaign has ended.
        FiguresLocked: a report that counts the unit's figures was sent.
    """
    check_running(part.campaign)
    if closed := part_closed_because(part):
        raise FiguresLocked(closed)
