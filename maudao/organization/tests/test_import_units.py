"""Importing units: messy workbooks, a report row by row, and never a unit twice."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from conftest import Union
from maudao.organization import make, queries
from maudao.organization.actions.import_units import RowReport, UnreadableWorkbook, import_units
from maudao.organization.models import AuditEntry, Unit
from maudao.organization.tests import decisions

HEADINGS = [
    "TT",
    "Mã đơn vị",
    "TÊN ĐƠN VỊ",
    "Loại",
    "Đơn vị cấp trên",
    "Ngày thành lập",
    "Số đoàn viên",
    "Trong đó: nữ",
]
NEW = [1, "MT-CS-010", "CĐCS Hợp tác xã Chè", "CĐCS", "MT-XP-01", "05/02/2021", 45, 20]
TODAY = date(2026, 4, 1)


def workbook(*rows: list[Any], headings: list[str] = HEADINGS) -> bytes:
    """Return a workbook as unions send them: a merged title, a blank row, headings, numbered columns, rows."""
    data = BytesIO()
    with xlsxwriter.Workbook(data) as book:
        book.add_worksheet("Ghi chú").write(0, 0, "Danh sách này do Văn phòng lập")
        sheet = book.add_worksheet("Danh sách")
        sheet.merge_range(0, 0, 0, 7, "DANH SÁCH CÔNG ĐOÀN CƠ SỞ")
        for place, row in enumerate([headings, ["(1)", "(2)", "(3)", "(4)"], *rows], start=2):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    day = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # workbooks know no zones
                    sheet.write_datetime(place, column, day, book.add_format({"num_format": "dd/mm/yyyy"}))
                else:
                    sheet.write(place, column, value)
    return data.getvalue()


def run(data: bytes, *, dry_run: bool = False, within: Unit | None = None) -> list[RowReport]:
    """Import as the tests do."""
    return import_units(data, dry_run=dry_run, actor=make.ACTOR, now=make.NOW, within=within)


def results(*rows: list[Any], **more: Any) -> list[tuple[str, list[str]]]:
    return [(report.result, report.faults) for report in run(workbook(*rows), **more)]


def test_new_unit_is_made_with_its_members(union: Union) -> None:
    assert results(NEW) == [("created", [])]
    unit = Unit.objects.get(code="MT-CS-010")
    assert (unit.parent, unit.kind, unit.opened_on) == (union.commune, "grassroots", date(2021, 2, 5))
    assert unit.member_counts.get().women == 20


def test_row_of_the_report_is_that_of_the_workbook(union: Union) -> None:
    assert run(workbook(NEW))[0].row == 5


def test_importing_again_changes_nothing(union: Union) -> None:
    run(workbook(NEW))
    before, entries = decisions.everything(), AuditEntry.objects.count()
    assert results(NEW) == [("unchanged", [])]
    assert decisions.everything() == before
    assert AuditEntry.objects.count() == entries


def test_changed_members_are_counted_anew(union: Union) -> None:
    row = ["", "MT-CS-001", "CĐCS Trường tiểu học Ánh Dương", "Công đoàn cơ sở", "MT-XP-01", "", "1.031", ""]
    assert results(row) == [("counted", [])]
    assert queries.members_of([union.school], on=TODAY) == {union.school.pk: 1031}


def test_dry_run_reports_the_same_and_keeps_nothing(union: Union) -> None:
    before = decisions.everything()
    assert results(NEW, dry_run=True) == [("created", [])]
    assert decisions.everything() == before


def test_parent_may_stand_further_down_or_be_named(union: Union) -> None:
    commune = [
        "",
        "MT-XP-02",
        "Công đoàn xã Mường Hai",
        "Công đoàn xã",
        "Liên đoàn lao động tỉnh MƯỜNG THỬ",
        TODAY,
    ]
    below = ["", "MT-CS-011", "CĐCS Trạm Y tế", "CĐCS", "Công đoàn xã Mường Hai", date(2022, 3, 1)]
    assert results(below, commune) == [("created", []), ("created", [])]
    assert Unit.objects.get(code="MT-CS-011").path.startswith(Unit.objects.get(code="MT-XP-02").path)


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        (3, "Hội", "kind"),
        (4, "KHONG-CO", "parent"),
        (5, "hôm qua", "opened_on"),
        (5, "", "opened_on"),
        (5, date(2026, 4, 2), "opened_on"),
        (6, "nhiều", "members"),
        (6, -1, "members"),
        (6, 2.5, "members"),
        (7, 46, "women"),
        (1, "LL-CS-001", "name"),
    ],
)
def test_wrong_cell_refuses_its_row_and_no_other(union: Union, column: int, value: Any, fault: str) -> None:
    wrong = [*NEW]
    wrong[column] = value
    right = ["", "MT-CS-012", "CĐCS Trạm Nước", "CĐCS", "MT-XP-01", "01/01/2022", 5, ""]
    first, second = results(wrong, right)
    assert first[0] == "refused"
    assert fault in first[1]
    assert second == ("created", [])


def test_code_twice_in_the_workbook_is_refused_the_second_time(union: Union) -> None:
    assert results(NEW, NEW) == [("created", []), ("refused", ["twice"])]


def test_known_unit_is_neither_renamed_nor_moved(union: Union) -> None:
    row = ["", "MT-CS-004", "CĐCS Tên khác", "CĐCS", "MT-XP-01", "", 12, ""]
    assert results(row) == [("refused", ["name", "moved"])]


def test_unit_that_ended_is_refused(union: Union) -> None:
    decisions.apply(decisions.DISSOLVE)
    row = ["", "MT-CS-001", "CĐCS Trường tiểu học Ánh Dương", "CĐCS", "MT-XP-01", "", 30, ""]
    assert results(row) == [("refused", ["closed"])]


def test_nothing_outside_the_own_subtree_is_touched(union: Union) -> None:
    strange = ["", "LL-CS-001", "CĐCS Nhà máy lạ", "CĐCS", "LL", "", 99, ""]
    below_stranger = ["", "LL-CS-009", "CĐCS Mới", "CĐCS", "LL", "01/01/2022", 9, ""]
    faults = results(strange, below_stranger, within=union.province)
    assert faults == [("refused", ["code"]), ("refused", ["parent"])]


def test_without_a_column_of_kinds_units_are_grassroots(union: Union) -> None:
    data = workbook(
        ["MT-CS-013", "CĐCS Mới", "MT", "01/01/2022"],
        headings=["Mã", "Tên đơn vị", "Cấp trên", "Ngày thành lập"],
    )
    assert [report.result for report in run(data)] == ["created"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK nothing", "not_a_workbook"),
        (b"", "not_a_workbook"),
        (workbook(headings=["Họ tên"]), "no_headings"),
    ],
)
def test_what_is_no_list_of_units_is_refused(union: Union, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        run(data)
    assert refused.value.reason == reason


def test_every_made_unit_is_audited(union: Union) -> None:
    run(workbook(NEW))
    assert AuditEntry.objects.filter(action="create_unit", unit__code="MT-CS-010").exists()


@pytest.mark.parametrize(
    ("heading", "number", "workers"),
    [
        ("Số lao động", 60, 15),  # members among them
        ("Tổng số CNLĐ", 60, 15),
        ("Số lao động chưa vào công đoàn", 60, 60),
        ("CNVCLĐ", 45, 0),
        ("CNVCLĐ", "", None),
    ],
)
def test_workers_beside_the_members_are_counted(
    union: Union, heading: str, number: Any, workers: int | None
) -> None:
    run(workbook([*NEW, number], headings=[*HEADINGS, heading]))
    count = Unit.objects.get(code="MT-CS-010").member_counts.get()
    assert (count.members, count.women, count.workers) == (45, 20, workers)


def test_workers_alone_are_counted_anew_and_the_members_stay(union: Union) -> None:
    run(workbook(NEW))
    row = ["MT-CS-010", "CĐCS Hợp tác xã Chè", "MT-XP-01", 50]
    reports = run(workbook(row, headings=["Mã", "Tên đơn vị", "Cấp trên", "Số lao động"]))
    assert [report.result for report in reports] == ["counted"]
    count = Unit.objects.get(code="MT-CS-010").member_counts.get()
    assert (count.members, count.women, count.workers) == (45, 20, 5)


def test_fewer_workers_than_members_are_refused(union: Union) -> None:
    reports = run(workbook([*NEW, 44], headings=[*HEADINGS, "Số lao động"]))
    assert [(report.result, report.faults) for report in reports] == [("refused", ["employed"])]
