"""Cells of a roster, read as people type them: what had to be guessed is told by a note."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from maudao.lib import vietnamese
from maudao.lib.identifiers import parse_identity, parse_phone
from maudao.lib.workbooks import Cell, cell_text, heading_text

_NOT_DIGITS = re.compile(r"\D")
_PLAIN_IDENTITY = re.compile(r"[\d\s.\-']+")
_PHONES = re.compile(r"[/;,|\n]|\s-\s|\s{2,}|(?<=\d{9})\s+(?=[0+])|\b(?:hoặc|và)\b")
_PLAIN_PHONE = re.compile(r"[+\d\s.\-()']+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_AND_YEAR = re.compile(r"(?:0?[1-9]|1[0-2])\s*[/.-]\s*((?:19|20)\d\d)")
_RUN_TOGETHER = re.compile(r"(\d{1,2})(\d\d)((?:19|20)\d\d)")
_FIRST_SERIAL = date(1899, 12, 30)  # day 0 of a workbook's calendar, for days after February 1900
_YOUNGEST, _OLDEST = 14, 110

Found = tuple[Any, str]  # a value, and a note about how it was read
Birth = date | int | None  # a day, a year alone, or nothing

_SEXES = {"nam": "M", "nu": "F", "m": "M", "f": "F", "male": "M", "female": "F", "trai": "M", "gai": "F"}
_SEXES |= {"ong": "M", "ba": "F", "anh": "M", "chi": "F"}


def read_identity(cell: Cell) -> Found:
    """Read an identity number; a spreadsheet takes the zeros off, and they are put back: note "identity_zeros".

    Raises:
        ValueError: it has another shape.
    """
    text = cell.strip() if type(cell) is str else cell_text(cell)
    if (len(text) == 12 and text.isdigit()) or not text:
        return (parse_identity(text) if text else ""), ""
    if not _PLAIN_IDENTITY.fullmatch(text):
        raise ValueError("not an identity number")
    digits = _NOT_DIGITS.sub("", text)
    if len(digits) in (10, 11):
        return parse_identity(digits.zfill(12)), "identity_zeros"
    if len(digits) == 8:
        return parse_identity(f"0{digits}"), "identity_zeros"
    return parse_identity(digits), ""


def read_phone(cell: Cell) -> Found:
    """Read a mobile number: of several the first ("phone_first"), a lost zero put back ("phone_zero").

    Raises:
        ValueError: there is none.
    """
    text = cell.strip() if type(cell) is str else cell_text(cell)
    if len(text) <= 10:
        return _one_phone(text) if text else ("", "")
    parts = [part for part in _PHONES.split(text) if part.strip()]
    for part in parts:
        try:
            phone, note = _one_phone(part)
        except ValueError:
            continue
        return phone, "phone_first" if len(parts) > 1 else note
    raise ValueError("not a mobile number")


def _one_phone(text: str) -> Found:
    if len(text) == 10 and text.isdigit():
        return parse_phone(text), ""
    if not _PLAIN_PHONE.fullmatch(text):
        raise ValueError("not a mobile number")
    digits = _NOT_DIGITS.sub("", text)
    if len(digits) == 9:
        return parse_phone(f"0{digits}"), "phone_zero"
    return parse_phone(digits.removeprefix("00") if digits.startswith("0084") else digits), ""


def read_birth(cell: Cell, *, today: date) -> tuple[Birth, str]:
    """Read a day of birth, or a year alone.

    Raises:
        ValueError: it is neither, or the person would be younger than 14 or older than 110.
    """
    birth, note = _birth(cell, today)
    year = birth.year if isinstance(birth, date) else birth
    if year is not None and not _YOUNGEST <= today.year - year <= _OLDEST:
        raise ValueError("nobody of that age is on a roster")
    return birth, note


def _birth(cell: Cell, today: date) -> tuple[Birth, str]:
    if isinstance(cell, datetime):
        return cell.date(), ""
    if isinstance(cell, date):
        return cell, ""
    if isinstance(cell, bool):
        raise ValueError("not a day")
    if isinstance(cell, int | float):
        return _birth_of_number(cell)
    return _birth_of_text(cell_text(cell).strip("'"), today)


def _birth_of_number(number: float) -> tuple[Birth, str]:
    if number != int(number):
        raise ValueError("not a day")
    whole = int(number)
    if 1900 <= whole <= 2100:
        return whole, ""
    if 7_000 <= whole <= 60_000:
        return _FIRST_SERIAL + timedelta(days=whole), "birth_serial"
    return _run_together(str(whole)), "birth_digits"


def _birth_of_text(text: str, today: date) -> tuple[Birth, str]:
    if not text or text in ("-", "–"):
        return None, ""
    if _YEAR.fullmatch(text):
        return int(text), ""
    if month := _MONTH_AND_YEAR.fullmatch(text):
        return int(month[1]), "birth_year_alone"
    if text.isdigit() and len(text) in (7, 8):
        return _run_together(text), "birth_digits"
    day = vietnamese.parse_date(text.split(" ", maxsplit=1)[0] if text.endswith(":00") else text)
    if day > today and not _YEAR.search(text):  # of two digits
        return day.replace(year=day.year - 100), ""
    return day, ""


def _run_together(digits: str) -> date:
    parts = _RUN_TOGETHER.fullmatch(digits)
    if not parts:
        raise ValueError("not a day")
    return date(int(parts[3]), int(parts[2]), int(parts[1]))


def read_sex(cell: Cell) -> Found:
    """Read a sex; what says neither is left out: note "sex_unread"."""
    if cell in ("", "-", None):
        return "", ""
    sex = _SEXES.get(heading_text(cell), "")
    return sex, "" if sex else "sex_unread"


def read_column_of_sex(cell: Cell, *, today: date) -> tuple[bool, Birth, str]:
    """Read a cell of a column "Nam" or "Nữ": whether it says that the person is so, and the birth that stands there.

    Raises:
        ValueError: it is neither a mark nor a birth.
    """
    text = cell_text(cell) if not isinstance(cell, date) else "?"
    if text in ("", "0", "-", "–", "False"):
        return False, None, ""
    if text in ("1", "True") or heading_text(text) in ("x", "v", "co", "nam", "nu", "✓", "√"):
        return True, None, ""
    birth, note = read_birth(cell, today=today)
    return True, birth, note


def remembered(read: Callable[[Cell], Any]) -> Callable[[Cell], Any]:
    """Return a reader that remembers what it read: rosters say the same thousands of times. Faults are not kept."""
    known: dict[Cell, Any] = {}

    def reading(cell: Cell) -> Any:
        key = (type(cell), cell)
        if key not in known:
            known[key] = read(cell)
        return known[key]

    return reading
