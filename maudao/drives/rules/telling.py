"""When a message about a drive that moves or is cancelled reaches people; and who of a unit is to be told in person."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import Enum

from maudao.drives.rules.slots import LOCAL
from maudao.messaging.rules import may_go

#: What concerns today or tomorrow cannot wait for the morning.
_SOON = timedelta(days=1)


class Delivery(Enum):
    """When those who have a phone are told by message."""

    NOW = "now"
    MORNING = "morning"  # from 22:00 to 07:00 what can wait does
    NEVER = "never"  # no channel is set up: messages stay in the outbox


def is_told_in_person(*, has_phone: bool, by_unit: bool, chair_sees: bool) -> bool:
    """Say whether a unit tells somebody of its own itself; whoever else has a phone is told by message alone."""
    return by_unit or chair_sees or not has_phone


def is_urgent(days: Collection[date], *, at: datetime) -> bool:
    """Say whether news about these days goes out at night too."""
    return min(days) <= at.astimezone(LOCAL).date() + _SOON


def delivery(days: Collection[date], *, at: datetime, has_channel: bool) -> Delivery:
    """Return when people are told of a change, decided at a moment, that concerns these days."""
    if not has_channel:
        return Delivery.NEVER
    return Delivery.NOW if may_go(at=at, is_urgent=is_urgent(days, at=at)) else Delivery.MORNING
