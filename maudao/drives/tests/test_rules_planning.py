"""Codes of drives, and places on the map."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.drives.rules.planning import (
    NotAPosition,
    Position,
    drive_code,
    lies_outside,
    read_position,
    slug,
)

HANOI = Position(Decimal("21.02850"), Decimal("105.85420"))


@pytest.mark.parametrize(
    "text",
    [
        "21.0285, 105.8542",
        " 21.0285 105.8542 ",
        "21.0285;105.8542",
        "21,0285; 105,8542",
        "21,0285 105,8542",
        "geo:21.0285,105.8542",
        "https://www.google.com/maps/@21.0285,105.8542,17z",
        "https://www.google.com/maps?q=21.0285,105.8542",
        "https://www.google.com/maps?q=loc:21.0285,105.8542",
        "https://www.google.com/maps/search/?api=1&query=21.0285%2C105.8542",
        "https://www.openstreetmap.org/?mlat=21.0285&mlon=105.8542#map=17/21.1/105.9",
        "https://www.openstreetmap.org/#map=17/21.0285/105.8542",
    ],
)
def test_a_place_is_read_however_it_is_written(text: str) -> None:
    assert read_position(text) == HANOI


def test_the_pin_of_a_link_comes_before_what_the_screen_shows() -> None:
    link = "https://www.google.com/maps/place/X/@20.9,105.1,15z/data=!3m1!4b1!8m2!3d21.0285!4d105.8542"
    assert read_position(link) == HANOI


def test_nothing_written_is_no_place() -> None:
    assert read_position("  ") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nhà văn hoá xã", "unread"),
        ("21.0285", "unread"),
        ("https://example.org/ban-do/12", "unread"),
        ("https://maps.app.goo.gl/AbCdEf12345", "short_link"),
        ("105.8542, 21.0285", "not_in_viet_nam"),
        ("48.85, 2.35", "not_in_viet_nam"),
        ("-21.0285, 105.8542", "not_in_viet_nam"),
    ],
)
def test_what_is_no_place_in_viet_nam_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NotAPosition) as refused:
        read_position(text)
    assert refused.value.reason == reason


@given(st.decimals(8, 23, places=5), st.decimals(103, 116, places=5))
def test_a_place_that_is_written_is_read_again(latitude: Decimal, longitude: Decimal) -> None:
    place = Position(latitude, longitude)
    assert read_position(str(place)) == place


def test_a_code_says_host_and_day() -> None:
    assert drive_code("MT-CS-002", date(2026, 4, 7), taken=[]) == "mt-cs-002-0704"


def test_a_code_that_is_taken_is_numbered() -> None:
    taken = {"mt-cs-002-0704", "mt-cs-002-0704-2"}
    assert drive_code("MT-CS-002", date(2027, 4, 7), taken=taken) == "mt-cs-002-0704-3"


@given(st.text(max_size=32), st.dates(), st.sets(st.sampled_from(["", "-2", "-3"])))
def test_every_code_may_stand_in_an_address_and_is_free(unit: str, day: date, ends: set[str]) -> None:
    first = drive_code(unit, day, taken=[])
    code = drive_code(unit, day, taken={first + end for end in ends})
    assert code == slug(code)
    assert len(code) <= 60
    assert code not in {first + end for end in ends}


def test_the_first_and_the_last_day_of_a_campaign_are_inside() -> None:
    window = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 4, 30)}
    assert [lies_outside(date(2026, *day), **window) for day in ((3, 31), (4, 1), (4, 30), (5, 1))] == [
        True,
        False,
        False,
        True,
    ]
