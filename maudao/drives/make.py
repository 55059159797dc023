"""Test data: plain functions that make donation days and registrations."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from maudao.donors.models import Donor
from maudao.drives.models import Drive, Notice, Registration, Slot, WaitingPlace
from maudao.drives.rules import DriveState, NoticeKind
from maudao.drives.rules.tickets import new_ticket
from maudao.organization.make import NOW
from maudao.organization.models import Unit

HELD_ON = date(2026, 4, 7)
_LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_NUMBERS: Iterator[int] = count(1)


def drive(host: Unit, *, slots: int = 2, capacity: int = 10, held_on: date = HELD_ON, **known: Any) -> Drive:
    """Make a drive that takes registrations, with slots of half an hour from 07:30 on."""
    number = next(_NUMBERS)
    said = {"title": "Ngày hội hiến máu", "place": "Nhà văn hoá", "state": DriveState.OPEN, **known}
    made = Drive.objects.create(host=host, code=f"dot-{number}", held_on=held_on, created_at=NOW, **said)
    first = datetime.combine(held_on, time(7, 30), _LOCAL)
    for place in range(slots):
        starts_at = first + timedelta(minutes=30 * place)
        Slot.objects.create(
            drive=made, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30), capacity=capacity
        )
    return made


def registration(at: Drive, donor: Donor, *, slot: Slot | None = None, **known: Any) -> Registration:
    """Make a registration in the first slot, unless told."""
    chosen = slot or at.slots.order_by("starts_at").first()
    assert chosen is not None
    Slot.objects.filter(pk=chosen.pk).update(taken=chosen.taken + 1)
    said = {"registered_at": NOW, "credited_to": at.host, **known}
    return Registration.objects.create(
        drive=at, slot=chosen, donor=donor, ticket=new_ticket(), idempotency_key=f"t-{next(_NUMBERS)}", **said
    )


def waiting_place(at: Drive, donor: Donor, **known: Any) -> WaitingPlace:
    """Make somebody wait for a place in any slot."""
    said = {"joined_at": NOW, "credited_to": at.host, **known}
    return WaitingPlace.objects.create(drive=at, donor=donor, ticket=new_ticket(), **said)


def notice(of: Drive, unit: Unit, **known: Any) -> Notice:
    """Make a unit be told that a drive is cancelled."""
    said = {"kind": NoticeKind.CANCELLED, "was_on": of.held_on, "others": 0, "made_at": NOW, **known}
    return Notice.objects.create(drive=of, unit=unit, **said)
