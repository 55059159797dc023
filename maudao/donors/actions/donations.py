"""Every donation ends here: who, when, what kind, how many ml, in which campaign, and the one unit credited.

Facts are counted from the donations, never added to, so that they cannot drift (docs/decisions/0013).
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from maudao.campaigns.actions.facts import hold_open, replace_counted
from maudao.campaigns.models import Assignment, Campaign, FactEntry
from maudao.donors.models import Donation, Donor, LateCount
from maudao.donors.queries.donations import Spot, donation_facts, origin_of, spots_of
from maudao.donors.rules.donations import refusal
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit

_PENDING: ContextVar[set[Spot] | None] = ContextVar("spots to count", default=None)


class DonationRefused(Exception):
    """The donation cannot have been so. `reason`: volume_impossible, in_future, serial_taken, told_in_campaign."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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
    is_self_told: bool = False,
) -> Donation:
    """Record one donation and count it. The same key sent again changes nothing and returns the first.

    A donation of somebody who was merged into another record is the other's. What the donor tells of themselves is
    history, in no campaign. Where a report that counts the unit was sent, it is recorded now and counted later.

    Raises:
        DonationRefused: it cannot have been so; `reason` says why.
    """
    if first := Donation.objects.filter(idempotency_key=idempotency_key).first():
        return first
    giver = _held(donor)
    _check(kind=kind, volume_ml=volume_ml, donated_on=donated_on, now=now)
    if is_self_told and campaign is not None:
        raise DonationRefused("told_in_campaign")
    donation, is_new = _made(
        idempotency_key,
        donor=giver,
        donated_on=donated_on,
        kind=kind,
        volume_ml=volume_ml,
        campaign=campaign,
        credited_to=credited_to,
        certificate_serial=certificate_serial.strip(),
        is_self_told=is_self_told,
        recorded_at=now,
    )
    if is_new:
        audit.record("record_donation", donation, actor=actor, at=now, unit=credited_to)
        _count(spots_of([giver], since=donated_on))
    return donation


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
        _count(before | spots_of([giver], since=earliest))
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
    _count(before)


@transaction.atomic
def recount_of(*donors: Donor) -> None:
    """Count again what these people gave: after merging two of them or parting them, or when sex or membership changed.

    Part of the action that changed them. Cost: six queries, however many people; two where none of them gave.
    """
    given = Donation.objects.filter(donor=OuterRef("pk"), campaign__isnull=False)
    counted = Donor.objects.filter(Exists(given), pk__in=[donor.pk for donor in donors]).order_by("pk")
    _count(spots_of(list(counted.select_for_update(no_key=True))))


@contextmanager
def counted_together() -> Iterator[None]:
    """Count what is recorded, corrected and withdrawn inside the block once, at its end: for many at a time.

    One transaction. Parts are locked at the end, in one order, so that two blocks never wait for each other.
    """
    if _PENDING.get() is not None:
        yield
        return
    spots: set[Spot] = set()
    token = _PENDING.set(spots)
    try:
        with transaction.atomic():
            yield
            _recount(spots)
    finally:
        _PENDING.reset(token)


def recount_part(part: Assignment) -> int:
    """Count again all donations of a unit's part; return how many entries differed. Part of a transaction."""
    if part.pk not in hold_open([part.pk]):
        mark_late([part.pk])
        return 0
    facts = list(donation_facts([part.pk]))
    stored = FactEntry.objects.filter(assignment=part, origin__startswith="donations:")
    origins = {fact.origin for fact in facts} | set(stored.values_list("origin", flat=True))
    return replace_counted(facts, origins=origins)


def mark_late(parts: Collection[int]) -> None:
    """Note that something waits to be counted at parts whose figures stand still."""
    LateCount.objects.bulk_create([LateCount(assignment_id=part) for part in parts], ignore_conflicts=True)


def _count(spots: set[Spot]) -> None:
    pending = _PENDING.get()
    if pending is None:
        _recount(spots)
    else:
        pending.update(spots)


def _recount(spots: set[Spot]) -> None:
    if not spots:
        return
    parts = {part for part, _ in spots}
    opened = hold_open(parts)
    if late := parts - opened:
        mark_late(late)
    wanted = {origin_of(spot) for spot in spots if spot[0] in opened}
    facts = donation_facts(opened, days={on for _, on in spots})
    replace_counted([fact for fact in facts if fact.origin in wanted], origins=wanted)


def _held(donor: Donor) -> Donor:
    """Lock the record that stands for a person: what is first, and who counts once, depends on all that they gave."""
    held = Donor.objects.select_for_update(no_key=True).get(pk=donor.pk)
    return held if held.merged_into is None else _held(held.merged_into)


def _check(*, kind: str, volume_ml: int, donated_on: date, now: datetime) -> None:
    today = timezone.localdate(now)
    if reason := refusal(kind=kind, volume_ml=volume_ml, donated_on=donated_on, today=today):
        raise DonationRefused(reason)


def _made(key: str, **fields: Any) -> tuple[Donation, bool]:
    try:
        with transaction.atomic():
            return Donation.objects.get_or_create(idempotency_key=key, defaults=fields)
    except IntegrityError as taken:
        raise DonationRefused("serial_taken") from taken


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
