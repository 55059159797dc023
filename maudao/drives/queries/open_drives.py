"""Donation days as everybody sees them: where, when, and how many places are left. Nothing of anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from maudao.drives.models import Drive, Slot, WaitingPlace
from maudao.drives.rules import DriveState, OfferState
from maudao.drives.rules.waiting import offer_ends_at
from maudao.lib import paths, vietnamese
from maudao.organization.models import Unit


@dataclass(frozen=True)
class OpenDrive:
    """A drive in the public list, with the places that are left in slots to come."""

    drive: Drive
    places_left: int


@dataclass(frozen=True)
class SlotRow:
    """A slot as who wants to book sees it: places that are kept for who waits are not left."""

    slot: Slot
    left: int
    is_over: bool

    @property
    def is_open(self) -> bool:
        """Whether a newcomer may book."""
        return self.left > 0 and not self.is_over


def public_drive(*, code: str) -> Drive:
    """Find a drive that is or was open to registrations, listed or not.

    Raises:
        Drive.DoesNotExist: there is none, or it is still being planned.
    """
    return Drive.objects.select_related("host").exclude(state=DriveState.PLANNED).get(code=code)


def slot_rows(drive: Drive, *, now: datetime) -> list[SlotRow]:
    """Return all slots of a drive, the earliest first, with what is left for newcomers. Cost: two queries."""
    waiting = WaitingPlace.objects.filter(drive=drive, state=OfferState.WAITING)
    wanted = set(waiting.values_list("wanted_slot", flat=True))

    def row(slot: Slot) -> SlotRow:
        is_kept = bool(wanted & {None, slot.pk}) and offer_ends_at(now, slot.starts_at) is not None
        return SlotRow(slot, 0 if is_kept else slot.places_left, slot.ends_at <= now)

    standing = [slot for slot in drive.slots.order_by("starts_at", "pk") if slot.capacity + slot.taken]
    return [row(slot) for slot in standing]


def closed_because(drive: Drive, rows: Iterable[SlotRow], *, now: datetime) -> str:
    """Say why nobody can register any more at a drive of these slots: "cancelled" or "over"; empty where one can."""
    if drive.state == DriveState.CANCELLED:
        return "cancelled"
    is_past = drive.state != DriveState.OPEN or drive.held_on < timezone.localdate(now)
    return "over" if is_past or all(row.is_over for row in rows) else ""


def open_drives(*, now: datetime, on: date | None = None, search: str = "") -> QuerySet[Drive]:
    """Return the drives that take registrations, by day. `search`: words of place, title, units above."""
    rows = Drive.objects.filter(state=DriveState.OPEN, is_listed=True)
    rows = rows.filter(held_on=on) if on else rows.filter(held_on__gte=timezone.localdate(now))
    if words := vietnamese.fold(search).split():
        rows = rows.filter(pk__in=_named(rows.select_related("host"), words))
    return rows.select_related("host").order_by("held_on", "pk")


def _named(rows: Iterable[Drive], words: list[str]) -> list[int]:
    """Return the drives whose place, title, host or a unit above it holds every word. Cost: two queries."""
    drives = list(rows)
    above = {path for drive in drives for path in [*paths.ancestors(drive.host.path), drive.host.path]}
    names = dict(Unit.objects.filter(path__in=above).values_list("path", "name_folded"))

    def text(drive: Drive) -> str:
        units = [
            names[path] for path in [*paths.ancestors(drive.host.path), drive.host.path] if path in names
        ]
        return " ".join([vietnamese.fold(f"{drive.title} {drive.place}"), *units])

    return [drive.pk for drive in drives if all(word in text(drive) for word in words)]


def with_places(drives: Iterable[Drive], *, now: datetime) -> list[OpenDrive]:
    """Add to each drive how many places are left in its slots to come. Cost: one query."""
    shown = list(drives)
    left = F("capacity") + F("overbooking") - F("taken")
    coming = Slot.objects.filter(drive__in=shown, ends_at__gt=now).order_by()
    found = dict(coming.values("drive").annotate(left=Sum(left)).values_list("drive", "left"))
    return [OpenDrive(drive, found.get(drive.pk, 0)) for drive in shown]
