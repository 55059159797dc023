"""Counting while others count, and while a report is being sent."""

from typing import Any

import pytest
from django.db import transaction

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.actions import lock_figures, release_figures
from maudao.campaigns.models import Campaign
from maudao.campaigns.tests.test_concurrency import at_once
from maudao.donors import make as donors
from maudao.donors.models import Donation
from maudao.drives import make
from maudao.drives.actions.counting import count_late, count_registration, recount
from maudao.drives.models import Drive
from maudao.drives.tests.test_facts_properties import counted_anew, stored
from maudao.organization.make import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def campaign(union: Union) -> Campaign:
    return campaigns.launched(union.province)


def test_donations_at_one_unit_and_day_at_once_are_all_counted(campaign: Campaign, union: Union) -> None:
    people = [donors.donor() for _ in range(4)]

    def give(number: int) -> Donation:
        unit = (union.factory, union.school)[number % 2]
        return donors.donation(people[number // 2], on=NOW.date(), campaign=campaign, credited_to=unit)

    given = at_once(8, give)
    assert [one for one in given if not isinstance(one, Donation)] == []
    assert stored(campaign) == counted_anew(campaign)


def test_bookings_are_counted_while_the_drive_is_counted_and_a_report_is_sent(
    campaign: Campaign, union: Union
) -> None:
    drive = make.drive(union.commune, campaign=campaign)
    part = campaigns.part(campaign, union.factory)
    people = [donors.donor() for _ in range(6)]

    def work(number: int) -> Any:
        if number < 6:
            with transaction.atomic():
                made = make.registration(drive, people[number], credited_to=union.factory)
                return count_registration(made)
        return recount(Drive.objects.get(pk=drive.pk)) if number == 6 else lock_figures(part, now=NOW)

    results = at_once(8, work)
    assert [one for one in results if isinstance(one, Exception)] == []
    release_figures(part, still={})
    count_late()
    assert stored(campaign) == counted_anew(campaign)
