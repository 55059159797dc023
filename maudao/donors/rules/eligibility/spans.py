"""Days, weeks and months on the calendar. Never past the last day that a calendar has."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    """A length of time as a rule names it: months by calendar, weeks of seven days, days."""

    months: int = 0
    weeks: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """Return the day this long after `day`; months end on the last day of a shorter month."""
        return months_after(day, self.months) + timedelta(days=7 * self.weeks + self.days)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the month's last: 31 August and 6 months, 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def birthday(birth_date: date, age: int) -> date:
    """Return the day on which somebody reaches an age; born on 29 February, it is the 28th in other years."""
    return months_after(birth_date, 12 * age)
