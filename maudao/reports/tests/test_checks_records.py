"""`maudao check-facts` counts donations and registrations again, and tells what waits from what is wrong."""

import pytest
from django.core.management import CommandError, call_command

from conftest import Union
from maudao.campaigns.actions import lock_figures
from maudao.campaigns.models import Campaign, FactEntry
from maudao.campaigns.rules import Fact
from maudao.donors import make as donors
from maudao.donors.models import Donation
from maudao.drives import make as drives
from maudao.drives.actions.counting import count_registration
from maudao.drives.models import Slot
from maudao.organization.make import NOW
from maudao.reports import make, queries


@pytest.fixture
def campaign(union: Union) -> Campaign:
    made = make.campaign(union.province)
    drive = drives.drive(union.commune, campaign=made)
    count_registration(drives.registration(drive, donors.donor(), credited_to=union.factory))
    donors.donation(donors.donor(), on=NOW.date(), campaign=made, credited_to=union.factory)
    return made


def faults() -> list[str]:
    return sorted({fault.fault for fault in queries.fact_faults()})


def test_facts_of_donations_and_drives_that_agree_are_silent(
    campaign: Campaign, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check_facts")
    assert capsys.readouterr().out == ""


def test_figure_that_no_donation_comes_to_is_found(campaign: Campaign) -> None:
    FactEntry.objects.filter(fact=Fact.VOLUME_ML).update(value=351)
    assert faults() == ["record_differs"]


def test_donation_that_is_not_counted_is_found(campaign: Campaign) -> None:
    FactEntry.objects.filter(origin__startswith="donations:").delete()
    assert faults() == ["record_differs"]


def test_facts_of_a_donation_that_is_gone_are_found(campaign: Campaign) -> None:
    Donation.objects.all().delete()
    with pytest.raises(CommandError):
        call_command("check_facts")
    assert faults() == ["record_differs"]


def test_booking_that_is_not_counted_is_found(campaign: Campaign) -> None:
    FactEntry.objects.filter(fact=Fact.REGISTERED).update(value=7)
    assert faults() == ["record_differs"]


def test_slot_that_says_more_than_was_booked_is_found(campaign: Campaign) -> None:
    Slot.objects.update(taken=3)
    assert faults() == ["slot_differs"]


def test_donation_that_waits_is_told_and_is_no_fault(
    campaign: Campaign, union: Union, capsys: pytest.CaptureFixture[str]
) -> None:
    lock_figures(make.part(campaign, union.factory), now=NOW)
    donors.donation(donors.donor(), on=NOW.date(), campaign=campaign, credited_to=union.factory)
    call_command("check_facts")
    assert capsys.readouterr().err.startswith("1 ")
