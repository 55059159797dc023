"""Packages that would eat the memory are refused before anything unfolds them."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from maudao.lib.packages import MOST_BYTES, PackageRefused, check_package
from maudao.lib.workbooks import Headings, UnreadableWorkbook, tables

_PART = "xl/workbook.xml"
_SHEET = "xl/worksheets/sheet1.xml"
_LIST = Headings({"a": ("a",)}, lambda columns: "a" in columns)


def package(sheet: bytes, *, name: str = _PART) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, b"<workbook/>")
        file.writestr(_SHEET, sheet)
    return data.getvalue()


def is_too_large(data: bytes | Path) -> bool:
    with pytest.raises(PackageRefused) as refused:
        check_package(data, contains=_PART)
    return refused.value.is_too_large


def test_plain_workbook_passes() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        book.add_worksheet().write(120_000, 51, "a")
    check_package(data.getvalue(), contains=_PART)


def test_file_of_200_mb_is_refused_by_its_size(tmp_path: Path) -> None:
    large = tmp_path / "large.xlsx"
    with large.open("wb") as file:
        file.truncate(200 * 1024 * 1024)  # a hole: nothing is written
    assert is_too_large(large)
    with pytest.raises(UnreadableWorkbook) as refused:
        next(tables(large, _LIST))
    assert refused.value.reason == "too_large"


def test_bomb_is_refused_by_what_it_declares() -> None:
    assert is_too_large(package(b" " * (257 * 1024 * 1024)))


def test_bomb_that_declares_little_is_refused_by_what_it_becomes() -> None:
    size = 257 * 1024 * 1024
    honest = package(b" " * size)
    lying = honest.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != honest
    assert len(lying) < MOST_BYTES
    assert is_too_large(lying)


@pytest.mark.parametrize(
    "sheet",
    [
        b'<row r="1"><c r="A1"/></row><row r="2"><c r="XFD1048576"/></row>',
        b'<row><c r="BA1"/></row>',
        b'<row><c r="A200000"/></row>',
        b"<row><c s='1' r = 'xfd1'/></row>",
        b"<row>" + b"<c><v>1</v></c>" * 53 + b"</row>",
        b"<row/>" * 200_001,
    ],
)
def test_cell_far_away_is_refused(sheet: bytes) -> None:
    assert is_too_large(package(sheet))


def test_far_cell_across_two_pieces_is_seen() -> None:
    for gap in range(40):
        assert is_too_large(
            package(b"<!--" + b"x" * ((1 << 20) - 30 - gap) + b'--><row><c r="XFD1"/></row>' + b" " * 99)
        )


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"a,b\n1,2", package(b"", name="content.xml"), package(b"x")[:-30]]
)
def test_other_file_is_no_package(data: bytes) -> None:
    assert not is_too_large(data)
