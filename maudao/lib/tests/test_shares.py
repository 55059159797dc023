"""Dividing targets among units."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maudao.lib.shares import largest_remainder

totals = st.integers(0, 100_000)
weight_lists = st.lists(
    st.one_of(st.integers(0, 10_000), st.decimals(0, 10_000, places=3)), min_size=1, max_size=30
)


@st.composite
def locked_places(draw: st.DrawFn) -> tuple[list[int | Decimal], dict[int, int]]:
    weights = draw(weight_lists)
    places = st.integers(0, len(weights) - 1)
    return weights, draw(st.dictionaries(places, st.integers(0, 1_000), max_size=len(weights) - 1))


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (100, [47, 16, 15, 9, 7, 6], [47, 16, 15, 9, 7, 6]),
        (10, [47, 16, 15, 9, 7, 6], [5, 2, 1, 1, 1, 0]),
        (5, [Decimal("0.5"), Decimal("0.25"), Decimal("0.25")], [3, 1, 1]),
        (0, [1, 2], [0, 0]),
        (3, [0, 0], [2, 1]),
        (7, [], []),
    ],
)
def test_whole_shares_by_largest_remainder(
    total: int, weights: list[int | Decimal], shares: list[int]
) -> None:
    assert largest_remainder(total, weights).values == shares


@given(totals, weight_lists, st.integers(0, 5))
def test_shares_add_up_to_the_total_when_the_minimums_fit(
    total: int, weights: list[int | Decimal], minimum: int
) -> None:
    assume(total >= minimum * len(weights))
    shares = largest_remainder(total, weights, minimum=minimum)
    assert sum(shares.values) == total
    assert shares.difference == 0


@given(totals, weight_lists, st.integers(0, 5))
def test_nobody_gets_less_than_the_minimum(total: int, weights: list[int | Decimal], minimum: int) -> None:
    assert min(largest_remainder(total, weights, minimum=minimum).values) >= minimum


@given(totals, weight_lists, st.integers(0, 5))
def test_more_weight_never_means_a_smaller_share(
    total: int, weights: list[int | Decimal], minimum: int
) -> None:
    values = largest_remainder(total, weights, minimum=minimum).values
    in_order = [value for _, value in sorted(zip(weights, values, strict=True))]
    assert in_order == sorted(in_order)


@given(totals, weight_lists)
def test_share_is_the_exact_one_rounded_up_or_down(total: int, weights: list[int | Decimal]) -> None:
    assume(any(weights))
    whole = sum(map(Decimal, weights))
    for weight, value in zip(weights, largest_remainder(total, weights).values, strict=True):
        assert abs(value - total * Decimal(weight) / whole) < 1


@given(totals, weight_lists)
def test_without_weight_there_is_no_share(total: int, weights: list[int | Decimal]) -> None:
    assume(any(weights))
    values = largest_remainder(total, weights).values
    assert all(value == 0 for weight, value in zip(weights, values, strict=True) if not weight)


@given(totals, locked_places(), st.integers(0, 5))
def test_locked_shares_stay_and_the_others_divide_the_rest(
    total: int, case: tuple[list[int | Decimal], dict[int, int]], minimum: int
) -> None:
    weights, locked = case
    shares = largest_remainder(total, weights, minimum=minimum, locked=locked)
    assert {place: shares.values[place] for place in locked} == locked
    feasible = total >= sum(locked.values()) + minimum * (len(weights) - len(locked))
    assert shares.difference == 0 if feasible else shares.difference > 0


def test_minimums_stand_when_the_total_is_too_small() -> None:
    shares = largest_remainder(2, [5, 3, 1], minimum=1)
    assert shares.values == [1, 1, 1]
    assert shares.difference == 1


def test_locked_shares_stand_when_they_exceed_the_total() -> None:
    shares = largest_remainder(10, [5, 3, 1], minimum=1, locked={1: 12})
    assert shares.values == [1, 12, 1]
    assert shares.difference == 4


def test_difference_is_below_zero_when_everything_is_locked_for_less() -> None:
    assert largest_remainder(10, [1, 1], locked={0: 3, 1: 4}).difference == -3


def test_minimum_is_taken_from_those_above_it() -> None:
    assert largest_remainder(10, [1000, 1, 1], minimum=1).values == [8, 1, 1]


def test_locked_share_may_be_below_the_minimum() -> None:
    assert largest_remainder(5, [1, 1], minimum=1, locked={0: 0}).values == [0, 5]


@pytest.mark.parametrize(
    ("total", "weights", "minimum", "locked"),
    [(-1, [1], 0, {}), (1, [-1], 0, {}), (1, [1], -1, {}), (1, [1], 0, {0: -1}), (1, [1], 0, {1: 1})],
)
def test_shares_of_nonsense_are_refused(
    total: int, weights: list[int | Decimal], minimum: int, locked: dict[int, int]
) -> None:
    with pytest.raises(ValueError, match="share"):
        largest_remainder(total, weights, minimum=minimum, locked=locked)
