"""Reads over the tree and its offices."""

from datetime import date, timedelta

import pytest

from conftest import Union
from maudao.accounts.models import User
from maudao.organization import actions, make, queries
from maudao.organization.models import Unit
from maudao.organization.rules import Role
from maudao.organization.tests import decisions

TODAY = date(2026, 4, 1)


def test_unit_is_found_by_its_code(union: Union) -> None:
    assert queries.unit(code="MT-CS-002") == union.factory
    with pytest.raises(Unit.DoesNotExist):
        queries.unit(code="mt-cs-002")


def test_children_are_those_open_on_the_day(union: Union) -> None:
    decisions.apply(decisions.DISSOLVE)
    eve = decisions.DAY - timedelta(days=1)
    assert set(queries.children(union.commune, on=eve)) == {union.school, union.factory, union.hospital}
    assert set(queries.children(union.commune, on=decisions.DAY)) == {union.factory, union.hospital}


def test_line_leads_from_the_top_down_to_the_unit_above(union: Union) -> None:
    assert queries.line(union.factory) == [union.confederation, union.province, union.commune]
    assert queries.line(union.confederation) == []


def test_members_are_those_of_the_latest_count_up_to_the_day(union: Union) -> None:
    later = date(2025, 3, 1)
    actions.set_member_count(union.school, 33, counted_on=later, actor=make.ACTOR, now=make.NOW)
    before = queries.members_of([union.school, union.commune], on=later - timedelta(days=1))
    assert before == {union.school.pk: 30, union.commune.pk: 0}
    assert queries.members_of([union.school], on=later) == {union.school.pk: 33}


def test_members_of_a_list_and_of_a_query_agree(union: Union, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    below = Unit.objects.within(union.commune)
    assert queries.members_of(below, on=TODAY) == queries.members_of(list(below), on=TODAY)
    with django_assert_num_queries(1):
        queries.members_of([union.school, union.factory], on=TODAY)


def test_nobody_is_a_member_where_no_unit_is(union: Union) -> None:
    before = make.OPENED - timedelta(days=1)
    assert queries.members_of([union.school], on=before) == {union.school.pk: 0}
    assert queries.members_within(union.confederation, on=before) == 0


def test_members_within_are_the_sum_of_the_subtree(union: Union) -> None:
    assert queries.members_within(union.province, on=TODAY) == 30 + 200 + 70 + 12
    assert queries.members_within(union.factory, on=TODAY) == 200


def test_sizes_below_add_up_to_the_whole(union: Union) -> None:
    top = queries.placement(union.confederation, on=TODAY)
    assert top is not None
    sizes = queries.sizes_below(top, on=TODAY)
    assert sizes == {union.province.pk: queries.Size(5, 312), union.stranger.pk: queries.Size(1, 50)}


def test_tree_of_a_day_on_which_the_unit_was_not_is_empty(union: Union) -> None:
    assert queries.units_as_of(union.province, make.OPENED - timedelta(days=1)) == []


def test_tree_of_a_day_has_parents_before_children(union: Union) -> None:
    codes = [place.unit.code for place in queries.units_as_of(union.province, TODAY)]
    assert codes[0] == "MT"
    assert codes.index("MT-XP-01") < codes.index("MT-CS-001")
    assert "LL" not in codes


def test_open_unit_carries_its_own_facts(union: Union) -> None:
    assert queries.successor_shares([union.school.pk]) == {union.school.pk: [(union.school.pk, 1)]}


def test_shares_of_two_ways_to_the_same_heir_add_up(union: Union) -> None:
    decisions.apply(decisions.SPLIT)  # the factory → a new shop 0.6, the hospital 0.4
    merge = '[[change]]\nkind = "merge"\nunits = ["MT-CS-021"]\ninto = "MT-CS-003"\n'
    decisions.apply(merge, number="13/QĐ", day=date(2025, 9, 1))
    assert queries.successors(union.factory) == [(union.hospital, 1)]


def test_decision_is_told_at_whoever_it_touched(union: Union) -> None:
    applied = decisions.apply(decisions.SPLIT)
    touched = [union.factory, union.hospital, queries.unit(code="MT-CS-021")]
    assert [list(queries.decisions_about(unit)) for unit in touched] == [[applied]] * 3
    assert not queries.decisions_about(union.school).exists()


def test_holders_are_those_of_the_day(union: Union, chair: User) -> None:
    make.holder("old", union.factory, Role.VIEWER).offices.update(ends_on=date(2021, 1, 1))
    assert [office.user for office in queries.holders(union.factory, on=TODAY)] == [chair]
    assert queries.holders(union.factory, on=date(2021, 1, 1)).count() == 2


def test_offices_of_a_person_come_highest_first(union: Union, chair: User) -> None:
    actions.appoint(
        chair, union.province, role=Role.VIEWER, starts_on=make.OPENED, actor=make.ACTOR, now=make.NOW
    )
    held = queries.offices_of_user(chair.pk, on=TODAY)
    assert [office.unit for office in held] == [union.province, union.factory]
