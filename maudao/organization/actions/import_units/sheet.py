"""From a workbook with messy headings to lines with named cells."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from maudao.lib import vietnamese
from maudao.lib.workbooks import Cell, Headings, UnreadableWorkbook, cell_text, tables
from maudao.organization.rules import UnitKind

__all__ = ["Line", "UnreadableWorkbook", "lines"]

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
_LIST = Headings(_HEADINGS, lambda columns: all(name in columns for name in _NEEDED))

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


def lines(source: Path | bytes) -> Iterator[Line]:
    """Read the first sheet that has the headings, row by row; rows without code and name are left out.

    Raises:
        UnreadableWorkbook: "too_large", "not_a_workbook", "no_headings" or "too_long".
    """
    table = next(tables(source, _LIST))
    rows = list(table.rows)
    if len(rows) > _MOST_ROWS:
        raise UnreadableWorkbook("too_long")
    return _lines(rows, table.columns)


def _lines(rows: Sequence[tuple[int, Sequence[Cell]]], columns: Mapping[str, int]) -> Iterator[Line]:
    for place, cells in rows:
        named = {name: cells[column] for name, column in columns.items() if column < len(cells)}
        line = _line(place, named, has_kinds="kind" in columns)
        if line.code and line.name and not line.code.startswith("("):  # "(1) (2) (3)" numbers the columns
            yield line


def _line(row: int, cells: Mapping[str, Cell], *, has_kinds: bool) -> Line:
    line = Line(row)
    for name in ("code", "name", "parent", "short_name", "place"):
        setattr(line, name, cell_text(cells.get(name, "")))
    line.kind = _kind(cell_text(cells.get("kind", ""))) if has_kinds else UnitKind.GRASSROOTS
    if line.kind is None:
        line.wrong.append("kind")
    for name, read in _READERS:
        try:
            setattr(line, name, read(cells.get(name, "")))
        except (ValueError, ArithmeticError):
            line.wrong.append(name)
    return line


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
    return vietnamese.parse_date(text) if (text := cell_text(cell)) else None


def _count(cell: Cell) -> int | None:
    if isinstance(cell, str) and not cell.strip():
        return None
    number = cell if isinstance(cell, int | float) else vietnamese.parse_number(cell_text(cell))
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
