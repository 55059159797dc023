"""Numbers and days as offices write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.lib.vietnamese import (
    format_date,
    format_number,
    format_percent,
    official_date,
    parse_date,
    parse_number,
)

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (-1234, "-1.234"),
        (1234567.5, "1.234.567,5"),
        (Decimal("1E+3"), "1.000"),
        (Decimal("2.50"), "2,5"),
        (1e-7, "0,0000001"),
        (100, "100"),
        (-0.0, "0"),
    ],
)
def test_numbers_have_dots_for_thousands_and_a_comma(value: int | float | Decimal, text: str) -> None:
    assert format_number(value) == text


def test_fixed_places_round_half_away_from_zero() -> None:
    assert format_number(Decimal("0.125"), places=2) == "0,13"
    assert format_number(1234, places=1) == "1.234,0"
    assert format_number(Decimal("-0.04"), places=1) == "0,0"


def test_percent_is_of_a_ratio() -> None:
    assert [format_percent(ratio) for ratio in (0, 0.305, 1, Decimal("1.05"))] == [
        "0%",
        "30,5%",
        "100%",
        "105%",
    ]
    assert format_percent(Decimal(1) / 3) == "33,3%"
    assert format_percent(Decimal(1) / 3, places=0) == "33%"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_written_numbers_are_read_back(value: Decimal) -> None:
    assert parse_number(format_number(value)) == value


@pytest.mark.parametrize("text", ["1234567,5", "1.234.567,5", " 1.234.567,50 ", "+1 234 567,5"])
def test_numbers_are_read_with_or_without_groups(text: str) -> None:
    assert parse_number(text) == Decimal("1234567.5")


@pytest.mark.parametrize(
    "text", ["", "1.5", "1,2,3", "12.34.567", "1.234.56", "1,", "abc", "NaN", "1e3", "٣x"]
)
def test_what_could_mean_two_numbers_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_number(text)


def test_official_date_has_zeros_before_small_days_and_months_one_and_two() -> None:
    assert official_date(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert official_date(date(2026, 3, 10)) == "ngày 10 tháng 3 năm 2026"
    assert official_date(date(2026, 12, 9)) == "ngày 09 tháng 12 năm 2026"


@given(days)
def test_written_days_are_read_back(day: date) -> None:
    assert parse_date(format_date(day)) == day
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["05/02/2026", "5/2/26", "5-2-2026", "05.02.2026", " 5 / 2 / 2026 ", "2026-02-05", "2026-2-5"]
)
def test_days_are_read_day_first_or_in_iso_order(text: str) -> None:
    assert parse_date(text) == date(2026, 2, 5)


def test_short_years_lie_in_1950_to_2049() -> None:
    assert parse_date("1/1/50") == date(1950, 1, 1)
    assert parse_date("1/1/49") == date(2049, 1, 1)


@pytest.mark.parametrize(
    "text", ["", "31/02/2026", "13/13/2026", "5/2/026", "5/2/0026", "26/2", "5 tháng 2", "2026"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a|must be|out of range"):
        parse_date(text)
