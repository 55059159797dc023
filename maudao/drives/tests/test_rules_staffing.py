"""When the lists of a drive are open to who serves at it."""

from datetime import date, timedelta

from maudao.drives.rules.staffing import is_served

DAY = date(2026, 4, 7)


def test_lists_are_open_from_a_week_before_the_day_to_a_month_after() -> None:
    days = (-8, -7, 0, 30, 31)
    assert [is_served(DAY, on=DAY + timedelta(days=day)) for day in days] == [False, True, True, True, False]
