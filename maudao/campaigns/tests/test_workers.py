"""“30 % of whom”: members and workers who have not joined, from the answer to the targets and the results."""

from datetime import date
from typing import Any

import pytest

from conftest import Union
from maudao.campaigns import make
from maudao.campaigns.models import Campaign
from maudao.campaigns.queries import allocation_grid, branches, indicator_results
from maudao.campaigns.rules import Denominator, TargetOwner
from maudao.organization import actions as units
from maudao.organization.make import ACTOR, NOW

ON = date(2026, 4, 1)
OF_BOTH = {"/targets/1/denominator": "members_and_workers"}


@pytest.fixture
def peopled(union: Union) -> Union:
    """The factory has 100 workers beside its 200 members, the school none; the others have never said."""
    for unit, members, workers in ((union.factory, 200, 100), (union.school, 30, 0)):
        units.set_member_count(
            unit, members, workers=workers, counted_on=date(2026, 1, 1), actor=ACTOR, now=NOW
        )
    return union


@pytest.fixture
def campaign(peopled: Union) -> Campaign:
    return make.launched(peopled.province, answers=OF_BOTH)


def test_answer_makes_an_indicator_of_both(campaign: Campaign) -> None:
    indicator = campaign.indicators.get(denominator=Denominator.MEMBERS_AND_WORKERS)
    assert indicator.code == "donors-members-and-workers"
    assert not campaign.indicators.filter(denominator=Denominator.MEMBERS).exists()


def test_workers_are_frozen_at_the_launch(campaign: Campaign, peopled: Union) -> None:
    units.set_member_count(peopled.factory, 200, workers=900, counted_on=ON, actor=ACTOR, now=NOW)
    assert make.part(campaign, peopled.factory).workers == 100
    assert make.part(campaign, peopled.hospital).workers == 0  # not known


def test_target_of_the_whole_is_of_both(campaign: Campaign, peopled: Union) -> None:
    root = make.part(campaign, peopled.province)
    result = next(
        one for one in indicator_results(root) if one.denominator == 412
    )  # 312 members, 100 workers
    target = result.target_of(TargetOwner.UNION)
    assert target is not None
    assert target.value == 124  # 123.6 people


def test_grid_weighs_children_by_both(campaign: Campaign, peopled: Union) -> None:
    root = make.part(campaign, peopled.province)
    indicator = campaign.indicators.get(denominator=Denominator.MEMBERS_AND_WORKERS)
    grid = allocation_grid(root, indicator=indicator, owner=TargetOwner.UNION)
    assert {row.assignment.unit: row.members for row in grid.rows} == {
        peopled.commune: 400,
        peopled.clinic: 12,
    }


def test_launch_page_warns_of_units_that_have_not_said(as_user: Any, officer: Any, peopled: Union) -> None:
    draft = make.drafted(peopled.province, answers=OF_BOTH)
    assert {branch.unit: branch.unsaid for branch in branches(draft, on=ON)} == {
        peopled.commune: 1,
        peopled.clinic: 1,
    }
    address = f"/chien-dich/{draft.code}/{peopled.province.code}/phat-dong/"
    assert as_user(officer).get(address).context["unsaid"] == 2


def test_launch_page_is_silent_where_only_members_count(as_user: Any, officer: Any, peopled: Union) -> None:
    draft = make.drafted(peopled.province)
    address = f"/chien-dich/{draft.code}/{peopled.province.code}/phat-dong/"
    assert as_user(officer).get(address).context["unsaid"] == 0
