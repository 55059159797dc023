"""Sums and indicators over the frozen tree."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from conftest import Union
from maudao.campaigns import actions, make
from maudao.campaigns.models import Assignment, Campaign
from maudao.campaigns.queries import (
    IndicatorResult,
    Lacking,
    activity_counts,
    child_rows,
    children_of,
    fact_totals,
    fact_totals_by_child,
    indicator_results,
    lacking_below,
    unit_counts,
)
from maudao.campaigns.rules import ActivityKind, Fact, TargetOwner, UnitCounts
from maudao.organization.make import ACTOR, NOW


@pytest.fixture
def campaign(union: Union) -> Campaign:
    """School: directed and active. Factory: a drive of 60. Hospital: directed only. Clinic: nothing."""
    campaign = make.launched(union.province, quota=40)
    make.directed(make.part(campaign, union.school))
    make.activity(make.part(campaign, union.school))
    make.drive(make.part(campaign, union.factory), donors=60)
    make.directed(make.part(campaign, union.hospital))
    return campaign


def results(campaign: Campaign, part: Assignment, **more: object) -> list[IndicatorResult]:
    return indicator_results(part, **more)


def test_sums_go_up_the_frozen_tree(campaign: Campaign, union: Union) -> None:
    for unit, donors in ((union.province, 60), (union.commune, 60), (union.factory, 60), (union.clinic, 0)):
        totals = fact_totals(Assignment.objects.within(make.part(campaign, unit)))
        assert totals.get(Fact.DONORS, 0) == donors


def test_sums_of_the_children_and_ones_own_make_the_whole(campaign: Campaign, union: Union) -> None:
    commune = make.part(campaign, union.commune)
    make.drive(commune, donors=4)
    by_child = fact_totals_by_child(commune)
    whole = fact_totals(Assignment.objects.within(commune))
    assert sum(facts.get(Fact.DONORS, 0) for facts in by_child.values()) == whole[Fact.DONORS] == 64
    assert by_child[commune.pk][Fact.DONORS] == 4
    assert by_child[make.part(campaign, union.school).pk] == {Fact.COMMUNICATION_ACTIVITIES: 1}


def test_sums_stop_at_the_day_asked_for(campaign: Campaign, union: Union) -> None:
    within = Assignment.objects.within(make.part(campaign, union.province))
    assert fact_totals(within, until=date(2026, 3, 27)) == {}


def test_owner_is_not_among_the_units_asked(campaign: Campaign, union: Union) -> None:
    within = Assignment.objects.within(make.part(campaign, union.province))
    assert unit_counts(within) == UnitCounts(
        units=5, acknowledged=2, directed=2, with_activity=2, active=1, members=312
    )


def test_three_targets_at_the_province(campaign: Campaign, union: Union) -> None:
    active, members, quota = indicator_results(make.part(campaign, union.province))
    assert (active.numerator, active.denominator, active.value, active.is_met) == (1, 5, 20, False)
    assert (members.numerator, members.denominator, members.is_met) == (60, 312, False)
    assert (quota.numerator, quota.denominator, quota.value, quota.is_met) == (60, 40, 150, True)


def test_both_owners_targets_stand_side_by_side(campaign: Campaign, union: Union) -> None:
    quota = indicator_results(make.part(campaign, union.province))[2]
    assert [(target.owner, target.value, target.left) for target in quota.targets] == [
        (TargetOwner.UNION, 42, 0),
        (TargetOwner.COMMITTEE, 40, 0),
    ]


def test_unit_without_a_quota_has_no_verdict_on_it(campaign: Campaign, union: Union) -> None:
    quota = indicator_results(make.part(campaign, union.factory))[2]
    assert (quota.numerator, quota.value, quota.is_met) == (60, None, None)


def test_grassroots_unit_is_judged_by_its_own_members(campaign: Campaign, union: Union) -> None:
    active, members, _ = indicator_results(make.part(campaign, union.factory))
    assert (active.numerator, active.denominator) == (0, 1)
    assert (members.value, members.is_met) == (Decimal(30), True)


def test_indicators_as_of_a_day_before_are_empty(campaign: Campaign, union: Union) -> None:
    active, members, _ = indicator_results(make.part(campaign, union.province), as_of=date(2026, 3, 24))
    assert (active.numerator, members.numerator) == (0, 0)


def test_withdrawn_activity_does_not_make_a_unit_active(campaign: Campaign, union: Union) -> None:
    school = make.part(campaign, union.school)
    actions.withdraw_activity(school.activities.get(), actor=ACTOR, now=NOW)
    assert indicator_results(school)[0].numerator == 0


def test_activities_are_counted_by_kind(campaign: Campaign, union: Union) -> None:
    within = Assignment.objects.within(make.part(campaign, union.province))
    assert activity_counts(within) == {ActivityKind.BANNER: 1, ActivityKind.DRIVE: 1}


def test_rows_of_the_children_agree_with_their_own_pages(campaign: Campaign, union: Union) -> None:
    province = make.part(campaign, union.province)
    for row in child_rows(province, list(children_of(province))):
        own = indicator_results(row.assignment)
        assert [(one.numerator, one.denominator, one.value) for one in row.results] == [
            (one.numerator, one.denominator, one.value) for one in own
        ]
        assert row.counts == unit_counts(Assignment.objects.within(row.assignment))


@pytest.mark.parametrize(
    ("lacking", "names"),
    [
        ("", {"MT-CS-001", "MT-CS-002", "MT-CS-003"}),
        (Lacking.ACKNOWLEDGEMENT, {"MT-CS-002"}),
        (Lacking.DIRECTION, {"MT-CS-002"}),
        (Lacking.ACTIVITY, {"MT-CS-003"}),
    ],
)
def test_children_that_lack_something_are_found(
    campaign: Campaign, union: Union, lacking: str, names: set[str]
) -> None:
    found = children_of(make.part(campaign, union.commune), lacking=lacking)
    assert {part.unit.code for part in found} == names


def test_children_are_found_without_tone_marks(campaign: Campaign, union: Union) -> None:
    (found,) = children_of(make.part(campaign, union.commune), search="binh minh")
    assert found.unit == union.factory


def test_who_has_not_acknowledged_is_listed_with_all_below(campaign: Campaign, union: Union) -> None:
    found = lacking_below(make.part(campaign, union.province), Lacking.ACKNOWLEDGEMENT)
    assert {part.unit.code for part in found} == {"MT-XP-01", "MT-CS-002", "MT-CS-004"}


def test_rows_cost_the_same_for_one_child_and_for_three(
    campaign: Campaign, union: Union, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    commune = make.part(campaign, union.commune)
    children = list(children_of(commune))
    for shown in (children[:1], children):
        with django_assert_num_queries(9):
            child_rows(commune, shown)
