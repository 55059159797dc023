"""Rosters: names by their words, numbers and births as people type them, and reading in another process."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from maudao.lib import vietnamese
from maudao.lib.rosters import apart, cells
from maudao.lib.rosters.names import Words, folded, sort_key, stored
from maudao.lib.rosters.sheet import lines
from maudao.lib.workbooks import UnreadableWorkbook

TODAY = date(2026, 4, 1)
_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấệỳÁĐ'-– \u0301\u0303\u200b"


def roster(rows: int) -> bytes:
    data = BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet("Tổ 1")
        sheet.write_row(0, 0, ["STT", "Họ và tên", "Ngày sinh", "CCCD", "SĐT"])
        for number in range(1, rows + 1):
            sheet.write_row(
                number,
                0,
                [number, f"Lò Văn {'An' * (number % 9 + 1)}", "01/05/1990", 11190000000 + number, ""],
            )
    return data.getvalue()


@given(st.text(_LETTERS, max_size=30))
def test_name_put_together_from_its_words_is_the_name(text: str) -> None:
    words = Words()
    name = stored(words.of(text))
    if not (text.isupper() or text.islower()):
        assert name == " ".join(vietnamese.normalise(text).split())
    assert folded(words.of(text)) == vietnamese.fold(name)
    assert sort_key(name, words) == vietnamese.sort_key(name)
    assert stored(words.of(name)) == name or name.isupper() or name.islower()


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        ("1/5/90", date(1990, 5, 1)),
        ("1/5/47", date(1947, 5, 1)),
        ("05/1990", 1990),
        (1990, 1990),
        (1990.0, 1990),
        ("1990", 1990),
        (1051990, date(1990, 5, 1)),
        ("1990-05-01", date(1990, 5, 1)),
        ("01/05/1990 00:00:00", date(1990, 5, 1)),
        ("", None),
        ("-", None),
    ],
)
def test_birth_is_read_however_it_is_written(cell: object, birth: cells.Birth) -> None:
    assert cells.read_birth(cell, today=TODAY)[0] == birth


@pytest.mark.parametrize(
    "cell", ["1/13/1990", "30/02/1990", "khoảng 1990", 3.5, True, 123, "01/05/2020", "1/1/1901"]
)
def test_what_is_no_birth_is_a_fault(cell: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whatever is said of it
        cells.read_birth(cell, today=TODAY)


@pytest.mark.parametrize("is_file", [True, False])
def test_long_roster_is_read_apart_as_it_is_here(tmp_path: Path, is_file: bool) -> None:
    data = roster(16_000)
    assert len(data) > apart.SHORT
    file = tmp_path / "long.xlsx"
    file.write_bytes(data)
    read = list(apart.read(file if is_file else data, today=TODAY))
    assert read == list(lines(data, today=TODAY))
    assert read[-1].notes == ("identity_zeros",)


def test_reader_that_is_left_early_leaves_no_process() -> None:
    rows = apart.read(roster(16_000), today=TODAY)
    assert next(rows).row == 2
    rows.close()  # type: ignore[attr-defined]  # waits for the process


@pytest.mark.parametrize("cut", [-400, 10])
def test_refusal_of_the_other_process_is_told(cut: int) -> None:
    data = roster(16_000)[:cut] + bytes(apart.SHORT)
    with pytest.raises(UnreadableWorkbook) as refused:
        list(apart.read(data, today=TODAY))
    assert refused.value.reason == "not_a_workbook"


def test_file_that_takes_too_much_memory_costs_the_other_process_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "_MOST_MEMORY", 1_000_000)
    with pytest.raises(UnreadableWorkbook) as refused:
        list(apart.read(roster(16_000), today=TODAY))
    assert refused.value.reason == "too_large"
