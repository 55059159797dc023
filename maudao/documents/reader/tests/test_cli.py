"""`maudao read`: one JSON object a line, in the order of the files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from maudao.documents.reader.cli import main

SAMPLES = Path(__file__).parent / "samples"
LETTER, GUIDE = str(SAMPLES / "cong-van.txt"), str(SAMPLES / "huong-dan.txt")


def test_json_is_one_line_a_file_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", GUIDE, LETTER]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["file"] for row in rows] == [GUIDE, LETTER]
    assert rows[1]["number"] == "412/LĐLĐ"


def test_an_unreadable_file_is_reported_and_the_others_are_answered(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert main(["--json", str(tmp_path / "missing.txt"), str(empty), LETTER]) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row.get("error", {}).get("code") for row in rows] == ["not_found", "empty", None]


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--yaml", LETTER]])
def test_wrong_arguments_end_in_2_with_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert "maudao read" in capsys.readouterr().err


def test_the_summary_in_a_pipe_is_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([LETTER]) == 0
    out = capsys.readouterr().out
    assert "Số, ký hiệu: 412/LĐLĐ" in out
    assert "\x1b" not in out


def test_starting_up_imports_neither_django_nor_the_parts_for_other_formats() -> None:
    code = (
        "import sys; from maudao.documents.reader.cli import main; main(sys.argv[1:]); print([m for "
        "m in ('django', 'docx', 'lxml', 'pypdfium2', 'viparse', 'rich', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, LETTER], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
