"""The people of the sample's rosters, as a workbook that a unit might send. Drawn from a seed; nobody is real."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from itertools import count
from random import Random

import xlsxwriter

from maudao.organization.models import Unit
from maudao.organization.sample.names import Names

_HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Số điện thoại", "Mã đơn vị")
_OLDEST, _SPAN_DAYS = date(1968, 1, 1), 13_000


@dataclass(frozen=True)
class Member:
    """One line of a roster."""

    name: str
    born_on: date
    sex: str
    identity: str
    phone: str
    unit: str


def roster(units: Iterable[tuple[Unit, int]], *, seed: int) -> list[Member]:
    """Draw so many members for each unit. One in six has no phone."""
    random = Random(f"{seed} roster")
    names, serial = Names(random), count(1)
    return [_member(random, names, next(serial), unit) for unit, size in units for _ in range(size)]


def _member(random: Random, names: Names, number: int, unit: Unit) -> Member:
    born_on = _OLDEST + timedelta(days=random.randrange(_SPAN_DAYS))
    sex = random.choice("FM")
    century = (0 if sex == "M" else 1) + (2 if born_on.year >= 2000 else 0)
    identity = f"011{century}{born_on:%y}{number:06d}"
    has_phone = number == 1 or random.random() > 1 / 6
    return Member(
        name=names.woman() if sex == "F" else names.man(),
        born_on=born_on,
        sex=sex,
        identity=identity,
        phone=f"0900000{number:03d}" if has_phone else "",
        unit=unit.code,
    )


def workbook(members: Iterable[Member]) -> bytes:
    """Return the roster as the workbook of an office: a title over the headings, text as text."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.merge_range(0, 0, 0, len(_HEADINGS) - 1, "DANH SÁCH ĐOÀN VIÊN (dữ liệu mẫu)")
        sheet.write_row(2, 0, _HEADINGS)
        for place, cells in enumerate(_rows(members), start=3):
            sheet.write_row(place, 0, cells)
        sheet.set_column(1, len(_HEADINGS) - 1, 18)
    return file.getvalue()


def _rows(members: Iterable[Member]) -> Iterator[tuple[int | str, ...]]:
    for place, one in enumerate(members, start=1):
        sex = "Nữ" if one.sex == "F" else "Nam"
        yield place, one.name, f"{one.born_on:%d/%m/%Y}", sex, one.identity, one.phone, one.unit
