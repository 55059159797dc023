"""Numbers of drives, and what share of those who register gives."""

from datetime import date
from fractions import Fraction

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.actions import close_campaign
from maudao.donors import make as donors
from maudao.drives import make
from maudao.drives.models import Drive, Slot
from maudao.drives.queries import drives as queries
from maudao.drives.queries.yields import measured_yield
from maudao.drives.rules import DriveState, RegistrationState
from maudao.drives.rules.overbooking import DEFAULT_YIELD
from maudao.organization.make import ACTOR, NOW

DAY = date(2026, 4, 7)


def _gave(drive: Drive, volume_ml: int, **known: object) -> None:
    giver = donors.donor()
    donation = donors.donation(giver, volume_ml=volume_ml)
    make.registration(drive, giver, state=RegistrationState.DONATED, donation=donation, **known)


def test_numbers_of_a_drive_count_each_person_once(union: Union) -> None:
    drive = make.drive(union.factory, slots=3, capacity=10)
    Slot.objects.filter(drive=drive).update(overbooking=2)
    for state in RegistrationState:
        if state != RegistrationState.DONATED:
            make.registration(drive, donors.donor(), state=state)
    for volume_ml in (250, 350, 350):
        _gave(drive, volume_ml)
    _gave(drive, 350, is_walk_in=True)
    make.waiting_place(drive, donors.donor())
    make.waiting_place(drive, donors.donor(), state="gone")
    numbers = queries.numbers(drive)
    assert (numbers.booked, numbers.walk_ins, numbers.waiting) == (8, 1, 1)
    assert (numbers.came, numbers.donated, numbers.deferred) == (7, 4, 1)
    assert [(bags.volume_ml, bags.count) for bags in numbers.bags] == [(250, 1), (350, 3)]
    assert numbers.volume_ml == 1300
    assert (numbers.capacity, numbers.bookable, numbers.more) == (30, 36, 6)


def test_the_deferred_of_a_drive_that_has_ended_are_its_stored_count(union: Union) -> None:
    drive = make.drive(union.factory, state=DriveState.DONE, deferred_count=3)
    assert queries.numbers(drive).deferred == 3


def test_the_list_counts_places_once_and_as_the_page_of_the_drive_does(union: Union) -> None:
    drive = make.drive(union.factory, slots=2, capacity=10)
    Slot.objects.filter(drive=drive).update(overbooking=4)
    for _ in range(3):
        make.registration(drive, donors.donor())
    make.registration(drive, donors.donor(), state=RegistrationState.DONATED, is_walk_in=True)
    make.registration(drive, donors.donor(), state=RegistrationState.CANCELLED)
    make.drive(union.school, slots=0)
    make.drive(union.clinic)
    rows = {row.pk: row for row in queries.drives_within(union.commune)}
    assert len(rows) == 2
    row = rows[drive.pk]
    assert row.places == queries.numbers(drive).bookable == 28  # type: ignore[attr-defined]  # counted by the query
    assert (row.booked, row.donated) == (3, 1)  # type: ignore[attr-defined]  # counted by the query
    summed = queries.totals(queries.drives_within(union.commune))
    assert summed == {"drives": 2, "all_places": 28, "all_booked": 3, "all_donated": 1}


def test_every_drive_is_either_to_come_or_over(union: Union) -> None:
    for held_on in (date(2026, 4, 6), DAY, date(2026, 4, 8)):
        for state in DriveState:
            make.drive(union.factory, held_on=held_on, state=state)
    within = queries.drives_within(union.factory)
    coming = {(row.held_on.day, row.state) for row in queries.coming(within, on=DAY)}
    past = {(row.held_on.day, row.state) for row in queries.past(within, on=DAY)}
    assert coming == {(6, "open"), (7, "open"), (7, "planned"), (8, "open"), (8, "planned")}
    assert len(past) == 12 - len(coming)
    assert not coming & past


def test_a_host_chooses_among_campaigns_that_run_and_that_it_takes_part_in(union: Union) -> None:
    running = campaigns.launched(union.province)
    campaigns.drafted(union.province, number=13)
    ended = close_campaign(campaigns.launched(union.province, number=14), actor=ACTOR, now=NOW)
    assert ended.pk != running.pk
    assert list(queries.campaigns_for(union.factory)) == [running]
    assert not queries.campaigns_for(union.strange_factory).exists()


def test_units_are_found_by_code_or_by_name_without_its_tones(union: Union) -> None:
    names = [" mt-cs-001 ", "cdcs cong ty may binh minh", "MT-CS-001", "", "Không có"]
    found, unknown = queries.units_named(names)
    assert found == (union.school, union.factory)
    assert unknown == ["Không có"]


def test_the_yield_is_measured_at_drives_that_the_host_has_ended(union: Union) -> None:
    assert measured_yield(union.factory) == DEFAULT_YIELD
    drive = make.drive(union.factory, state=DriveState.DONE)
    for _ in range(5):
        _gave(drive, 350)
    _gave(drive, 350, is_walk_in=True)
    make.registration(drive, donors.donor(), state=RegistrationState.NO_SHOW)
    make.registration(drive, donors.donor(), state=RegistrationState.CANCELLED)
    make.registration(make.drive(union.factory), donors.donor())
    assert measured_yield(union.factory) == Fraction(5 + 35, 6 + 50)
    assert measured_yield(union.school) == DEFAULT_YIELD
