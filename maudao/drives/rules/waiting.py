"""Decisions about the waiting list: until when a free place is kept for the person to whom it was offered."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from maudao.messaging.rules import goes_at

_LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_DAWN, _DUSK = time(7), time(21)  # between dusk and dawn nobody is expected to answer
#: How much of the day one has to answer.
ANSWER_IN = timedelta(hours=2)
#: An offer ends this long before the slot starts: one still has to get there.
_ON_THE_WAY = timedelta(hours=1)
#: Nobody is offered a place with less time than this to answer, from when they can have read of it.
LEAST = timedelta(minutes=15)
#: What is put into the outbox leaves within this, outside of quiet hours.
LEAVES_IN = timedelta(minutes=1)


def offer_ends_at(now: datetime, slot_starts_at: datetime) -> datetime | None:
    """Return when an offer made now ends: two hours of daytime later, never at night, sooner where the slot is near.

    At night a place is kept for who waits, and the message goes in the morning; so there is no offer where the morning
    leaves no time to answer. None: too late for an offer; the place is for whoever comes first.
    """
    latest = _not_at_night(slot_starts_at - _ON_THE_WAY)
    ends_at = min(_after_daytime(now.astimezone(_LOCAL), ANSWER_IN), latest)
    told_at = goes_at(now + LEAVES_IN)
    return ends_at.astimezone(now.tzinfo) if ends_at - told_at >= LEAST else None


def _after_daytime(start: datetime, span: timedelta) -> datetime:
    """Return when `span` of daytime has passed since `start`."""
    if start.time() >= _DUSK:
        start = _at(start + timedelta(days=1), _DAWN)
    start = max(start, _at(start, _DAWN))
    today = _at(start, _DUSK) - start
    if span <= today:
        return start + span
    return _after_daytime(_at(start + timedelta(days=1), _DAWN), span - today)


def _not_at_night(moment: datetime) -> datetime:
    """Return the moment, or the end of the evening before where it is at night."""
    local = moment.astimezone(_LOCAL)
    if local.time() < _DAWN:
        return _at(local - timedelta(days=1), _DUSK)
    return min(local, _at(local, _DUSK))


def _at(day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock, _LOCAL)
