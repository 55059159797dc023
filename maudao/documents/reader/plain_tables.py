"""Tables without a running number: units with their figures, and calendars with a day in each row."""

import re
from itertools import islice

from maudao.documents.reader.dates import Day, find_dates, find_time
from maudao.documents.reader.event import Event
from maudao.documents.reader.lines import Line, Source, fold, squeeze
from maudao.documents.reader.quantities import number
from maudao.documents.reader.tables import (
    MAX_TABLES,
    TOTAL,
    Allocation,
    Cell,
    cell_role,
    cut_cells,
    target_of_cells,
)
from maudao.documents.reader.years import Years

_UNIT_HEAD = re.compile(
    r"(?:ten )?(?:khoa|don vi|dia phuong|xa|phuong|xa, phuong|xa/phuong|truong|lop|chi doan|co quan|phong ban|phong"
    r"|bo phan|cong doan(?: co so)?|cdcs|to|thon|to dan pho|doanh nghiep|cong ty|phan xuong|xuong|khoi|cum|huyen)"
    r"(?: (?:don vi|truc thuoc|co so|tham gia|dang ky))?(?:\s*[/,-]\s*\w+)?"
)
_NUMBER = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d+")
_PEOPLE = re.compile(r"nguoi|dang ky|sinh vien|hssv|doan vien|luot")
_BLOOD = re.compile(r"\bmau\b|\bdv\b|don vi")


def read_plain_tables(source: Source, years: Years, *, taken: list[Allocation]) -> list[Allocation]:
    """Read the tables whose rows are not numbered, outside those `taken` already."""
    found = [*_unit_tables(source), *_calendars(source, years)]
    return [
        table
        for table in found
        if not any(table.start < other.end and other.start < table.end for other in taken)
    ]


def _unit_tables(source: Source) -> list[Allocation]:
    cells = cut_cells(source)
    tables: list[Allocation] = []
    for index, cell in enumerate(cells):
        if len(tables) >= MAX_TABLES or (tables and cell.start < tables[-1].end):
            continue
        if len(cell.text) <= 40 and _UNIT_HEAD.fullmatch(fold(cell.text)):
            tables += islice((t for width in (2, 3, 4, 5) if (t := _unit_table(cells, index, width))), 1)
    return tables


def _unit_table(cells: list[Cell], index: int, width: int) -> Allocation | None:
    """Read a table of `width` columns from its head, if at least two rows below it fit."""
    header = cells[index : index + width]
    roles = [cell_role(cell.text) for cell in header]
    if len(header) < width or roles.count("figure") != 1 or any(len(cell.text) > 60 for cell in header):
        return None
    column = roles.index("figure")
    head = fold(header[column].text)
    people = bool(_PEOPLE.search(head)) and not _BLOOD.search(head)
    table = Allocation(start=header[0].start, end=header[-1].end)
    for at in range(index + width, len(cells) - width + 1, width):
        row = cells[at : at + width]
        if TOTAL.match(fold(row[0].text)) or not _fits(row, roles):
            break
        table.targets.append(target_of_cells(row[0], row[column], people=people))
        table.end = row[-1].end
    return table if len(table.targets) >= 2 else None


def _fits(row: list[Cell], roles: list[str]) -> bool:
    name = row[0].text
    return (
        name[0].isupper()
        and len(name) <= 90
        and not re.search(r"[:;]", name)
        and all(
            _NUMBER.fullmatch(cell.text) for cell, role in zip(row, roles, strict=True) if role == "figure"
        )
    )


_GIVING = re.compile(r"hien mau|tiep nhan mau|lay mau|hmtn")
_OTHER_ROW = re.compile(r"dang ky|danh sach|bao cao|\bnop\b|\bhan\b|hop\b|tap huan|chuan bi")
_FIGURE = re.compile(
    r"(?:khoảng\s+|dự kiến\s+)?(?P<value>\d{1,3}(?:[. ]\d{3})+|\d+)\s*(?:đơn vị(?: máu)?|đvm?|người)?",
    re.IGNORECASE,
)


def _calendars(source: Source, years: Years) -> list[Allocation]:
    """Read runs of two lines or more that hold a day, a place and perhaps hours and a figure between bars."""
    tables: list[Allocation] = []
    last = -2
    for index, line in enumerate(source.lines):
        event = _calendar_row(line, years)
        if event is None:
            continue
        if index != last + 1:
            tables.append(Allocation(start=line.start))
        tables[-1].events.append(event)
        tables[-1].end, last = line.end, index
    return [table for table in tables if len(table.events) > 1 and _is_about_giving(source, table)][
        :MAX_TABLES
    ]


def _is_about_giving(source: Source, table: Allocation) -> bool:
    return _GIVING.search(fold(source.text[max(0, table.start - 700) : table.start])) is not None


def _calendar_row(line: Line, years: Years) -> Event | None:
    if line.text.count("|") < 2 or _OTHER_ROW.search(fold(line.text)):
        return None
    cells = [cell.strip() for cell in line.text.strip("| ").split("|")]
    dated = [cell for cell in cells if len(cell) <= 40 and any(day.day for day in find_dates(cell))]
    if len(dated) != 1 or _NUMBER.fullmatch(cells[0]):
        return None
    days = [years.complete(day) for day in find_dates(dated[0]) if day.day]
    days = [Day(day.year, day.month, day.day, line.start, line.end) for day in days if day.iso]
    time = next((said for cell in cells if len(cell) <= 40 and (said := find_time(cell))), None)
    places = [cell for cell in cells if cell not in dated and len(cell) > 8 and not find_time(cell)]
    places = [cell for cell in places if not _FIGURE.fullmatch(cell)]
    figure = next((match for cell in cells if (match := _FIGURE.fullmatch(cell))), None)
    if not days or not places:
        return None
    units = number(figure["value"]) if figure else None
    return Event(
        None, days, time, squeeze(places[0]), line.start, line.end, expected_units=units, is_listed=True
    )
