from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from maudao.documents.writer.xlsx import Column, Sheet, Value, Workbook, render_xlsx

COLUMNS = (
    Column("Đơn vị", 30),
    Column("Số người", format="integer"),
    Column("Tỷ lệ", format="percent"),
    Column("Ngày", format="date"),
)


def read(*sheets: Sheet) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(render_xlsx(Workbook(sheets))))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def names(*titles: str) -> list[str]:
    sheets = tuple(Sheet(title, COLUMNS) for title in titles)
    return CalamineWorkbook.from_filelike(BytesIO(render_xlsx(Workbook(sheets)))).sheet_names


def inside(sheet: Sheet, part: str = "xl/worksheets/sheet1.xml") -> str:
    with ZipFile(BytesIO(render_xlsx(Workbook((sheet,))))) as file:
        return file.read(part).decode()


def test_values_keep_their_kind() -> None:
    rows: tuple[tuple[Value, ...], ...] = (
        ("Công đoàn xã", 12, 0.5, date(2026, 4, 7)),
        ("CĐCS", Decimal(3), 1, None),
    )
    (page,) = read(Sheet("Kết quả", COLUMNS, rows))

    assert page[0] == ["Đơn vị", "Số người", "Tỷ lệ", "Ngày"]
    assert page[1] == ["Công đoàn xã", 12, 0.5, date(2026, 4, 7)]
    assert page[2] == ["CĐCS", 3, 1, ""]


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_a_text_that_looks_like_a_formula_stays_text(start: str) -> None:
    evil = f"{start}cmd|' /C calc'!A0"
    sheet = Sheet("x", COLUMNS, ((evil, evil, evil, evil),), title_lines=(evil,), total_row=(evil,))

    assert "<f>" not in inside(sheet)
    (page,) = read(sheet)
    assert page[3] == [evil.replace("\t", " ").replace("\r", "\n")] * 4


def test_an_address_does_not_become_a_link() -> None:
    sheet = Sheet("x", COLUMNS, (("https://example.org",), ("mailto:a@example.org",)))

    assert "hyperlink" not in inside(sheet)


def test_digits_given_as_text_keep_their_leading_zero() -> None:
    (page,) = read(Sheet("x", (Column("CCCD"),), (("011099000001",), (11099000001,))))

    assert page[1:] == [["011099000001"], ["11099000001"]]


def test_what_is_no_number_is_written_as_text() -> None:
    rows = (("a", float("nan")), ("b", float("inf")), ("c", 10**20), ("d", "…"))
    (page,) = read(Sheet("x", COLUMNS, rows))

    assert [row[1] for row in page[1:]] == ["nan", "inf", "1" + "0" * 20, "…"]


def test_a_day_before_excels_calendar_is_written_as_text_and_a_moment_as_its_day() -> None:
    rows = ((date(1890, 5, 1),), (datetime(2026, 4, 7, 8, tzinfo=UTC),))
    (page,) = read(Sheet("x", (Column("Ngày", format="date"),), rows))

    assert page[1:] == [["01/05/1890"], [date(2026, 4, 7)]]


def test_title_lines_stand_above_the_header_and_the_total_below() -> None:
    sheet = Sheet("x", COLUMNS, (("A", 1),), title_lines=("BÁO CÁO", "Năm 2026"), total_row=("Tổng", 1))
    (page,) = read(sheet)

    assert [row[0] for row in page] == ["BÁO CÁO", "Năm 2026", "", "Đơn vị", "A", "Tổng"]


def test_the_header_is_frozen_filtered_and_repeated_in_print() -> None:
    sheet = Sheet("x", COLUMNS, (("A", 1), ("B", 2)), title_lines=("T",), total_row=("Tổng", 3))

    assert 'ySplit="3"' in inside(sheet)
    assert '<autoFilter ref="A3:D5"' in inside(sheet)  # without the total
    assert "Print_Titles" in inside(sheet, "xl/workbook.xml")


def test_sheet_titles_are_made_acceptable_and_different() -> None:
    made = names("Công đoàn [1]/2026?", "a" * 40, "A" * 40, "", "'")

    assert made[0] == "Công đoàn  1  2026"
    assert len({name.casefold() for name in made}) == 5
    assert all(0 < len(name) <= 31 for name in made)


def test_a_workbook_without_sheets_or_columns_still_opens() -> None:
    assert read() == [[]]
    assert read(Sheet("x", ())) == [[]]


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text())
def test_any_text_comes_back(title: str, text: str) -> None:
    (page,) = read(Sheet(title, (Column("a"), Column("b")), ((text, "cuối"),)))

    assert page[1][1] == "cuối"
