"""Cutting a day into slots, and moving them."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.drives.rules.slots import (
    Morning,
    SlotsUnfit,
    Span,
    at,
    cut,
    leaves_the_day,
    overlapping,
    shift_of,
)

DAY = date(2026, 4, 7)


def _starts(morning: Morning) -> list[str]:
    return [f"{span.starts_at:%H:%M}" for span in cut(morning, on=DAY)]


def test_a_morning_is_cut_into_half_hours() -> None:
    assert _starts(Morning(time(7, 30), time(9, 30))) == ["07:30", "08:00", "08:30", "09:00"]


def test_slots_start_again_when_the_pause_ends() -> None:
    morning = Morning(time(10, 45), time(14), pause=(time(11, 30), time(13)))
    assert _starts(morning) == ["10:45", "13:00", "13:30"]


def test_what_is_no_whole_slot_stays_free() -> None:
    assert _starts(Morning(time(7), time(8, 50), minutes=45)) == ["07:00", "07:45"]


def test_a_pause_outside_the_hours_changes_nothing() -> None:
    assert _starts(Morning(time(7), time(8), pause=(time(11), time(13)))) == ["07:00", "07:30"]


@pytest.mark.parametrize(
    ("morning", "reason"),
    [
        (Morning(time(9), time(9)), "ends_before_start"),
        (Morning(time(7), time(9), minutes=0), "minutes"),
        (Morning(time(7), time(9), minutes=600), "minutes"),
        (Morning(time(7), time(9), pause=(time(8), time(8))), "pause_ends_before_start"),
        (Morning(time(7), time(7, 20)), "nothing_fits"),
        (Morning(time(7), time(9), pause=(time(6), time(10))), "nothing_fits"),
        (Morning(time(0), time(23), minutes=5), "too_many"),
    ],
)
def test_hours_that_make_no_slots_are_refused(morning: Morning, reason: str) -> None:
    with pytest.raises(SlotsUnfit) as refused:
        cut(morning, on=DAY)
    assert refused.value.reason == reason


clock = st.times(max_value=time(23, 59)).map(lambda moment: moment.replace(second=0, microsecond=0))


@given(clock, clock, st.integers(5, 240), st.none() | st.tuples(clock, clock))
def test_slots_never_overlap_nor_lie_outside_the_hours_or_in_the_pause(
    starts: time, ends: time, minutes: int, pause: tuple[time, time] | None
) -> None:
    try:
        spans = cut(Morning(starts, ends, minutes, pause), on=DAY)
    except SlotsUnfit:
        return
    assert overlapping(spans) is None
    assert spans == sorted(spans)
    assert all(at(DAY, starts) <= span.starts_at < span.ends_at <= at(DAY, ends) for span in spans)
    assert {span.ends_at - span.starts_at for span in spans} == {timedelta(minutes=minutes)}
    if pause:
        closed = Span(at(DAY, pause[0]), at(DAY, pause[1]))
        assert not any(span.meets(closed) for span in spans)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 100)), max_size=12))
def test_overlap_is_found_wherever_two_share_a_moment(pairs: list[tuple[int, int]]) -> None:
    spans = [
        Span(at(DAY, time()) + timedelta(minutes=start), at(DAY, time()) + timedelta(minutes=start + length))
        for start, length in pairs
    ]
    share = any(one.meets(other) for number, one in enumerate(spans) for other in spans[:number])
    assert (overlapping(spans) is not None) == share


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.times(time(0), time(20)))
def test_a_shift_moves_all_by_the_same_and_the_first_to_where_it_is_asked(to_day: date, starts: time) -> None:
    spans = cut(Morning(time(7, 30), time(10)), on=DAY)
    shift = shift_of(spans, from_day=DAY, to_day=to_day, starts=starts)
    moved = [span.moved(shift) for span in spans]
    assert moved[0].starts_at == at(to_day, starts)
    gaps = [[b.starts_at - a.starts_at for a, b in pairwise(row)] for row in (spans, moved)]
    assert gaps[0] == gaps[1]


def test_without_a_new_start_slots_keep_their_time_of_day() -> None:
    spans = cut(Morning(time(7, 30), time(8)), on=DAY)
    assert shift_of(spans, from_day=DAY, to_day=date(2026, 4, 10)) == timedelta(days=3)


def test_slots_that_would_run_past_midnight_leave_the_day() -> None:
    late = [Span(at(DAY, time(23)), at(DAY, time(23)) + timedelta(hours=2))]
    assert leaves_the_day(late, on=DAY)
    assert not leaves_the_day([Span(at(DAY, time(23)), at(DAY, time()) + timedelta(days=1))], on=DAY)
    assert leaves_the_day(late, on=DAY + timedelta(days=1))
    assert isinstance(late[0].starts_at, datetime)
