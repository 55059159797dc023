"""What came of a registration: it follows from the set of what devices wrote down, in whatever order it came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from maudao.drives.rules.vocabulary import CheckInOutcome, RegistrationState

_LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_ONE_DAY = timedelta(days=1)
#: With fewer, whoever knows who came can tell who was deferred.
FEWEST_FOR_DEFERRED = 5
_FINAL = (CheckInOutcome.DONATED, CheckInOutcome.DEFERRED, CheckInOutcome.LEFT)


@dataclass(frozen=True)
class Noted:
    """One line of a device: `at` by its own clock, aware; the rest only where blood was given."""

    key: str
    outcome: str
    at: datetime
    kind: str = ""
    volume_ml: int | None = None
    certificate_serial: str = ""


@dataclass(frozen=True)
class Given:
    """What was given."""

    kind: str
    volume_ml: int
    certificate_serial: str = ""


@dataclass(frozen=True)
class Result:
    """What came of a registration, and since when the person is there; `given` only where they donated."""

    state: RegistrationState
    arrived_at: datetime | None = None
    given: Given | None = None


NOTHING = Result(RegistrationState.REGISTERED)


def outcome_of(records: Iterable[Noted], *, held_on: date) -> Result:
    """Return what came of a registration, whatever the order and the repetition of its records.

    A reopening takes back what stands before it. Of the rest, the latest of donated, deferred and left holds; an
    arrival never undoes it.
    """
    ordered = sorted({note.key: note for note in _by_key(records)}.values(), key=lambda n: _place(n, held_on))
    reopened = [place for place, note in enumerate(ordered) if note.outcome == CheckInOutcome.REOPENED]
    standing = ordered[reopened[-1] + 1 :] if reopened else ordered
    if not standing:
        return NOTHING
    finals = [note for note in standing if note.outcome in _FINAL]
    last = finals[-1] if finals else standing[-1]
    arrived_at = clamped(standing[0].at, held_on=held_on)
    return Result(RegistrationState(last.outcome), arrived_at, _given(last))


def clamped(at: datetime, *, held_on: date) -> datetime:
    """Return a device's moment, drawn into the day of the drive where its clock is wrong."""
    first = datetime.combine(held_on, time(), _LOCAL)
    return min(max(at, first), first + _ONE_DAY)


def _by_key(records: Iterable[Noted]) -> list[Noted]:
    """Put records in one order, so that of two with one key the same one stays, whichever came first."""
    return sorted(
        records, key=lambda n: (n.key, n.at, n.outcome, n.kind, n.volume_ml or 0, n.certificate_serial)
    )


def _place(note: Noted, held_on: date) -> tuple[datetime, datetime, bool, str, str]:
    """Order by moment; where a wrong clock is drawn in, by that clock; a reopening before its equals."""
    is_fresh = note.outcome != CheckInOutcome.REOPENED
    return clamped(note.at, held_on=held_on), note.at, is_fresh, note.outcome, note.key


def _given(note: Noted) -> Given | None:
    if note.outcome != CheckInOutcome.DONATED:
        return None
    return Given(note.kind, note.volume_ml or 0, note.certificate_serial)


def shows_deferred(came: int) -> bool:
    """Say whether who does not serve at a drive may see how many were deferred there (docs/decisions/0011)."""
    return came >= FEWEST_FOR_DEFERRED
