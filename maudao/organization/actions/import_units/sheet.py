"""From a workbook with messy headings to lines with named cells."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from maudao.lib import vietnamese
from maudao.organization.rules import UnitKind

Cell = Any  # what the workbook holds: text, a number, a day, a truth value, or ""

_HEADING_ROWS = 30  # titles, merged cells and blank rows may stand above the headings
_MOST_ROWS = 20_000

#: Headings as they are met, folded. The first that a heading equals, or else begins with, names its column.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("ma", "ma don vi", "ma so", "ma cong doan", "ma cdcs", "code"),
    "name": ("ten don vi", "ten cong doan", "ten cdcs", "don vi", "ten", "name"),
    "kind": ("loai", "loai don vi", "loai hinh", "cap cong doan", "kind"),
    "parent": ("don vi cap tren", "ma cap tren", "cong doan cap tren", "cap tren", "truc thuoc", "parent"),
    "opened_on": ("ngay thanh lap", "thanh lap", "ngay bat dau"),
    "members": ("so doan vien", "tong so doan vien", "doan vien", "tong doan vien", "so dv"),
    "workers": (
        "lao dong chua vao cong doan",
        "so lao dong chua vao cong doan",
        "nguoi lao dong chua vao cong doan",
        "cnld chua vao cong doan",
        "chua vao cong doan",
        "chua gia nhap cong doan",
    ),
    "employed": (  # members among them
        "so lao dong",
        "tong so lao dong",
        "tong lao dong",
        "so cnld",
        "tong so cnld",
        "cnld",
        "so cnvcld",
        "tong so cnvcld",
        "cnvcld",
        "so nguoi lao dong",
        "tong so nguoi lao dong",
    ),
    "women": ("nu", "trong do nu", "so nu", "doan vien nu", "nu doan vien"),
    "short_name": ("ten viet tat", "viet tat", "ky hieu"),
    "place": ("dia danh", "dia ban", "dia chi"),
}
_NEEDED = ("code", "name", "parent")
_MARKS = re.compile(r"[.:*()/\-]")

_KINDS: Mapping[str, UnitKind] = {
    "cdcs": UnitKind.GRASSROOTS,
    "nghiep doan co so": UnitKind.GRASSROOTS,
    "co so": UnitKind.GRASSROOTS,
    "cong doan xa": UnitKind.COMMUNE,
    "cong doan phuong": UnitKind.COMMUNE,
    "cong doan dac khu": UnitKind.COMMUNE,
    "cong doan xa, phuong": UnitKind.COMMUNE,
    "xa": UnitKind.COMMUNE,
    "phuong": UnitKind.COMMUNE,
    "ldld tinh": UnitKind.PROVINCE,
    "ldld thanh pho": UnitKind.PROVINCE,
    "lien doan lao dong tinh": UnitKind.PROVINCE,
    "tinh": UnitKind.PROVINCE,
    "ldld huyen": UnitKind.DISTRICT,
    "huyen": UnitKind.DISTRICT,
    "cong doan nganh": UnitKind.SECTOR,
    "nganh": UnitKind.SECTOR,
    "cong doan vien chuc": UnitKind.CIVIL_SERVANTS,
    "cong doan kcn": UnitKind.INDUSTRIAL_PARK,
    "kcn": UnitKind.INDUSTRIAL_PARK,
}


class UnreadableWorkbook(Exception):
    """The file is no workbook, or no sheet of it has the headings of a list of units."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass
class Line:
    """One row of the list. `wrong` names the cells that cannot be read."""

    row: int
    code: str = ""
    name: str = ""
    parent: str = ""
    kind: UnitKind | None = None
    opened_on: date | None = None
    members: int | None = None
    women: int | None = None
    workers: int | None = None  # who have not joined the union
    employed: int | None = None  # they and the members
    short_name: str = ""
    place: str = ""
    wrong: list[str] = field(default_factory=list)


def lines(data: bytes) -> Iterator[Line]:
    """Read the first sheet that has the headings, row by row; rows without code and name are left out.

    Raises:
        UnreadableWorkbook: "not_a_workbook", "no_headings" or "too_long".
    """
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [
            workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableWorkbook("not_a_workbook") from error
    for rows in sheets:
        if found := _heading(rows):
            top, columns = found
            if len(rows) > _MOST_ROWS:
                raise UnreadableWorkbook("too_long")
            return _lines(rows, top, columns)
    raise UnreadableWorkbook("no_headings")


def _heading(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]] | None:
    """Find the row of the headings, and which column each names."""
    for place, row in enumerate(rows[:_HEADING_ROWS]):
        columns = _columns([_heading_text(cell) for cell in row])
        if all(name in columns for name in _NEEDED):
            return place, columns
    return None


def _heading_text(cell: Cell) -> str:
    return " ".join(vietnamese.fold(_MARKS.sub(" ", str(cell))).split())


def _columns(headings: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for exact in (True, False):
        for place, heading in enumerate(headings):
            name = _named(heading, exact=exact)
            if name and place not in columns.values():
                columns.setdefault(name, place)
    return columns


def _named(heading: str, *, exact: bool) -> str | None:
    for name, known in _HEADINGS.items():
        if (
            heading in known
            if exact
            else any(heading.startswith(f"{each} ") for each in known if len(each) > 2)
        ):
            return name
    return None


def _lines(rows: Sequence[Sequence[Cell]], top: int, columns: Mapping[str, int]) -> Iterator[Line]:
    for place, cells in enumerate(rows[top + 1 :], start=top + 2):
        named = {name: cells[column] for name, column in columns.items() if column < len(cells)}
        line = _line(place, named, has_kinds="kind" in columns)
        if line.code and line.name and not line.code.startswith("("):  # "(1) (2) (3)" numbers the columns
            yield line


def _line(row: int, cells: Mapping[str, Cell], *, has_kinds: bool) -> Line:
    line = Line(row)
    for name in ("code", "name", "parent", "short_name", "place"):
        setattr(line, name, _text(cells.get(name, "")))
    line.kind = _kind(_text(cells.get("kind", ""))) if has_kinds else UnitKind.GRASSROOTS
    if line.kind is None:
        line.wrong.append("kind")
    for name, read in _READERS:
        try:
            setattr(line, name, read(cells.get(name, "")))
        except (ValueError, ArithmeticError):
            line.wrong.append(name)
    return line


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(vietnamese.normalise(str(cell)).split())


def _kind(text: str) -> UnitKind | None:
    folded = vietnamese.fold(text)
    for kind in UnitKind:
        if folded in (kind.value, vietnamese.fold(str(kind.label))):
            return kind
    return _KINDS.get(folded)


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return vietnamese.parse_date(text) if (text := _text(cell)) else None


def _count(cell: Cell) -> int | None:
    if isinstance(cell, str) and not cell.strip():
        return None
    number = cell if isinstance(cell, int | float) else vietnamese.parse_number(_text(cell))
    if number < 0 or number != int(number):
        raise ValueError(f"not a count: {cell!r}")
    return int(number)


_READERS: Sequence[tuple[str, Callable[[Cell], Any]]] = (
    ("opened_on", _day),
    ("members", _count),
    ("women", _count),
    ("workers", _count),
    ("employed", _count),
)
