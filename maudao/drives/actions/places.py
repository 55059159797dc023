"""Places in slots: taken, freed and handed on under locks. `taken` is always live registrations and live offers.

Locks come in one order: drive (shared) → registration or waiting place → slots by number. Whoever takes part of a slot
does it as late in the transaction as possible: the row is hot.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection
from django.db.models import F, Q, QuerySet

from maudao.drives.actions import telling
from maudao.drives.models import Drive, Slot, WaitingPlace
from maudao.drives.rules import DriveState, OfferState
from maudao.drives.rules.waiting import offer_ends_at
from maudao.organization import audit

#: The actor of what the waiting list does by itself.
SYSTEM = audit.system("Hệ thống (danh sách chờ)")

#: Who stands in the queue or was offered a place.
WAITS = (OfferState.WAITING, OfferState.OFFERED)
# Django's `select_for_update` cannot share, and whoever books waits only for who moves or cancels the drive
_SHARE = "SELECT state, held_on FROM drives_drive WHERE id = %s FOR SHARE"
_TAKE = "UPDATE drives_slot SET taken = taken + 1 WHERE id = %s AND taken < capacity + overbooking"


def share_drive(drive_id: int) -> tuple[str, date]:
    """Keep a drive as it is until the transaction ends, and return its state and its day."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARE, [drive_id])
        row = cursor.fetchone()
    if row is None:
        raise Drive.DoesNotExist
    state, held_on = row
    return state, held_on


def take_place(slot_id: int) -> bool:
    """Take one place, and say whether there was one."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [slot_id])
        return bool(cursor.rowcount)


def lock_slots(slots: Iterable[int | None]) -> list[Slot]:
    """Lock several slots, always in the same order, and return them as they are now."""
    rows = Slot.objects.select_for_update(of=["self"], no_key=True)
    return list(rows.filter(pk__in=[pk for pk in slots if pk is not None]).order_by("pk"))


def first_waiting(slot: Slot, *, now: datetime) -> WaitingPlace | None:
    """Lock and return who waits longest for a place in the slot; nobody where it is too late for an offer."""
    if offer_ends_at(now, slot.starts_at) is None or slot.drive.state != DriveState.OPEN:
        return None
    wants = Q(wanted_slot=None) | Q(wanted_slot=slot)
    rows = waiting_for(slot.drive_id).filter(wants).select_for_update(of=["self"], no_key=True)
    return rows.select_related("donor", "drive__host").first()


def waiting_for(drive_id: int) -> QuerySet[WaitingPlace]:
    """Return who waits for a drive and was offered nothing yet, who waits longest first."""
    return WaitingPlace.objects.filter(drive=drive_id, state=OfferState.WAITING).order_by("joined_at", "pk")


def hand_on(slot: Slot, heir: WaitingPlace | None, *, now: datetime) -> None:
    """Offer a place that somebody gave up to `heir` without a moment in which it is free, or free it."""
    if heir is None:
        Slot.objects.filter(pk=slot.pk).update(taken=F("taken") - 1)
    else:
        offer(heir, slot, now=now)


def offer(place: WaitingPlace, slot: Slot, *, now: datetime) -> None:
    """Offer to a locked waiting place a place that is already taken for it."""
    place.state, place.offered_slot = OfferState.OFFERED, slot
    place.offer_ends_at = offer_ends_at(now, slot.starts_at)
    place.save(update_fields=["state", "offered_slot", "offer_ends_at"])
    audit.record("offer_place", place, actor=SYSTEM, at=now, unit=place.drive.host)
    telling.tell_offer(place, slot, now=now)


def end_waiting(
    place: WaitingPlace, state: OfferState, *, now: datetime, with_slot: int | None = None
) -> None:
    """End a locked waiting place; what was offered to it goes to the next. `with_slot` will be taken in next."""
    if place.state not in WAITS:
        return
    held = place.offered_slot if place.state == OfferState.OFFERED else None
    place.state = state
    place.save(update_fields=["state"])
    if held is not None:
        heir = first_waiting(held, now=now)
        lock_slots([held.pk, with_slot])
        hand_on(held, heir, now=now)


def locked_place(pk: int) -> WaitingPlace:
    """Lock and return a waiting place as it is now.

    Read after it is locked: a join in the locking statement would still give the slot of before.
    """
    WaitingPlace.objects.select_for_update(no_key=True).get(pk=pk)
    return WaitingPlace.objects.select_related("donor", "drive__host", "offered_slot__drive").get(pk=pk)
