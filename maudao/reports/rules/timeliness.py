"""Whether a report came in time, and by when it is due."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: How far one tap moves the last day.
EXTENSION_DAYS = (3, 7)


class When(Enum):
    """Where a report stands against its last day."""

    ON_TIME = "on_time"
    LATE = "late"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Timeliness:
    """`days`: how late it was or is, or how many days are left."""

    when: When
    days: int

    @property
    def sentence(self) -> str:
        """In a few words, as a list shows it."""
        match self.when:
            case When.ON_TIME:
                return _("đúng hạn")
            case When.LATE:
                return ngettext("muộn %(days)d ngày", "muộn %(days)d ngày", self.days) % {"days": self.days}
            case When.OVERDUE:
                return _("quá hạn %(days)d ngày") % {"days": self.days}
            case When.DUE:
                return _("hạn hôm nay") if not self.days else _("còn %(days)d ngày") % {"days": self.days}


def timeliness(*, last_day: date, sent_on: date | None, on: date) -> Timeliness:
    """Say whether a report sent on a day (None: not sent) is in time, seen from the day `on`; the last day counts."""
    days = ((sent_on or on) - last_day).days
    if sent_on is not None:
        return Timeliness(When.LATE, days) if days > 0 else Timeliness(When.ON_TIME, 0)
    return Timeliness(When.OVERDUE, days) if days > 0 else Timeliness(When.DUE, -days)


def extended_day(*, last_day: date, days: int, on: date) -> date:
    """Return the new last day: `days` after the old one, or after today where that has passed already."""
    return max(last_day, on) + timedelta(days=days)
