"""Giving targets to the units below."""

import pytest

from conftest import Union
from maudao.campaigns import actions, make
from maudao.campaigns.models import Assignment, Campaign, Indicator, Target, TargetChange
from maudao.campaigns.queries import allocation_grid, target_changes
from maudao.campaigns.rules import TargetOwner
from maudao.organization.make import ACTOR, NOW

UNION = TargetOwner.UNION


@pytest.fixture
def campaign(union: Union) -> Campaign:
    return make.launched(union.province)


@pytest.fixture
def indicator(campaign: Campaign) -> Indicator:
    return campaign.indicators.get(code="donors-members")


@pytest.fixture
def commune(campaign: Campaign, union: Union) -> Assignment:
    return make.part(campaign, union.commune)


def keys(commune: Assignment) -> list[int]:
    return list(commune.children.order_by("unit__code").values_list("pk", flat=True))


def give(
    commune: Assignment, indicator: Indicator, values: dict[int, int], **more: object
) -> actions.Allocated:
    return actions.allocate(commune, values, indicator=indicator, owner=UNION, actor=ACTOR, now=NOW, **more)


def given(commune: Assignment, indicator: Indicator) -> dict[int, int]:
    return dict(
        Target.objects.filter(assignment__parent=commune, indicator=indicator).values_list(
            "assignment", "value"
        )
    )


def test_values_are_kept_with_who_gave_them(commune: Assignment, indicator: Indicator, union: Union) -> None:
    school, factory, hospital = keys(commune)
    assert give(commune, indicator, {school: 9, factory: 60, hospital: 21}).changed == 3
    assert given(commune, indicator) == {school: 9, factory: 60, hospital: 21}
    changes = target_changes(commune)
    assert {(one.before, one.after, one.given_by) for one in changes} == {
        (None, 9, union.commune),
        (None, 60, union.commune),
        (None, 21, union.commune),
    }


def test_unchanged_cells_write_nothing(commune: Assignment, indicator: Indicator) -> None:
    school, factory, _ = keys(commune)
    give(commune, indicator, {school: 9, factory: 60})
    assert give(commune, indicator, {school: 9, factory: 61}).changed == 1
    assert TargetChange.objects.filter(target__assignment=school).count() == 1


def test_more_than_ones_own_target_is_allowed(commune: Assignment, indicator: Indicator) -> None:
    school, factory, hospital = keys(commune)
    assert give(commune, indicator, {school: 30, factory: 200, hospital: 70}).changed == 3


def test_locked_cells_are_kept_locked(commune: Assignment, indicator: Indicator) -> None:
    school, factory, _ = keys(commune)
    give(commune, indicator, {school: 9, factory: 60}, locked={school})
    rows = allocation_grid(commune, indicator=indicator, owner=UNION).rows
    assert {row.assignment.pk: row.is_locked for row in rows}[school]


def test_grandchildren_are_not_given_by_the_province(
    campaign: Campaign, indicator: Indicator, union: Union
) -> None:
    with pytest.raises(actions.NotAChild):
        give(make.part(campaign, union.province), indicator, {make.part(campaign, union.school).pk: 1})


def test_active_units_are_not_given_in_numbers(campaign: Campaign, commune: Assignment) -> None:
    with pytest.raises(actions.NotAllocatable):
        give(commune, campaign.indicators.get(code="units-active"), {keys(commune)[0]: 1})


def test_two_people_on_different_cells_both_win(commune: Assignment, indicator: Indicator) -> None:
    school, factory, hospital = keys(commune)
    give(commune, indicator, {school: 9, factory: 60, hospital: 21})
    seen = allocation_grid(commune, indicator=indicator, owner=UNION).seen
    give(commune, indicator, {school: 10, factory: 60, hospital: 21}, seen=seen)
    give(commune, indicator, {school: 9, factory: 60, hospital: 25}, seen=seen)
    assert given(commune, indicator) == {school: 10, factory: 60, hospital: 25}


def test_two_people_on_one_cell_are_not_overwritten(commune: Assignment, indicator: Indicator) -> None:
    school, factory, _ = keys(commune)
    give(commune, indicator, {school: 9, factory: 60})
    seen = allocation_grid(commune, indicator=indicator, owner=UNION).seen
    give(commune, indicator, {school: 10, factory: 60}, seen=seen)
    with pytest.raises(actions.StaleAllocation) as refused:
        give(commune, indicator, {school: 11, factory: 65}, seen=seen)
    assert refused.value.present == {school: 10}
    assert given(commune, indicator) == {school: 10, factory: 60}


def test_two_people_who_type_the_same_agree(commune: Assignment, indicator: Indicator) -> None:
    school, *_ = keys(commune)
    seen = allocation_grid(commune, indicator=indicator, owner=UNION).seen
    give(commune, indicator, {school: 10}, seen=seen)
    assert give(commune, indicator, {school: 10}, seen=seen).changed == 0


def test_closed_campaign_gives_nothing(commune: Assignment, indicator: Indicator, campaign: Campaign) -> None:
    actions.close_campaign(campaign, actor=ACTOR, now=NOW)
    with pytest.raises(actions.CampaignClosed):
        give(commune, indicator, {keys(commune)[0]: 1})


def test_quota_of_the_units_own_committee_is_noted(campaign: Campaign, commune: Assignment) -> None:
    quota = campaign.indicators.get(code="units-converted-quota")
    actions.set_quota(commune, 20, indicator=quota, actor=ACTOR, now=NOW)
    row = Target.objects.get(assignment=commune, indicator=quota)
    assert (row.owner, row.value) == (TargetOwner.COMMITTEE, 20)


def test_quota_of_the_whole_sets_what_the_union_asks(campaign: Campaign, union: Union) -> None:
    root, quota = make.part(campaign, union.province), campaign.indicators.get(code="units-converted-quota")
    actions.set_quota(root, 100, indicator=quota, actor=ACTOR, now=NOW)
    values = {row.owner: row.value for row in Target.objects.filter(assignment=root, indicator=quota)}
    assert values == {TargetOwner.COMMITTEE: 100, TargetOwner.UNION: 105}


def test_only_an_indicator_of_a_quota_takes_one(commune: Assignment, indicator: Indicator) -> None:
    with pytest.raises(actions.NotAllocatable):
        actions.set_quota(commune, 20, indicator=indicator, actor=ACTOR, now=NOW)
