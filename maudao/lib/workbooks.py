"""Workbooks as offices send them: opened within limits, and read below their headings, wherever these stand.

Titles, merged cells and blank rows may stand above the headings; headings may take two rows, and differ in case,
accents and marks. Nothing of a hidden sheet is read.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from maudao.lib import vietnamese
from maudao.lib.packages import MOST_BYTES, PackageRefused, check_package

Cell = Any  # what the workbook holds: text, a number, a day, a truth value, or ""
Columns = dict[str, int]

HEADING_ROWS = 30
_MARKS = re.compile(r"[.:*()/\-]")
_NUMBERED = re.compile(r"\(?\d{1,2}\)?")


class UnreadableWorkbook(Exception):
    """No list can be read from the file: "too_large", "not_a_workbook", "no_headings", "no_rows" or "too_long"."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Headings:
    """What the columns of a list may be called, folded, and when a row of cells is its headings.

    A heading names the first column of which it equals a name, or else begins with one; columns in `exact` are named by
    the whole heading only. `suffice` says whether the columns found make a list.
    """

    names: Mapping[str, tuple[str, ...]]
    suffice: Callable[[Columns], bool]
    exact: frozenset[str] = frozenset()

    def columns(self, row: Sequence[Cell]) -> Columns:
        """Return which column of a row each heading names."""
        headings = [heading_text(cell) for cell in row]
        found: Columns = {}
        for is_exact in (True, False):
            for place, heading in enumerate(headings):
                name = self.named(heading, exact=is_exact)
                if name and place not in found.values():
                    found.setdefault(name, place)
        return found

    def named(self, heading: str, *, exact: bool) -> str | None:
        """Return the column that a folded heading names."""
        for name, known in self.names.items():
            if heading in known if exact else name not in self.exact and _begins(heading, known):
                return name
        return None


def _begins(heading: str, known: tuple[str, ...]) -> bool:
    return any(len(each) > 2 and heading.startswith(f"{each} ") for each in known)


@dataclass(frozen=True)
class Table:
    """The rows of a sheet below its headings. `rows` gives each with its number in the sheet; it can be read once.

    `headings` are folded, a cell each; `sample` holds the first rows.
    """

    sheet: str
    columns: Columns
    headings: list[str]
    sample: list[list[Cell]]
    rows: Iterator[tuple[int, list[Cell]]]


def tables(source: Path | bytes, headings: Headings) -> Iterator[Table]:
    """Open a workbook, and return the sheets that have the headings, one after the other.

    Cost: some 5 µs a row of ten cells, and memory for one sheet at a time.

    Raises:
        UnreadableWorkbook: "too_large" or "not_a_workbook"; "no_headings" where no sheet has them.
    """
    book = _opened(source)
    found = 0
    for sheet in book.sheets_metadata:
        if sheet.visible == SheetVisibleEnum.Visible and (table := _table(book, sheet.name, headings)):
            found += 1
            yield table
    if not found:
        raise UnreadableWorkbook("no_headings")


def _opened(source: Path | bytes) -> CalamineWorkbook:
    try:
        check_package(source, contains="xl/workbook.xml")
        return CalamineWorkbook.from_filelike(BytesIO(source) if isinstance(source, bytes) else _file(source))
    except PackageRefused as refused:
        raise UnreadableWorkbook("too_large" if refused.is_too_large else "not_a_workbook") from refused
    except (CalamineError, ValueError) as error:
        raise UnreadableWorkbook("not_a_workbook") from error


def _file(path: Path) -> BytesIO:
    return BytesIO(path.read_bytes())


def _table(book: CalamineWorkbook, name: str, headings: Headings) -> Table | None:
    try:
        sheet: CalamineSheet = book.get_sheet_by_name(name)
    except (CalamineError, ValueError) as error:
        raise UnreadableWorkbook("not_a_workbook") from error
    rows = iter(sheet.iter_rows())
    top = list(islice(rows, HEADING_ROWS))
    found = _heading(top, headings)
    if found is None:
        return None
    place, columns = found
    below = [(number, row) for number, row in enumerate(top, start=1) if number > place]
    texts = [heading_text(cell) for cell in top[place - 1]]
    return Table(name, columns, texts, [row for _, row in below], _numbered(below, rows))


def _numbered(
    top: list[tuple[int, list[Cell]]], rows: Iterator[list[Cell]]
) -> Iterator[tuple[int, list[Cell]]]:
    yield from top
    yield from enumerate(rows, start=HEADING_ROWS + 1)


def _heading(rows: Sequence[Sequence[Cell]], headings: Headings) -> tuple[int, Columns] | None:
    """Find the last row of the headings, counted from 1, and which column each names."""
    for number, row in enumerate(rows, start=1):
        columns = headings.columns(row)
        if headings.suffice(columns):
            below = rows[number] if number < len(rows) else ()
            more = _second_row(below, columns, headings)
            return (number + 1, more) if more else (number, columns)
    return None


def _second_row(row: Sequence[Cell], columns: Columns, headings: Headings) -> Columns | None:
    """Return the columns where a second row of headings stands below some of the first ("Năm sinh": "Nam", "Nữ")."""
    texts = {place: heading_text(cell) for place, cell in enumerate(row) if heading_text(cell)}
    named = {place: headings.named(text, exact=True) for place, text in texts.items()}
    if not texts or not all(named.values()) or min(texts) == 0:
        return None
    above = {name: place for name, place in columns.items() if place not in texts}
    return above | {str(name): place for place, name in named.items()}


def heading_text(cell: Cell) -> str:
    """Return a heading as it is compared: folded, without marks."""
    return " ".join(vietnamese.fold(_MARKS.sub(" ", str(cell))).split()) if cell != "" else ""


def is_column_number(text: str) -> bool:
    """Say whether a text is one of "(1)", "(2)", "(3)", which number the columns below the headings."""
    return _NUMBERED.fullmatch(text) is not None


def cell_text(cell: Cell) -> str:
    """Return a cell as text: one spelling, single spaces, whole numbers without a point."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(vietnamese.normalise(str(cell)).split())


__all__ = [
    "MOST_BYTES",
    "Cell",
    "Columns",
    "Headings",
    "Table",
    "UnreadableWorkbook",
    "cell_text",
    "heading_text",
    "is_column_number",
    "tables",
]
