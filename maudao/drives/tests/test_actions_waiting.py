"""The waiting list: who waits longest is offered a place first, for a time, and nobody overtakes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from conftest import Union
from maudao.donors import make as people
from maudao.donors.models import Donor
from maudao.drives import make
from maudao.drives.actions.booking import DONOR, book_slot, cancel_registration, change_slot
from maudao.drives.actions.refusals import (
    AlreadyBooked,
    NotEligible,
    NotTaking,
    OfferOver,
    PlacesLeft,
    SlotFull,
)
from maudao.drives.actions.waiting import (
    accept_offer,
    join_waiting_list,
    lapse_offer,
    leave_waiting_list,
    offer_free_places,
)
from maudao.drives.jobs import lapse_offers, offer_places
from maudao.drives.models import Drive, Registration, Slot, WaitingPlace
from maudao.drives.queries.registrations import place_in_queue
from maudao.drives.rules import DriveState, OfferState, RegistrationState
from maudao.drives.soundness import slot_faults
from maudao.messaging.models import Message
from maudao.messaging.rules import goes_at
from maudao.messaging.sending import text_of
from maudao.organization.make import NOW

_KEYS: Iterator[int] = iter(range(10**6))


@pytest.fixture
def full(union: Union) -> Drive:
    """A drive of two slots with one place each, both taken."""
    drive = make.drive(union.commune, capacity=1)
    for slot in drive.slots.all():
        book(slot)
    return drive


@pytest.fixture(autouse=True)
def _slots_stay_sound(db: None) -> Iterator[None]:
    yield
    assert list(slot_faults()) == []


def book(slot: Slot, donor: Donor | None = None, *, now: datetime = NOW) -> Registration:
    known: dict[str, Any] = {"credited_to": slot.drive.host, "idempotency_key": f"w-{next(_KEYS)}"}
    return book_slot(slot, donor or people.donor(), actor=DONOR, now=now, **known)


def wait(
    drive: Drive, donor: Donor | None = None, *, now: datetime = NOW, wanted: Slot | None = None
) -> WaitingPlace:
    joined = now + timedelta(seconds=next(_KEYS))
    return join_waiting_list(
        drive, donor or people.donor(), credited_to=None, wanted_slot=wanted, actor=DONOR, now=joined
    )


def cancel(drive: Drive, slot: int = 0) -> None:
    chosen = drive.slots.order_by("starts_at")[slot]
    held = chosen.registrations.filter(state=RegistrationState.REGISTERED).first()
    assert held is not None
    cancel_registration(held, actor=DONOR, now=NOW)


def states(*places: WaitingPlace) -> list[str]:
    return [WaitingPlace.objects.get(pk=place.pk).state for place in places]


def test_place_in_the_queue_is_told(full: Drive) -> None:
    places = [wait(full) for _ in range(3)]
    assert [place_in_queue(place) for place in places] == [1, 2, 3]
    leave_waiting_list(places[0], actor=DONOR, now=NOW)
    assert place_in_queue(places[2]) == 2


def test_who_waits_already_keeps_the_first_place(full: Drive) -> None:
    donor = people.donor()
    assert wait(full, donor) == wait(full, donor)
    assert WaitingPlace.objects.count() == 1


def test_nobody_waits_for_what_is_free_or_over_or_already_theirs(union: Union, full: Drive) -> None:
    with pytest.raises(PlacesLeft):
        wait(make.drive(union.commune))
    booked = Registration.objects.select_related("donor")[0]
    with pytest.raises(AlreadyBooked):
        wait(full, booked.donor)
    with pytest.raises(NotTaking) as refused:
        wait(full, now=NOW + timedelta(days=30))
    assert refused.value.reason == "past"
    young = people.donor(birth_date=NOW.date())
    with pytest.raises(NotEligible):
        wait(full, young)


def test_freed_place_is_offered_to_who_waits_longest_and_held(full: Drive) -> None:
    first, second = wait(full), wait(full)
    cancel(full)
    assert states(first, second) == [OfferState.OFFERED, OfferState.WAITING]
    offered = WaitingPlace.objects.get(pk=first.pk)
    assert offered.offer_ends_at == NOW + timedelta(hours=2)
    assert Message.objects.get(template="drives/messages/offer.txt").address_hash == first.donor.phone_hash
    with pytest.raises(SlotFull):
        book(full.slots.order_by("starts_at")[0])


def test_who_waits_for_one_slot_is_not_offered_another(full: Drive) -> None:
    late = full.slots.order_by("starts_at")[1]
    for_late, for_any = wait(full, wanted=late), wait(full)
    cancel(full, 0)
    assert states(for_late, for_any) == [OfferState.WAITING, OfferState.OFFERED]
    cancel(full, 1)
    assert WaitingPlace.objects.get(pk=for_late.pk).offered_slot == late


def test_offer_is_accepted_once(full: Drive) -> None:
    place = wait(full)
    cancel(full)
    made = accept_offer(place, actor=DONOR, now=NOW)
    assert accept_offer(place, actor=DONOR, now=NOW + timedelta(days=1)) == made
    assert (states(place), made.slot) == ([OfferState.TAKEN], full.slots.order_by("starts_at")[0])
    assert Registration.objects.filter(state=RegistrationState.REGISTERED).count() == 2


def test_booking_the_slot_that_is_offered_takes_the_offer(full: Drive) -> None:
    place = wait(full)
    cancel(full)
    book(full.slots.order_by("starts_at")[0], place.donor)
    assert states(place) == [OfferState.TAKEN]


def test_lapsed_offer_goes_to_the_next_and_is_told(full: Drive) -> None:
    first, second = wait(full), wait(full)
    cancel(full)
    later = NOW + timedelta(hours=2)
    assert not lapse_offer(first, now=later - timedelta(seconds=1))
    with pytest.raises(OfferOver):
        accept_offer(first, actor=DONOR, now=later)
    assert lapse_offer(first, now=later)
    assert not lapse_offer(first, now=later)
    assert states(first, second) == [OfferState.LAPSED, OfferState.OFFERED]
    told = Message.objects.get(template="drives/messages/offer_lapsed.txt")
    assert told.address_hash == first.donor.phone_hash
    with pytest.raises(OfferOver):
        accept_offer(first, actor=DONOR, now=later)


def test_offer_that_is_left_goes_to_the_next_or_frees_the_place(full: Drive) -> None:
    first, second = wait(full), wait(full)
    cancel(full)
    leave_waiting_list(first, actor=DONOR, now=NOW)
    leave_waiting_list(first, actor=DONOR, now=NOW)
    assert states(first, second) == [OfferState.GONE, OfferState.OFFERED]
    leave_waiting_list(second, actor=DONOR, now=NOW)
    assert [slot.taken for slot in full.slots.order_by("starts_at")] == [0, 1]


def test_changing_the_slot_gives_the_old_place_to_who_waits(full: Drive) -> None:
    early, late = full.slots.order_by("starts_at")
    place = wait(full, wanted=early)
    Slot.objects.filter(pk=late.pk).update(capacity=2)
    held = early.registrations.get()
    change_slot(held, Slot.objects.get(pk=late.pk), actor=DONOR, now=NOW)
    assert states(place) == [OfferState.OFFERED]
    assert [slot.taken for slot in full.slots.order_by("starts_at")] == [1, 2]


def test_newcomer_does_not_overtake_who_waits(full: Drive) -> None:
    place = wait(full)
    slot = full.slots.order_by("starts_at")[0]
    Slot.objects.filter(pk=slot.pk).update(capacity=2)  # the host makes room; the job has not run yet
    with pytest.raises(SlotFull):
        book(slot)
    assert offer_free_places(full, now=NOW) == [place]
    with pytest.raises(SlotFull):
        book(slot)


def test_free_places_are_offered_in_the_order_of_waiting(full: Drive) -> None:
    late = full.slots.order_by("starts_at")[1]
    places = [wait(full, wanted=late), wait(full, wanted=late), wait(full), wait(full)]
    full.slots.update(capacity=2)
    offered = offer_free_places(full, now=NOW)
    assert offered == [places[0], places[2]]
    assert [slot.taken for slot in full.slots.order_by("starts_at")] == [2, 2]
    assert offer_free_places(full, now=NOW) == []


def test_shortly_before_the_slot_places_are_for_whoever_comes_first(full: Drive) -> None:
    place = wait(full)
    slot = full.slots.order_by("starts_at")[0]
    late = slot.starts_at - timedelta(minutes=30)
    Slot.objects.filter(pk=slot.pk).update(capacity=2)
    assert offer_free_places(full, now=late) == []
    book(slot, now=late)
    assert states(place) == [OfferState.WAITING]


def test_offer_of_the_night_is_told_in_the_morning_or_not_made(full: Drive) -> None:
    early, late = full.slots.order_by("starts_at")
    for_early, for_late = wait(full, wanted=early), wait(full, wanted=late)
    Slot.objects.filter(pk=late.pk).update(
        starts_at=early.starts_at + timedelta(hours=2), ends_at=early.ends_at + timedelta(hours=2)
    )
    full.slots.update(capacity=2)
    night = early.starts_at - timedelta(hours=3)
    assert offer_free_places(full, now=night) == [for_late]
    assert states(for_early, for_late) == [OfferState.WAITING, OfferState.OFFERED]
    told = Message.objects.get(template="drives/messages/offer.txt")
    morning = goes_at(night)
    assert (morning > night, told.not_after is not None and told.not_after > morning) == (True, True)
    with pytest.raises(SlotFull):
        book(Slot.objects.get(pk=late.pk), now=night)


def test_cancelled_drive_offers_nothing(full: Drive) -> None:
    wait(full)
    Drive.objects.update(state=DriveState.CANCELLED)
    full.slots.update(capacity=2)
    assert offer_free_places(full, now=NOW) == []


def test_worker_passes_lapsed_offers_on_and_offers_what_is_free(union: Union) -> None:
    drive = make.drive(union.commune, slots=1, capacity=1, held_on=timezone.localdate() + timedelta(days=9))
    now = timezone.now()
    held = book(drive.slots.select_related("drive__host").get(), now=now)
    places = [
        join_waiting_list(drive, people.donor(), credited_to=None, actor=DONOR, now=now) for _ in range(3)
    ]
    cancel_registration(held, actor=DONOR, now=now)
    WaitingPlace.objects.filter(pk=places[0].pk).update(offer_ends_at=now)
    drive.slots.update(capacity=2)
    assert (lapse_offers(), offer_places(), lapse_offers(), offer_places()) == (1, 1, 0, 0)
    assert states(*places) == [OfferState.LAPSED, OfferState.OFFERED, OfferState.OFFERED]


def test_messages_say_when_and_where_and_lead_to_the_ticket(full: Drive) -> None:
    place, other = wait(full), wait(full)
    cancel(full)
    lapse_offer(place, now=NOW + timedelta(hours=2))
    made = accept_offer(other, actor=DONOR, now=NOW)
    change = Message.objects.get(idempotency_key__startswith="changed:")
    texts = {message.template: text_of(message) for message in Message.objects.all()}
    names = ("booked", "changed", "offer", "offer_lapsed")
    assert set(texts) == {f"drives/messages/{name}.txt" for name in names}
    assert all("07:30 07/04/2026" in text for text in texts.values())
    assert f"/ve/{full.pk}-{made.ticket}/" in text_of(
        Message.objects.get(idempotency_key=f"booked:{made.pk}")
    )
    assert f"/cho/{full.pk}-{place.ticket}/" in texts["drives/messages/offer_lapsed.txt"]
    assert change.purpose == "registration"
    assert not any(len(text.splitlines()) > 1 or "{" in text for text in texts.values())
