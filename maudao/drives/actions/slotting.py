"""The slots of a donation day: added in bulk, made larger or smaller, taken away; never below what is taken."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from maudao.drives.actions.waiting import offer_free_places
from maudao.drives.models import Drive, Slot, WaitingPlace
from maudao.drives.rules import DriveState, OfferState
from maudao.drives.rules.slots import Span, leaves_the_day, overlapping
from maudao.organization import audit
from maudao.organization.audit import Actor

_ASIDE = timedelta(days=36_500)


class SlotsRefused(Exception):
    """The slots cannot be that; nothing is changed. `reason`, and `slots`: the times it is about.

    `ended` (the drive was cancelled or is done), `overlap`, `off_the_day`, `below_taken`, `not_empty`, `gone` (somebody
    else has taken one away).
    """

    def __init__(self, reason: str, slots: Sequence[datetime] = ()) -> None:
        super().__init__(reason)
        self.reason, self.slots = reason, tuple(slots)


@dataclass(frozen=True)
class Places:
    """How many a slot receives, and how many more may book."""

    capacity: int
    overbooking: int = 0

    @property
    def bookable(self) -> int:
        """How many may book."""
        return self.capacity + self.overbooking


@dataclass(frozen=True)
class SlotChanges:
    """New slots, all with the same places; new places of slots that there are; slots to take away (by key)."""

    added: Sequence[Span] = ()
    places: Places = field(default_factory=lambda: Places(0))
    changed: Mapping[int, Places] = field(default_factory=dict)
    removed: Collection[int] = ()


@transaction.atomic
def set_slots(drive: Drive, changes: SlotChanges, *, actor: Actor, now: datetime) -> list[Slot]:
    """Change the slots of a drive, and offer places that become free to who waits. Return the slots as they are now.

    A slot in which somebody was registered once stays on record, without places.

    Raises:
        SlotsRefused: see its reasons; nothing is changed.
    """
    held = Drive.objects.select_for_update(of=["self"], no_key=True).select_related("host").get(pk=drive.pk)
    if held.state in (DriveState.CANCELLED, DriveState.DONE):
        raise SlotsRefused("ended")
    list(
        held.waiting_places.select_for_update().order_by("pk").values_list("pk")
    )  # before slots, as everywhere
    slots = {slot.pk: slot for slot in held.slots.select_for_update().order_by("pk")}
    before = sum(slot.capacity + slot.overbooking for slot in slots.values())
    _check(held, slots, changes)
    _write(held, slots, changes)
    after = list(held.slots.order_by("starts_at"))
    told = {
        "slots": [len(slots), len(after)],
        "places": [before, sum(slot.capacity + slot.overbooking for slot in after)],
    }
    audit.record("set_slots", held, actor=actor, at=now, unit=held.host, changes=told)
    if held.state == DriveState.OPEN:
        offer_free_places(held, now=now)
    return list(held.slots.order_by("starts_at"))


def _check(drive: Drive, slots: Mapping[int, Slot], changes: SlotChanges) -> None:
    if not slots.keys() >= {*changes.changed, *changes.removed}:
        raise SlotsRefused("gone")
    if full := [slots[key] for key in changes.removed if slots[key].taken]:
        raise SlotsRefused("not_empty", _times(full))
    small = [slots[key] for key, places in changes.changed.items() if slots[key].taken > places.bookable]
    if small := [slot for slot in small if slot.pk not in changes.removed]:
        raise SlotsRefused("below_taken", _times(small))
    if leaves_the_day(changes.added, on=drive.held_on):
        raise SlotsRefused("off_the_day")
    standing = [span_of(slot) for slot in slots.values() if _stands(slot, changes)]
    if pair := overlapping([*standing, *changes.added]):
        raise SlotsRefused("overlap", [span.starts_at for span in pair])


def _stands(slot: Slot, changes: SlotChanges) -> bool:
    """Say whether anybody may come in a slot once it is changed; one that was taken away stands in nobody's way."""
    places = changes.changed.get(slot.pk, Places(slot.capacity, slot.overbooking))
    return slot.pk not in changes.removed and max(places.bookable, slot.taken) > 0


def _times(slots: Sequence[Slot]) -> list[datetime]:
    return sorted(slot.starts_at for slot in slots)


def span_of(slot: Slot) -> Span:
    """Return when a slot is."""
    return Span(slot.starts_at, slot.ends_at)


def _write(drive: Drive, slots: Mapping[int, Slot], changes: SlotChanges) -> None:
    _remove([slots[key] for key in changes.removed])
    changed = [slots[key] for key in changes.changed if key not in changes.removed]
    for slot in changed:
        slot.capacity = changes.changed[slot.pk].capacity
        slot.overbooking = changes.changed[slot.pk].overbooking
    Slot.objects.bulk_update(changed, ["capacity", "overbooking"])
    make_slots(drive, dict.fromkeys(changes.added, changes.places))


def make_slots(drive: Drive, wanted: Mapping[Span, Places]) -> None:
    """Make empty slots; one that was taken away at the same start is filled again."""
    for span, places in wanted.items():
        Slot.objects.update_or_create(
            drive=drive,
            starts_at=span.starts_at,
            defaults={
                "ends_at": span.ends_at,
                "capacity": places.capacity,
                "overbooking": places.overbooking,
            },
        )


def _remove(slots: Sequence[Slot]) -> None:
    """Take empty slots away; one that a registration was in, cancelled since, keeps no place."""
    keys = [slot.pk for slot in slots]
    waiting = WaitingPlace.objects.exclude(state=OfferState.OFFERED)
    waiting.filter(wanted_slot__in=keys).update(wanted_slot=None)
    waiting.filter(offered_slot__in=keys).update(offered_slot=None)
    Slot.objects.filter(pk__in=keys, registrations=None).delete()
    Slot.objects.filter(pk__in=keys).update(capacity=0, overbooking=0)


def shift_slots(drive: Drive, by: timedelta) -> None:
    """Move all slots of a held drive by so much.

    In two steps: PostgreSQL checks `slot_one_start` row by row, and slots would step on each other's starts.
    """
    if by:
        for step in (by + _ASIDE, -_ASIDE):
            drive.slots.update(starts_at=F("starts_at") + step, ends_at=F("ends_at") + step)
