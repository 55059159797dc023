"""Who walked in: when two are one person."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.drives.rules.walk_ins import Traits, is_same

PERSON = Traits("lu van den", date(1991, 5, 6), 1991, "M", "phone", "identity", "MT-CS-001")
YEAR_ALONE = Traits("lu van den", birth_year=1991)

TRAITS = st.builds(
    Traits,
    name=st.sampled_from(["lu van den", "lu van di"]),
    birth_date=st.sampled_from([None, date(1991, 5, 6), date(1991, 7, 8)]),
    birth_year=st.sampled_from([None, 1991, 1992]),
    sex=st.sampled_from(["", "M", "F"]),
    phone=st.sampled_from(["", "one", "other"]),
    identity=st.sampled_from(["", "one", "other"]),
    unit=st.sampled_from(["", "A", "B"]),
    is_walk_in=st.booleans(),
)


@given(TRAITS, TRAITS)
def test_it_does_not_matter_who_was_typed_first(one: Traits, other: Traits) -> None:
    assert is_same(one, other) == is_same(other, one)


@given(TRAITS)
def test_identity_number_decides_alone(other: Traits) -> None:
    assert is_same(PERSON, replace(other, identity="identity"))
    assert not is_same(PERSON, replace(other, identity="another"))


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "lu van di"},
        {"birth_date": date(1991, 5, 7)},
        {"birth_year": 1990},
        {"sex": "F"},
        {"phone": "another"},
    ],
)
def test_whatever_speaks_against_it_makes_two(changed: dict[str, object]) -> None:
    assert not is_same(PERSON, replace(PERSON, identity="", **changed))  # type: ignore[arg-type]


def test_name_alone_is_not_enough() -> None:
    assert not is_same(Traits("lu van den"), PERSON)


def test_birth_year_is_enough_between_two_who_walked_in_and_of_no_two_units() -> None:
    assert is_same(YEAR_ALONE, YEAR_ALONE)
    assert is_same(replace(YEAR_ALONE, unit="A"), YEAR_ALONE)
    assert not is_same(replace(YEAR_ALONE, unit="A"), replace(YEAR_ALONE, unit="B"))
    assert not is_same(YEAR_ALONE, replace(YEAR_ALONE, is_walk_in=False))


def test_same_phone_and_name_is_the_one_who_booked() -> None:
    booked = Traits("lu van den", date(1991, 5, 6), 1991, phone="phone", is_walk_in=False)
    assert is_same(replace(YEAR_ALONE, phone="phone"), booked)
