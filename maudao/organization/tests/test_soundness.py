"""`check-tree` finds every way in which a tree can disagree with itself, and nothing in a sound one."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from conftest import Union
from maudao.organization import make, soundness
from maudao.organization.models import MemberCount, Placement, Succession, Unit
from maudao.organization.tests import decisions


def _codes() -> set[tuple[str, str]]:
    return {(flaw.code, flaw.unit) for flaw in soundness.flaws()}


@pytest.mark.parametrize(
    "changes",
    ["", decisions.MERGE, decisions.SPLIT, decisions.TRANSFER + decisions.DISSOLVE, decisions.NEW_COMMUNE],
)
def test_tree_is_sound_after_every_decision(union: Union, changes: str) -> None:
    if changes:
        decisions.apply(changes)
    assert _codes() == set()


def test_wrong_path_is_found(union: Union) -> None:
    Unit.objects.filter(pk=union.clinic.pk).update(path=f"{union.clinic.pk}/")
    assert _codes() == {("path", "MT-CS-004"), ("current_placement", "MT-CS-004")}


def test_open_unit_under_an_ended_one_is_found(union: Union) -> None:
    Unit.objects.filter(pk=union.stranger.pk).update(closed_on=date(2025, 1, 1))
    union.stranger.placements.update(ends_on=date(2025, 1, 1))
    assert _codes() == {("parent_closed", "LL-CS-001")}


@pytest.mark.parametrize("gap", ["2025-06-01", "2025-08-01"])
def test_gap_or_overlap_between_placements_is_found(union: Union, gap: str) -> None:
    decisions.apply(decisions.TRANSFER)
    Placement.objects.filter(unit=union.clinic, ends_on=decisions.DAY).update(ends_on=gap)
    assert _codes() == {("placements", "MT-CS-004")}


def test_unit_without_placement_is_found(union: Union) -> None:
    union.clinic.placements.all().delete()
    assert _codes() == {("no_placement", "MT-CS-004")}


def test_placement_under_another_parent_is_found(union: Union) -> None:
    union.clinic.placements.update(parent=union.stranger)
    assert _codes() == {("current_placement", "MT-CS-004")}


def test_members_counted_before_the_opening_are_found(union: Union) -> None:
    MemberCount.objects.create(unit=union.clinic, counted_on=date(2019, 1, 1), members=1)
    assert _codes() == {("count_before_opening", "MT-CS-004")}


def test_shares_that_do_not_add_up_and_successors_of_open_units_are_found(union: Union) -> None:
    decisions.apply(decisions.SPLIT)
    Succession.objects.filter(successor=union.hospital).update(share="0.3", predecessor=union.school)
    assert _codes() == {
        ("shares", "MT-CS-001"),
        ("shares", "MT-CS-002"),
        ("successor_of_open_unit", "MT-CS-001"),
    }


def test_command_prints_json_lines_and_fails(union: Union) -> None:
    call_command("check_tree", stdout=(silent := StringIO()), stderr=StringIO())
    assert silent.getvalue() == ""
    union.clinic.placements.all().delete()
    with pytest.raises(CommandError):
        call_command("check_tree", stdout=(out := StringIO()))
    assert json.loads(out.getvalue()) == {"code": "no_placement", "unit": "MT-CS-004", "detail": ""}


def test_unit_made_by_the_action_is_sound(union: Union) -> None:
    make.unit(union.commune, "MT-CS-077", members=3)
    assert _codes() == set()
