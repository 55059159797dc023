"""The rows that were not taken, as a workbook that can be corrected and sent again; and an empty one to fill in."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from maudao.documents.writer.xlsx import Column, Sheet, Workbook, render_xlsx
from maudao.lib.rosters.sheet import padded, split_name
from maudao.lib.vietnamese import format_date
from maudao.lib.workbooks import Cell, Headings, cell_text, tables

#: The headings of what is given back, in the names that the import reads again.
TITLES: Mapping[str, str] = {
    "no": "STT",
    "name": "Họ và tên",
    "family": "Họ đệm",
    "given": "Tên",
    "birth": "Ngày sinh",
    "male": "Nam",
    "female": "Nữ",
    "sex": "Giới tính",
    "identity": "Số CCCD",
    "phone": "Điện thoại",
    "unit": "Đơn vị",
}
_WIDTHS = {"no": 6, "name": 28, "family": 22, "identity": 18, "unit": 30}


def refused_workbook(
    source: bytes, headings: Headings, *, titles: Mapping[str, str], why: Mapping[tuple[str, int], str]
) -> bytes:
    """Write the rows of a workbook that were refused, by (sheet, row), each with why. Texts stay texts."""
    sheets = []
    for table in tables(source, headings):
        columns = sorted(split_name(table).items(), key=lambda column: column[1])
        rows = [
            (*(_shown(raw[at]) for _name, at in columns), why[table.sheet, row])
            for row, raw in padded(table)
            if (table.sheet, row) in why
        ]
        if rows:
            heads = [Column(titles[name], _WIDTHS.get(name, 14)) for name, _at in columns]
            sheets.append(Sheet(table.sheet, (*heads, Column("Cần sửa", 48)), tuple(rows)))
    return render_xlsx(Workbook(tuple(sheets)))


def _shown(cell: Cell) -> str:
    return format_date(cell) if isinstance(cell, date) else cell_text(cell)


def sample_workbook() -> bytes:
    """Write an empty list with its headings, and beside it how to fill it in."""
    names = ("no", "name", "birth", "sex", "identity", "phone")
    columns = tuple(Column(TITLES[name], _WIDTHS.get(name, 16)) for name in names)
    how = (Column("Cột", 18), Column("Ghi thế nào", 60), Column("Ví dụ", 20))
    rows = (
        ("Họ và tên", _("Bắt buộc."), "Lò Văn An"),
        ("Ngày sinh", _("Ngày/tháng/năm; không nhớ ngày thì ghi năm sinh."), "01/05/1990"),
        ("Giới tính", _("Nam hoặc Nữ."), "Nam"),
        ("Số CCCD", _("12 chữ số; định dạng ô là Văn bản để không mất số 0 ở đầu."), "011090001234"),
        ("Điện thoại", _("Số di động 10 chữ số."), "0912345678"),
    )
    return render_xlsx(Workbook((Sheet("Danh sách", columns), Sheet("Cách ghi", how, rows))))
