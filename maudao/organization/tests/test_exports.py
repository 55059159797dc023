"""The list of units as a workbook."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from conftest import Union
from maudao.organization import exports, make, queries
from maudao.organization.models import Unit


def _rows(unit: Unit) -> list[list[object]]:
    below = Unit.objects.below(unit).select_related("parent").order_by("path")
    data = exports.units_workbook(below, queries.latest_counts(below, on=make.NOW.date()))
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def test_each_unit_has_a_row_with_its_parent_and_members(union: Union) -> None:
    rows = _rows(union.commune)
    assert [row[0] for row in rows] == ["Mã", "MT-CS-001", "MT-CS-002", "MT-CS-003"]
    assert rows[2][3:6] == ["MT-XP-01", make.OPENED, 200]


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "https://mau-dao.example"])
def test_text_that_looks_like_a_formula_or_a_link_stays_text(union: Union, name: str) -> None:
    Unit.objects.filter(pk=union.school.pk).update(name=name)
    assert _rows(union.commune)[1][1] == name
