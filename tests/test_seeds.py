"""The two documents that the project comes from, read from the command line, where they stand beside the repository."""

import json
from pathlib import Path
from typing import Any

import pytest

from maudao.config.testing import REPOSITORY
from maudao.documents.reader import cli
from maudao.lib.vietnamese import fold

FOLDER = REPOSITORY.parent / "shared" / "directives" / "dev"

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the seeds are not kept in the repository")


def read(name: str, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what `maudao read --json` says of a seed, and what a careful person reads in it."""
    assert cli.main(["--json", str(FOLDER / f"{name}.txt")]) == 0
    return json.loads(capsys.readouterr().out), json.loads((Path(FOLDER) / f"{name}.json").read_text())


def folded(words: list[str]) -> list[str]:
    return sorted(fold(word) for word in words)


def test_first_seed_is_read_as_a_careful_person_does(capsys: pytest.CaptureFixture[str]) -> None:
    record, label = read("seed-0", capsys)
    assert [(one["kind"], one["value"], one["bound"]) for one in record["targets"]] == [
        (one["kind"], one["value"], one["bound"]) for one in label["targets"]
    ]
    assert folded(record["messages"]) == folded(label["messages"])
    assert folded(record["recipients"]) == folded(label["recipients"])
    assert record["window"] == label["window"]
    assert [row["date"] for row in record["report_deadlines"]] == ["2021-04-30"]
    assert [(row["number"], row["date"]) for row in record["based_on"]] == [("19/HD-TLĐ", "2021-03-15")]
    assert (record["number"], record["date"], record["place"]) == (None, None, None)


def test_second_seed_has_no_target_no_invented_day_and_asks_about_the_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    record, _label = read("seed-1", capsys)
    assert record["targets"] == []
    assert record["window"] == {"start": None, "end": None, "peak": None}
    assert [row["date"] for row in record["report_deadlines"]] == [None]
    assert (record["number"], record["date"]) == ("905/LĐLĐ", "2022-04-29")
    assert "periodic_report_without_date" in {question["code"] for question in record["questions"]}
