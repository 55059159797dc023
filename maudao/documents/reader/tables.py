"""Allocation tables: which unit is to give how much, and when."""

import re
from dataclasses import dataclass, field

from maudao.documents.reader.dates import Day, find_dates
from maudao.documents.reader.event import Event
from maudao.documents.reader.lines import Source, fold, squeeze
from maudao.documents.reader.quantities import number
from maudao.documents.reader.target import Target
from maudao.documents.reader.years import Years

_FIRST = re.compile(r"(?:stt|tt|so tt)")
_CELL_BREAK = re.compile(r"\s*\|\s*|\n+|\s*\t[ \t]*|\s{3,}")
_NUMBER = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d+")
MAX_TABLES = 20
MAX_CELLS = 4_000
TOTAL = re.compile(
    r"(?:tong(?: (?:cong|so))?|cong(?: (?:chung|don|toan \w+))?|toan (?:tinh|huyen|nganh|truong))\W*(?:$|\(|\d|:)"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words and place."""

    text: str
    start: int
    end: int


@dataclass
class Allocation:
    """What a table gives to units: yearly or single targets, dated rounds, and the total that it prints."""

    targets: list[Target] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    total: int | float | None = None
    start: int = 0
    end: int = 0


def read_tables(source: Source, years: Years) -> list[Allocation]:
    """Read every table whose head says "chỉ tiêu", "số lượng" or a time beside a unit."""
    cells = cut_cells(source)
    tables: list[Allocation] = []
    for index, cell in enumerate(cells):
        if len(tables) >= MAX_TABLES:
            break
        if not _FIRST.fullmatch(fold(cell.text)) or (tables and cell.start < tables[-1].end):
            continue
        header = _header(cells, index)
        if header and _is_allocation(header):
            table = _read_rows(cells[index + len(header) : index + MAX_CELLS], header, years)
            if table.targets or table.events:
                tables.append(table)
    return tables


def cut_cells(source: Source) -> list[Cell]:
    """Cut the text into cells, at bars, tabs, wide gaps and line ends."""
    cells: list[Cell] = []
    position = 0
    text = source.tabbed
    for match in _CELL_BREAK.finditer(text):
        cells += _cell(text, position, match.start())
        position = match.end()
    return cells + _cell(text, position, len(text))


def _cell(text: str, start: int, end: int) -> list[Cell]:
    stripped = text[start:end].strip()
    if not stripped:
        return []
    at = text.index(stripped, start)
    return [Cell(stripped, at, at + len(stripped))]


def _header(cells: list[Cell], index: int) -> list[Cell]:
    """Take the head's cells: from "TT" to the first row's number."""
    header: list[Cell] = []
    for cell in cells[index : index + 12]:
        if re.fullmatch(r"0?1\.?|I", cell.text) and len(header) >= 2:
            return header
        if re.fullmatch(r"[\d.,/%]+", cell.text) or len(cell.text) > 90:
            return []
        header.append(cell)
    return []


def _is_allocation(header: list[Cell]) -> bool:
    folded = [fold(cell.text) for cell in header]
    has_unit = any(
        re.search(
            r"don vi(?! mau)|dia phuong|truong|khoa|lop|chi doan|co quan|cong doan|xa|phuong|huyen"
            r"|ten|noi dung|dia diem",
            text,
        )
        for text in folded[1:]
    )
    has_figure = any(
        re.search(r"chi tieu|so luong|don vi mau|so nguoi|dang ky|thoi gian|ngay", text)
        for text in folded[1:]
    )
    return has_unit and has_figure


def cell_role(text: str) -> str:
    """Tell from a column's head what stands in it: a date, a figure, a place, a name, or something aside."""
    folded = fold(text)
    if re.search(r"thoi gian|ngay\b", folded):
        return "date"
    if re.search(
        r"doi hmtn|du bi|doi hien mau|luc luong|dien thoai|ghi chu|phu trach|tong so (?:cb|doan vien"
        r"|can bo|gv|lao dong|nguoi\b)|so doan vien|bien che|quan so",
        folded,
    ):
        return "aside"
    if re.search(r"chi tieu|so luong|don vi mau|so nguoi|dang ky|so dv", folded):
        return "figure"
    if re.search(r"dia diem", folded):
        return "place"
    return "name"


def _read_rows(cells: list[Cell], header: list[Cell], years: Years) -> Allocation:
    roles = [cell_role(cell.text) for cell in header]
    table = Allocation(start=header[0].start, end=header[-1].end)
    heads = [fold(cell.text) for cell, role in zip(header, roles, strict=True) if role == "figure"]
    people = any(re.search(r"so nguoi|nguoi dang ky|\(nguoi\)|so luong nguoi", text) for text in heads[:1])
    for row in _rows(cells):
        if TOTAL.match(fold(row[0].text)) or (len(row) > 1 and TOTAL.match(fold(row[1].text))):
            figures = [cell for cell in row if _NUMBER.fullmatch(cell.text)]
            table.total = number(figures[0].text) if figures else None
            break
        _read_row(row, roles, table, years, people=people)
        table.end = row[-1].end
    return table


_AFTER_TABLE = re.compile(
    r"(?:thời gian|địa điểm|tại|đề nghị|nơi nhận|ghi chú|lưu ý)\s*:|đề nghị\s", re.IGNORECASE
)


def _rows(cells: list[Cell]) -> list[list[Cell]]:
    """Cut the cells into rows: a row begins with its running number and a name."""
    rows: list[list[Cell]] = []
    expected = 1
    for index, cell in enumerate(cells):
        following = cells[index + 1].text if index + 1 < len(cells) else ""
        is_open = bool(rows) and len(rows[-1]) < 3
        if not is_open and re.fullmatch(rf"0?{expected}\.?", cell.text) and re.match(r"[A-ZĐÀ-Ỹ]", following):
            rows.append([cell])
            expected += 1
        elif TOTAL.match(fold(cell.text)) and rows:
            rows.append([cell])
        elif (
            not rows
            or len(cell.text) > 160
            or _AFTER_TABLE.match(cell.text)
            or re.match(r"(?:[IVX]{1,4}|[2-9])\s*[.)]\s+\S", cell.text)
        ):
            break
        else:
            rows[-1].append(cell)
    return rows


def _read_row(row: list[Cell], roles: list[str], table: Allocation, years: Years, *, people: bool) -> None:
    if len(row) < 3:
        return
    name, rest = row[1], row[2:]
    wanted = roles[2:]
    figures = wanted.count("figure")
    if "date" in wanted:
        _read_dated_row(name, rest, wanted, table, years, people=people)
        return
    numbers = [cell for cell in rest if _NUMBER.fullmatch(cell.text)]
    numeric = [role for role in wanted if role in ("figure", "aside")]
    for role, cell in zip(numeric, numbers, strict=False):
        if role == "figure":
            table.targets.append(target_of_cells(name, cell, people=people))
            if figures > 1:
                return


def _read_dated_row(
    name: Cell, rest: list[Cell], wanted: list[str], table: Allocation, years: Years, *, people: bool
) -> None:
    """Read one unit's year: an annual figure before the dates, one figure after each date."""
    first_date = next((index for index, cell in enumerate(rest) if _is_date(cell.text)), len(rest))
    annual = [cell for cell in rest[:first_date] if _NUMBER.fullmatch(cell.text)]
    has_annual = "figure" in wanted[: wanted.index("date")]
    if annual and has_annual:
        table.targets.append(target_of_cells(name, annual[0], people=people))
    place = next(
        (
            cell.text
            for cell in rest
            if len(cell.text) > 8 and not re.search(r"\d{1,2}/\d", cell.text) and "place" in wanted
        ),
        None,
    )
    for index, cell in enumerate(rest):
        if not _is_date(cell.text):
            continue
        days = [years.complete(day) for day in find_dates(cell.text) if day.day]
        figure = (
            rest[index + 1] if index + 1 < len(rest) and _NUMBER.fullmatch(rest[index + 1].text) else None
        )
        expected = number(figure.text) if figure and "figure" in wanted[wanted.index("date") :] else None
        table.events.append(
            Event(
                None,
                [_at(day, cell) for day in days],
                None,
                place,
                cell.start,
                cell.end,
                expected_units=expected,
                unit=squeeze(name.text),
            )
        )
        if expected and not has_annual and figure:
            table.targets.append(target_of_cells(name, figure, people=people))


def _at(day: Day, cell: Cell) -> Day:
    return Day(day.year, day.month, day.day, cell.start, cell.end)


def _is_date(text: str) -> bool:
    return len(text) <= 40 and any(day.day and day.is_possible for day in find_dates(text))


def target_of_cells(name: Cell, cell: Cell, *, people: bool) -> Target:
    """Make a target of a row's name and figure."""
    kind, unit = ("other", "người") if people else ("blood_units", "đơn vị máu")
    return Target(
        f"{squeeze(name.text)} | {cell.text}",
        kind,
        number(cell.text),
        unit,
        "exact",
        squeeze(name.text),
        name.start,
        cell.end,
    )
