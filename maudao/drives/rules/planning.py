"""What a plan of a donation day says: its code, where it is on the map, whether its day will do."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from urllib.parse import unquote

from maudao.lib.vietnamese import fold

_LONGEST_CODE = 60
_NUMBER = r"(-?\d{1,3}(?:\.\d+)?)"

#: Where a map's address names the place itself, before where it names what the screen shows.
_IN_LINKS = (
    rf"!3d{_NUMBER}!4d{_NUMBER}",
    rf"[?&](?:q|query|ll|destination|daddr)=(?:loc:)?{_NUMBER},\s*{_NUMBER}",
    rf"[?&]mlat={_NUMBER}&mlon={_NUMBER}",
    rf"@{_NUMBER},{_NUMBER}",
    rf"#map=\d+(?:\.\d+)?/{_NUMBER}/{_NUMBER}",
    rf"^geo:{_NUMBER},{_NUMBER}",
)
_PAIR = re.compile(rf"{_NUMBER}\s*[,;\s]\s*{_NUMBER}")
_COMMA_PAIR = re.compile(r"(-?\d{1,3}),(\d+)\s*[;\s]\s*(-?\d{1,3}),(\d+)")
_VIET_NAM = (range(8, 25), range(102, 118))  # whole degrees, the islands too


class NotAPosition(Exception):
    """No place on the map can be read: `reason` is `short_link`, `unread` or `not_in_viet_nam`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Position:
    """Degrees north and east, to about a metre."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude}, {self.longitude}"


def read_position(text: str) -> Position | None:
    """Read `21.0285, 105.8542`, `21,0285; 105,8542`, or a map's link; None where nothing is written.

    Raises:
        NotAPosition: it cannot be read, or lies elsewhere (as two numbers in the wrong order do).
    """
    written = unquote(text.strip())
    if not written:
        return None
    latitude, longitude = _degrees(written)
    if int(latitude) not in _VIET_NAM[0] or int(longitude) not in _VIET_NAM[1]:
        raise NotAPosition("not_in_viet_nam")
    return Position(_rounded(latitude), _rounded(longitude))


def _degrees(written: str) -> tuple[Decimal, Decimal]:
    found = next((hit for form in _IN_LINKS if (hit := re.search(form, written))), None)
    if found is None and "://" in written:
        raise NotAPosition("short_link" if "goo.gl" in written else "unread")
    if comma := _COMMA_PAIR.fullmatch(written):
        return Decimal(f"{comma[1]}.{comma[2]}"), Decimal(f"{comma[3]}.{comma[4]}")
    found = found or _PAIR.fullmatch(written)
    if found is None:
        raise NotAPosition("unread")
    return Decimal(found[1]), Decimal(found[2])


def _rounded(degrees: Decimal) -> Decimal:
    return degrees.quantize(Decimal("0.00001"))


def drive_code(unit_code: str, held_on: date, *, taken: Collection[str]) -> str:
    """Return the code that a drive's address is made from: `mt-cs-002-0704`, `mt-cs-002-0704-2` where that is taken."""
    stem = f"{slug(unit_code)[:40]}-{held_on:%d%m}"
    return stem if stem not in taken else next(free for free in _numbered(stem) if free not in taken)


def _numbered(stem: str) -> Iterator[str]:
    return (f"{stem}-{number}" for number in count(2))


def slug(text: str) -> str:
    """Return text as it may stand in an address: small letters without tones, digits, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:_LONGEST_CODE] or "dot"


def lies_outside(held_on: date, *, starts_on: date, ends_on: date) -> bool:
    """Say whether a day lies outside the days of a campaign; what is given then may not count for its target."""
    return not starts_on <= held_on <= ends_on
