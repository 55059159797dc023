"""Rules of booking."""

from datetime import UTC, datetime, timedelta

import pytest

from maudao.drives.rules import DriveState, RegistrationState
from maudao.drives.rules.booking import booking_refusal, credited_unit, is_changeable

NOW = datetime(2026, 4, 7, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "ends_in", "reason"),
    [
        (DriveState.OPEN, 1, None),
        (DriveState.OPEN, 0, "past"),
        (DriveState.PLANNED, 1, "not_open"),
        (DriveState.DONE, 1, "not_open"),
        (DriveState.CANCELLED, 1, "cancelled"),
        (DriveState.CANCELLED, -1, "cancelled"),
    ],
)
def test_only_an_open_drive_takes_registrations_until_the_slot_is_over(
    state: str, ends_in: int, reason: str | None
) -> None:
    assert booking_refusal(state=state, ends_at=NOW + timedelta(minutes=ends_in), now=NOW) == reason


def test_only_who_has_not_come_may_change() -> None:
    assert [state for state in RegistrationState if is_changeable(state)] == [RegistrationState.REGISTERED]


def test_credit_goes_to_the_donors_unit_that_takes_part() -> None:
    assert credited_unit("host", ["a", "b"]) == "a"
    assert credited_unit("host", ["a", "b"], chosen="b") == "b"
    assert credited_unit("host", ["a", "b"], chosen="stranger") == "a"


def test_credit_of_who_has_no_such_unit_goes_to_the_host() -> None:
    assert credited_unit("host", []) == "host"
    assert credited_unit("host", [], chosen="a") == "host"
