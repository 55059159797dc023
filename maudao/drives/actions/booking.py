"""Booking a place, changing and cancelling it: never over-filled, once a donor and drive, the same request once."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from maudao.donors.models import Donor
from maudao.drives.actions import telling
from maudao.drives.actions.counting import count_registration
from maudao.drives.actions.eligible import Given, check_rested
from maudao.drives.actions.places import (
    end_waiting,
    first_waiting,
    hand_on,
    lock_slots,
    locked_place,
    share_drive,
    take_place,
)
from maudao.drives.actions.refusals import AlreadyBooked, KeyTaken, NotChangeable, NotTaking, SlotFull
from maudao.drives.models import Registration, Slot, WaitingPlace
from maudao.drives.rules import OfferState, RegistrationState
from maudao.drives.rules.booking import NOT_LIVE, booking_refusal, is_changeable
from maudao.drives.rules.tickets import new_ticket
from maudao.drives.rules.waiting import offer_ends_at
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit

#: The actor of a donor who acts alone: no names rise in the audit.
DONOR = audit.system("Người hiến máu (tự làm)")

# one statement for all that speaks against a booking
_FACING = """
    SELECT s.starts_at, s.ends_at, s.taken >= s.capacity + s.overbooking,
        EXISTS (SELECT 1 FROM drives_registration WHERE idempotency_key = %(key)s)
        OR EXISTS (SELECT 1 FROM drives_registration r
                   WHERE r.drive_id = s.drive_id AND r.donor_id = %(donor)s AND r.state <> 'cancelled'),
        EXISTS (SELECT 1 FROM drives_waitingplace w
                WHERE w.drive_id = s.drive_id AND w.state = 'waiting' AND w.donor_id <> %(donor)s
                AND (w.wanted_slot_id IS NULL OR w.wanted_slot_id = s.id)),
        (SELECT w.id FROM drives_waitingplace w
         WHERE w.drive_id = s.drive_id AND w.donor_id = %(donor)s AND w.state IN ('waiting', 'offered')),
        (SELECT json_agg(json_build_array(g.donated_on, g.kind, g.is_self_told))
         FROM donors_donation g WHERE g.donor_id = %(donor)s)
    FROM drives_slot s WHERE s.id = %(slot)s AND s.drive_id = %(drive)s
"""


@dataclass(frozen=True)
class _Facing:
    """What a booking finds: the slot's time, and what may stand in its way."""

    starts_at: datetime
    ends_at: datetime
    is_full: bool
    is_known: bool
    others_wait: bool
    own_place: int | None
    donations: list[tuple[str, str, bool]] | None

    def given(self) -> list[Given]:
        """Return what the donor gave."""
        return [(date.fromisoformat(day), kind, is_told) for day, kind, is_told in self.donations or ()]

    def is_closed_to_newcomers(self, *, now: datetime) -> bool:
        """Whether there is no place for who does not hold an offer: nobody overtakes those who wait."""
        return self.is_full or (self.others_wait and offer_ends_at(now, self.starts_at) is not None)


def book_slot(
    slot: Slot,
    donor: Donor,
    *,
    credited_to: Unit,
    idempotency_key: str,
    actor: Actor,
    now: datetime,
    by_chair: bool = False,
) -> Registration:
    """Book one place in `slot` for `donor`, and queue the confirmation. The same key sent again returns the first.

    Cost: six statements and what counting takes; `slot.drive.host` should be loaded. Of the slot only its number and
    its drive are believed.

    Raises:
        AlreadyBooked: the donor has a live registration at the drive.
        KeyTaken: the key is somebody else's.
        NotTaking: the drive is not open or cancelled, or the slot is over.
        NotEligible: the donor may not give on that day.
        SlotFull: every place is taken, or kept for who waits.
        Slot.DoesNotExist: the drive has none of that number.
    """
    try:
        with transaction.atomic():
            return _booked(
                slot,
                donor,
                credited_to=credited_to,
                key=idempotency_key,
                actor=actor,
                now=now,
                by_chair=by_chair,
            )
    except IntegrityError:  # the same donor or key at this very moment: whoever was first has committed
        if first := first_sent(slot, donor, key=idempotency_key):
            return first
        raise


def _booked(
    slot: Slot, donor: Donor, *, credited_to: Unit, key: str, actor: Actor, now: datetime, by_chair: bool
) -> Registration:
    state, held_on = share_drive(slot.drive_id)
    facing = _facing(slot, donor, key)
    slot.starts_at, slot.ends_at = (
        facing.starts_at,
        facing.ends_at,
    )  # as they are now that the drive stands still
    if facing.is_known and (first := first_sent(slot, donor, key=key)):
        return first
    check_taking(state, ends_at=facing.ends_at, now=now)
    own = locked_place(facing.own_place) if facing.own_place else None
    is_held = own is not None and own.state == OfferState.OFFERED and own.offered_slot_id == slot.pk
    if not is_held and facing.is_closed_to_newcomers(now=now):
        raise SlotFull
    check_rested(donor, facing.given(), on=held_on)
    registration = enter(
        slot, donor, credited_to=credited_to, key=key, actor=actor, now=now, by_chair=by_chair
    )
    _take(slot, own, is_held=is_held, now=now)
    count_registration(registration, by=1)
    return registration


def _facing(slot: Slot, donor: Donor, key: str) -> _Facing:
    with connection.cursor() as cursor:
        cursor.execute(_FACING, {"slot": slot.pk, "drive": slot.drive_id, "donor": donor.pk, "key": key})
        row = cursor.fetchone()
    if row is None:
        raise Slot.DoesNotExist
    return _Facing(*row)


def first_sent(slot: Slot, donor: Donor, *, key: str) -> Registration | None:
    """Return the registration that the key made.

    Raises:
        KeyTaken: it is another donor's, or of another drive.
        AlreadyBooked: there is none, but the donor has a live one at the drive.
    """
    live = Q(drive=slot.drive_id, donor=donor) & ~Q(state=NOT_LIVE)
    found = list(Registration.objects.filter(Q(idempotency_key=key) | live).select_related("drive", "slot"))
    for registration in found:
        if registration.idempotency_key == key:
            if (registration.donor_id, registration.drive_id) != (donor.pk, slot.drive_id):
                raise KeyTaken
            return registration
    if found:
        raise AlreadyBooked(found[0])
    return None


def check_taking(state: str, *, ends_at: datetime, now: datetime) -> None:
    """Refuse where a drive in `state` takes no registrations, or its slot is over.

    Raises:
        NotTaking: and why.
    """
    if reason := booking_refusal(state=state, ends_at=ends_at, now=now):
        raise NotTaking(reason)


def enter(
    slot: Slot, donor: Donor, *, credited_to: Unit, key: str, actor: Actor, now: datetime, by_chair: bool
) -> Registration:
    """Insert a registration for a place that is taken for it in the same transaction; audit it, tell the donor."""
    registration = Registration.objects.create(
        drive_id=slot.drive_id,
        slot=slot,
        donor=donor,
        credited_to=credited_to,
        ticket=new_ticket(),
        by_chair=by_chair,
        idempotency_key=key,
        registered_at=now,
    )
    audit.record("book_slot", registration, actor=actor, at=now, unit=credited_to)
    telling.tell_booked(registration, slot, now=now)
    return registration


def _take(slot: Slot, own: WaitingPlace | None, *, is_held: bool, now: datetime) -> None:
    if own is not None and is_held:
        own.state = OfferState.TAKEN
        own.save(update_fields=["state"])
        return
    if own is not None:
        end_waiting(own, OfferState.GONE, now=now, with_slot=slot.pk)
    if not take_place(slot.pk):
        raise SlotFull


@transaction.atomic
def change_slot(registration: Registration, slot: Slot, *, actor: Actor, now: datetime) -> Registration:
    """Move a registration to another slot of its drive. To the slot that it has: nothing changes.

    Raises:
        NotTaking: the drive is not open or cancelled, or the slot is over.
        NotChangeable: the donor came already, or the registration is cancelled.
        SlotFull: every place is taken, or kept for who waits; the old place stays.
    """
    state, _ = share_drive(registration.drive_id)
    held = locked_registration(registration.pk)
    if held.slot_id == slot.pk and is_changeable(held.state):
        return held
    before = _changeable_slot(held)
    facing = _facing(slot, held.donor, key="")
    if slot.drive_id != held.drive_id:
        raise NotChangeable
    check_taking(state, ends_at=facing.ends_at, now=now)
    if facing.is_closed_to_newcomers(now=now):
        raise SlotFull
    heir = first_waiting(before, now=now)
    held.slot, held.sequence = slot, held.sequence + 1
    held.save(update_fields=["slot", "sequence"])
    audit.record("change_slot", held, actor=actor, at=now, unit=held.unit)
    telling.tell_changed(held, slot, now=now)
    lock_slots([before.pk, slot.pk])
    if not take_place(slot.pk):
        raise SlotFull
    hand_on(before, heir, now=now)
    return held


@transaction.atomic
def cancel_registration(registration: Registration, *, actor: Actor, now: datetime) -> Registration:
    """Cancel a registration, by the donor or the unit; its place goes to who waits longest. Twice is once.

    Raises:
        NotChangeable: the donor came already, or the drive is over.
    """
    share_drive(registration.drive_id)
    held = locked_registration(registration.pk)
    if held.state == RegistrationState.CANCELLED:
        return held
    slot = _changeable_slot(held)
    heir = first_waiting(slot, now=now)
    close(held, slot, actor=actor, now=now)
    hand_on(slot, heir, now=now)
    count_registration(held, by=-1)
    return held


def close(held: Registration, slot: Slot, *, actor: Actor, now: datetime) -> None:
    """Mark a locked registration as cancelled; what becomes of its place, the caller says."""
    held.state, held.closed_at, held.sequence = RegistrationState.CANCELLED, now, held.sequence + 1
    held.save(update_fields=["state", "closed_at", "sequence"])
    audit.record("cancel_registration", held, actor=actor, at=now, unit=held.unit)
    telling.tell_changed(held, slot, now=now)


def locked_registration(pk: int) -> Registration:
    """Lock and return a registration as it is now.

    Read after it is locked: a join in the locking statement would still give the slot of before.
    """
    Registration.objects.select_for_update(no_key=True).get(pk=pk)
    rows = Registration.objects.select_related("drive__host", "slot__drive__host", "donor", "credited_to")
    return rows.get(pk=pk)


def _changeable_slot(held: Registration) -> Slot:
    if not is_changeable(held.state) or held.slot is None:
        raise NotChangeable
    return held.slot
