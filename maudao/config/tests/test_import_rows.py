"""`maudao import`: one JSON object a row, messages on standard error, exit status 0, 1 or 2."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from conftest import Union
from maudao.donors import make as people
from maudao.donors.models import Donation, Donor
from maudao.donors.tests.rosters import AN, BINH, workbook
from maudao.drives import make
from maudao.organization.models import AuditEntry

BAD = (3, "Cà Văn Pháy", "1980", "", "12", "")


def run(*arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    """Run the command; return its exit status, its objects and what it said."""
    out, said = io.StringIO(), io.StringIO()
    try:
        call_command("import_rows", *arguments, stdout=out, stderr=said)
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    else:
        status = 0
    return status, [json.loads(line) for line in out.getvalue().splitlines()], said.getvalue()


@pytest.fixture
def roster(tmp_path: Path) -> str:
    file = tmp_path / "ds.xlsx"
    file.write_bytes(workbook(AN, BINH))
    return str(file)


def test_people_are_reported_row_by_row_without_their_names(union: Union, roster: str) -> None:
    status, rows, _said = run("people", roster, "--unit", "MT-CS-002")
    row = {"row": 2, "sheet": "Danh sách", "result": "new", "reasons": [], "notes": [], "changed": []}
    assert (status, rows) == (0, [row, {**row, "row": 3}])
    assert set(Donor.objects.values_list("memberships__unit__code", flat=True)) == {"MT-CS-002"}
    assert [row["result"] for row in run("people", roster)[1]] == ["same", "same"]


def test_dry_run_keeps_nothing(union: Union, roster: str) -> None:
    assert [row["result"] for row in run("people", roster, "--dry-run")[1]] == ["new", "new"]
    assert Donor.objects.count() == 0


def test_refused_row_makes_the_status_one_and_the_others_are_taken(union: Union, tmp_path: Path) -> None:
    file = tmp_path / "ds.xlsx"
    file.write_bytes(workbook(AN, BAD))
    status, rows, _said = run("people", str(file))
    assert (status, [row["reasons"] for row in rows]) == (1, [[], ["identity"]])
    assert Donor.objects.count() == 1


def test_results_of_a_drive_are_recorded(union: Union, tmp_path: Path) -> None:
    drive = make.drive(union.factory)
    make.registration(drive, people.donor(union.factory, full_name="Lò Văn An"))
    file = tmp_path / "kq.xlsx"
    file.write_bytes(workbook(("Lò Văn An", 350), ("Cà Văn Pháy", ""), headings=("Họ tên", "Thể tích (ml)")))
    status, rows, _said = run("results", str(file), "--drive", drive.code)
    assert (status, [row["result"] for row in rows]) == (0, ["new", "blank"])
    assert (Donation.objects.count(), AuditEntry.objects.filter(action="import_results").count()) == (1, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("people", "{missing}"),
        ("people", "{file}", "--unit", "NONE"),
        ("people", "{file}", "--drive", "x"),
        ("results", "{file}", "--drive", "none"),
        ("units", "{file}", "--unit", "MT"),
    ],
)
def test_wrong_arguments_are_status_two_with_a_message(
    union: Union, roster: str, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    named = [one.format(file=roster, missing=tmp_path / "none.xlsx") for one in arguments]
    status, rows, said = run(*named)
    assert (status, rows, bool(said)) == (2, [], True)


@pytest.mark.parametrize("what", ["units", "people", "results"])
def test_file_that_is_no_list_is_status_one_with_a_message(union: Union, tmp_path: Path, what: str) -> None:
    file = tmp_path / "x.xlsx"
    with file.open("wb") as large:
        large.truncate(200 * 1024 * 1024)
    status, rows, said = run(what, str(file))
    assert (status, rows, "too_large" in said) == (1, [], True)
    file.write_bytes(b"PK broken")
    assert "not_a_workbook" in run(what, str(file))[2]
