"""Decisions about booking: may a place be taken, may it still be changed, and to which unit is it credited."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from maudao.drives.rules.vocabulary import DriveState, RegistrationState

#: A registration in any other state keeps its place.
NOT_LIVE = RegistrationState.CANCELLED

Own = TypeVar("Own")


def booking_refusal(*, state: str, ends_at: datetime, now: datetime) -> str | None:
    """Return why nobody may book a slot ("cancelled", "not_open", "past"), or None. A slot that runs is not past."""
    if state == DriveState.CANCELLED:
        return "cancelled"
    if state != DriveState.OPEN:
        return "not_open"
    return "past" if ends_at <= now else None


def is_changeable(state: str) -> bool:
    """Say whether a registration may still be moved or cancelled: nobody has come yet."""
    return state == RegistrationState.REGISTERED


def credited_unit(host: Own, taking_part: Sequence[Own], *, chosen: Own | None = None) -> Own:
    """Return the one unit that a registration is credited to.

    The donor's unit that takes part in the drive's campaign; of several the chosen one, else the first; else the host.
    """
    if chosen is not None and chosen in taking_part:
        return chosen
    return taking_part[0] if taking_part else host


def told_state(state: str) -> str:
    """Return what a ticket says of a registration: who was deferred and who left both just came."""
    if state in (RegistrationState.ARRIVED, RegistrationState.DEFERRED, RegistrationState.LEFT):
        return RegistrationState.ARRIVED
    return state
