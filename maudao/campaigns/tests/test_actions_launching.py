"""Launching: who takes part, under whom, with how many members, and what the whole is to reach."""

import time
from datetime import date

import pytest

from conftest import Union
from maudao.campaigns import actions, make
from maudao.campaigns.models import Assignment, Campaign, Target
from maudao.campaigns.queries import participants
from maudao.campaigns.rules import CampaignState, TargetOwner
from maudao.lib import paths
from maudao.organization import make as units
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import MemberCount, Placement, Unit
from maudao.organization.rules import UnitKind


def part_codes(campaign: Campaign) -> dict[str, str | None]:
    rows = campaign.assignments.values_list("unit__code", "parent__unit__code")
    return dict(rows)


def test_whole_subtree_takes_part_under_its_own_parents(union: Union) -> None:
    campaign = make.launched(union.province)
    assert part_codes(campaign) == {
        "MT": None,
        "MT-XP-01": "MT",
        "MT-CS-001": "MT-XP-01",
        "MT-CS-002": "MT-XP-01",
        "MT-CS-003": "MT-XP-01",
        "MT-CS-004": "MT",
    }
    assert (campaign.state, campaign.launched_at) == (CampaignState.OPEN, NOW)


def test_units_between_a_chosen_one_and_the_owner_take_part(union: Union) -> None:
    campaign = make.drafted(union.province)
    actions.launch(campaign, [union.school], actor=ACTOR, now=NOW)
    assert part_codes(campaign) == {"MT": None, "MT-XP-01": "MT", "MT-CS-001": "MT-XP-01"}


def test_part_freezes_name_members_and_path(union: Union) -> None:
    campaign = make.launched(union.province)
    union.factory.name = "Tên mới"
    union.factory.save(update_fields=["name"])
    part = make.part(campaign, union.factory)
    assert (part.name, part.members, part.path) == ("CĐCS Công ty may Bình Minh", 200, union.factory.path)


def test_closed_units_are_left_out(union: Union) -> None:
    Unit.objects.filter(pk=union.school.pk).update(closed_on=date(2026, 1, 1))
    union.school.refresh_from_db()
    campaign = make.drafted(union.province)
    actions.launch(campaign, [union.school, union.factory], actor=ACTOR, now=NOW)
    assert "MT-CS-001" not in part_codes(campaign)


def test_strangers_are_refused(union: Union) -> None:
    campaign = make.drafted(union.province)
    with pytest.raises(actions.OutsideCampaign) as refused:
        actions.launch(campaign, [union.strange_factory], actor=ACTOR, now=NOW)
    assert refused.value.units == [union.strange_factory]
    assert not campaign.assignments.exists()


def test_second_launch_adds_only_who_is_missing(union: Union) -> None:
    campaign = make.drafted(union.province)
    first = actions.launch(campaign, [union.school], actor=ACTOR, now=NOW)
    again = actions.launch(campaign, [union.school, union.factory], actor=ACTOR, now=NOW)
    assert (len(first), [part.unit for part in again]) == (3, [union.factory])


def targets(campaign: Campaign) -> dict[tuple[str, str], int]:
    rows = Target.objects.filter(assignment__campaign=campaign, assignment__parent=None)
    return {(row.indicator.code, row.owner): row.value for row in rows}


def test_whole_targets_are_set_for_both_owners(union: Union) -> None:
    campaign = make.launched(union.province, quota=40)
    assert targets(campaign) == {
        ("units-active", TargetOwner.UNION): 5,
        ("donors-members", TargetOwner.UNION): 94,  # 30 % of 312, rounded up
        ("units-converted-quota", TargetOwner.COMMITTEE): 40,
        ("units-converted-quota", TargetOwner.UNION): 42,  # 105 %
    }


def test_late_unit_raises_the_whole_target(union: Union) -> None:
    campaign = make.drafted(union.province)
    actions.launch(campaign, [union.school], actor=ACTOR, now=NOW)
    assert targets(campaign)["donors-members", TargetOwner.UNION] == 9
    actions.launch(campaign, [union.clinic], actor=ACTOR, now=NOW)
    assert targets(campaign)["donors-members", TargetOwner.UNION] == 13  # 12.6


def test_quota_typed_at_the_launch_stays_at_the_next(union: Union) -> None:
    campaign = make.launched(union.province, quota=40)
    actions.launch(campaign, [], actor=ACTOR, now=NOW)
    assert targets(campaign)["units-converted-quota", TargetOwner.COMMITTEE] == 40


def test_owner_knows_of_its_own_campaign(union: Union) -> None:
    campaign = make.launched(union.province)
    assert make.part(campaign, union.province).acknowledged_at == NOW
    assert make.part(campaign, union.commune).acknowledged_at is None


def many_units(parent: Unit, count: int) -> None:
    rows = Unit.objects.bulk_create(
        Unit(
            code=f"N-{number}",
            name=f"CĐCS số {number}",
            kind=UnitKind.GRASSROOTS,
            parent=parent,
            path=f"x{number}",
            opened_on=units.OPENED,
        )
        for number in range(count)
    )
    for row in rows:
        row.path = paths.child_path(parent.path, row.pk)
    Unit.objects.bulk_update(rows, ["path"])
    Placement.objects.bulk_create(
        Placement(unit=row, parent=parent, path=row.path, name=row.name, starts_on=units.OPENED)
        for row in rows
    )
    MemberCount.objects.bulk_create(
        MemberCount(unit=row, counted_on=units.OPENED, members=40) for row in rows
    )


@pytest.mark.slow
def test_fifteen_hundred_units_are_launched_within_two_seconds(union: Union) -> None:
    many_units(union.commune, 1500)
    campaign = make.drafted(union.province)
    everybody = participants(campaign, None, on=NOW.date())
    started = time.monotonic()
    actions.launch(campaign, everybody, actor=ACTOR, now=NOW)
    assert time.monotonic() - started < 2
    assert Assignment.objects.filter(campaign=campaign).count() == 1506
