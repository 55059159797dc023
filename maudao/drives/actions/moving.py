"""A donation day on another day: copied with nothing of people, or moved with everybody told at once."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from maudao.drives.actions import counting
from maudao.drives.actions.announcing import MOVED, Recipient, clock, recipients, tell
from maudao.drives.actions.notifying import notify_units
from maudao.drives.actions.planning import DriveRefused, check_not_ended, free_code, locked
from maudao.drives.actions.slotting import Places, make_slots, shift_slots, span_of
from maudao.drives.models import Drive, Slot
from maudao.drives.queries.drives import ToTell, campaigns_for, slots_of
from maudao.drives.rules import NoticeKind, RegistrationState
from maudao.drives.rules.planning import Position
from maudao.drives.rules.slots import leaves_the_day, shift_of
from maudao.lib.vietnamese import normalise
from maudao.organization import audit
from maudao.organization.audit import Actor

_COPIED = ("centre", "title", "place", "latitude", "longitude", "expected_units", "notice", "is_listed")


@transaction.atomic
def copy_drive(drive: Drive, *, held_on: date, actor: Actor, now: datetime) -> Drive:
    """Plan the same drive on another day: place, slots and places, nothing of people.

    It counts for the campaign where that still runs and the host takes part.

    Raises:
        DriveRefused: `past`.
    """
    if held_on < timezone.localdate(now):
        raise DriveRefused("past")
    said = {name: getattr(drive, name) for name in _COPIED}
    campaign = campaigns_for(drive.host).filter(drives=drive).first()
    copy = Drive.objects.create(
        **said,
        code=free_code(drive.host, held_on),
        host=drive.host,
        campaign=campaign,
        held_on=held_on,
        created_at=now,
    )
    copy.co_hosts.set(drive.co_hosts.all())
    copy.programmes.set(drive.programmes.all())
    days = held_on - drive.held_on
    make_slots(copy, {span_of(slot).moved(days): _places(slot) for slot in slots_of(drive)})
    audit.record("copy_drive", copy, actor=actor, at=now, unit=copy.host, changes={"from": drive.code})
    return copy


def _places(slot: Slot) -> Places:
    return Places(slot.capacity, slot.overbooking)


@dataclass(frozen=True)
class Destination:
    """Where a drive moves: its day, when its first slot starts (None: as before), its place."""

    held_on: date
    place: str
    starts: time | None = None
    position: Position | None = None


@transaction.atomic
def move_drive(drive: Drive, to: Destination, *, actor: Actor, now: datetime, note: str = "") -> ToTell:
    """Move a drive with all its slots, and tell everybody who has a place or waits for one, at once.

    `note` is a sentence of the host's that goes into the message.

    Raises:
        DriveRefused: `ended`, `begun`, `past`, `unchanged`, `off_the_day`.
    """
    held = locked(drive)
    check_not_ended(held)
    check_not_begun(held)
    shift = _checked_shift(held, to, now)
    news = recipients(held)
    was_on, before = held.held_on, {"held_on": held.held_on, "place": held.place}
    shift_slots(held, shift)
    _settle(held, to)
    changes = {name: [str(value), str(getattr(held, name))] for name, value in before.items()}
    changes["minutes"] = [str(shift.total_seconds() // 60)]
    counting.recount(held)
    told = _tell_moved(held, news, shift, before=before, note=note, now=now)
    units = notify_units(held, news, NoticeKind.MOVED, was_on=was_on, now=now)
    audit.record("move_drive", held, actor=actor, at=now, unit=held.host, changes=changes)
    return replace(told, units=units)


def check_not_begun(drive: Drive) -> None:
    """Refuse where somebody has come to a held drive.

    Raises:
        DriveRefused: `begun`.
    """
    waiting = (RegistrationState.REGISTERED, RegistrationState.CANCELLED)
    if drive.registrations.exclude(state__in=waiting).exists():
        raise DriveRefused("begun")


def _checked_shift(held: Drive, to: Destination, now: datetime) -> timedelta:
    """Return by how much the slots move."""
    if to.held_on < timezone.localdate(now):
        raise DriveRefused("past")
    spans = [span_of(slot) for slot in slots_of(held)]
    shift = shift_of(spans, from_day=held.held_on, to_day=to.held_on, starts=to.starts)
    if not shift and _tidy(to.place) == held.place and to.held_on == held.held_on:
        raise DriveRefused("unchanged")
    if leaves_the_day([span.moved(shift) for span in spans], on=to.held_on):
        raise DriveRefused("off_the_day")
    return shift


def _settle(held: Drive, to: Destination) -> None:
    if _tidy(to.place) != held.place or to.position:
        held.latitude = to.position.latitude if to.position else None
        held.longitude = to.position.longitude if to.position else None
    held.held_on, held.place = to.held_on, _tidy(to.place)
    held.sequence += 1
    held.save(update_fields=["held_on", "place", "latitude", "longitude", "sequence"])


def _tidy(text: str) -> str:
    return " ".join(normalise(text).split())[:200]


def _tell_moved(
    held: Drive,
    news: list[Recipient],
    shift: timedelta,
    *,
    before: dict[str, Any],
    note: str,
    now: datetime,
) -> ToTell:
    shared = {
        "drive": held.title,
        "old_day": f"{before['held_on']:%d/%m/%Y}",
        "old_place": before["place"],
        "day": f"{held.held_on:%d/%m/%Y}",
        "place": held.place,
        "note": note,
    }
    letters = [
        (
            person,
            {**shared, "old_time": clock(person.starts_at), "time": clock(person.starts_at, later=shift)},
        )
        for person in news
    ]
    days = (before["held_on"], held.held_on)
    return tell(held, letters, MOVED, days=days, now=now)
