"""The waiting list: joining and leaving it, and timed offers that hold a place for who waits longest."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from maudao.donors.models import Donor
from maudao.drives.actions import telling
from maudao.drives.actions.booking import book_slot, check_taking, first_sent
from maudao.drives.actions.eligible import check_eligible
from maudao.drives.actions.places import (
    SYSTEM,
    WAITS,
    end_waiting,
    lock_slots,
    locked_place,
    offer,
    share_drive,
    waiting_for,
)
from maudao.drives.actions.refusals import AlreadyBooked, NotTaking, OfferOver, PlacesLeft
from maudao.drives.models import Drive, Registration, Slot, WaitingPlace
from maudao.drives.rules import DriveState, OfferState
from maudao.drives.rules.booking import NOT_LIVE
from maudao.drives.rules.tickets import new_ticket
from maudao.drives.rules.waiting import offer_ends_at
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit


def join_waiting_list(
    drive: Drive,
    donor: Donor,
    *,
    credited_to: Unit | None,
    actor: Actor,
    now: datetime,
    wanted_slot: Slot | None = None,
) -> WaitingPlace:
    """Let a donor wait for a place at a full drive, in one slot or in any. Who waits already keeps the first place.

    Raises:
        NotTaking: the drive is not open or cancelled, or what is waited for is over.
        AlreadyBooked: the donor has a registration: its slot can be changed.
        PlacesLeft: there are free places, and nobody waits for them.
        NotEligible: the donor may not give on that day.
    """
    try:
        with transaction.atomic():
            return _joined(drive, donor, credited_to=credited_to, wanted=wanted_slot, actor=actor, now=now)
    except IntegrityError:  # the same request at this very moment
        return WaitingPlace.objects.get(drive=drive, donor=donor, state__in=WAITS)


def _joined(
    drive: Drive, donor: Donor, *, credited_to: Unit | None, wanted: Slot | None, actor: Actor, now: datetime
) -> WaitingPlace:
    state, held_on = share_drive(drive.pk)
    if own := WaitingPlace.objects.filter(drive=drive, donor=donor, state__in=WAITS).first():
        return own
    _check_waiting_helps(drive, donor, wanted, state, now)
    check_eligible(donor, on=held_on)
    place = WaitingPlace.objects.create(
        drive=drive,
        donor=donor,
        credited_to=credited_to,
        wanted_slot=wanted,
        ticket=new_ticket(),
        joined_at=now,
    )
    audit.record("join_waiting_list", place, actor=actor, at=now, unit=drive.host)
    return place


def _check_waiting_helps(drive: Drive, donor: Donor, wanted: Slot | None, state: str, now: datetime) -> None:
    live = Registration.objects.filter(drive=drive, donor=donor).exclude(state=NOT_LIVE)
    if booked := live.select_related("drive", "slot").first():
        raise AlreadyBooked(booked)
    slots = [slot for slot in drive.slots.all() if wanted is None or slot.pk == wanted.pk]
    if not slots:
        raise NotTaking("past")
    check_taking(state, ends_at=max(slot.ends_at for slot in slots), now=now)
    coming = [slot for slot in slots if slot.ends_at > now]
    if any(slot.places_left for slot in coming) and not waiting_for(drive.pk).exists():
        raise PlacesLeft


@transaction.atomic
def leave_waiting_list(place: WaitingPlace, *, actor: Actor, now: datetime) -> WaitingPlace:
    """Stop waiting; a place that was offered goes to the next. Twice is once."""
    share_drive(place.drive_id)
    held = locked_place(place.pk)
    if held.state in WAITS:
        audit.record("leave_waiting_list", held, actor=actor, at=now, unit=held.drive.host)
        end_waiting(held, OfferState.GONE, now=now)
    return held


def accept_offer(place: WaitingPlace, *, actor: Actor, now: datetime) -> Registration:
    """Make the place that is offered the donor's own: it is free at no moment. Twice is once.

    Raises:
        OfferOver: it has lapsed, or was never made.
        AlreadyBooked, NotTaking, NotEligible: as in `book_slot`.
    """
    held = WaitingPlace.objects.select_related("donor", "credited_to", "offered_slot__drive__host").get(
        pk=place.pk
    )
    slot, key = held.offered_slot, f"offer:{held.pk}"
    if slot is None:
        raise OfferOver
    if held.state != OfferState.OFFERED or held.offer_ends_at is None or held.offer_ends_at <= now:
        return _accepted_before(held, slot, key)
    unit = held.credited_to or slot.drive.host
    return book_slot(slot, held.donor, credited_to=unit, idempotency_key=key, actor=actor, now=now)


def _accepted_before(place: WaitingPlace, slot: Slot, key: str) -> Registration:
    try:
        first = first_sent(slot, place.donor, key=key)
    except AlreadyBooked as booked:
        raise OfferOver from booked
    if first is None:
        raise OfferOver
    return first


@transaction.atomic
def offer_free_places(drive: Drive, *, now: datetime) -> list[WaitingPlace]:
    """Offer every free place to who waits longest for it, and return who was offered one. The offer holds the place."""
    state, _ = share_drive(drive.pk)
    free = [slot for slot in _free(drive) if offer_ends_at(now, slot.starts_at)]
    if state != DriveState.OPEN or not free:
        return []
    rows = waiting_for(drive.pk).select_for_update(of=["self"], no_key=True)
    waiting = list(rows.select_related("donor", "drive__host"))
    if not waiting:
        return []
    held = {slot.pk: slot for slot in lock_slots(slot.pk for slot in free)}
    offered = list(_matched(waiting, held))
    for slot_pk in {slot.pk for _, slot in offered}:
        taken = sum(slot.pk == slot_pk for _, slot in offered)
        Slot.objects.filter(pk=slot_pk).update(taken=F("taken") + taken)
    for place, slot in offered:
        offer(place, slot, now=now)
    return [place for place, _ in offered]


def _free(drive: Drive) -> list[Slot]:
    rows = Slot.objects.filter(drive=drive, taken__lt=F("capacity") + F("overbooking"))
    return list(rows.order_by("starts_at", "pk"))


def _matched(waiting: Iterable[WaitingPlace], free: dict[int, Slot]) -> Iterator[tuple[WaitingPlace, Slot]]:
    """Give each free place to who waits longest for it; who wants any slot gets the first."""
    left = {pk: slot.places_left for pk, slot in free.items()}
    for place in waiting:
        wanted = (
            [place.wanted_slot_id]
            if place.wanted_slot_id
            else sorted(left, key=lambda pk: free[pk].starts_at)
        )
        chosen = next((pk for pk in wanted if left.get(pk)), None)
        if chosen is not None:
            left[chosen] -= 1
            yield place, free[chosen]


@transaction.atomic
def lapse_offer(place: WaitingPlace, *, now: datetime) -> bool:
    """End an offer whose time is over, pass its place on, and tell the donor; say whether it was so."""
    share_drive(place.drive_id)
    held = locked_place(place.pk)
    is_over = held.offer_ends_at is not None and held.offer_ends_at <= now
    if held.state != OfferState.OFFERED or not is_over or held.offered_slot is None:
        return False
    audit.record("lapse_offer", held, actor=SYSTEM, at=now, unit=held.drive.host)
    telling.tell_lapsed(held, held.offered_slot, now=now)
    end_waiting(held, OfferState.LAPSED, now=now)
    return True
