"""When two records are one person."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.donors.rules.duplicates import Certainty, Known, Sign, clearly_different, same_person, shared

LO = Known(
    "Lò Thị Hoà",
    birth_date=date(1990, 5, 2),
    sex="F",
    phone="0912345678",
    identity="011190001234",
)
BARE = Known("Lò Thị Hoà")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lò Thị Hoà", "LO THI HOA"),
        ("Lò Thị Hoà", unicodedata.normalize("NFD", "Lò Thị Hòa")),
        ("Lò Thị Hoà", "Lò  Hoà"),
        ("Quàng Văn Thành", "Quàng Văn Thàng"),
        ("Hoà Lò Thị", "Lò Thị Hoà"),
        ("Nguyễn Văn Ngọc", "Nguyễn Văn Nogc"),
    ],
)
def test_slip_missing_middle_name_and_order_are_no_other_name(one: str, other: str) -> None:
    assert not clearly_different(one, other)
    assert not clearly_different(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn Bình"),
        ("Nguyễn Văn Nam", "Nguyễn Thị Nam"),
        ("Lò Thị Hoà", "Quàng Thị Hoà"),
        ("Lò Văn An", "Lò Văn Ánh"),
    ],
)
def test_another_given_family_or_middle_name_is_another_name(one: str, other: str) -> None:
    assert clearly_different(one, other)
    assert clearly_different(other, one)


def test_same_identity_and_name_is_certain() -> None:
    other = Known("Lo Thi Hoa", identity="011190001234", phone="0987654321")
    assert same_person(LO, other) is Certainty.CERTAIN


def test_identity_that_lost_its_zero_is_the_same() -> None:
    assert same_person(LO, replace(BARE, identity="11190001234")) is Certainty.CERTAIN
    assert Sign.IDENTITY in shared(LO, replace(BARE, identity="11190001234"))


def test_same_identity_of_another_name_is_to_be_looked_at() -> None:
    assert same_person(LO, Known("Cà Văn Bình", identity="011190001234")) is Certainty.POSSIBLE


def test_same_name_and_phone_is_likely() -> None:
    assert same_person(replace(LO, identity=""), replace(BARE, phone="0912345678")) is Certainty.LIKELY


def test_same_name_and_birth_date_is_likely() -> None:
    assert same_person(LO, replace(BARE, birth_date=date(1990, 5, 2))) is Certainty.LIKELY


def test_same_name_and_year_alone_is_possible() -> None:
    assert same_person(LO, replace(BARE, birth_year=1990)) is Certainty.POSSIBLE


def test_same_name_alone_says_nothing() -> None:
    assert same_person(BARE, BARE) is Certainty.NONE


def test_family_that_shares_a_phone_is_not_one_person() -> None:
    assert same_person(LO, Known("Lò Văn Bình", phone="0912345678")) is Certainty.NONE


def test_close_name_needs_the_phone_or_the_birth_date() -> None:
    close = Known("Lò Thị Hoàn")
    assert same_person(LO, close) is Certainty.NONE
    assert same_person(LO, replace(close, phone=LO.phone)) is Certainty.POSSIBLE
    assert same_person(LO, replace(close, phone=LO.phone, birth_date=LO.birth_date)) is Certainty.LIKELY


def test_another_year_of_birth_is_another_person() -> None:
    assert same_person(LO, replace(LO, identity="", birth_date=date(1991, 5, 2))) is Certainty.NONE


def test_another_day_or_sex_makes_it_less_sure() -> None:
    assert same_person(LO, replace(LO, identity="", birth_date=date(1990, 2, 5))) is Certainty.POSSIBLE
    assert same_person(LO, replace(LO, identity="", sex="M")) is Certainty.POSSIBLE


def test_two_citizens_numbers_are_two_people_unless_all_else_agrees() -> None:
    other = replace(LO, identity="011190009999")
    assert same_person(LO, other) is Certainty.POSSIBLE
    assert same_person(LO, replace(other, phone="")) is Certainty.NONE


def test_old_number_and_new_number_do_not_speak_against_each_other() -> None:
    assert same_person(LO, replace(LO, identity="012345678", phone="")) is Certainty.LIKELY


names = st.lists(st.sampled_from(["lò", "thị", "hoà", "hoàn", "văn", "an", "ánh"]), min_size=1, max_size=4)
people = st.builds(
    Known,
    full_name=names.map(" ".join),
    birth_date=st.sampled_from([None, date(1990, 5, 2), date(1990, 6, 2), date(1991, 5, 2)]),
    sex=st.sampled_from(["", "F", "M"]),
    phone=st.sampled_from(["", "0912345678", "0987654321"]),
    identity=st.sampled_from(["", "011190001234", "11190001234", "012345678"]),
)


@given(people, people)
def test_it_does_not_matter_which_is_named_first(a: Known, b: Known) -> None:
    assert same_person(a, b) is same_person(b, a)


@given(people)
def test_record_with_a_number_is_the_same_person_as_itself(person: Known) -> None:
    expected = Certainty.CERTAIN if person.identity else same_person(person, person)
    assert same_person(person, person) is expected
