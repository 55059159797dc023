"""`maudao check-eligibility`: one line in, one line out."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from maudao.donors import eligibility_cli
from maudao.donors.eligibility_cli import answers

WOMAN = {"on": "2026-04-07", "sex": "F", "birth_date": "1990-05-01"}


def lines(*rows: object) -> list[bytes]:
    return [json.dumps(row).encode() + b"\n" for row in rows]


def test_example_of_the_contract_is_answered_in_its_keys() -> None:
    row = WOMAN | {
        "weight_kg": 47,
        "kind": "whole_blood",
        "volume_ml": 350,
        "donations": [{"on": "2025-01-20", "kind": "whole_blood"}],
        "events": [{"rule": "D06-TATTOO", "on": "2026-01-02"}],
        "permanent": [],
        "haemoglobin_g_l": 128,
        "systolic_mmhg": 120,
        "diastolic_mmhg": 75,
        "pulse_bpm": 72,
        "site": None,
    }
    (answer,) = answers(lines(row))
    assert {key: answer[key] for key in ("eligible", "not_before", "permanent", "max_volume_ml")} == {
        "eligible": False,
        "not_before": "2026-07-02",
        "permanent": False,
        "max_volume_ml": 350,
    }
    assert [(reason["rule"], reason["until"], reason["confidence"]) for reason in answer["reasons"]] == [
        ("D06-TATTOO", "2026-07-02", "A")
    ]
    assert answer["unknown"] == []


def test_three_keys_are_enough() -> None:
    (answer,) = answers(lines(WOMAN))
    assert (answer["eligible"], answer["max_volume_ml"]) == (True, None)
    assert "weight_kg" in answer["unknown"]


MALFORMED: list[Any] = [
    [],
    7,
    None,
    "text",
    {},
    {"on": "2026-04-07", "sex": "F"},
    WOMAN | {"on": None},
    WOMAN | {"on": "2026-02-30"},
    WOMAN | {"on": "07/04/2026"},
    WOMAN | {"on": "20260407"},
    WOMAN | {"on": "2026-04-07T08:00:00"},
    WOMAN | {"on": 20260407},
    WOMAN | {"on": "9999-12-31"},
    WOMAN | {"sex": "X"},
    WOMAN | {"sex": "f"},
    WOMAN | {"sex": ["F"]},
    WOMAN | {"birth_date": "2027-01-01"},
    WOMAN | {"birth_date": "1850-01-01"},
    WOMAN | {"weight_kg": -50},
    WOMAN | {"weight_kg": 0},
    WOMAN | {"weight_kg": "47"},
    WOMAN | {"weight_kg": True},
    WOMAN | {"weight_kg": 47_000},
    WOMAN | {"weight_kg": float("nan")},
    WOMAN | {"weight_kg": float("inf")},
    WOMAN | {"volume_ml": -350},
    WOMAN | {"pulse_bpm": []},
    WOMAN | {"kind": "blood"},
    WOMAN | {"kind": {}},
    WOMAN | {"donations": {}},
    WOMAN | {"donations": ["2026-01-20"]},
    WOMAN | {"donations": [{"on": "2026-01-20"}]},
    WOMAN | {"donations": [{"on": "2026-01-20", "kind": "milk"}]},
    WOMAN | {"donations": [{"kind": "plasma"}]},
    WOMAN | {"events": "D06-TATTOO"},
    WOMAN | {"events": [{"rule": "D99-NONE", "on": "2026-01-20"}]},
    WOMAN | {"events": [{"rule": "INT-WB", "on": "2026-01-20"}]},
    WOMAN | {"events": [{"rule": "D06-TATTOO"}]},
    WOMAN | {"events": [{"rule": "D06-TATTOO", "on": "yesterday"}]},
    WOMAN | {"events": [{"rule": ["D06-TATTOO"], "on": "2026-01-20"}]},
    WOMAN | {"permanent": "HIV"},
    WOMAN | {"permanent": [1]},
    WOMAN | {"permanent": [""]},
    WOMAN | {"site": 5},
]


@pytest.mark.parametrize("row", MALFORMED, ids=repr)
def test_malformed_object_is_an_error_with_its_line(row: object) -> None:
    first, second, third = answers(lines(WOMAN, row, WOMAN))
    assert first["eligible"] is third["eligible"] is True
    assert set(second) == {"error", "line"}
    assert second["line"] == 2
    assert second["error"]


@pytest.mark.parametrize(
    "line",
    [b"{", b"{}{}", b"\xff\xfe{}", b"[" * 100_000, b'{"on": ' + b"1" * 5000 + b"}", b"not json", b"\x00"],
    ids=lambda line: repr(line[:12]),
)
def test_line_that_is_no_json_is_an_error(line: bytes) -> None:
    (answer,) = answers([line])
    assert answer["line"] == 1
    assert "error" in answer


def test_empty_lines_have_no_answer_but_are_counted() -> None:
    found = list(answers([b"\n", *lines(WOMAN), b"  \r\n", b"oops\n"]))
    assert [answer.get("line") for answer in found] == [None, 4]


def test_byte_order_mark_and_carriage_returns_are_read_over() -> None:
    (answer,) = answers([b"\xef\xbb\xbf" + json.dumps(WOMAN).encode() + b"\r\n"])
    assert answer["eligible"] is True


def test_keys_that_we_do_not_know_are_passed_over() -> None:
    (answer,) = answers(lines(WOMAN | {"note": "…"}))
    assert answer["eligible"] is True


def test_null_is_not_known() -> None:
    nothing = {"weight_kg": None, "kind": None, "donations": None, "events": None, "permanent": None}
    assert list(answers(lines(WOMAN | nothing))) == list(answers(lines(WOMAN)))


def test_vietnamese_is_written_as_it_is(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    file = tmp_path / "facts.jsonl"
    file.write_bytes(lines(WOMAN | {"permanent": ["HIV"]})[0])
    assert eligibility_cli.main([str(file)]) == 0
    assert "Nhiễm HIV".encode() in capfdbinary.readouterr().out


def test_malformed_line_makes_the_exit_status_1(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"".join([b"oops\n", *lines(WOMAN)]))))
    assert eligibility_cli.main([]) == 1
    assert len(capfdbinary.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("argv", [["/no/such/file"], ["/"], ["--what"], ["one", "two"]])
def test_wrong_arguments_are_2_and_a_sentence(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert eligibility_cli.main(argv) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err


def test_command_runs_without_a_database_and_survives_a_closed_pipe(tmp_path: Path) -> None:
    file = tmp_path / "facts.jsonl"
    file.write_bytes(lines(WOMAN)[0] * 5000)
    command = [sys.executable, "-m", "maudao.config.cli", "check-eligibility", str(file)]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"DATABASE_URL": "postgres://nowhere:1/none"},
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        assert b'"eligible": true' in run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait() == 0
