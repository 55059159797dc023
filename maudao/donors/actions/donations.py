"""Every donation ends here: who, when, what kind, how many ml, in which campaign, and the one unit credited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from maudao.campaigns.models import Campaign
from maudao.donors.actions.counting import (
    count_new,
    count_spots,
    counted_together,
    mark_late,
    recount_of,
    recount_part,
)
from maudao.donors.models import Donation, Donor
from maudao.donors.queries.donations import spots_of
from maudao.donors.rules.donations import refusal
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import AuditEntry, Unit

__all__ = [
    "DonationRefused",
    "NewDonation",
    "correct_donation",
    "counted_together",
    "mark_late",
    "record_donation",
    "record_donations",
    "recount_of",
    "recount_part",
    "withdraw_donation",
]  # with what counts them, for whoever writes donations


class DonationRefused(Exception):
    """The donation cannot have been so. `reason`: volume_impossible, in_future, serial_taken, told_in_campaign.

    `key` is that of the donation, where many were recorded at once.
    """

    def __init__(self, reason: str, *, key: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.key = key


@dataclass(frozen=True, kw_only=True)
class NewDonation:
    """What is to be recorded: who gave what, when, in which campaign, and the one unit credited."""

    donor: Donor
    donated_on: date
    kind: str
    volume_ml: int
    campaign: Campaign | None
    credited_to: Unit | None
    idempotency_key: str
    certificate_serial: str = ""
    is_self_told: bool = False

    @property
    def serial(self) -> str:
        """The certificate's serial as it is kept."""
        return self.certificate_serial.strip()


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
    is_self_told: bool = False,
) -> Donation:
    """Record one donation and count it. The same key sent again changes nothing and returns the first.

    A donation of somebody who was merged into another record is the other's. What the donor tells of themselves is
    history, in no campaign. Where a report that counts the unit was sent, it is recorded now and counted later.

    Raises:
        DonationRefused: it cannot have been so; `reason` says why.
    """
    told = NewDonation(
        donor=donor,
        donated_on=donated_on,
        kind=kind,
        volume_ml=volume_ml,
        campaign=campaign,
        credited_to=credited_to,
        idempotency_key=idempotency_key,
        certificate_serial=certificate_serial,
        is_self_told=is_self_told,
    )
    return record_donations([told], actor=actor, now=now)[0]


@transaction.atomic
def record_donations(told: Sequence[NewDonation], *, actor: Actor, now: datetime) -> list[Donation]:
    """Record many donations as `record_donation` does one, all or none, and return them in their order.

    Cost: nine queries, however many.

    Raises:
        DonationRefused: one cannot have been so; `reason` says why, `key` which it is.
    """
    givers = _held_all([one.donor for one in told])
    keys, serials = {one.idempotency_key for one in told}, {one.serial for one in told} - {""}
    known = Q(idempotency_key__in=keys) | Q(certificate_serial__in=serials)
    found = {row.idempotency_key: row for row in Donation.objects.filter(known)}
    taken = {row.certificate_serial for row in found.values()}
    made: list[Donation] = []
    for one in told:
        if one.idempotency_key in found:
            continue
        _check_new(one, taken, now=now)
        taken |= {one.serial}
        found[one.idempotency_key] = _unsaved(one, givers[one.donor.pk], now)
        made.append(found[one.idempotency_key])
    if made:
        _inserted(made)
        _audit(made, actor=actor, now=now)
        count_new(made)
    return [found[one.idempotency_key] for one in told]


def _held_all(donors: Sequence[Donor]) -> dict[int, Donor]:
    """Lock the records that stand for people, in one order; return them by the keys that were asked for."""
    rows = Donor.objects.filter(pk__in={donor.pk for donor in donors}).order_by("pk")
    held = {donor.pk: donor for donor in rows.select_for_update(no_key=True)}
    return {
        pk: donor if donor.merged_into is None else _held(donor.merged_into) for pk, donor in held.items()
    }


def _check_new(one: NewDonation, taken: set[str], *, now: datetime) -> None:
    key = one.idempotency_key
    _check(kind=one.kind, volume_ml=one.volume_ml, donated_on=one.donated_on, now=now, key=key)
    if one.is_self_told and one.campaign is not None:
        raise DonationRefused("told_in_campaign", key=key)
    if one.serial and one.serial in taken:
        raise DonationRefused("serial_taken", key=key)


def _unsaved(one: NewDonation, giver: Donor, now: datetime) -> Donation:
    return Donation(
        donor=giver,
        donated_on=one.donated_on,
        kind=one.kind,
        volume_ml=one.volume_ml,
        campaign=one.campaign,
        credited_to=one.credited_to,
        certificate_serial=one.serial,
        is_self_told=one.is_self_told,
        idempotency_key=one.idempotency_key,
        recorded_at=now,
    )


def _inserted(made: list[Donation]) -> None:
    """The givers are held, so that only a serial can be taken by another at this very moment."""
    try:
        with transaction.atomic():
            Donation.objects.bulk_create(made)
    except IntegrityError as taken:
        raise DonationRefused("serial_taken") from taken


def _audit(made: list[Donation], *, actor: Actor, now: datetime) -> None:
    """One entry a donation, as `audit.record` makes them, in one query."""
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=now,
            actor=actor.user,
            actor_label=actor.label[:120],
            action="record_donation",
            unit=one.credited_to,
            subject=f"{Donation._meta.label}:{one.pk}",
        )
        for one in made
    )


@transaction.atomic
def correct_donation(
    donation: Donation,
    *,
    actor: Actor,
    now: datetime,
    kind: str | None = None,
    volume_ml: int | None = None,
    certificate_serial: str | None = None,
    donated_on: date | None = None,
) -> Donation:
    """Change what was written down wrongly, and count again. What is not given stays; nothing new changes nothing.

    Raises:
        DonationRefused: it cannot have been so; `reason` says why.
        Donation.DoesNotExist: it was withdrawn meanwhile.
    """
    giver = _held(donation.donor)
    held = Donation.objects.select_related("credited_to").get(pk=donation.pk)
    serial = None if certificate_serial is None else certificate_serial.strip()
    given = {"kind": kind, "volume_ml": volume_ml, "certificate_serial": serial, "donated_on": donated_on}
    changes = _applied(held, {name: value for name, value in given.items() if value is not None})
    if changes:
        _check(kind=held.kind, volume_ml=held.volume_ml, donated_on=held.donated_on, now=now)
        earliest = min([held.donated_on, *(day for day in changes.get("donated_on", ()))])
        before = spots_of([giver], since=earliest)
        _saved(held, list(changes))
        told = {name: [str(value) for value in pair] for name, pair in changes.items()}
        audit.record("correct_donation", held, actor=actor, at=now, unit=held.credited_to, changes=told)
        count_spots(before | spots_of([giver], since=earliest))
    return held


@transaction.atomic
def withdraw_donation(donation: Donation, *, actor: Actor, now: datetime) -> None:
    """Take away a donation that was entered by mistake, and count again. Twice is once.

    Take it from its registration first. The audit entry says which it was.
    """
    giver = _held(donation.donor)
    held = Donation.objects.select_related("credited_to").filter(pk=donation.pk).first()
    if held is None:
        return
    before = spots_of([giver], since=held.donated_on)
    changes = {"kind": held.kind, "volume_ml": held.volume_ml, "donated_on": str(held.donated_on)}
    audit.record("withdraw_donation", held, actor=actor, at=now, unit=held.credited_to, changes=changes)
    held.delete()
    count_spots(before)


def _held(donor: Donor) -> Donor:
    """Lock the record that stands for a person: what is first, and who counts once, depends on all that they gave."""
    held = Donor.objects.select_for_update(no_key=True).get(pk=donor.pk)
    return held if held.merged_into is None else _held(held.merged_into)


def _check(*, kind: str, volume_ml: int, donated_on: date, now: datetime, key: str = "") -> None:
    today = timezone.localdate(now)
    if reason := refusal(kind=kind, volume_ml=volume_ml, donated_on=donated_on, today=today):
        raise DonationRefused(reason, key=key)


def _applied(donation: Donation, given: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set what differs; return it as (before, after)."""
    changes = {
        name: (getattr(donation, name), value)
        for name, value in given.items()
        if getattr(donation, name) != value
    }
    for name, (_, value) in changes.items():
        setattr(donation, name, value)
    return changes


def _saved(donation: Donation, fields: list[str]) -> None:
    try:
        with transaction.atomic():
            donation.save(update_fields=fields)
    except IntegrityError as taken:
        raise DonationRefused("serial_taken") from taken
