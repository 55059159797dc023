"""Whom to ask, and in which order."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from maudao.drives.rules.asking import Colleague, whom_to_ask

ON = date(2026, 4, 7)
LONG_AGO, LATELY = date(2025, 6, 1), date(2026, 3, 1)


def colleague(donor: int, **known: Any) -> Colleague:
    gave = known.pop("gave", ())
    said: dict[str, Any] = {"sort_key": f"{donor:03}", **known}
    if gave:
        said["donations"] = [(day, "whole_blood") for day in gave]
    return Colleague(donor=donor, **said)


def asked(*colleagues: Colleague) -> list[int]:
    return [one.donor for one in whom_to_ask(colleagues, on=ON)]


def test_who_gave_before_is_asked_first_the_latest_first() -> None:
    earlier = date(2024, 6, 1)
    once = colleague(3, gave=[earlier], seen_donations=[earlier])
    again = colleague(4, gave=[earlier, LONG_AGO], seen_donations=[earlier, LONG_AGO])
    assert asked(colleague(1), colleague(2), once, again) == [4, 3, 1, 2]


def test_history_that_the_chair_may_not_see_changes_no_order() -> None:
    assert asked(colleague(2), colleague(1), colleague(3, gave=[LONG_AGO])) == [1, 2, 3]


def test_who_may_not_give_on_that_day_is_left_out() -> None:
    rests = colleague(1, gave=[LATELY])
    was_told = colleague(2, not_before=date(2026, 4, 8))
    young = colleague(3, birth_date=date(2008, 4, 8))
    old = colleague(4, birth_date=date(1960, 1, 1))
    fit = colleague(5, gave=[LONG_AGO], not_before=ON, birth_date=date(2008, 4, 7))
    assert asked(rests, was_told, young, old, fit) == [5]


def test_who_was_asked_or_is_registered_is_left_out() -> None:
    assert asked(colleague(1, is_asked=True), colleague(2, is_in=True), colleague(3)) == [3]


_people = st.lists(
    st.builds(
        colleague,
        donor=st.integers(1, 10_000),
        gave=st.lists(st.dates(date(2024, 1, 1), ON), max_size=3),
        not_before=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        is_asked=st.booleans(),
        is_in=st.booleans(),
    ),
    unique_by=lambda one: one.donor,
    max_size=8,
)


@given(people=_people, shuffled=st.randoms())
def test_order_is_the_same_whatever_order_the_people_come_in(people: list[Colleague], shuffled: Any) -> None:
    other = [*people]
    shuffled.shuffle(other)
    assert asked(*people) == asked(*other)


@given(people=_people)
def test_nobody_is_asked_who_may_not_give(people: list[Colleague]) -> None:
    for one in whom_to_ask(people, on=ON):
        assert not one.is_asked
        assert not one.is_in
        assert all((ON - day).days >= 84 for day, _ in one.donations)
