"""Recording, correcting and withdrawing donations, and the facts that follow."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Sum
from pytest_django.fixtures import DjangoAssertNumQueries

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.actions import close_campaign, lock_figures, release_figures
from maudao.campaigns.models import Campaign, FactEntry
from maudao.donors import make
from maudao.donors.actions.donations import (
    DonationRefused,
    NewDonation,
    correct_donation,
    counted_together,
    record_donation,
    record_donations,
    recount_of,
    withdraw_donation,
)
from maudao.donors.models import Donation, Donor, LateCount, Membership
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry, Unit

DAY = date(2026, 3, 25)
DAYS = timedelta(days=1)
Gives = Callable[..., Donation]


@pytest.fixture
def campaign(union: Union) -> Campaign:
    return campaigns.launched(union.province)


@pytest.fixture
def gives(campaign: Campaign, union: Union) -> Gives:
    """Return a function by which a person gives in the campaign, credited to the factory unless told."""

    def give(giver: Donor, **said: Any) -> Donation:
        return make.donation(giver, **{"on": DAY, "campaign": campaign, "credited_to": union.factory, **said})

    return give


def facts(campaign: Campaign, unit: Unit | None = None, **only: Any) -> dict[str, int]:
    rows = FactEntry.objects.filter(assignment__campaign=campaign, **only)
    if unit is not None:
        rows = rows.filter(assignment__unit=unit)
    return dict(rows.values_list("fact").annotate(Sum("value")).order_by())


def test_donation_is_counted_at_once(campaign: Campaign, union: Union, gives: Gives) -> None:
    gives(make.donor(union.factory), volume_ml=450)
    member_since = Membership.objects.get().starts_on
    assert member_since > DAY
    gives(make.donor(sex="M"), volume_ml=250)
    gives(make.donor(), kind="platelets", volume_ml=400)
    assert facts(campaign, union.factory) == {
        "donations": 3,
        "donors": 3,
        "donations_first": 3,
        "donations_women": 2,
        "donations_apheresis": 1,
        "bags_250": 1,
        "bags_450": 1,
        "volume_ml": 1100,
    }


def test_member_on_that_day_is_counted_as_one(campaign: Campaign, union: Union, gives: Gives) -> None:
    member = make.donor(union.factory)
    Membership.objects.update(starts_on=DAY, ends_on=DAY)
    gives(member)
    gives(member, on=DAY - DAYS)
    assert facts(campaign)["donations_members"] == 1


def test_person_counts_once_in_a_campaign_on_the_day_of_the_first_donation(
    campaign: Campaign, union: Union, gives: Gives
) -> None:
    giver = make.donor()
    gives(giver, on=DAY, credited_to=union.factory)
    gives(giver, on=DAY - 5 * DAYS, credited_to=union.school)
    assert facts(campaign, fact="donors") == {"donors": 1}
    assert facts(campaign, union.school)["donors"] == 1
    assert facts(campaign, union.factory) == {
        "donations": 1,
        "donations_repeat": 1,
        "donations_women": 1,
        "bags_350": 1,
        "volume_ml": 350,
    }


def test_what_a_donor_tells_is_history_and_never_counted(
    campaign: Campaign, union: Union, gives: Gives
) -> None:
    giver = make.donor()
    make.donation(giver, on=date(2020, 5, 1), is_self_told=True)
    gives(giver)
    counted = facts(campaign)
    assert (counted["donations"], counted["donations_repeat"]) == (1, 1)
    assert "donations_first" not in counted


def test_donation_told_for_the_same_day_is_the_same_donation(campaign: Campaign, gives: Gives) -> None:
    giver = make.donor()
    make.donation(giver, on=DAY, is_self_told=True)
    gives(giver)
    assert facts(campaign)["donations_first"] == 1


def test_donation_told_later_makes_a_first_one_a_repeat(campaign: Campaign, gives: Gives) -> None:
    giver = make.donor()
    gives(giver)
    make.donation(giver, on=date(2020, 5, 1), is_self_told=True)
    assert facts(campaign)["donations_repeat"] == 1


def test_told_donation_belongs_to_no_campaign(gives: Gives) -> None:
    with pytest.raises(DonationRefused) as refused:
        gives(make.donor(), is_self_told=True)
    assert refused.value.reason == "told_in_campaign"


def test_donation_of_a_unit_outside_the_campaign_is_not_counted(
    campaign: Campaign, union: Union, gives: Gives
) -> None:
    gives(make.donor(), credited_to=union.strange_factory)
    gives(make.donor(), campaign=None)
    assert facts(campaign) == {}


def test_same_key_counts_once(campaign: Campaign, union: Union) -> None:
    giver = make.donor()
    said: dict[str, Any] = {
        "donated_on": DAY,
        "kind": "whole_blood",
        "volume_ml": 350,
        "campaign": campaign,
        "credited_to": union.factory,
        "idempotency_key": "one",
        "actor": ACTOR,
        "now": NOW,
    }
    first = record_donation(giver, **said)
    again = record_donation(giver, **said | {"volume_ml": 7})
    assert (again.pk, facts(campaign)["donations"]) == (first.pk, 1)
    assert AuditEntry.objects.filter(action="record_donation").count() == 1


@pytest.mark.parametrize(
    ("said", "reason"),
    [({"volume_ml": 300}, "volume_impossible"), ({"on": NOW.date() + DAYS}, "in_future")],
)
def test_impossible_donation_is_refused(gives: Gives, said: dict[str, Any], reason: str) -> None:
    with pytest.raises(DonationRefused) as refused:
        gives(make.donor(), **said)
    assert (refused.value.reason, Donation.objects.count()) == (reason, 0)


def test_certificate_serial_belongs_to_one_donation(gives: Gives) -> None:
    first = gives(make.donor(), certificate_serial=" A 001 ")
    other = gives(make.donor())
    assert first.certificate_serial == "A 001"
    with pytest.raises(DonationRefused) as refused:
        gives(make.donor(), certificate_serial="A 001")
    assert refused.value.reason == "serial_taken"
    with pytest.raises(DonationRefused) as refused:
        correct_donation(other, certificate_serial="A 001", actor=ACTOR, now=NOW)
    assert refused.value.reason == "serial_taken"


def test_correction_is_counted(campaign: Campaign, gives: Gives) -> None:
    wrong = gives(make.donor())
    correct_donation(wrong, kind="platelets", volume_ml=400, actor=ACTOR, now=NOW)
    counted = facts(campaign)
    assert (counted["donations_apheresis"], counted["volume_ml"]) == (1, 400)
    assert "bags_350" not in counted


def test_corrected_day_moves_the_facts_and_those_of_later_donations(
    campaign: Campaign, union: Union, gives: Gives
) -> None:
    giver = make.donor()
    gives(giver, on=DAY, credited_to=union.school)
    late = gives(giver, on=DAY + 3 * DAYS)
    correct_donation(late, donated_on=DAY - DAYS, actor=ACTOR, now=NOW)
    assert facts(campaign, union.factory, on=DAY - DAYS)["donors"] == 1
    assert facts(campaign, union.school)["donations_repeat"] == 1
    assert facts(campaign, on=DAY + 3 * DAYS) == {}


def test_correction_of_nothing_changes_nothing(gives: Gives) -> None:
    same = gives(make.donor())
    correct_donation(same, volume_ml=350, actor=ACTOR, now=NOW)
    assert not AuditEntry.objects.filter(action="correct_donation").exists()


def test_impossible_correction_is_refused(campaign: Campaign, gives: Gives) -> None:
    right = gives(make.donor())
    with pytest.raises(DonationRefused):
        correct_donation(right, volume_ml=351, actor=ACTOR, now=NOW)
    assert facts(campaign)["volume_ml"] == 350


def test_withdrawn_donation_is_not_counted_and_the_next_becomes_the_first(
    campaign: Campaign, gives: Gives
) -> None:
    giver = make.donor()
    wrong = gives(giver)
    gives(giver, on=DAY + 2 * DAYS)
    withdraw_donation(wrong, actor=ACTOR, now=NOW)
    withdraw_donation(wrong, actor=ACTOR, now=NOW)
    assert facts(campaign, on=DAY) == {}
    counted = facts(campaign, on=DAY + 2 * DAYS)
    assert (counted["donors"], counted["donations_first"]) == (1, 1)
    assert AuditEntry.objects.filter(action="withdraw_donation").count() == 1


def test_donation_of_a_merged_person_is_that_of_who_was_kept(gives: Gives) -> None:
    kept, merged = make.donor(), make.donor()
    Donor.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert gives(merged).donor == kept


def test_two_records_that_were_one_person_are_one_person_when_merged(
    campaign: Campaign, gives: Gives
) -> None:
    kept, merged = make.donor(), make.donor()
    gives(kept)
    gives(merged, on=DAY + DAYS)
    assert facts(campaign)["donors"] == 2
    Donation.objects.filter(donor=merged).update(donor=kept)
    recount_of(kept, merged)
    assert facts(campaign)["donors"] == 1


def test_donation_at_a_unit_whose_report_was_sent_waits(
    campaign: Campaign, union: Union, gives: Gives
) -> None:
    part = campaigns.part(campaign, union.factory)
    gives(make.donor())
    lock_figures(part, now=NOW)
    late = gives(make.donor())
    assert (Donation.objects.count(), facts(campaign)["donations"]) == (2, 1)
    assert LateCount.objects.get().assignment == part
    release_figures(part, still={})
    correct_donation(late, volume_ml=450, actor=ACTOR, now=NOW)
    assert facts(campaign)["volume_ml"] == 800


def test_donation_in_a_closed_campaign_waits(campaign: Campaign, gives: Gives) -> None:
    close_campaign(campaign, actor=ACTOR, now=NOW)
    gives(make.donor())
    assert (facts(campaign), LateCount.objects.count()) == ({}, 1)


def test_many_are_counted_together(campaign: Campaign, union: Union, gives: Gives) -> None:
    with counted_together():
        gives(make.donor())
        wrong = gives(make.donor(), credited_to=union.school)
        assert facts(campaign) == {}
        withdraw_donation(wrong, actor=ACTOR, now=NOW)
    assert facts(campaign)["donations"] == 1


def test_donations_are_counted_by_the_same_number_of_queries(
    campaign: Campaign, union: Union, gives: Gives, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    givers = [make.donor() for _ in range(4)]
    for unit in (union.school, union.factory, union.hospital):
        gives(givers[0], credited_to=unit)
    for few in ([givers[0]], givers):
        FactEntry.objects.all().delete()
        with django_assert_num_queries(8):
            recount_of(*few)


def new(giver: Donor, campaign: Campaign, unit: Unit, **said: Any) -> NewDonation:
    known: dict[str, Any] = {
        "donated_on": DAY,
        "kind": "whole_blood",
        "volume_ml": 350,
        "idempotency_key": f"of-{giver.pk}",
    }
    return NewDonation(donor=giver, campaign=campaign, credited_to=unit, **known | said)


def test_many_are_recorded_in_their_order_and_once(campaign: Campaign, union: Union) -> None:
    kept, merged, other = make.donor(), make.donor(), make.donor()
    Donor.objects.filter(pk=merged.pk).update(merged_into=kept)
    told = [new(one, campaign, union.factory) for one in (other, merged, other)]
    made = record_donations(told, actor=ACTOR, now=NOW)
    again = record_donations(told, actor=ACTOR, now=NOW)
    assert [one.donor for one in made] == [other, kept, other]
    assert [one.pk for one in again] == [one.pk for one in made]
    assert (facts(campaign)["donations"], facts(campaign)["donors"]) == (2, 2)
    assert AuditEntry.objects.filter(action="record_donation").count() == 2


def test_many_are_recorded_all_or_none(campaign: Campaign, union: Union) -> None:
    first, second = (new(make.donor(), campaign, union.factory, certificate_serial="A 1") for _ in range(2))
    with pytest.raises(DonationRefused) as refused:
        record_donations([first, second], actor=ACTOR, now=NOW)
    assert (refused.value.reason, refused.value.key) == ("serial_taken", second.idempotency_key)
    assert (Donation.objects.count(), facts(campaign)) == (0, {})


def test_many_are_recorded_by_the_same_number_of_queries(
    campaign: Campaign, union: Union, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 3):
        told = [new(make.donor(), campaign, union.factory) for _ in range(number)]
        with django_assert_num_queries(13):
            record_donations(told, actor=ACTOR, now=NOW)
