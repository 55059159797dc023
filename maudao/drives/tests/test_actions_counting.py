"""What registrations add to the facts, one by one and all again."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.actions import close_campaign, lock_figures, release_figures, reopen_campaign
from maudao.campaigns.models import Campaign, FactEntry
from maudao.donors import make as donors
from maudao.donors.models import Donation, LateCount
from maudao.drives import make
from maudao.drives.actions.counting import count_late, count_registration, recount
from maudao.drives.models import Drive, Registration
from maudao.drives.rules import RegistrationState
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import Unit

BOOKED = datetime(2026, 4, 1, 18, 0, tzinfo=UTC)  # 01:00 of the next day in Việt Nam
BOOKED_ON = date(2026, 4, 2)


@pytest.fixture
def campaign(union: Union) -> Campaign:
    return campaigns.launched(union.province)


@pytest.fixture
def drive(campaign: Campaign, union: Union) -> Drive:
    return make.drive(union.commune, campaign=campaign)


def booked(drive: Drive, unit: Unit | None, **known: Any) -> Registration:
    said = {"credited_to": unit, "registered_at": BOOKED, **known}
    made = make.registration(drive, donors.donor(), **said)
    count_registration(made)
    return made


def facts(drive: Drive) -> dict[tuple[str, str], tuple[date, int]]:
    rows = FactEntry.objects.filter(origin__startswith=f"drive:{drive.pk}:").order_by("on")
    return {
        (code, fact): (on, value)
        for code, fact, on, value in rows.values_list("assignment__unit__code", "fact", "on", "value")
    }


def test_booking_is_counted_at_the_unit_on_its_local_day(drive: Drive, union: Union) -> None:
    booked(drive, union.factory)
    booked(drive, union.factory)
    booked(drive, None)
    assert facts(drive) == {
        (union.factory.code, "registered"): (BOOKED_ON, 2),
        (union.commune.code, "registered"): (BOOKED_ON, 1),
    }


def test_booking_of_a_unit_outside_the_campaign_is_not_counted(drive: Drive, union: Union) -> None:
    booked(drive, union.strange_factory)
    assert (facts(drive), LateCount.objects.count()) == ({}, 0)


def test_drive_of_no_campaign_counts_nothing(union: Union) -> None:
    outside = make.drive(union.commune)
    booked(outside, union.factory)
    recount(outside)
    assert not FactEntry.objects.exists()


def test_cancelled_booking_leaves_no_trace_in_the_figures(drive: Drive, union: Union) -> None:
    stays, goes = booked(drive, union.factory), booked(drive, union.factory)
    count_registration(goes, by=-1)
    assert facts(drive) == {(union.factory.code, "registered"): (BOOKED_ON, 1)}
    count_registration(stays, by=-1)
    assert facts(drive) == {}


def test_outcomes_are_counted_on_the_day_of_the_drive(drive: Drive, union: Union) -> None:
    states = RegistrationState
    for state in (states.ARRIVED, states.DEFERRED, states.LEFT, states.NO_SHOW, states.CANCELLED):
        booked(drive, union.factory, state=state)
    booked(drive, union.school, state=states.ARRIVED, is_walk_in=True)
    recount(drive)
    assert facts(drive) == {
        (union.factory.code, "registered"): (BOOKED_ON, 4),
        (union.factory.code, "arrived"): (drive.held_on, 3),
        (union.school.code, "arrived"): (drive.held_on, 1),
        (union.commune.code, "deferred"): (drive.held_on, 1),
    }


def test_deferred_are_counted_from_the_number_that_a_closed_drive_keeps(drive: Drive, union: Union) -> None:
    booked(drive, union.factory, state=RegistrationState.LEFT)
    Drive.objects.filter(pk=drive.pk).update(deferred_count=1)
    recount(drive)
    assert facts(drive)[union.commune.code, "deferred"] == (drive.held_on, 1)


def test_moved_drive_moves_who_came_and_not_who_booked(drive: Drive, union: Union) -> None:
    booked(drive, union.factory, state=RegistrationState.ARRIVED)
    recount(drive)
    drive.held_on = date(2026, 4, 9)
    drive.save(update_fields=["held_on"])
    recount(drive)
    assert facts(drive) == {
        (union.factory.code, "registered"): (BOOKED_ON, 1),
        (union.factory.code, "arrived"): (date(2026, 4, 9), 1),
    }


def test_drive_of_another_campaign_is_no_longer_counted_in_the_first(
    drive: Drive, union: Union, campaign: Campaign
) -> None:
    booked(drive, union.factory)
    other = campaigns.launched(union.province, number=13)
    drive.campaign = other
    drive.save(update_fields=["campaign"])
    recount(drive)
    entry = FactEntry.objects.get()
    assert (entry.assignment.campaign, entry.value) == (other, 1)


def test_booking_one_by_one_is_what_a_recount_finds(drive: Drive, union: Union) -> None:
    for unit in (union.factory, union.school, union.factory, None):
        booked(drive, unit)
    before = facts(drive)
    with CaptureQueriesContext(connection) as captured:
        recount(drive)
    assert facts(drive) == before
    assert not [query for query in captured if "INSERT" in query["sql"] or "DELETE" in query["sql"]]


def test_booking_at_a_unit_whose_report_was_sent_waits_until_it_is_opened(
    drive: Drive, union: Union, campaign: Campaign
) -> None:
    part = campaigns.part(campaign, union.factory)
    first = booked(drive, union.factory)
    lock_figures(part, now=NOW)
    booked(drive, union.factory)
    count_registration(first, by=-1)
    Registration.objects.filter(pk=first.pk).update(state=RegistrationState.CANCELLED)
    recount(drive)
    donors.donation(donors.donor(), campaign=campaign, credited_to=union.factory)
    assert facts(drive) == {(union.factory.code, "registered"): (BOOKED_ON, 1)}
    assert (count_late(), LateCount.objects.get().assignment) == (0, part)
    release_figures(part, still={})
    assert (count_late(), LateCount.objects.count()) == (1, 0)
    assert facts(drive) == {(union.factory.code, "registered"): (BOOKED_ON, 1)}
    assert FactEntry.objects.get(fact="donations").value == Donation.objects.count()


def test_nothing_that_stands_as_it_was_waits(drive: Drive, union: Union, campaign: Campaign) -> None:
    booked(drive, union.factory)
    lock_figures(campaigns.part(campaign, union.factory), now=NOW)
    recount(drive)
    assert not LateCount.objects.exists()


def test_booking_in_a_closed_campaign_waits_until_it_is_opened(
    drive: Drive, union: Union, campaign: Campaign
) -> None:
    close_campaign(campaign, actor=ACTOR, now=NOW)
    booked(drive, union.factory)
    assert (count_late(), facts(drive)) == (0, {})
    reopen_campaign(campaign, actor=ACTOR, now=NOW)
    assert count_late() == 1
    assert facts(drive) == {(union.factory.code, "registered"): (BOOKED_ON, 1)}


def test_booking_is_counted_by_one_query(
    drive: Drive, union: Union, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = make.registration(drive, donors.donor(), credited_to=union.factory)
    made = Registration.objects.get(pk=made.pk)
    with django_assert_num_queries(1):
        count_registration(made)
    with django_assert_num_queries(2):
        count_registration(made, by=-1)
    assert not FactEntry.objects.exists()


def test_whole_drive_is_counted_by_the_same_number_of_queries(
    drive: Drive, union: Union, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for units in ([union.factory], [union.school, union.hospital]):
        for unit in units:
            make.registration(drive, donors.donor(), credited_to=unit)
        FactEntry.objects.all().delete()
        with django_assert_num_queries(9):
            recount(drive)
