"""A union of the size of the country, for benchmarks: units, placements and counts by COPY."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from django.db import connection, models, transaction

from maudao.lib import paths, vietnamese
from maudao.lib.shares import largest_remainder
from maudao.organization.models import MemberCount, Placement, Unit
from maudao.organization.rules import UnitKind
from maudao.organization.sample.insert import reserve

OPENED = date(2020, 1, 1)
_COMMUNES_SHARE = 40  # one commune union for about 40 grassroots units
_UNIT_COLUMNS = (
    "id", "code", "name", "short_name", "name_folded", "sort_key", "kind", "parent_id", "path", "place", "opened_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    code: str
    name: str
    kind: UnitKind
    parent: int | None
    path: str


@transaction.atomic
def national(*, seed: int, provinces: int = 34, units: int = 120_000, members: int = 10_000_000) -> Unit:
    """Make `units` units in `provinces` provinces with `members` members as counts, provinces and units of skewed size.

    Codes: "QG", "QG-01", "QG-01-X001", "QG-01-C00001". Cost: some seconds for the whole country.
    """
    random = Random(seed)
    rows = list(_rows(random, provinces=provinces, numbers=reserve(Unit, units)))
    _copy(Unit, _UNIT_COLUMNS, (_unit(row) for row in rows))
    placed = ((row.number, row.parent, row.path, row.name, OPENED) for row in rows)
    _copy(Placement, ("unit_id", "parent_id", "path", "name", "starts_on"), placed)
    leaves = [row.number for row in rows if row.kind is UnitKind.GRASSROOTS]
    weights = [round(1000 * random.lognormvariate(0, 1.2)) + 1 for _ in leaves]
    counts = largest_remainder(members, weights).values
    counted = ((unit, OPENED, count, count * 45 // 100) for unit, count in zip(leaves, counts, strict=True))
    _copy(MemberCount, ("unit_id", "counted_on", "members", "women"), counted)
    return Unit.objects.get(pk=rows[0].number)


def _rows(random: Random, *, provinces: int, numbers: Sequence[int]) -> Iterator[_Row]:
    free = iter(numbers)
    top = _row(next(free), "QG", "Tổng Liên đoàn (toàn quốc mẫu)", UnitKind.CONFEDERATION, None)
    yield top
    weights = [round(1000 * random.paretovariate(1.3)) for _ in range(provinces)]
    sizes = largest_remainder(len(numbers) - 1, weights, minimum=3).values
    for place, size in enumerate(sizes, start=1):
        code = f"QG-{place:02}"
        province = _row(next(free), code, f"Liên đoàn Lao động tỉnh số {place}", UnitKind.PROVINCE, top)
        yield province
        yield from _province(province, [next(free) for _ in range(size - 1)], random)


def _province(province: _Row, numbers: Sequence[int], random: Random) -> Iterator[_Row]:
    communes = max(1, len(numbers) // _COMMUNES_SHARE)
    parents = [
        _row(number, f"{province.code}-X{place:03}", f"Công đoàn xã số {place}", UnitKind.COMMUNE, province)
        for place, number in enumerate(numbers[:communes], start=1)
    ]
    yield from parents
    skew = [random.paretovariate(1.2) for _ in parents]
    under = random.choices(parents, skew, k=len(numbers) - communes)
    for place, (number, parent) in enumerate(zip(numbers[communes:], under, strict=True), start=1):
        yield _row(number, f"{province.code}-C{place:05}", f"CĐCS số {place}", UnitKind.GRASSROOTS, parent)


def _row(number: int, code: str, name: str, kind: UnitKind, parent: _Row | None) -> _Row:
    above = parent.path if parent else paths.ROOT
    return _Row(number, code, name, kind, parent.number if parent else None, paths.child_path(above, number))


def _unit(row: _Row) -> tuple[Any, ...]:
    folded, key = vietnamese.fold(row.name), vietnamese.title_key(row.name)
    return (row.number, row.code, row.name, "", folded, key, row.kind.value, row.parent, row.path, "", OPENED)


def _copy(model: type[models.Model], columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    listed = ", ".join(columns)
    statement = f"COPY {model._meta.db_table} ({listed}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
