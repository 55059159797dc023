"""Whether two records are one person: what agrees, what speaks against it, and how sure that is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from maudao.lib import vietnamese

_CITIZEN_DIGITS = 12


class Certainty(IntEnum):
    """How sure it is that two records are one person."""

    NONE = 0
    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


class Sign(StrEnum):
    """What two records have in common."""

    NAME = "name"
    CLOSE_NAME = "close_name"
    IDENTITY = "identity"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    BIRTH_YEAR = "birth_year"


@dataclass(frozen=True)
class Known:
    """What is known of one of the two. Numbers are in clear; what is not known is empty."""

    full_name: str
    birth_date: date | None = None
    birth_year: int | None = None
    sex: str = ""
    phone: str = ""
    identity: str = ""

    @property
    def year(self) -> int | None:
        """The year of birth."""
        return self.birth_date.year if self.birth_date else self.birth_year


def same_person(a: Known, b: Known) -> Certainty:
    """Say how sure it is that two records are one person.

    An identity number decides by itself; two different ones of twelve digits are two people, unless all else agrees.
    A phone may be a whole family's, and a name has many bearers: each needs the other, or the birth.
    """
    signs = set(shared(a, b))
    if Sign.IDENTITY in signs:
        return Certainty.CERTAIN if signs & {Sign.NAME, Sign.CLOSE_NAME} else Certainty.POSSIBLE
    if _are_two(a, b, signs):
        return Certainty.NONE
    sure = _without_identity(signs)
    speaks_against = _both_differ(a.sex, b.sex) or _has_other_identity(a, b) or _is_other_day(a, b)
    return Certainty(max(sure - 1, Certainty.POSSIBLE)) if sure and speaks_against else sure


def shared(a: Known, b: Known) -> list[Sign]:
    """Return what two records have in common, the strongest first."""
    return list(_signs(a, b))


def _signs(a: Known, b: Known) -> Iterator[Sign]:
    if a.identity and b.identity and a.identity.lstrip("0") == b.identity.lstrip("0"):
        yield Sign.IDENTITY  # a spreadsheet takes the zeros off
    if a.phone and a.phone == b.phone:
        yield Sign.PHONE
    if vietnamese.fold(a.full_name) == vietnamese.fold(b.full_name):
        yield Sign.NAME
    elif not clearly_different(a.full_name, b.full_name):
        yield Sign.CLOSE_NAME
    if a.birth_date and a.birth_date == b.birth_date:
        yield Sign.BIRTH_DATE
    elif a.year and a.year == b.year:
        yield Sign.BIRTH_YEAR


def _without_identity(signs: set[Sign]) -> Certainty:
    if Sign.NAME in signs:
        if Sign.PHONE in signs or Sign.BIRTH_DATE in signs:
            return Certainty.LIKELY
        return Certainty.POSSIBLE if Sign.BIRTH_YEAR in signs else Certainty.NONE
    if Sign.CLOSE_NAME in signs and signs & {Sign.PHONE, Sign.BIRTH_DATE}:
        return Certainty.LIKELY if {Sign.PHONE, Sign.BIRTH_DATE} <= signs else Certainty.POSSIBLE
    return Certainty.NONE


def _are_two(a: Known, b: Known, signs: set[Sign]) -> bool:
    """Say whether something shows two people: another year of birth, or two citizens' numbers and not all alike."""
    if _both_differ(a.year, b.year):
        return True
    both_citizens = len(a.identity) == len(b.identity) == _CITIZEN_DIGITS
    return both_citizens and not {Sign.NAME, Sign.PHONE, Sign.BIRTH_DATE} <= signs


def _has_other_identity(a: Known, b: Known) -> bool:
    return len(a.identity) == len(b.identity) and _both_differ(a.identity, b.identity)


def _is_other_day(a: Known, b: Known) -> bool:
    return _both_differ(a.birth_date, b.birth_date)


def _both_differ(one: object, other: object) -> bool:
    return bool(one) and bool(other) and one != other


def clearly_different(one: str, other: str) -> bool:
    """Say whether two names are two people's, and not one name with a slip, a missing middle name or another order."""
    a, b = vietnamese.fold(one).split(), vietnamese.fold(other).split()
    if not a or not b or sorted(a) == sorted(b) or "".join(a) == "".join(b):
        return False
    if len(a) == 1 or len(b) == 1:
        return not _is_slip(a[-1], b[-1])
    slips = [_is_slip(a[0], b[0]), _is_slip(a[-1], b[-1])]
    exact = (a[0] == b[0]) + (a[-1] == b[-1])
    return not (all(slips) and exact >= 1 and _middles_agree(a[1:-1], b[1:-1]))


def _middles_agree(one: list[str], other: list[str]) -> bool:
    """Say whether middle names are the same but for slips, or one has fewer of them."""
    if len(one) == len(other):
        return all(_is_slip(a, b) for a, b in zip(one, other, strict=True))
    short, long = sorted((one, other), key=len)
    return set(short) <= set(long)


def _is_slip(one: str, other: str) -> bool:
    """Say whether two words are the same but for one letter that is missing, too many, another, or two exchanged."""
    if one == other:
        return True
    if min(len(one), len(other)) < 3 or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
