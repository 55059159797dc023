"""Slots, registrations and the waiting list agree, whatever is done in whatever order."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Union
from maudao.donors import make as people
from maudao.donors.models import Donor
from maudao.drives import make
from maudao.drives.actions.booking import DONOR, book_slot, cancel_registration, change_slot
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

DONORS, SLOTS, PLACES = 4, 2, 1
Step = tuple[str, int, int]  # what, by which donor, in which slot


class Day:
    """One donation day on which steps are taken; the clock goes on by a minute a step."""

    def __init__(self, drive: Drive, donors: list[Donor]) -> None:
        self.drive, self.donors, self.now = drive, donors, NOW
        self.steps: dict[str, Callable[[Donor, Slot], object]] = {
            "book": self.book,
            "change": self.change,
            "cancel": self.cancel,
            "join": self.join,
            "join_any": lambda donor, slot: self.join(donor, None),
            "accept": self.accept,
            "leave": self.leave,
            "lapse": self.lapse,
            "grow": self.grow,
        }

    def take(self, step: Step) -> None:
        """Take one step, whatever comes of it, and the job's every minute."""
        name, donor, slot = step
        self.now += timedelta(minutes=1)
        with suppress(BookingRefused):
            self.steps[name](self.donors[donor], self.slots()[slot])
        offer_free_places(self.drive, now=self.now)

    def slots(self) -> list[Slot]:
        return list(self.drive.slots.select_related("drive__host").order_by("pk"))

    def book(self, donor: Donor, slot: Slot) -> None:
        key = f"{donor.pk}-{self.now}"
        book_slot(slot, donor, credited_to=slot.drive.host, idempotency_key=key, actor=DONOR, now=self.now)

    def registrations(self, donor: Donor) -> list[Registration]:
        return list(self.drive.registrations.filter(donor=donor, state=RegistrationState.REGISTERED))

    def change(self, donor: Donor, slot: Slot) -> None:
        for held in self.registrations(donor):
            change_slot(held, slot, actor=DONOR, now=self.now)

    def cancel(self, donor: Donor, slot: Slot) -> None:
        for held in self.registrations(donor):
            cancel_registration(held, actor=DONOR, now=self.now)

    def join(self, donor: Donor, slot: Slot | None) -> None:
        join_waiting_list(self.drive, donor, credited_to=None, wanted_slot=slot, actor=DONOR, now=self.now)

    def places(self, donor: Donor) -> list[WaitingPlace]:
        return list(self.drive.waiting_places.filter(donor=donor))

    def accept(self, donor: Donor, slot: Slot) -> None:
        for place in self.places(donor)[-1:]:
            accept_offer(place, actor=DONOR, now=self.now)

    def leave(self, donor: Donor, slot: Slot) -> None:
        for place in self.places(donor):
            leave_waiting_list(place, actor=DONOR, now=self.now)

    def lapse(self, donor: Donor, slot: Slot) -> None:
        for place in self.places(donor):
            lapse_offer(place, now=self.now + timedelta(hours=3))

    def grow(self, donor: Donor, slot: Slot) -> None:
        Slot.objects.filter(pk=slot.pk).update(capacity=slot.capacity + 1)


def check(day: Day) -> None:
    """Everything that must be true after any step."""
    assert list(slot_faults()) == []
    live = day.drive.registrations.exclude(state=RegistrationState.CANCELLED)
    assert live.count() == live.values("donor").distinct().count()
    waiting = list(day.drive.waiting_places.filter(state=OfferState.WAITING))
    for slot in day.slots():
        assert slot.taken <= slot.capacity
        wanting = [place for place in waiting if place.wanted_slot_id in (None, slot.pk)]
        assert not (slot.places_left and wanting), "a place is free though somebody waits for it"
        check_order(day, slot, wanting)


def check_order(day: Day, slot: Slot, wanting: list[WaitingPlace]) -> None:
    """Nobody who came later was offered a place that somebody still waits for."""
    joined: list[datetime] = [place.joined_at for place in wanting]
    for offered in day.drive.waiting_places.filter(state=OfferState.OFFERED, offered_slot=slot):
        assert all(offered.joined_at < moment for moment in joined)


WHAT = (
    ["book"] * 4 + ["cancel"] * 3 + ["join"] * 3 + ["change", "join_any", "accept", "leave", "lapse", "grow"]
)
STEPS = st.lists(
    st.tuples(st.sampled_from(WHAT), st.integers(0, DONORS - 1), st.integers(0, SLOTS - 1)),
    min_size=8,
    max_size=20,
)


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_places_agree_after_any_steps(union: Union, steps: list[Step]) -> None:
    with transaction.atomic():
        drive = make.drive(union.commune, slots=SLOTS, capacity=PLACES)
        day = Day(drive, [people.donor() for _ in range(DONORS)])
        for step in steps:
            day.take(step)
            check(day)
        transaction.set_rollback(True)
