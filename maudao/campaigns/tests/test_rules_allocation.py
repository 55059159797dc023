"""Dividing a target among the units below."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from maudao.campaigns.rules import (
    Basis,
    Child,
    WarningKind,
    allocation_gap,
    allocation_proposal,
    allocation_warnings,
)
from maudao.campaigns.rules.allocation import with_plus

COUNTS = st.integers(0, 2000)
CHILDREN = st.lists(st.tuples(COUNTS, st.none() | st.integers(0, 300)), min_size=1, max_size=40).map(
    lambda rows: [Child(key, members, last) for key, (members, last) in enumerate(rows, start=100)]
)
BASES = st.sampled_from(Basis)


@given(CHILDREN, st.integers(0, 5000), BASES)
def test_parts_add_up_to_the_whole_whenever_the_minimum_fits(
    children: list[Child], total: int, basis: Basis
) -> None:
    proposal = allocation_proposal(children, total=total, basis=basis)
    assert sum(proposal.values()) == max(total, len(children))
    assert set(proposal) == {child.key for child in children}


@given(CHILDREN, st.integers(0, 5000), BASES)
def test_nobody_gets_less_than_one(children: list[Child], total: int, basis: Basis) -> None:
    assert min(allocation_proposal(children, total=total, basis=basis).values()) >= 1


@given(CHILDREN, st.integers(0, 5000), BASES, st.data())
def test_locked_cells_stay_as_they_are(
    children: list[Child], total: int, basis: Basis, data: st.DataObject
) -> None:
    keys = st.sampled_from([child.key for child in children])
    locked = data.draw(st.dictionaries(keys, st.integers(0, 100)))
    proposal = allocation_proposal(children, total=total, basis=basis, locked=locked)
    assert {key: proposal[key] for key in locked} == locked


@given(CHILDREN, st.integers(0, 5000))
def test_more_members_never_means_less(children: list[Child], total: int) -> None:
    proposal = allocation_proposal(children, total=total)
    ordered = sorted(children, key=lambda child: child.members)
    for smaller, larger in itertools.pairwise(ordered):
        if larger.members > smaller.members:
            assert proposal[larger.key] >= proposal[smaller.key]


def test_largest_remainder_takes_what_is_left() -> None:
    children = [Child(1, 30), Child(2, 200), Child(3, 70)]
    assert allocation_proposal(children, total=10) == {1: 1, 2: 7, 3: 2}


def test_five_percent_more_is_rounded_up() -> None:
    assert with_plus(1200, 5) == 1260
    assert with_plus(10, 5) == 11
    assert sum(allocation_proposal([Child(1, 5), Child(2, 5)], total=10, plus_percent=5).values()) == 11


def test_last_result_decides_and_new_units_are_weighed_by_their_members() -> None:
    children = [Child(1, 100, 30), Child(2, 100, 10), Child(3, 50, None)]
    proposal = allocation_proposal(children, total=50, basis=Basis.LAST_RESULT)
    assert proposal == {1: 30, 2: 10, 3: 10}


def test_without_any_last_result_members_decide() -> None:
    children = [Child(1, 30), Child(2, 10)]
    assert allocation_proposal(children, total=8, basis=Basis.LAST_RESULT) == {1: 6, 2: 2}


def kinds(
    children: list[Child], values: dict[int, int], own: int | None
) -> list[tuple[WarningKind, int | None]]:
    return [(warning.kind, warning.child) for warning in allocation_warnings(children, values, own=own)]


def test_giving_more_than_ones_own_is_warned_about_not_forbidden() -> None:
    assert kinds([Child(1, 100)], {1: 12}, 10) == [(WarningKind.MORE_THAN_OWN, None)]
    assert allocation_gap({1: 12}, 10) == 2


def test_giving_less_than_ones_own_is_warned_about() -> None:
    assert kinds([Child(1, 100)], {1: 8}, 10) == [(WarningKind.LESS_THAN_OWN, None)]


def test_units_that_get_nothing_too_much_or_less_than_last_time_are_warned_about() -> None:
    children = [Child(1, 100), Child(2, 10), Child(3, 100, 9)]
    assert kinds(children, {2: 7, 3: 8}, 15) == [
        (WarningKind.NOTHING, 1),
        (WarningKind.MANY_OF_MEMBERS, 2),
        (WarningKind.BELOW_LAST, 3),
    ]


def test_unit_without_an_own_target_is_not_warned_about_the_sum() -> None:
    assert kinds([Child(1, 100)], {1: 8}, None) == []
