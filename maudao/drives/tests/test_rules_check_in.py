"""What came of a registration follows from the set of its records: any order, any repetition."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.donors.rules import DonationKind
from maudao.drives.rules import CheckInOutcome, RegistrationState
from maudao.drives.rules.check_in import NOTHING, Given, Noted, clamped, outcome_of, shows_deferred

HELD_ON = date(2026, 4, 7)
MORNING = datetime(2026, 4, 7, 1, 0, tzinfo=UTC)  # 08:00 in Việt Nam
ARRIVED, DONATED, DEFERRED, LEFT, REOPENED = (
    CheckInOutcome.ARRIVED,
    CheckInOutcome.DONATED,
    CheckInOutcome.DEFERRED,
    CheckInOutcome.LEFT,
    CheckInOutcome.REOPENED,
)


def note(outcome: str, minute: int = 0, *, volume_ml: int = 350, key: str = "") -> Noted:
    at = MORNING + timedelta(minutes=minute)
    if outcome != DONATED:
        return Noted(key or f"{outcome}-{minute}", outcome, at)
    return Noted(key or f"{outcome}-{minute}", outcome, at, DonationKind.WHOLE_BLOOD, volume_ml)


def state(*notes: Noted) -> str:
    return outcome_of(notes, held_on=HELD_ON).state


NOTES = st.builds(
    note,
    st.sampled_from(CheckInOutcome.values),
    st.integers(-3000, 3000),
    volume_ml=st.sampled_from([250, 350, 450]),
    key=st.uuids().map(str),
)
COLLIDING = st.builds(
    note, st.sampled_from(CheckInOutcome.values), st.integers(0, 2), key=st.sampled_from("abcdef")
)


@given(st.lists(NOTES | COLLIDING, max_size=8), st.randoms())
def test_outcome_does_not_depend_on_the_order(notes: list[Noted], random: object) -> None:
    shuffled = list(notes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert outcome_of(shuffled, held_on=HELD_ON) == outcome_of(notes, held_on=HELD_ON)


@given(st.lists(NOTES, max_size=8), st.data())
def test_outcome_does_not_depend_on_repetition(notes: list[Noted], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(notes), max_size=8)) if notes else []
    assert outcome_of([*again, *notes, *again], held_on=HELD_ON) == outcome_of(notes, held_on=HELD_ON)


@given(st.lists(NOTES | COLLIDING, max_size=8))
def test_gift_is_told_exactly_where_somebody_donated(notes: list[Noted]) -> None:
    result = outcome_of(notes, held_on=HELD_ON)
    assert (result.given is not None) == (result.state == RegistrationState.DONATED)
    assert (result.arrived_at is None) == (result.state == RegistrationState.REGISTERED)


def test_nothing_written_down_is_registered() -> None:
    assert outcome_of([], held_on=HELD_ON) == NOTHING


def test_arrival_never_undoes_a_donation() -> None:
    assert state(note(ARRIVED, 0), note(DONATED, 30), note(ARRIVED, 60)) == "donated"


@pytest.mark.parametrize(
    ("first", "second"), [(DEFERRED, DONATED), (DONATED, DEFERRED), (DONATED, LEFT), (LEFT, DEFERRED)]
)
def test_later_of_two_final_outcomes_holds(first: str, second: str) -> None:
    assert state(note(first, 10), note(second, 20)) == second
    assert state(note(second, 20), note(first, 10)) == second


def test_later_bag_corrects_the_earlier() -> None:
    result = outcome_of([note(DONATED, 10), note(DONATED, 20, volume_ml=250)], held_on=HELD_ON)
    assert result.given == Given(DonationKind.WHOLE_BLOOD, 250)


def test_reopening_takes_back_what_stands_before_it_alone() -> None:
    assert state(note(ARRIVED, 0), note(DONATED, 10), note(REOPENED, 20)) == "registered"
    assert state(note(ARRIVED, 0), note(DONATED, 10), note(REOPENED, 20), note(ARRIVED, 21)) == "arrived"


def test_undone_on_two_devices_is_undone_once() -> None:
    notes = [note(ARRIVED, 0), note(DONATED, 10)]
    undone = [note(REOPENED, 20), note(ARRIVED, 20)]
    undone_again = [note(REOPENED, 21, key="x"), note(ARRIVED, 21, key="y")]
    assert state(*notes, *undone, *undone_again) == "arrived"


def test_reopening_at_the_same_moment_leaves_what_was_written_with_it() -> None:
    assert state(note(REOPENED, 20), note(ARRIVED, 20)) == "arrived"


def test_wrong_clock_is_drawn_into_the_day() -> None:
    first = datetime(2026, 4, 6, 17, 0, tzinfo=UTC)  # midnight in Việt Nam
    assert clamped(datetime(2011, 1, 1, tzinfo=UTC), held_on=HELD_ON) == first
    assert clamped(datetime(2031, 1, 1, tzinfo=UTC), held_on=HELD_ON) == first + timedelta(days=1)
    assert clamped(MORNING, held_on=HELD_ON) == MORNING


def test_device_with_a_clock_years_behind_keeps_its_own_order() -> None:
    long_ago = -60 * 24 * 3000
    notes = [note(ARRIVED, long_ago), note(REOPENED, long_ago + 2), note(DONATED, long_ago + 1)]
    assert state(*notes) == "registered"


def test_how_many_were_deferred_is_shown_only_where_it_names_nobody() -> None:
    assert [came for came in range(8) if shows_deferred(came)] == [5, 6, 7]
