"""Slots of a donation day: cut from a morning, moved as a whole, never two at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
DEFAULT_MINUTES = 30
_MINUTES = range(5, 481)
_MOST_SLOTS = 100


class SlotsUnfit(Exception):
    """No slots can be cut like that: `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, order=True)
class Span:
    """From a moment on, until another."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, other: "Span") -> bool:
        """Say whether both share a moment."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def moved(self, by: timedelta) -> "Span":
        """Return it so much later."""
        return Span(self.starts_at + by, self.ends_at + by)


@dataclass(frozen=True)
class Morning:
    """From when until when people are received on a day, in slots of how many minutes, with a pause or none."""

    starts: time
    ends: time
    minutes: int = DEFAULT_MINUTES
    pause: tuple[time, time] | None = None


def at(on: date, moment: time) -> datetime:
    """Return a local moment of a day."""
    return datetime.combine(on, moment, LOCAL)


def cut(morning: Morning, *, on: date) -> list[Span]:
    """Return the slots of a day, in order. Only whole slots: what is left before a pause or the end is free.

    Raises:
        SlotsUnfit: `ends_before_start`, `minutes`, `pause_ends_before_start`, `nothing_fits`, `too_many`.
    """
    if morning.ends <= morning.starts:
        raise SlotsUnfit("ends_before_start")
    if morning.minutes not in _MINUTES:
        raise SlotsUnfit("minutes")
    spans = [span for start, end in _stretches(morning, on) for span in _filled(start, end, morning.minutes)]
    if not spans:
        raise SlotsUnfit("nothing_fits")
    if len(spans) > _MOST_SLOTS:
        raise SlotsUnfit("too_many")
    return spans


def _stretches(morning: Morning, on: date) -> Iterator[tuple[datetime, datetime]]:
    """Return the stretches without a pause."""
    start, end = at(on, morning.starts), at(on, morning.ends)
    if morning.pause is None:
        yield start, end
        return
    pause_start, pause_end = (at(on, moment) for moment in morning.pause)
    if pause_end <= pause_start:
        raise SlotsUnfit("pause_ends_before_start")
    yield start, min(end, pause_start)
    yield max(start, pause_end), end


def _filled(start: datetime, end: datetime, minutes: int) -> Iterator[Span]:
    length = timedelta(minutes=minutes)
    while start + length <= end:
        yield Span(start, start + length)
        start += length


def overlapping(spans: Iterable[Span]) -> tuple[Span, Span] | None:
    """Return two spans that share a moment, or None where no two do."""
    ordered = sorted(spans)
    return next(((one, next_) for one, next_ in pairwise(ordered) if one.meets(next_)), None)


def shift_of(spans: Sequence[Span], *, from_day: date, to_day: date, starts: time | None = None) -> timedelta:
    """Return by how much all slots move: to another day and, where `starts` is given, so that the first starts then."""
    days = to_day - from_day
    if starts is None or not spans:
        return days
    return at(to_day, starts) - min(spans).starts_at


def leaves_the_day(spans: Iterable[Span], *, on: date) -> bool:
    """Say whether a span lies outside the day, by local time."""
    first, after = at(on, time()), at(on, time()) + timedelta(days=1)
    return any(span.starts_at < first or span.ends_at > after for span in spans)
