"""From a receiving centre's workbook to lines: who gave, what and how much. Nothing of tests or of reasons is read."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from maudao.donors.rules import BloodGroup, DonationKind
from maudao.drives.rules.tickets import read_ticket
from maudao.lib import vietnamese
from maudao.lib.rosters.headings import EXACT, PERSON, is_roster
from maudao.lib.rosters.sheet import Line, Reader, padded, split_name
from maudao.lib.workbooks import Cell, Columns, Headings, UnreadableWorkbook, cell_text, heading_text, tables

MOST_ROWS = 5_000

_RESULT: Mapping[str, tuple[str, ...]] = {
    "volume": (
        "the tich",
        "the tich ml",
        "the tich mau",
        "so ml",
        "ml",
        "luong mau",
        "luong mau hien",
        "dung tich",
        "tui mau",
        "loai tui",
        "don vi mau",
        "so luong",
        "so luong ml",
    ),
    "date": ("ngay hien", "ngay hien mau", "ngay lay mau", "ngay tiep nhan", "ngay"),
    "group": ("nhom mau", "nhom mau abo", "nhom"),
    "rhesus": ("rh", "rh d", "yeu to rh"),
    "serial": (
        "so giay chung nhan",
        "giay chung nhan",
        "so gcn",
        "gcn",
        "so chung nhan",
        "so gcn hien mau",
        "so seri",
        "so serial",
        "seri",
        "serial",
    ),
    "kind": (
        "loai hien",
        "loai hien mau",
        "hinh thuc hien",
        "thanh phan",
        "loai mau",
        "che pham",
        "loai che pham",
    ),
    "result": (
        "ket qua",
        "ket qua hien",
        "ket qua hien mau",
        "hien mau",
        "da hien",
        "tinh trang",
        "trang thai",
    ),
    "ticket": ("ma ve", "ma dang ky", "ve", "ma so dang ky"),
}
_EXACT = EXACT | {"result", "ticket", "rhesus"}


def is_result(columns: Columns) -> bool:
    """Say whether columns make a list of results: people, and how much they gave or whether they did."""
    return is_roster(columns) and ("volume" in columns or "result" in columns)


RESULTS = Headings({**_RESULT, **PERSON}, is_result, frozenset(_EXACT))

_MILLILITRES = re.compile(r"(?<!\d)(\d{2,3})(?!\d)")
_GIVEN = frozenset(
    {"dat", "co", "x", "v", "da hien", "hien", "hien duoc", "ok", "hoan thanh", "thanh cong", "true", "1"}
)
_NOT_GIVEN = ("khong", "chua", "hoan", "tam hoan", "loai", "tri hoan", "false", "0")
_NO_VOLUME = ("0", "-", "–", "x")
_GROUP = re.compile(r"(ab|a|b|o)\s*(?:rh)?\s*d?\s*(\+|-|−|–|duong|am)", re.IGNORECASE)
_LONGEST_SERIAL = 40


@dataclass(slots=True)
class Given:
    """What a row says: of whom, and what was given. `has_given` is false for who came and did not give.

    It is None where the row says nothing yet: a list that was not filled in.
    """

    line: Line
    has_given: bool | None
    volume_ml: int = 0
    kind: str = DonationKind.WHOLE_BLOOD
    given_on: date | None = None
    group: str = ""
    serial: str = ""
    ticket: str = ""


def results(source: Path | bytes, *, today: date) -> Iterator[Given]:
    """Read every sheet that has the headings of results, row by row.

    Raises:
        UnreadableWorkbook: no list of results in it, or too long a one.
    """
    reader, count = Reader(today=today), 0
    for table in tables(source, RESULTS):
        columns = split_name(table)
        for row, raw in padded(table):
            line = reader.line(row, table.sheet, columns, raw)
            if line is not None:
                count += 1
                yield _given(line, {name: raw[at] for name, at in columns.items()})
            if count > MOST_ROWS:
                raise UnreadableWorkbook("too_long")
    if not count:
        raise UnreadableWorkbook("no_rows")


def _given(line: Line, cells: Mapping[str, Cell]) -> Given:
    """Read the cells of a result. Of who did not give nothing else is looked at."""
    has_given = _has_given(cells)
    if not has_given:
        return Given(line, has_given=has_given)
    given = Given(line, has_given=True)
    for name, read in _READ.items():
        cell = cells.get(name, "")
        try:
            if cell != "":
                read(given, cell, cells)
        except (ValueError, ArithmeticError):
            line.faults += (name,)
    if not given.volume_ml and "volume" not in line.faults:
        line.faults += ("volume",)
    return given


def _has_given(cells: Mapping[str, Cell]) -> bool | None:
    word, volume = heading_text(cells.get("result", "")), cell_text(cells.get("volume", ""))
    if word in _GIVEN:
        return True
    if word.startswith(_NOT_GIVEN) or volume in _NO_VOLUME:
        return False
    if volume or word:
        return bool(volume)  # words of another kind, and no volume: they came, and did not give
    return True if cell_text(cells.get("kind", "")) else None


def _read_volume(given: Given, cell: Cell, cells: Mapping[str, Cell]) -> None:
    found = _MILLILITRES.findall(cell_text(cell))
    if len(found) != 1:
        raise ValueError("not a volume")
    given.volume_ml = int(found[0])


def _read_date(given: Given, cell: Cell, cells: Mapping[str, Cell]) -> None:
    if isinstance(cell, date):
        given.given_on = cell.date() if isinstance(cell, datetime) else cell
    else:
        given.given_on = vietnamese.parse_date(cell_text(cell))


def _read_kind(given: Given, cell: Cell, cells: Mapping[str, Cell]) -> None:
    word = heading_text(cell)
    for kind, names in _KINDS.items():
        if any(name in word for name in names):
            given.kind = kind
            return
    raise ValueError("not a kind")


_KINDS: Mapping[DonationKind, tuple[str, ...]] = {
    DonationKind.PLATELETS: ("tieu cau", "platelet"),
    DonationKind.PLASMA: ("huyet tuong", "plasma"),
    DonationKind.RED_CELLS: ("hong cau",),
    DonationKind.WHOLE_BLOOD: ("toan phan", "mtp", "mau", "whole"),
}


def _read_group(given: Given, cell: Cell, cells: Mapping[str, Cell]) -> None:
    """Read a blood group; what is none is left out: nobody's result fails by it."""
    text = (
        vietnamese.fold(f"{cell_text(cell)} {cell_text(cells.get('rhesus', ''))}")
        .replace("(", "")
        .replace(")", "")
    )
    found = _GROUP.match(text.replace("rh ", "rh"))
    if found:
        sign = "+" if found[2] in ("+", "duong") else "-"
        given.group = BloodGroup(f"{found[1].upper()}{sign}")
    elif "group_unread" not in given.line.notes:
        given.line.notes += ("group_unread",)


def _read_serial(given: Given, cell: Cell, cells: Mapping[str, Cell]) -> None:
    given.serial = cell_text(cell)
    if len(given.serial) > _LONGEST_SERIAL:
        raise ValueError("too long for a serial number")


def _read_ticket(given: Given, cell: Cell, cells: Mapping[str, Cell]) -> None:
    text = cell_text(cell).upper()
    named = read_ticket(text)
    given.ticket = named[1] if named else text


_READ: Mapping[str, Callable[[Given, Cell, Mapping[str, Cell]], None]] = {
    "volume": _read_volume,
    "date": _read_date,
    "kind": _read_kind,
    "group": _read_group,
    "serial": _read_serial,
    "ticket": _read_ticket,
}
