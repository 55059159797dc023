"""How many to book beyond what is received."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.drives.rules.overbooking import (
    DEFAULT_YIELD,
    bookings_for,
    drawn_yield,
    forecast,
    overbooking_for,
)

yields = st.fractions(0, 1)


def test_seven_of_ten_are_expected_where_nothing_was_measured() -> None:
    assert drawn_yield(donated=0, registered=0) == DEFAULT_YIELD == Fraction(7, 10)


def test_one_small_drive_moves_the_yield_little_and_many_move_it_far() -> None:
    assert drawn_yield(donated=10, registered=10) == Fraction(45, 60)
    assert drawn_yield(donated=900, registered=1000) > Fraction(88, 100)


def test_at_seven_of_ten_ten_places_take_fourteen() -> None:
    assert overbooking_for(10, DEFAULT_YIELD) == 4


def test_nobody_is_overbooked_where_all_come() -> None:
    assert overbooking_for(10, Fraction(1)) == 0


def test_a_bad_yield_never_books_more_than_twice_the_places() -> None:
    assert overbooking_for(10, Fraction(1, 100)) == 10


@pytest.mark.parametrize(("units", "people"), [(0, 0), (1, 2), (21, 30), (35, 50), (36, 52)])
def test_how_many_to_book_for_so_many_bags(units: int, people: int) -> None:
    assert bookings_for(units, DEFAULT_YIELD) == people


def test_what_is_forecast_is_rounded_down() -> None:
    assert forecast(11, DEFAULT_YIELD) == 7


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_a_yield_lies_between_nothing_and_all(donated: int, registered: int) -> None:
    assert 0 < drawn_yield(donated=donated, registered=registered) <= 1


@given(st.integers(0, 2000), yields)
def test_expected_donors_never_pass_the_places_where_the_yield_is_believed(
    capacity: int, share: Fraction
) -> None:
    booked = capacity + overbooking_for(capacity, share)
    assert capacity <= booked <= 2 * capacity
    assert forecast(booked, share) <= capacity


@given(st.integers(0, 2000), st.fractions(Fraction(1, 2), 1))
def test_as_many_as_are_wanted_may_be_expected_of_the_bookings(units: int, share: Fraction) -> None:
    assert forecast(bookings_for(units, share), share) >= units or units == 0
    assert (bookings_for(units, share) - 1) * share < units or units == 0
