"""Races on PostgreSQL: many at once for the last places. Never one too many, never one too few."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any, TypeVar

import pytest
from django.db import connections
from django.utils import timezone

from conftest import Union
from maudao.donors import make as people
from maudao.donors.models import Donor
from maudao.drives import make
from maudao.drives.actions.booking import DONOR, book_slot, cancel_registration, change_slot
from maudao.drives.actions.colleagues import Sending, swap_colleague
from maudao.drives.actions.refusals import BookingRefused
from maudao.drives.actions.waiting import (
    accept_offer,
    join_waiting_list,
    lapse_offer,
    leave_waiting_list,
    offer_free_places,
)
from maudao.drives.models import Drive, Registration, Slot, WaitingPlace
from maudao.drives.rules import OfferState, RegistrationState
from maudao.drives.soundness import slot_faults
from maudao.organization.make import NOW

pytestmark = pytest.mark.django_db(transaction=True)

Made = TypeVar("Made")
THREADS = 64


def all_at_once(works: list[Callable[[], Made]]) -> list[Made | BookingRefused]:
    """Do every work in a thread of its own, all starting at one moment; return what each made, or its refusal."""
    start = Barrier(len(works))

    def worked(work: Callable[[], Made]) -> Made | BookingRefused:
        try:
            start.wait()
            return work()
        except BookingRefused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(worked, works))


def booking(slot: Slot, donor: Donor, *, key: str) -> Callable[[], Registration]:
    known: dict[str, Any] = {"credited_to": slot.drive.host, "idempotency_key": key}
    return lambda: book_slot(slot, donor, actor=DONOR, now=NOW, **known)


def slots_of(drive: Drive) -> list[Slot]:
    return list(drive.slots.select_related("drive__host").order_by("starts_at"))


@pytest.mark.slow
def test_64_threads_for_the_last_places_get_exactly_these(union: Union) -> None:
    donors = [people.donor() for _ in range(THREADS)]
    chance = random.Random(7)
    for number in range(20):
        places = chance.randint(1, THREADS - 1)
        drive = make.drive(union.commune, slots=1, capacity=places)
        slot = slots_of(drive)[0]
        answers = all_at_once([booking(slot, donor, key=f"{number}-{donor.pk}") for donor in donors])
        granted = [answer for answer in answers if isinstance(answer, Registration)]
        refused = {answer.reason for answer in answers if isinstance(answer, BookingRefused)}
        slot.refresh_from_db()
        assert (len(granted), slot.taken, refused) == (places, places, {"full"})
        assert drive.registrations.count() == places
    assert list(slot_faults()) == []


def test_one_key_from_many_threads_is_one_registration(union: Union) -> None:
    slot, donor = slots_of(make.drive(union.commune))[0], people.donor()
    made = all_at_once([booking(slot, donor, key="same")] * 8)
    assert len({answer.pk for answer in made if isinstance(answer, Registration)}) == 1
    assert not any(isinstance(answer, BookingRefused) for answer in made)
    assert (Registration.objects.count(), Slot.objects.get(pk=slot.pk).taken) == (1, 1)


def test_one_donor_with_many_keys_is_one_registration(union: Union) -> None:
    drive, donor = make.drive(union.commune), people.donor()
    works = [booking(slot, donor, key=f"{slot.pk}-{turn}") for slot in slots_of(drive) for turn in range(8)]
    made = all_at_once(works)
    assert sum(isinstance(answer, Registration) for answer in made) == 1
    assert {answer.reason for answer in made if isinstance(answer, BookingRefused)} == {"already_booked"}
    assert list(slot_faults()) == []


@pytest.mark.slow
def test_storm_of_bookings_changes_cancellations_and_offers_keeps_slots_sound(union: Union) -> None:
    drive = make.drive(union.commune, slots=3, capacity=4)
    donors = [people.donor(union.factory) for _ in range(24)]
    for turn in range(4):
        all_at_once([_stormy(drive, donor, random.Random(f"{turn}-{donor.pk}")) for donor in donors])
        assert list(slot_faults()) == []
        drive.slots.update(capacity=4 + turn)
        offer_free_places(drive, now=NOW)
        assert not _overtaken(drive)
    live = drive.registrations.exclude(state=RegistrationState.CANCELLED)
    assert live.values("donor").distinct().count() == live.count()


def _stormy(drive: Drive, donor: Donor, chance: random.Random) -> Callable[[], None]:
    """Return a work that does six things at random with one donor's place, whatever comes of each."""

    def storm() -> None:
        for _ in range(6):
            todo = chance.choice(_STEPS)
            try:
                todo(drive, donor, chance)
            except BookingRefused:
                continue

    return storm


def _book(drive: Drive, donor: Donor, chance: random.Random) -> None:
    booking(chance.choice(slots_of(drive)), donor, key=f"{donor.pk}-{chance.random()}")()


def _registrations(drive: Drive, donor: Donor) -> Iterator[Registration]:
    yield from drive.registrations.filter(donor=donor, state=RegistrationState.REGISTERED)


def _waiting(drive: Drive, donor: Donor) -> Iterator[WaitingPlace]:
    yield from drive.waiting_places.filter(donor=donor).order_by("-pk")[:1]


def _change(drive: Drive, donor: Donor, chance: random.Random) -> None:
    for held in _registrations(drive, donor):
        change_slot(held, chance.choice(slots_of(drive)), actor=DONOR, now=NOW)


def _cancel(drive: Drive, donor: Donor, chance: random.Random) -> None:
    for held in _registrations(drive, donor):
        cancel_registration(held, actor=DONOR, now=NOW)


def _join(drive: Drive, donor: Donor, chance: random.Random) -> None:
    wanted = chance.choice([None, *slots_of(drive)])
    join_waiting_list(drive, donor, credited_to=None, wanted_slot=wanted, actor=DONOR, now=NOW)


def _accept(drive: Drive, donor: Donor, chance: random.Random) -> None:
    for place in _waiting(drive, donor):
        accept_offer(place, actor=DONOR, now=NOW)


def _leave(drive: Drive, donor: Donor, chance: random.Random) -> None:
    for place in _waiting(drive, donor):
        leave_waiting_list(place, actor=DONOR, now=NOW)


def _lapse(drive: Drive, donor: Donor, chance: random.Random) -> None:
    offer_free_places(drive, now=NOW)
    for place in drive.waiting_places.filter(state=OfferState.OFFERED)[:2]:
        lapse_offer(place, now=NOW + timedelta(hours=2))


def _swap(drive: Drive, donor: Donor, chance: random.Random) -> None:
    """Let the unit give the place to somebody else of the unit."""
    unit = donor.memberships.select_related("unit").get().unit
    Registration.objects.filter(drive=drive, donor=donor).update(by_chair=True)
    other = chance.choice(list(Donor.objects.members_of(unit, on=timezone.localdate(NOW))))
    for held in _registrations(drive, donor):
        sending = Sending(None, str(chance.random()), holds_papers=True)
        swap_colleague(unit, held, donor=other, sending=sending, actor=DONOR, now=NOW)


_STEPS = (_book, _book, _change, _cancel, _join, _accept, _leave, _lapse, _swap)


def _overtaken(drive: Drive) -> bool:
    """Say whether a place is free though somebody waits for it."""
    free = {slot.pk for slot in slots_of(drive) if slot.places_left}
    waiting = drive.waiting_places.filter(state=OfferState.WAITING)
    return any(place.wanted_slot_id in (None, *free) for place in waiting) if free else False
