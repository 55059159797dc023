"""When people learn by message that a drive has moved or is cancelled."""

from datetime import date, time, timedelta

import pytest

from maudao.drives.rules.slots import at
from maudao.drives.rules.telling import Delivery, delivery

TODAY = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("clock", "days", "expected"),
    [
        (time(21, 59), (5,), Delivery.NOW),
        (time(22), (5,), Delivery.MORNING),
        (time(6, 59), (5, 9), Delivery.MORNING),
        (time(23), (1,), Delivery.NOW),
        (time(23), (5, 1), Delivery.NOW),
        (time(23), (2,), Delivery.MORNING),
    ],
)
def test_at_night_only_news_of_today_and_tomorrow_goes_out(
    clock: time, days: tuple[int, ...], expected: Delivery
) -> None:
    concerned = [TODAY + timedelta(days=day) for day in days]
    assert delivery(concerned, at=at(TODAY, clock), has_channel=True) == expected


def test_nobody_is_told_by_message_without_a_channel() -> None:
    assert delivery([TODAY], at=at(TODAY, time(12)), has_channel=False) == Delivery.NEVER
