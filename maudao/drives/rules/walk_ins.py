"""Who walked in: when are two that devices typed, or one typed and one booked, the same person?"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Traits:
    """What tells people apart. The name is folded; phone and identity are fingerprints; empty is not known."""

    name: str
    birth_date: date | None = None
    birth_year: int | None = None
    sex: str = ""
    phone: str = ""
    identity: str = ""
    unit: str = ""
    is_walk_in: bool = True


def is_same(one: Traits, other: Traits) -> bool:
    """Say whether the two are one person.

    The same identity number, or the same name and birth with nothing that speaks against it. A birth year alone is
    enough between two who walked in, not for taking over somebody's booking, unless the phone is the same.
    """
    if one.identity and other.identity:
        return one.identity == other.identity
    if one.name != other.name or any(_differ(a, b) for a, b in _pairs(one, other)):
        return False
    if one.phone and other.phone:
        return True
    if one.birth_date and other.birth_date:
        return True
    return one.birth_year is not None and one.birth_year == other.birth_year and _both_walked_in(one, other)


def _pairs(one: Traits, other: Traits) -> list[tuple[object, object]]:
    return [
        (one.phone, other.phone),
        (one.sex, other.sex),
        (one.birth_date, other.birth_date),
        (one.birth_year, other.birth_year),
    ]


def _differ(one: object, other: object) -> bool:
    return bool(one) and bool(other) and one != other


def _both_walked_in(one: Traits, other: Traits) -> bool:
    return one.is_walk_in and other.is_walk_in and not _differ(one.unit, other.unit)
