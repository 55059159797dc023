"""Rules of the waiting list: until when a place is kept."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.drives.rules.waiting import LEAST, LEAVES_IN, offer_ends_at
from maudao.messaging.rules import is_quiet

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
FAR = datetime(2026, 5, 20, 8, 0, tzinfo=LOCAL)


def at(clock: str, *, day: int = 7) -> datetime:
    return datetime.combine(datetime(2026, 4, day, tzinfo=LOCAL).date(), time.fromisoformat(clock), LOCAL)


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (at("09:00"), at("11:00")),
        (at("19:00"), at("21:00")),
        (at("20:30"), at("08:30", day=8)),
        (at("23:00"), at("09:00", day=8)),
        (at("03:00"), at("09:00")),
    ],
)
def test_offer_lasts_two_hours_of_daytime(now: datetime, ends: datetime) -> None:
    assert offer_ends_at(now, FAR) == ends


@pytest.mark.parametrize(
    ("now", "starts", "ends"),
    [
        (at("09:00"), at("11:00"), at("10:00")),  # an hour before the slot
        (at("19:30", day=6), at("07:30"), at("21:00", day=6)),  # not at 06:30
        (at("22:00", day=6), at("07:30"), None),
        (at("09:50"), at("11:00"), None),  # ten minutes are not enough
        (at("12:00"), at("11:00"), None),
        (at("04:57"), at("08:00"), None),  # the message goes at 07:00, when one has to leave
        (at("04:57"), at("08:20"), at("07:20")),  # kept through the night, told at 07:00
        (at("21:59"), at("08:10"), None),  # the worker comes after 22:00
    ],
)
def test_offer_is_shorter_when_the_slot_is_near(now: datetime, starts: datetime, ends: datetime) -> None:
    assert offer_ends_at(now, starts) == ends


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(LOCAL))  # noqa: DTZ001


@given(now=MOMENTS, ahead=st.integers(0, 30 * 24 * 60))
def test_offer_never_ends_at_night_nor_too_late_to_come(now: datetime, ahead: int) -> None:
    starts = now + timedelta(minutes=ahead)
    ends = offer_ends_at(now, starts)
    if ends is None:
        return
    clock = ends.astimezone(LOCAL).time()
    assert time(7) <= clock <= time(21)
    assert now + timedelta(minutes=15) <= ends <= starts - timedelta(hours=1)
    assert ends - now <= timedelta(hours=12)


@given(now=MOMENTS, ahead=st.integers(0, 36 * 60))
def test_who_is_offered_a_place_is_told_in_time_to_answer(now: datetime, ahead: int) -> None:
    ends = offer_ends_at(now, now + timedelta(minutes=ahead))
    if ends is None:
        return
    leaves = now + LEAVES_IN
    while is_quiet(leaves):
        leaves = (leaves + timedelta(minutes=1)).replace(second=0, microsecond=0)
    assert ends - leaves >= LEAST


@given(now=MOMENTS, ahead=st.integers(10 * 60, 36 * 60))
def test_place_is_kept_at_night_where_the_morning_leaves_time(now: datetime, ahead: int) -> None:
    starts = now + timedelta(minutes=ahead)
    if is_quiet(now) and time(8, 30) <= starts.astimezone(LOCAL).time() <= time(20):
        assert offer_ends_at(now, starts) is not None
