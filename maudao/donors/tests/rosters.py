"""Workbooks as units send them."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại")
AN = (1, "Lò Văn An", "01/05/1990", "Nam", "011190001234", "0912345678")
BINH = (2, "Quàng Thị Bình", "12/11/1985", "Nữ", "011185004321", "0987654321")


def workbook(
    *rows: Sequence[Any],
    headings: Sequence[Any] = HEADINGS,
    above: Sequence[Sequence[Any]] = (),
    **sheets: Any,
) -> bytes:
    """Return a workbook with one sheet, or with those given by name, each of rows below the same headings."""
    data = BytesIO()
    with xlsxwriter.Workbook(data) as book:
        for name, lines in (sheets or {"Danh sách": rows}).items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate([*above, headings, *lines]):
                for column, value in enumerate(row):
                    write(book, sheet, place, column, value)
    return data.getvalue()


def write(book: xlsxwriter.Workbook, sheet: Any, row: int, column: int, value: Any) -> None:
    """Write a cell: a day as Excel keeps days, a text as text, "=…" as a formula that comes to 7."""
    if isinstance(value, date):
        day = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # workbooks know no zones
        sheet.write_datetime(row, column, day, book.add_format({"num_format": "dd/mm/yyyy"}))
    elif isinstance(value, str) and value.startswith("="):
        sheet.write_formula(row, column, value, None, "Lò Thị Bảy")
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write(row, column, value)
