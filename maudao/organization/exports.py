"""The list of units as a workbook, in the form that the import reads back."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from maudao.organization.models import Unit
from maudao.organization.queries import Counted

_WIDTHS = (16, 52, 34, 16, 16, 14, 10, 28, 16, 20)


@translation.override("vi")  # official papers are Vietnamese, whoever makes them
def units_workbook(units: Iterable[Unit], counted: dict[int, Counted]) -> bytes:
    """Write units, with their parents loaded, and their own members to XLSX; importing it again changes nothing."""
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Đơn vị"))
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, _headings(), book.add_format({"bold": True, "bottom": 1}))
        sheet.freeze_panes(1, 2)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        for row, unit in enumerate(units, start=1):
            _write(sheet, row, _cells(unit, counted.get(unit.pk)), day)
    return data.getvalue()


def _headings() -> list[str]:
    return [
        _("Mã"),
        _("Tên đơn vị"),
        _("Loại"),
        _("Đơn vị cấp trên"),
        _("Ngày thành lập"),
        _("Số đoàn viên"),
        _("Nữ"),
        _("Lao động chưa vào công đoàn"),
        _("Tên viết tắt"),
        _("Địa danh"),
    ]


def _cells(unit: Unit, counted: Counted | None) -> list[Any]:
    return [
        unit.code,
        unit.name,
        unit.get_kind_display(),
        unit.parent.code if unit.parent else "",
        unit.opened_on,
        counted.members if counted else None,
        counted.women if counted else None,
        counted.workers if counted else None,
        unit.short_name,
        unit.place,
    ]


def _write(sheet: Any, row: int, cells: Sequence[Any], day: Any) -> None:
    """Write a row; text stays text even where it begins like a formula."""
    for column, value in enumerate(cells):
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, day)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write(row, column, value)
