"""`maudao check-facts` counts donations and registrations again; what a figure of theirs is made of."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from conftest import Union
from maudao.accounts.models import User
from maudao.campaigns.actions import lock_figures
from maudao.campaigns.models import Campaign, FactEntry
from maudao.campaigns.rules import Fact
from maudao.donors import make as donors
from maudao.donors.models import Donation
from maudao.drives import make as drives
from maudao.drives.actions.counting import count_registration
from maudao.drives.models import Drive, Registration, Slot
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


def made_of(client: Any, campaign: Campaign, unit: str, fact: Fact) -> list[tuple[int, list[str]]]:
    kwargs = {"campaign": campaign.code, "unit": unit, "fact": fact.value}
    entries = client.get(reverse("report_fact", kwargs=kwargs)).context["entries"]
    return [(entry["value"], [drive["url"] for drive in entry["drives"]]) for entry in entries]


def test_figure_of_a_drive_leads_to_the_drive_within_ones_reach(
    campaign: Campaign, union: Union, as_user: Any, commune_officer: User, chair: User
) -> None:
    address = reverse("drive", kwargs={"code": Drive.objects.get().code})
    code, registered, donations = union.factory.code, Fact.REGISTERED, Fact.DONATIONS
    officer = as_user(commune_officer)
    assert made_of(officer, campaign, code, registered) == [(1, [address])]
    assert made_of(officer, campaign, code, donations) == [(1, [])]
    donation = Donation.objects.get()
    Registration.objects.update(donation=donation, state="donated", donor=donation.donor)
    assert made_of(officer, campaign, code, donations) == [(1, [address])]
    assert made_of(as_user(chair), campaign, code, donations) == [(1, [""])]


def test_bookings_of_several_days_are_one_line_of_their_drive(
    campaign: Campaign, union: Union, as_user: Any, chair: User
) -> None:
    drive = Drive.objects.get()
    for days in (1, 2):
        early = drives.registration(
            drive, donors.donor(), credited_to=union.factory, registered_at=NOW - timedelta(days=days)
        )
        count_registration(early)
    assert [value for value, _ in made_of(as_user(chair), campaign, union.factory.code, Fact.REGISTERED)] == [
        3
    ]
