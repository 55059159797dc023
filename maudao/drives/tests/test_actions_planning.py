"""Planning, revising and opening a drive, and its slots."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.actions import close_campaign
from maudao.campaigns.models import Campaign
from maudao.donors import make as donors
from maudao.drives import make
from maudao.drives.actions.places import take_place
from maudao.drives.actions.planning import DrivePlan, DriveRefused, open_drive, plan_drive, revise_drive
from maudao.drives.actions.slotting import Places, SlotChanges, SlotsRefused, set_slots
from maudao.drives.models import Drive, ReceivingCentre, Slot
from maudao.drives.rules import DriveState, OfferState, RegistrationState
from maudao.drives.rules.planning import Position
from maudao.drives.rules.slots import Morning, Span, at, cut, overlapping
from maudao.organization import make as units
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry, Unit
from maudao.organization.rules import UnitKind

DAY = date(2026, 4, 7)
PLAN = DrivePlan(title="Ngày hội hiến máu", place="Nhà văn hoá", held_on=DAY)


def _planned(host: Unit, **more: Any) -> Drive:
    return plan_drive(host, replace(PLAN, **more), actor=ACTOR, now=NOW)


def _reason(work: Callable[[], Any]) -> str:
    with pytest.raises((DriveRefused, SlotsRefused)) as refused:
        work()
    return refused.value.reason


def _set(drive: Drive, **changes: Any) -> list[Slot]:
    return set_slots(drive, SlotChanges(**changes), actor=ACTOR, now=NOW)


@pytest.fixture
def campaign(union: Union) -> Campaign:
    return campaigns.launched(union.province)


# ── plan ──


def test_a_plan_becomes_a_drive_that_takes_nobody_yet(union: Union, campaign: Campaign) -> None:
    drive = _planned(
        union.factory,
        campaign=campaign,
        position=Position(Decimal("21.02850"), Decimal("105.85420")),
        new_centre="Bệnh viện  tỉnh",
        programmes=("hanh-trinh-do", "thang-cong-nhan"),
        co_hosts=(union.school, union.factory),
        expected_units=50,
    )
    drive.refresh_from_db()
    assert (drive.state, drive.code) == (DriveState.PLANNED, "mt-cs-002-0704")
    assert (drive.latitude, drive.expected_units) == (Decimal("21.02850"), 50)
    assert {programme.code for programme in drive.programmes.all()} == {"hanh-trinh-do", "thang-cong-nhan"}
    assert set(drive.co_hosts.all()) == {union.school}
    assert drive.centre is not None
    assert drive.centre.name == "Bệnh viện tỉnh"
    assert AuditEntry.objects.get(action="plan_drive").unit == union.factory


def test_each_drive_of_a_day_has_a_code_of_its_own(union: Union) -> None:
    codes = [_planned(union.factory).code for _ in range(3)]
    assert codes == ["mt-cs-002-0704", "mt-cs-002-0704-2", "mt-cs-002-0704-3"]


def test_a_centre_named_again_in_other_letters_is_the_same(union: Union) -> None:
    for name in ("Bệnh viện Tỉnh", "BỆNH VIỆN TỈNH", "benh vien tinh"):
        _planned(union.factory, new_centre=name)
    assert ReceivingCentre.objects.count() == 1


def test_a_day_that_is_over_is_refused(union: Union) -> None:
    assert _reason(lambda: _planned(union.factory, held_on=date(2026, 3, 31))) == "past"
    assert _planned(union.factory, held_on=date(2026, 4, 1)).pk


def test_a_campaign_counts_only_the_drives_of_who_takes_part_while_it_runs(
    union: Union, campaign: Campaign
) -> None:
    assert _reason(lambda: _planned(union.strange_factory, campaign=campaign)) == "campaign"
    close_campaign(campaign, actor=ACTOR, now=NOW)
    assert _reason(lambda: _planned(union.factory, campaign=campaign)) == "campaign"


# ── revise ──


def test_before_it_opens_the_day_may_change_and_the_slots_go_with_it(union: Union) -> None:
    drive = make.drive(union.factory, state=DriveState.PLANNED)
    plan = replace(PLAN, title="Giọt hồng", held_on=DAY + timedelta(days=2))
    revised = revise_drive(drive, plan, actor=ACTOR, now=NOW)
    assert (revised.title, revised.held_on) == ("Giọt hồng", date(2026, 4, 9))
    assert [slot.starts_at for slot in drive.slots.all()] == [
        at(date(2026, 4, 9), time(7, 30)),
        at(date(2026, 4, 9), time(8)),
    ]
    assert AuditEntry.objects.get(action="revise_drive").changes["held_on"] == ["2026-04-07", "2026-04-09"]


def test_once_it_is_open_the_day_and_the_place_change_only_by_moving_it(union: Union) -> None:
    drive = make.drive(union.factory)
    later, elsewhere = replace(PLAN, held_on=date(2026, 4, 9)), replace(PLAN, place="Sân vận động")
    assert _reason(lambda: revise_drive(drive, later, actor=ACTOR, now=NOW)) == "told"
    assert _reason(lambda: revise_drive(drive, elsewhere, actor=ACTOR, now=NOW)) == "told"
    assert revise_drive(drive, replace(PLAN, notice="Mang CCCD"), actor=ACTOR, now=NOW).notice == "Mang CCCD"


def test_the_campaign_does_not_change_once_somebody_has_registered(union: Union, campaign: Campaign) -> None:
    drive = make.drive(union.factory)
    make.registration(drive, donors.donor())
    plan = replace(PLAN, campaign=campaign)
    assert _reason(lambda: revise_drive(drive, plan, actor=ACTOR, now=NOW)) == "campaign_taken"


@pytest.mark.parametrize("state", [DriveState.CANCELLED, DriveState.DONE])
def test_what_has_ended_is_not_changed(union: Union, state: DriveState) -> None:
    drive = make.drive(union.factory, state=state)
    assert _reason(lambda: revise_drive(drive, PLAN, actor=ACTOR, now=NOW)) == "ended"
    assert _reason(lambda: open_drive(drive, actor=ACTOR, now=NOW)) == "ended"
    assert _reason(lambda: _set(drive)) == "ended"


# ── open ──


def test_a_drive_opens_once_it_has_places_that_are_to_come(union: Union) -> None:
    drive = make.drive(union.factory, slots=0, state=DriveState.PLANNED)
    assert _reason(lambda: open_drive(drive, actor=ACTOR, now=NOW)) == "no_slots"
    _set(drive, added=cut(Morning(time(7), time(8)), on=DAY), places=Places(5))
    assert _reason(lambda: open_drive(drive, actor=ACTOR, now=at(DAY, time(8)))) == "past"
    assert open_drive(drive, actor=ACTOR, now=NOW).state == DriveState.OPEN
    open_drive(drive, actor=ACTOR, now=NOW)
    assert AuditEntry.objects.filter(action="open_drive").count() == 1


# ── slots ──


def test_slots_are_made_in_bulk_with_the_places_of_each(union: Union) -> None:
    drive = make.drive(union.factory, slots=0)
    spans = cut(Morning(time(7), time(14), pause=(time(11, 30), time(13))), on=DAY)
    slots = _set(drive, added=spans, places=Places(10, 4))
    assert len(slots) == 11
    assert {(slot.capacity, slot.overbooking, slot.taken) for slot in slots} == {(10, 4, 0)}


def test_places_are_never_fewer_than_are_taken(union: Union) -> None:
    drive = make.drive(union.factory, capacity=3)
    first, second = drive.slots.all()
    for _ in range(3):
        make.registration(drive, donors.donor(), slot=Slot.objects.get(pk=first.pk))
    with pytest.raises(SlotsRefused) as refused:
        _set(drive, changed={first.pk: Places(2), second.pk: Places(1)})
    assert (refused.value.reason, refused.value.slots) == ("below_taken", (first.starts_at,))
    second.refresh_from_db()
    assert second.capacity == 3
    assert [slot.capacity for slot in _set(drive, changed={first.pk: Places(2, 1)})] == [2, 3]


def test_a_slot_with_somebody_in_it_is_not_taken_away(union: Union) -> None:
    drive = make.drive(union.factory)
    first, second = drive.slots.all()
    make.registration(drive, donors.donor(), slot=first)
    assert _reason(lambda: _set(drive, removed=[first.pk])) == "not_empty"
    assert [slot.pk for slot in _set(drive, removed=[second.pk])] == [first.pk]
    assert _reason(lambda: _set(drive, removed=[second.pk])) == "gone"


def test_a_slot_that_somebody_has_left_keeps_no_places_and_can_be_filled_again(union: Union) -> None:
    drive = make.drive(union.factory, slots=1)
    slot = drive.slots.get()
    make.registration(drive, donors.donor(), slot=slot, state=RegistrationState.CANCELLED)
    Slot.objects.update(taken=0)
    assert [left.capacity for left in _set(drive, removed=[slot.pk])] == [0]
    refilled = _set(drive, added=[Span(slot.starts_at, slot.ends_at)], places=Places(6))
    assert [(row.pk, row.capacity) for row in refilled] == [(slot.pk, 6)]


def test_who_waits_for_a_slot_that_is_taken_away_waits_for_any(union: Union) -> None:
    drive = make.drive(union.factory)
    first, second = drive.slots.all()
    place = make.waiting_place(drive, donors.donor(), wanted_slot=second)
    Slot.objects.filter(pk=first.pk).update(taken=10)
    _set(drive, removed=[second.pk])
    place.refresh_from_db()
    assert (place.state, place.wanted_slot) == (OfferState.WAITING, None)


def test_two_slots_never_share_a_moment(union: Union) -> None:
    drive = make.drive(union.factory)
    half_past = Span(at(DAY, time(7, 45)), at(DAY, time(8, 15)))
    assert _reason(lambda: _set(drive, added=[half_past], places=Places(1))) == "overlap"


def test_slots_stay_on_the_day(union: Union) -> None:
    drive = make.drive(union.factory)
    next_day = Span(at(DAY + timedelta(days=1), time(7)), at(DAY + timedelta(days=1), time(8)))
    assert _reason(lambda: _set(drive, added=[next_day], places=Places(1))) == "off_the_day"


def test_places_that_are_added_are_offered_to_who_waits(union: Union) -> None:
    drive = make.drive(union.factory, slots=1, capacity=1)
    make.registration(drive, donors.donor())
    place = make.waiting_place(drive, donors.donor())
    slots = _set(drive, changed={drive.slots.get().pk: Places(2)})
    place.refresh_from_db()
    assert place.state == OfferState.OFFERED
    assert [(slot.capacity, slot.taken) for slot in slots] == [(2, 2)]


@given(st.lists(st.tuples(st.integers(0, 23), st.integers(1, 60), st.integers(0, 3)), max_size=6))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_added_and_taken_away_slots_never_overlap(
    union: Union, steps: list[tuple[int, int, int]]
) -> None:
    drive = make.drive(union.factory)
    for hour, minutes, removed in steps:
        keys = list(drive.slots.values_list("pk", flat=True))[:removed]
        start = at(DAY, time(hour))
        added = [Span(start, start + timedelta(minutes=minutes))]
        try:
            _set(drive, added=added, places=Places(3), removed=keys)
        except SlotsRefused as refused:
            assert refused.reason in {"overlap", "off_the_day"}  # noqa: PT017 - only some steps are refused
        assert overlapping([Span(slot.starts_at, slot.ends_at) for slot in drive.slots.all()]) is None


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_places_taken_while_they_are_cut_are_all_kept() -> None:
    host = units.unit(units.unit(None, "P", kind=UnitKind.PROVINCE), "P-1")
    drive = make.drive(host, slots=1, capacity=20)
    slot, barrier, outcomes = drive.slots.get(), threading.Barrier(16), [""] * 16

    def run(number: int) -> None:
        barrier.wait()
        try:
            if number % 2:
                outcomes[number] = "booked" if take_place(slot.pk) else "full"
            else:
                _set(drive, changed={slot.pk: Places(number // 2)})
                outcomes[number] = "cut"
        except SlotsRefused as refused:
            outcomes[number] = refused.reason
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    slot.refresh_from_db()
    assert set(outcomes) <= {"booked", "full", "cut", "below_taken"}
    assert slot.taken == outcomes.count("booked") <= slot.capacity
    assert AuditEntry.objects.filter(action="set_slots").count() == outcomes.count("cut")
