"""The command line, run as a user runs it: in a process of its own, on a database of its own."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

REPOSITORY = Path(__file__).resolve().parents[1]


def maudao(data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run `maudao` with a data folder."""
    environment = {**os.environ, "MAUDAO_DATA": str(data), "MAUDAO_SECOND_FACTOR": "0"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "maudao.config.cli", *arguments]
    return subprocess.run(
        command, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, "subprocess.CompletedProcess[str]"]:
    """The demo, told once: its data folder, its documents, what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    done = maudao(folder / "data", "demo", "--out", str(folder / "out"), "--on", "2026-04-30")
    assert done.returncode == 0, done.stderr
    return folder / "data", folder / "out", done


@pytest.mark.slow
def test_demo_writes_the_consolidated_report_in_four_formats(
    told: tuple[Path, Path, "subprocess.CompletedProcess[str]"],
) -> None:
    _data, out, done = told
    (report,) = out.glob("bao-cao-*.json")
    data = json.loads(report.read_text())
    sheets = CalamineWorkbook.from_path(str(report.with_suffix(".xlsx")))
    cells = [
        cell
        for name in sheets.sheet_names
        for row in sheets.get_sheet_by_name(name).to_python()
        for cell in row
    ]
    assert data["facts"]["donors"] > 1_000
    assert data["facts"]["volume_ml"] in cells
    assert report.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert report.with_suffix(".docx").exists()
    assert "db-cs-001" in done.stdout


@pytest.mark.slow
def test_report_command_prints_the_contract(
    told: tuple[Path, Path, "subprocess.CompletedProcess[str]"],
) -> None:
    data, out, _done = told
    (file,) = out.glob("bao-cao-*.json")
    written = json.loads(file.read_text())
    done = maudao(
        data, "report", written["campaign"], "--unit", "DB", "--format", "json", "--as-of", "2026-04-30"
    )
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert {"campaign", "unit", "as_of", "tree", "facts", "indicators", "completeness", "children"} <= set(
        printed
    )
    assert printed["facts"] == written["facts"]
    assert sum(child["facts"]["donors"] for child in printed["children"]) == printed["facts"]["donors"]


@pytest.mark.slow
def test_last_year_is_the_same_as_it_was_and_as_it_is_now(
    told: tuple[Path, Path, "subprocess.CompletedProcess[str]"],
) -> None:
    """The reorganisation of 2025 moved and ended units: what they had counted is neither lost nor doubled."""
    data, out, _done = told
    (file,) = out.glob("bao-cao-*.json")
    code = json.loads(file.read_text())["campaign"].replace("2026", "2025")
    facts = [
        json.loads(maudao(data, "report", code, "--unit", "DB", "--format", "json", "--tree", tree).stdout)[
            "facts"
        ]
        for tree in ("then", "now")
    ]
    assert facts[0]["donors"] > 1_000
    assert facts[0] == facts[1]


@pytest.mark.slow
@pytest.mark.parametrize("check", ["check-tree", "check-facts"])
def test_tree_and_facts_of_the_demo_agree_with_the_records(
    check: str, told: tuple[Path, Path, "subprocess.CompletedProcess[str]"]
) -> None:
    assert maudao(told[0], check).returncode == 0


@pytest.mark.slow
def test_reorganisation_is_previewed_applied_and_undone(
    told: tuple[Path, Path, "subprocess.CompletedProcess[str]"], tmp_path: Path
) -> None:
    decision = tmp_path / "decision.toml"
    decision.write_text(
        f'number = "99/QĐ"\nsigned_on = {date(2026, 5, 1)}\nin_force_on = {date(2026, 5, 10)}\n'
        '[[change]]\nkind = "merge"\nunits = ["DB-XP-01"]\ninto = "DB-XP-02"\n'
    )
    previewed = json.loads(maudao(told[0], "reorganise", str(decision), "--preview").stdout)
    assert previewed["totals_before"]["now"] == previewed["totals_after"]["now"]
    assert previewed["units_before"]["commune"] - previewed["units_after"]["commune"] == 1
    assert maudao(told[0], "reorganise", str(decision), "--apply").returncode == 0
    assert maudao(told[0], "check-tree").returncode == 0
    assert maudao(told[0], "reorganise", str(decision), "--undo").returncode == 0
    assert maudao(told[0], "check-tree").returncode == 0


def test_unknown_unit_in_a_decision_is_refused_with_every_fault(tmp_path: Path) -> None:
    decision = tmp_path / "decision.toml"
    decision.write_text(
        'number = "1/QĐ"\nsigned_on = 2026-05-01\nin_force_on = 2026-05-10\n'
        '[[change]]\nkind = "dissolve"\nunits = ["KHONG-CO", "CUNG-KHONG"]\n'
    )
    assert maudao(tmp_path / "data", "migrate", "-v0").returncode == 0
    done = maudao(tmp_path / "data", "reorganise", str(decision), "--preview")
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["faults"]) == 2


def test_read_command_needs_no_database(tmp_path: Path) -> None:
    letter = tmp_path / "cong-van.txt"
    letter.write_text("Số: 12/LĐLĐ\nMường Thử, ngày 05 tháng 4 năm 2026\nV/v vận động hiến máu tình nguyện\n")
    done = maudao(tmp_path / "nothing-here", "read", "--json", str(letter), str(tmp_path / "missing.txt"))
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (done.returncode, first["number"], first["date"]) == (1, "12/LĐLĐ", "2026-04-05")
    assert second["error"]["code"]
    assert not (tmp_path / "nothing-here").exists()
