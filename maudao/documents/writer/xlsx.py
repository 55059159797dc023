"""Workbooks as XLSX. A text is always written as text: nothing a user typed ever becomes a formula or a link."""

import math
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .text import clean_text

Value = str | int | float | Decimal | date | None
CellFormat = Literal["text", "integer", "decimal", "percent", "date"]

_NUMBER_FORMATS: dict[CellFormat, str] = {
    "text": "@",
    "integer": "#,##0",
    "decimal": "#,##0.0",
    "percent": "0.0%",
    "date": "dd/mm/yyyy",
}
_LONGEST_TEXT = 32_767
_LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]|[^\u0000-\uffff]")  # Excel counts what is beyond U+FFFF twice
_FIRST_DAY = date(1900, 3, 1)  # Excel's calendar has a 29 February 1900
_LARGEST_NUMBER = 10**15  # beyond that a number loses digits, an identity number for example
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True)
class Column:
    """A column: its header, its width in characters, and how its values are shown (percent: 0.5 is 50 %)."""

    header: str
    width: float = 14
    format: CellFormat = "text"


@dataclass(frozen=True)
class Sheet:
    """A sheet: title lines, a header that stays in view and can filter, rows, and perhaps a total."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...] = ()
    title_lines: tuple[str, ...] = ()
    total_row: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Workbook:
    """One or more sheets."""

    sheets: tuple[Sheet, ...]


def render_xlsx(workbook: Workbook) -> bytes:
    """Write `workbook` in memory, ready to be printed on A4 with its header repeated."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        styles, taken = _Styles(book), set[str]()
        for sheet in workbook.sheets or (Sheet("Trang 1", ()),):
            _write_sheet(styles, book.add_worksheet(_sheet_title(sheet.title, taken)), sheet)
    return written.getvalue()


def _sheet_title(title: str, taken: set[str]) -> str:
    """A title that Excel accepts, and that no sheet before has."""
    allowed = _NOT_IN_TITLES.sub(" ", clean_text(title)).replace("\n", " ").strip("' ") or "Trang"
    found, turn = allowed[:_LONGEST_TITLE].strip("' "), 1
    while found.casefold() in taken:
        turn += 1
        ending = f" ({turn})"
        found = allowed[: _LONGEST_TITLE - len(ending)] + ending
    taken.add(found.casefold())
    return found


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[CellFormat, bool], Format] = {}
        self.title = self._make(bold=True, align="center", font_size=14)
        self.header = self._make(
            bold=True, align="center", valign="vcenter", text_wrap=True, border=1, bg_color="#F2EDE4"
        )

    def cell(self, shape: CellFormat, *, bold: bool) -> Format:
        """The format of a value."""
        if (shape, bold) not in self._made:
            self._made[shape, bold] = self._make(
                num_format=_NUMBER_FORMATS[shape],
                bold=bold,
                border=1,
                valign="top",
                text_wrap=shape == "text",
            )
        return self._made[shape, bold]

    def _make(self, **look: object) -> Format:
        return self._book.add_format({"font_name": "Times New Roman", "font_size": 12, **look})


def _write_sheet(styles: _Styles, page: Worksheet, sheet: Sheet) -> None:
    first = _write_title_lines(styles, page, sheet)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(first, place, _text(column.header), styles.header)
    for number, row in enumerate(sheet.rows, start=first + 1):
        _write_row(styles, page, sheet, number=number, row=row)
    last = first + len(sheet.rows)
    if sheet.total_row:
        _write_row(styles, page, sheet, number=last + 1, row=sheet.total_row, bold=True)
    if sheet.columns:
        page.autofilter(first, 0, last, len(sheet.columns) - 1)
    _set_up(page, sheet, header=first)


def _write_title_lines(styles: _Styles, page: Worksheet, sheet: Sheet) -> int:
    """Write the lines above the table; the row where its header goes comes back."""
    for number, line in enumerate(sheet.title_lines):
        page.write_string(number, 0, _text(line), styles.title)
        if len(sheet.columns) > 1:
            page.merge_range(number, 0, number, len(sheet.columns) - 1, "", styles.title)
            page.write_string(number, 0, _text(line), styles.title)
    return len(sheet.title_lines) + 1 if sheet.title_lines else 0


def _set_up(page: Worksheet, sheet: Sheet, *, header: int) -> None:
    page.freeze_panes(header + 1, 0)
    page.repeat_rows(header)
    page.set_paper(9)  # A4
    if sum(column.width for column in sheet.columns) > 90:
        page.set_landscape()
    page.fit_to_pages(1, 0)


def _write_row(
    styles: _Styles, page: Worksheet, sheet: Sheet, *, number: int, row: tuple[Value, ...], bold: bool = False
) -> None:
    for place, (column, value) in enumerate(zip(sheet.columns, row, strict=False)):
        style = styles.cell(column.format, bold=bold)
        if value is None:
            page.write_blank(number, place, None, style)
        elif column.format == "date" and isinstance(value, date) and _day(value) >= _FIRST_DAY:
            page.write_datetime(number, place, _day(value), style)
        elif column.format not in ("text", "date") and _is_number(value):
            page.write_number(number, place, value, style)
        else:
            page.write_string(number, place, _text(value), styles.cell("text", bold=bold))


def _day(value: date) -> date:
    """The day alone: a moment has no place in a column of days."""
    return date(value.year, value.month, value.day)


def _is_number(value: Value) -> bool:
    if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
        return False
    return math.isfinite(value) and -_LARGEST_NUMBER < value < _LARGEST_NUMBER


def _text(value: Value) -> str:
    shown = value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
    return clean_text(shown)[:_LONGEST_TEXT]
