"""Booking by a unit for colleagues: one result for each, and nothing told that is not the chair's business."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from conftest import Union
from maudao.donors import make as people
from maudao.donors.actions.consents import give_consent
from maudao.donors.actions.people import Person
from maudao.donors.models import Consent, Donor
from maudao.donors.rules import ConsentMethod, ConsentPurpose
from maudao.drives import make
from maudao.drives.actions.booking import DONOR, book_slot
from maudao.drives.actions.colleagues import (
    Outcome,
    Sending,
    cancel_for_colleague,
    change_for_colleague,
    register_colleagues,
    register_new_colleague,
    swap_colleague,
)
from maudao.drives.actions.refusals import AlreadyBooked, NoConsent, NotChangeable, NotColleague, NotEligible
from maudao.drives.actions.waiting import join_waiting_list
from maudao.drives.models import Drive, Registration, Slot, WaitingPlace
from maudao.drives.rules import OfferState, RegistrationState
from maudao.drives.soundness import slot_faults
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import Unit

_KEYS: Iterator[int] = iter(range(10**6))


@pytest.fixture(autouse=True)
def _slots_stay_sound(db: None) -> Iterator[None]:
    yield
    assert list(slot_faults()) == []


def sending(slot: Slot | None = None, *, papers: bool = True) -> Sending:
    return Sending(slot, f"c-{next(_KEYS)}", holds_papers=papers)


def register(unit: Unit, drive: Drive, donors: list[Donor], by: Sending | None = None) -> list[Outcome]:
    known: dict[str, Any] = {"actor": ACTOR, "now": NOW}
    return register_colleagues(unit, drive, donors=donors, sending=by or sending(), **known)


def results(outcomes: list[Outcome]) -> list[str]:
    return [outcome.result for outcome in outcomes]


def taken(drive: Drive) -> list[int]:
    return list(drive.slots.order_by("starts_at").values_list("taken", flat=True))


def test_several_get_the_first_slots_that_have_places(union: Union) -> None:
    drive = make.drive(union.commune, capacity=2)
    donors = [people.donor(union.factory, phone="") for _ in range(5)]
    assert results(register(union.factory, drive, donors)) == ["booked"] * 4 + ["full"]
    assert taken(drive) == [2, 2]
    assert set(Registration.objects.values_list("by_chair", flat=True)) == {True}


def test_same_sending_again_changes_nothing(union: Union) -> None:
    drive = make.drive(union.commune, capacity=1)
    donors = [people.donor(union.factory) for _ in range(2)]
    once = sending()
    first = register(union.factory, drive, donors, once)
    again = register(union.factory, drive, donors, once)
    assert [outcome.registration for outcome in again] == [outcome.registration for outcome in first]
    assert results(again) == ["booked", "booked"]
    assert results(register(union.factory, drive, donors)) == ["already", "already"]
    assert Registration.objects.count() == 2


def test_paper_consent_is_noted_once_and_needed(union: Union) -> None:
    drive, donor = make.drive(union.commune), people.donor(union.factory)
    assert results(register(union.factory, drive, [donor], sending(papers=False))) == ["no_consent"]
    assert results(register(union.factory, drive, [donor])) == ["booked"]
    consent = Consent.objects.get()
    assert (consent.purpose, consent.method) == (ConsentPurpose.CAMPAIGN, ConsentMethod.PAPER)
    other = make.drive(union.commune, held_on=date(2026, 4, 8))
    assert results(register(union.factory, other, [donor], sending(papers=False))) == ["booked"]


def test_who_is_no_colleague_is_not_registered(union: Union) -> None:
    drive, stranger = make.drive(union.commune), people.donor(union.school)
    assert results(register(union.factory, drive, [stranger])) == ["not_possible"]
    assert not Consent.objects.exists()


@pytest.mark.parametrize(("chair_sees", "result"), [(True, "too_soon"), (False, "not_possible")])
def test_who_gave_too_recently_is_told_only_to_a_chair_who_may_know(
    union: Union, chair_sees: bool, result: str
) -> None:
    donor = people.donor(union.factory)
    people.donation(donor, on=date(2026, 3, 1))
    if chair_sees:
        consent_to_chair(donor)
    assert results(register(union.factory, make.drive(union.commune), [donor])) == [result]


def test_other_reasons_are_nobodys_business(union: Union) -> None:
    donor = people.donor(union.factory)
    consent_to_chair(donor)
    Donor.objects.update(not_before=date(2026, 6, 1))
    donor.refresh_from_db()
    assert results(register(union.factory, make.drive(union.commune), [donor])) == ["not_possible"]


@pytest.mark.parametrize(("chair_sees", "result"), [(True, "already"), (False, "not_possible")])
def test_who_registered_alone_is_told_only_to_a_chair_who_may_know(
    union: Union, chair_sees: bool, result: str
) -> None:
    drive, donor = make.drive(union.commune), people.donor(union.factory)
    slot = drive.slots.order_by("starts_at")[0]
    book_slot(slot, donor, credited_to=union.commune, idempotency_key="own", actor=DONOR, now=NOW)
    if chair_sees:
        consent_to_chair(donor)
    assert results(register(union.factory, drive, [donor])) == [result]


def consent_to_chair(donor: Donor) -> None:
    purpose = ConsentPurpose.CHAIR_SEES
    give_consent(donor, purpose, method=ConsentMethod.ONLINE, actor=DONOR, now=NOW)


def test_new_colleague_is_entered_and_registered_once(union: Union) -> None:
    drive, once = make.drive(union.commune), sending()
    person = Person(full_name="Quàng Thị Mới", birth_date=date(1990, 5, 1), sex="F")
    made = [
        register_new_colleague(union.factory, drive, person=person, sending=once, actor=ACTOR, now=NOW)
        for _ in range(2)
    ]
    assert results(made) == ["booked", "booked"]
    assert (Donor.objects.count(), taken(drive)) == (1, [1, 0])
    assert Donor.objects.get().memberships.get().unit == union.factory


@pytest.fixture
def held(union: Union) -> Registration:
    """A registration that the factory made, in a drive with one place in each slot."""
    drive = make.drive(union.commune, capacity=1)
    made = register(union.factory, drive, [people.donor(union.factory)])[0].registration
    assert made is not None
    return made


def test_place_is_swapped_and_free_at_no_moment(union: Union, held: Registration) -> None:
    other, once = people.donor(union.factory), sending()
    waits = people.donor()
    Slot.objects.exclude(pk=held.slot_id).update(capacity=0)
    join_waiting_list(held.drive, waits, credited_to=None, actor=DONOR, now=NOW)
    made = [
        swap_colleague(union.factory, held, donor=other, sending=once, actor=ACTOR, now=NOW) for _ in range(2)
    ]
    held.refresh_from_db()
    assert (made[0], made[0].donor, made[0].slot) == (made[1], other, held.slot)
    assert (held.state, taken(held.drive)) == (RegistrationState.CANCELLED, [1, 0])
    assert WaitingPlace.objects.get().state == OfferState.WAITING


def test_swap_with_who_cannot_come_keeps_the_place(union: Union, held: Registration) -> None:
    young = people.donor(union.factory, birth_date=date(2020, 1, 1))
    stranger, unsigned = people.donor(union.school), people.donor(union.factory)
    for other, papers, refusal in (
        (young, True, NotEligible),
        (stranger, True, NotColleague),
        (unsigned, False, NoConsent),
        (held.donor, True, AlreadyBooked),
    ):
        with pytest.raises(refusal):
            swap_colleague(
                union.factory, held, donor=other, sending=sending(papers=papers), actor=ACTOR, now=NOW
            )
    held.refresh_from_db()
    assert held.state == RegistrationState.REGISTERED


def test_unit_moves_and_cancels_what_it_booked(union: Union, held: Registration) -> None:
    later = held.drive.slots.order_by("-starts_at")[0]
    assert change_for_colleague(union.factory, held, slot=later, actor=ACTOR, now=NOW).slot == later
    for _ in range(2):
        cancelled = cancel_for_colleague(union.factory, held, actor=ACTOR, now=NOW)
    assert (cancelled.state, taken(held.drive)) == (RegistrationState.CANCELLED, [0, 0])
    with pytest.raises(NotChangeable):
        swap_colleague(
            union.factory, held, donor=people.donor(union.factory), sending=sending(), actor=ACTOR, now=NOW
        )


def test_unit_touches_neither_anothers_nor_what_a_donor_booked_alone(
    union: Union, held: Registration
) -> None:
    alone = make.registration(held.drive, people.donor(union.factory), slot=held.drive.slots.last())
    for unit, registration in ((union.school, held), (union.factory, alone)):
        with pytest.raises(NotColleague):
            cancel_for_colleague(unit, registration, actor=ACTOR, now=NOW)
