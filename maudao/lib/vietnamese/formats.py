"""Numbers and days as Vietnamese offices write them, out and in."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(,\d+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_YEARS = range(1900, 2200)


def format_number(value: int | float | Decimal, *, places: int | None = None) -> str:
    """Write a number as `1.234.567,5`; `places` fixes the decimals, otherwise those that matter are shown."""
    number = value if isinstance(value, int) else Decimal(str(value))
    if places is not None:
        number = Decimal(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,d}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    is_minus_zero = not text.strip("-0.")
    return text.removeprefix("-" if is_minus_zero else "").translate(str.maketrans(",.", ".,"))


def format_percent(ratio: int | float | Decimal, *, places: int = 1) -> str:
    """Write a ratio as a percentage of at most `places` decimals: 0.305 as `30,5%`, 1 as `100%`."""
    percent = (Decimal(str(ratio)) * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{format_number(percent)}%"


def parse_number(text: str) -> Decimal:
    """Read `1.234.567,5` or `1234567,5`.

    Raises:
        ValueError: it is not such a number; `1.5` is refused, not guessed to be 1,5 or 15.
    """
    compact = "".join(text.split())
    if not (_GROUPED.fullmatch(compact) or _PLAIN.fullmatch(compact)):
        raise ValueError(f"not a number: {text!r}")
    return Decimal(compact.replace(".", "").replace(",", "."))


def format_date(day: date) -> str:
    """Write a day as `05/02/2026`."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def official_date(day: date) -> str:
    """Write a day as documents do: `ngày 05 tháng 02 năm 2026`.

    A zero stands before days under 10 and before the months 1 and 2 (Nghị định 30/2020/NĐ-CP, appendix I).
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def parse_date(text: str) -> date:
    """Read `5/2/2026`, `05-02-2026`, `5.2.26` or `2026-02-05`; years of two digits lie in 1950 to 2049.

    Raises:
        ValueError: it is not a day, or outside the years 1900 to 2199.
    """
    compact = "".join(text.split())
    if match := _DAY_FIRST.fullmatch(compact):
        day, month, year = match.groups()
    elif match := _ISO.fullmatch(compact):
        year, month, day = match.groups()
    else:
        raise ValueError(f"not a day: {text!r}")
    full_year = int(year) if len(year) == 4 else _full_year(int(year))
    if full_year not in _YEARS:
        raise ValueError(f"not a year that we use: {text!r}")
    return date(full_year, int(month), int(day))


def _full_year(two_digits: int) -> int:
    return two_digits + (2000 if two_digits < 50 else 1900)
