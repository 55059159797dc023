"""From a workbook to lines with what is known of each person."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from maudao.lib.rosters import cells
from maudao.lib.rosters.headings import PERSON, ROSTER
from maudao.lib.rosters.names import Words, folded, stored
from maudao.lib.workbooks import (
    Cell,
    Columns,
    Table,
    UnreadableWorkbook,
    cell_text,
    is_column_number,
    tables,
)

MOST_ROWS = 200_000
_LONGEST_NAME = 120

#: What stands under a list, where a name would stand.
_ENDINGS = (
    "tong",
    "cong",
    "nguoi lap",
    "nguoi tong hop",
    "ky ten",
    "ky, ",
    "xac nhan",
    "tm",
    "kt",
    "chu tich",
    "giam doc",
    "ban chap hanh",
    "ngay ",
    "danh sach",
    "ghi chu",
    "luu y",
    "noi nhan",
)
_NUMBER = re.compile(r"\d+(?:\.0)?")


@dataclass(slots=True)
class Line:
    """One row of a roster. `faults` name the cells that cannot be read, `notes` what was guessed.

    `place` and `why` say whose row it is: the place of the person's first row, and why it cannot be taken.
    """

    row: int
    sheet: str
    name: str
    folded: str
    birth_date: date | None
    birth_year: int | None
    sex: str
    phone: str
    identity: str
    unit: str
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    place: int = -1
    why: str = ""
    phone_hash: str = ""
    identity_hash: str = ""


class Reader:
    """Reads the person's cells of rows; the same reader may be used for several sheets."""

    def __init__(self, *, today: date) -> None:
        self.words = Words()
        self.sex = cells.remembered(cells.read_sex)
        self.birth = cells.remembered(partial(cells.read_birth, today=today))
        self.marked = partial(cells.read_column_of_sex, today=today)
        self._columns: Columns | None = None
        self._readers: list[tuple[int, Callable[[Reader, Line, Cell], None]]] = []

    def line(self, row: int, sheet: str, columns: Columns, raw: list[Cell]) -> Line | None:
        """Return what a row says of a person, or None where it is no person's row."""
        words = self.words.of(_name(columns, raw))
        name, found_by = stored(words), folded(words)
        if not _is_person(name, found_by, columns, raw):
            return None
        line = Line(row, sheet, name, found_by, None, None, "", "", "", "")
        if not found_by or len(name) > _LONGEST_NAME or not any(map(str.isalpha, found_by)):
            line.faults = ("name",)
        self._fill(line, columns, raw)
        return line

    def _fill(self, line: Line, columns: Columns, raw: list[Cell]) -> None:
        """Read every cell of a row; each fault is its own."""
        if columns is not self._columns:
            self._columns = columns
            self._readers = [(at, _READ[name]) for name, at in columns.items() if name in _READ]
        for at, read in self._readers:
            if (cell := raw[at]) != "":
                read(self, line, cell)

    def read_birth(self, line: Line, cell: Cell) -> None:
        try:
            birth, note = self.birth(cell)
        except (ValueError, OverflowError):
            line.faults += ("birth",)
            return
        _set_birth(line, birth, note)

    def read_sex(self, line: Line, cell: Cell) -> None:
        line.sex, note = self.sex(cell)
        if note:
            line.notes += (note,)

    def read_identity(self, line: Line, cell: Cell) -> None:
        try:
            line.identity, note = cells.read_identity(cell)
        except ValueError:
            line.faults += ("identity",)
            return
        if note:
            line.notes += (note,)

    def read_phone(self, line: Line, cell: Cell) -> None:
        try:
            line.phone, note = cells.read_phone(cell)
        except ValueError:
            line.faults += ("phone",)
            return
        if note:
            line.notes += (note,)

    def read_unit(self, line: Line, cell: Cell) -> None:
        line.unit = cell_text(cell)

    def read_male(self, line: Line, cell: Cell) -> None:
        self._read_column_of_sex(line, "M", cell)

    def read_female(self, line: Line, cell: Cell) -> None:
        self._read_column_of_sex(line, "F", cell)

    def _read_column_of_sex(self, line: Line, sex: str, cell: Cell) -> None:
        try:
            is_so, birth, note = self.marked(cell)
        except (ValueError, OverflowError):
            line.faults += ("birth",)
            return
        if is_so:
            line.sex = sex
        if birth is not None:
            _set_birth(line, birth, note)


_READ: Mapping[str, Callable[[Reader, Line, Cell], None]] = {
    "birth": Reader.read_birth,
    "sex": Reader.read_sex,
    "identity": Reader.read_identity,
    "phone": Reader.read_phone,
    "unit": Reader.read_unit,
    "male": Reader.read_male,
    "female": Reader.read_female,
}


def _set_birth(line: Line, birth: cells.Birth, note: str) -> None:
    if isinstance(birth, date):
        line.birth_date, line.birth_year = birth, birth.year
    else:
        line.birth_year = birth
    if note:
        line.notes += (note,)


def _name(columns: Columns, raw: list[Cell]) -> str:
    """Return the cells of a name in one: whole, or family and given name in two."""
    parts = [raw[columns[name]] for name in ("name", "family", "given") if name in columns]
    if len(parts) == 1 and type(parts[0]) is str:
        return parts[0]
    return " ".join(cell_text(part) for part in parts)


def _is_person(name: str, found_by: str, columns: Columns, raw: list[Cell]) -> bool:
    """Say whether a row is a person's: no blank, heading, number of columns, group, sum or signature."""
    if name and (is_column_number(name) or found_by in _NAMES_OF_NAMES):
        return False
    has_number = "no" in columns and _is_number(raw[columns["no"]])
    if not has_number and found_by.startswith(_ENDINGS):
        return False
    if name and has_number:
        return True
    says = any(raw[columns[each]] != "" for each in ("identity", "phone", "birth") if each in columns)
    if name and says:
        return True
    if "no" in columns:
        return has_number and says
    return bool(name) and not any(map(str.isdigit, name))


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) or _NUMBER.fullmatch(cell_text(cell)) is not None


_NAMES_OF_NAMES = frozenset([*PERSON["name"], *PERSON["given"]])


def lines(source: Path | bytes, *, today: date) -> Iterator[Line]:
    """Read every sheet that has the headings of a roster, row by row.

    Raises:
        UnreadableWorkbook: no list of people in it, or too long a one.
    """
    reader = Reader(today=today)
    count = 0
    for table in tables(source, ROSTER):
        columns = split_name(table)
        for row, raw in padded(table):
            line = reader.line(row, table.sheet, columns, raw)
            if line is not None:
                count += 1
                yield line
        if count > MOST_ROWS:
            raise UnreadableWorkbook("too_long")
    if not count:
        raise UnreadableWorkbook("no_rows")


def padded(table: Table) -> Iterator[tuple[int, list[Cell]]]:
    """Return the rows of a table, each wide enough for every column that is read."""
    width = max(table.columns.values()) + 2
    for row, raw in table.rows:
        yield row, raw if len(raw) >= width else [*raw, *[""] * (width - len(raw))]


def split_name(table: Table) -> Columns:
    """Return the columns of a table; a given name beside the family name, under one merged heading, is a column too."""
    columns = table.columns
    place = columns.get("name", len(table.headings)) + 1
    is_blank = place < len(table.headings) and not table.headings[place] and place not in columns.values()
    if not is_blank or "given" in columns:
        return columns
    beside = [row[place] for row in table.sample if row[place - 1] and isinstance(row[place - 1], str)]
    words = [cell for cell in beside if isinstance(cell, str) and cell.strip().isalpha()]
    return columns | {"given": place} if len(words) * 5 >= len(beside) * 4 > 0 else columns
