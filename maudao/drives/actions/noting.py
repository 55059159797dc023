"""Noting a drive among what its host did for the campaign: a unit that held one has been active."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid5

from maudao.campaigns.actions import CampaignClosed, FiguresLocked, record_activity
from maudao.campaigns.models import Assignment
from maudao.campaigns.rules import ActivityKind
from maudao.drives.models import Drive
from maudao.organization.audit import Actor

_DRIVES = UUID("5ad2f0f4-0d0a-4e6b-9f0e-6d61756461f0")  # makes one key of each drive and part


def note_activity(drive: Drive, *, actor: Actor, now: datetime) -> None:
    """Record that the host, and each co-host that takes part, held the drive. Twice is once.

    Its figures are counted from the drive alone. Nothing is added where the campaign has ended or a report was sent.
    """
    units = [drive.host_id, *drive.co_hosts.values_list("pk", flat=True)]
    parts = Assignment.objects.participants().filter(campaign=drive.campaign_id, unit__in=units)
    for part in parts.order_by("pk"):
        with suppress(CampaignClosed, FiguresLocked):
            record_activity(
                part,
                kind=ActivityKind.DRIVE,
                title=drive.title,
                held_on=drive.held_on,
                place=drive.place,
                idempotency_key=uuid5(_DRIVES, f"{drive.pk} {part.pk}"),
                actor=actor,
                now=now,
            )
