"""When people serve at a donation day, and its lists of names are open to them."""

from datetime import date, timedelta

#: From a week before the day, to prepare, until a month after it: the centre's results come late.
DAYS_BEFORE, DAYS_AFTER = timedelta(days=7), timedelta(days=30)


def is_served(held_on: date, *, on: date) -> bool:
    """Say whether the lists of a drive held on a day are open, on another, to who serves at it."""
    first, last = days_served(on)
    return first <= held_on <= last


def days_served(on: date) -> tuple[date, date]:
    """Return the first and the last day whose drives are served on a day."""
    return on - DAYS_AFTER, on + DAYS_BEFORE
