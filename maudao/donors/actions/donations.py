"""Every donation ends here: who, when, what kind, how many ml, in which campaign, and the one unit credited."""

from datetime import date, datetime

from django.db import transaction

from maudao.campaigns.models import Campaign
from maudao.donors.models import Donation, Donor
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit


@transaction.atomic
def record_donation(
    donor: Donor,
    *,
    donated_on: date,
    kind: str,
    volume_ml: int,
    campaign: Campaign | None,
    credited_to: Unit | None,
    idempotency_key: str,
    actor: Actor,
    now: datetime,
    certificate_serial: str = "",
) -> Donation:
    """Record one donation and count it. The same key sent again changes nothing and returns the first."""
    donation, is_new = Donation.objects.get_or_create(
        idempotency_key=idempotency_key,
        defaults={
            "donor": donor,
            "donated_on": donated_on,
            "kind": kind,
            "volume_ml": volume_ml,
            "campaign": campaign,
            "credited_to": credited_to,
            "certificate_serial": certificate_serial,
            "recorded_at": now,
        },
    )
    if is_new:
        audit.record("record_donation", donation, actor=actor, at=now, unit=credited_to)
    return donation
