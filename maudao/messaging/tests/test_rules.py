"""When a message may go out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.messaging import rules

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone
SIX, SEVEN, TEN_AT_NIGHT = (
    datetime(2026, 4, day, hour, tzinfo=UTC) for day, hour in [(1, 23), (2, 0), (2, 15)]
)


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        (SIX, True),
        (SEVEN - timedelta(seconds=1), True),
        (SEVEN, False),
        (TEN_AT_NIGHT - timedelta(seconds=1), False),
        (TEN_AT_NIGHT, True),
    ],
)
def test_nobody_is_written_to_from_ten_at_night_to_seven(at, quiet):
    assert rules.is_quiet(at) is quiet


@given(MOMENTS)
def test_what_is_not_urgent_goes_only_in_fifteen_hours_of_the_day(at):
    local_hour = (at.hour + 7) % 24
    assert rules.may_go(at=at, is_urgent=False) is (7 <= local_hour < 22)
    assert rules.may_go(at=at, is_urgent=True)


def test_each_wait_is_longer_and_the_tries_end():
    waits = [rules.next_try(tries, now=SEVEN) for tries in range(1, rules.MOST_TRIES)]
    assert waits == sorted(waits)
    assert all(waits)
    assert rules.next_try(rules.MOST_TRIES, now=SEVEN) is None


def test_a_message_ends_when_its_cause_says_so_or_after_two_days():
    ends = SEVEN + timedelta(minutes=10)
    late = {"at": SEVEN + timedelta(minutes=11), "not_before": SEVEN}
    assert rules.is_too_late(**late, not_after=ends)
    assert not rules.is_too_late(**late, not_after=None)
    assert rules.is_too_late(at=SEVEN + timedelta(days=3), not_before=SEVEN, not_after=None)


@pytest.mark.parametrize("opted_out", [{""}, {"reminder"}])
def test_an_opt_out_stops_what_it_names(opted_out):
    assert rules.is_stopped(purpose="reminder", opted_out=opted_out)


def test_an_opt_out_of_another_purpose_stops_nothing():
    assert not rules.is_stopped(purpose="reminder", opted_out={"thanks"})


@pytest.mark.parametrize("purpose", sorted(rules.ALWAYS))
def test_a_code_and_news_of_ones_own_registration_always_go(purpose):
    assert not rules.is_stopped(purpose=purpose, opted_out={"", purpose})
