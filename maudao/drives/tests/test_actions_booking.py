"""Booking, changing and cancelling a place."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import Union
from maudao.donors import make as people
from maudao.donors.models import Donor
from maudao.drives import make
from maudao.drives.actions.booking import DONOR, book_slot, cancel_registration, change_slot
from maudao.drives.actions.refusals import (
    AlreadyBooked,
    BookingRefused,
    KeyTaken,
    NotChangeable,
    NotEligible,
    NotTaking,
    SlotFull,
)
from maudao.drives.actions.waiting import join_waiting_list
from maudao.drives.models import Drive, Registration, Slot, WaitingPlace
from maudao.drives.rules import DriveState, OfferState, RegistrationState
from maudao.drives.soundness import slot_faults
from maudao.messaging.models import Message
from maudao.organization.make import NOW
from maudao.organization.models import AuditEntry

_KEYS: Iterator[int] = iter(range(10**6))


def book(slot: Slot, donor: Donor, **known: Any) -> Registration:
    said = {"credited_to": slot.drive.host, "idempotency_key": f"k-{next(_KEYS)}", "now": NOW, **known}
    return book_slot(slot, donor, actor=DONOR, **said)


def slots(drive: Drive) -> list[Slot]:
    return list(drive.slots.select_related("drive__host").order_by("starts_at"))


def taken(drive: Drive) -> list[int]:
    return [slot.taken for slot in slots(drive)]


@pytest.fixture(autouse=True)
def _slots_stay_sound(db: None) -> Iterator[None]:
    yield
    assert list(slot_faults()) == []


def test_booking_takes_a_place_tells_the_donor_and_is_recorded(union: Union) -> None:
    drive = make.drive(union.commune)
    donor = people.donor(union.factory)
    made = book(slots(drive)[0], donor, credited_to=union.factory)
    assert (made.state, made.credited_to, made.registered_at) == ("registered", union.factory, NOW)
    assert taken(drive) == [1, 0]
    message = Message.objects.get()
    assert (message.template, message.address_hash) == ("drives/messages/booked.txt", donor.phone_hash)
    assert made.ticket not in str(message.context)
    entry = AuditEntry.objects.get(action="book_slot")
    assert (entry.actor_label, entry.unit, donor.full_name in str(entry.changes)) == (
        DONOR.label,
        union.factory,
        False,
    )


def test_booking_costs_few_statements(union: Union) -> None:
    slot = slots(make.drive(union.commune))[0]
    donor = people.donor(union.factory)
    with CaptureQueriesContext(connection) as seen:
        book(slot, donor)
    own = [query["sql"] for query in seen if "SAVEPOINT" not in query["sql"]]
    assert len(own) <= 9, own


def test_same_request_changes_nothing_even_when_all_is_full_or_over(union: Union) -> None:
    drive = make.drive(union.commune, slots=1, capacity=1)
    slot, donor = slots(drive)[0], people.donor()
    first = book(slot, donor, idempotency_key="same")
    assert book(slot, donor, idempotency_key="same") == first
    assert book(slot, donor, idempotency_key="same", now=slot.ends_at) == first
    assert (taken(drive), Message.objects.count()) == ([1], 1)


def test_key_of_somebody_else_is_refused(union: Union) -> None:
    drive, other = make.drive(union.commune), make.drive(union.commune)
    donor = people.donor()
    book(slots(drive)[0], donor, idempotency_key="same")
    with pytest.raises(KeyTaken):
        book(slots(drive)[0], people.donor(), idempotency_key="same")
    with pytest.raises(KeyTaken):
        book(slots(other)[0], donor, idempotency_key="same")


def test_second_live_registration_is_refused_and_names_the_first(union: Union) -> None:
    drive = make.drive(union.commune)
    donor = people.donor()
    first = book(slots(drive)[0], donor)
    with pytest.raises(AlreadyBooked) as refused:
        book(slots(drive)[1], donor)
    assert (refused.value.registration, taken(drive)) == (first, [1, 0])


def test_slot_is_never_over_filled_beyond_what_its_host_allowed(union: Union) -> None:
    drive = make.drive(union.commune, slots=1, capacity=1)
    drive.slots.update(overbooking=1)
    for _ in range(2):
        book(slots(drive)[0], people.donor())
    with pytest.raises(SlotFull):
        book(slots(drive)[0], people.donor())
    assert Registration.objects.count() == taken(drive)[0] == 2


@pytest.mark.parametrize(
    ("state", "reason"),
    [(DriveState.PLANNED, "not_open"), (DriveState.CANCELLED, "cancelled"), (DriveState.DONE, "not_open")],
)
def test_drive_that_is_not_open_takes_nobody(union: Union, state: str, reason: str) -> None:
    drive = make.drive(union.commune, state=state)
    with pytest.raises(NotTaking) as refused:
        book(slots(drive)[0], people.donor())
    assert (refused.value.reason, taken(drive)) == (reason, [0, 0])


def test_slot_in_the_past_takes_nobody(union: Union) -> None:
    slot = slots(make.drive(union.commune))[0]
    with pytest.raises(NotTaking) as refused:
        book(slot, people.donor(), now=slot.ends_at)
    assert refused.value.reason == "past"


def test_donor_without_a_phone_is_booked_and_told_nothing(union: Union) -> None:
    book(slots(make.drive(union.commune))[0], people.donor(phone=""))
    assert not Message.objects.exists()


def test_cancelled_place_is_free_again_and_may_be_booked_again(union: Union) -> None:
    drive = make.drive(union.commune, slots=1, capacity=1)
    donor = people.donor()
    first = book(slots(drive)[0], donor)
    assert cancel_registration(first, actor=DONOR, now=NOW).sequence == 1
    assert cancel_registration(first, actor=DONOR, now=NOW).sequence == 1  # twice is once
    assert taken(drive) == [0]
    assert book(slots(drive)[0], donor) != first
    assert Message.objects.filter(template="drives/messages/changed.txt").count() == 1


def test_who_has_come_can_neither_change_nor_cancel(union: Union) -> None:
    drive = make.drive(union.commune)
    made = book(slots(drive)[0], people.donor())
    Registration.objects.update(state=RegistrationState.ARRIVED)
    with pytest.raises(NotChangeable):
        cancel_registration(made, actor=DONOR, now=NOW)
    with pytest.raises(NotChangeable):
        change_slot(made, slots(drive)[1], actor=DONOR, now=NOW)
    assert taken(drive) == [1, 0]


def test_slot_is_changed_within_the_drive_alone(union: Union) -> None:
    drive, other = make.drive(union.commune), make.drive(union.commune)
    made = book(slots(drive)[0], people.donor())
    moved = change_slot(made, slots(drive)[1], actor=DONOR, now=NOW)
    again = change_slot(made, slots(drive)[1], actor=DONOR, now=NOW)
    assert (moved.slot, moved.sequence, again.sequence, taken(drive)) == (slots(drive)[1], 1, 1, [0, 1])
    with pytest.raises(BookingRefused):
        change_slot(made, slots(other)[0], actor=DONOR, now=NOW)
    assert taken(other) == [0, 0]


def test_change_to_a_full_or_past_slot_keeps_the_old_place(union: Union) -> None:
    drive = make.drive(union.commune, capacity=1)
    made = book(slots(drive)[0], people.donor())
    book(slots(drive)[1], people.donor())
    with pytest.raises(SlotFull):
        change_slot(made, slots(drive)[1], actor=DONOR, now=NOW)
    with pytest.raises(NotTaking):
        change_slot(made, slots(drive)[1], actor=DONOR, now=NOW + timedelta(days=30))
    made.refresh_from_db()
    assert (made.slot, made.sequence, taken(drive)) == (slots(drive)[0], 0, [1, 1])


def test_donor_who_waits_and_finds_a_place_in_another_slot_waits_no_more(union: Union) -> None:
    drive = make.drive(union.commune, capacity=1)
    first, second = slots(drive)
    booked = book(first, people.donor())
    book(second, people.donor())
    waits, also = people.donor(), people.donor()
    for donor in (waits, also):
        join_waiting_list(drive, donor, credited_to=None, wanted_slot=first, actor=DONOR, now=NOW)
    cancel_registration(booked, actor=DONOR, now=NOW)  # offered to `waits`
    Slot.objects.filter(pk=second.pk).update(capacity=2)
    book(second, waits)
    states = dict(WaitingPlace.objects.values_list("donor", "state"))
    assert states == {waits.pk: OfferState.GONE, also.pk: OfferState.OFFERED}
    assert taken(drive) == [1, 2]


def test_who_gave_too_recently_is_told_from_when_on(union: Union) -> None:
    drive = make.drive(union.commune)
    donor = people.donor()
    people.donation(donor, on=date(2026, 3, 1))
    with pytest.raises(NotEligible) as refused:
        book(slots(drive)[0], donor)
    assert (refused.value.until, refused.value.by_donation) == (date(2026, 5, 24), True)
    assert taken(drive) == [0, 0]


@pytest.mark.parametrize("known", [{"birth_date": date(2008, 4, 8)}, {"not_before": date(2026, 4, 8)}])
def test_who_is_too_young_or_was_told_to_wait_is_refused_for_another_reason(
    union: Union, known: dict[str, date]
) -> None:
    donor = people.donor()
    Donor.objects.filter(pk=donor.pk).update(**known)
    with pytest.raises(NotEligible) as refused:
        book(slots(make.drive(union.commune))[0], Donor.objects.get(pk=donor.pk))
    assert (refused.value.until, refused.value.by_donation) == (date(2026, 4, 8), False)


def test_who_reaches_the_day_exactly_is_booked(union: Union) -> None:
    donor = people.donor(birth_date=date(2008, 4, 7))
    people.donation(donor, on=date(2026, 1, 13))  # twelve weeks before
    assert book(slots(make.drive(union.commune))[0], donor).pk
