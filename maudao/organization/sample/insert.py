"""Writing many units at once: rows by the hundred, one audit entry."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import connection, models

from maudao.accounts.models import User
from maudao.lib import paths, vietnamese
from maudao.organization.models import MemberCount, Office, Placement, Unit
from maudao.organization.rules import Role, UnitKind
from maudao.organization.sample.before import COUNTED, Spec
from maudao.organization.sample.names import Names

_TITLES = {UnitKind.GRASSROOTS: "Chủ tịch", UnitKind.PROVINCE: "Chủ tịch"}
_BATCH = 1000


def reserve(model: type[models.Model], rows: int) -> list[int]:
    """Take numbers for rows to come, so that a path can hold its row's number before the row is there."""
    with connection.cursor() as cursor:
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [model._meta.db_table, rows])
        return [number for (number,) in cursor.fetchall()]


def units(specs: Sequence[Spec], *, above: Unit) -> dict[str, Unit]:
    """Insert units, parents first, with their first placement and their member counts; return them by code."""
    made = {above.code: above}
    for spec, number in zip(specs, reserve(Unit, len(specs)), strict=True):
        made[spec.code] = _unit(spec, number, made[spec.parent])
    del made[above.code]
    Unit.objects.bulk_create(made.values(), batch_size=_BATCH)
    Placement.objects.bulk_create([_placement(unit) for unit in made.values()], batch_size=_BATCH)
    counted = [count for spec in specs for count in _counts(made[spec.code], spec)]
    MemberCount.objects.bulk_create(counted, batch_size=_BATCH)
    return made


def _unit(spec: Spec, number: int, parent: Unit) -> Unit:
    return Unit(
        pk=number,
        code=spec.code,
        name=spec.name,
        short_name=spec.short_name,
        name_folded=vietnamese.fold(spec.name),
        sort_key=vietnamese.title_key(spec.name),
        kind=spec.kind,
        parent=parent,
        path=paths.child_path(parent.path, number),
        place=spec.place,
        opened_on=spec.opened_on,
    )


def _placement(unit: Unit) -> Placement:
    return Placement(unit=unit, parent=unit.parent, path=unit.path, name=unit.name, starts_on=unit.opened_on)


def _counts(unit: Unit, spec: Spec) -> Iterable[MemberCount]:
    """Count members at the opening, a tenth fewer, and at the end of 2024."""
    if spec.members:
        first = max(1, spec.members * 9 // 10)
        women = min(first, spec.women * 9 // 10)
        yield MemberCount(unit=unit, counted_on=unit.opened_on, members=first, women=women)
        yield MemberCount(unit=unit, counted_on=COUNTED, **_at_the_end(spec))


def _at_the_end(spec: Spec) -> dict[str, int | None]:
    return {"members": spec.members, "women": spec.women, "workers": spec.workers}


def holders(units: Iterable[Unit], *, names: Names, password: str, since: date, now: datetime) -> None:
    """Give each unit one person who signs in with its code in lower case: a chair at the grassroots, else an officer.

    All share one password, hashed once: for a sample only.
    """
    hashed = make_password(password)
    standing = list(units)
    people = [
        User(username=unit.code.lower(), password=hashed, full_name=names.person(), date_joined=now)
        for unit in standing
    ]
    User.objects.bulk_create(people, batch_size=_BATCH)
    offices = [_office(unit, person, since) for unit, person in zip(standing, people, strict=True)]
    Office.objects.bulk_create(offices, batch_size=_BATCH)


def _office(unit: Unit, person: User, since: date) -> Office:
    kind = UnitKind(unit.kind)
    return Office(
        user=person,
        unit=unit,
        role=Role.CHAIR if kind is UnitKind.GRASSROOTS else Role.OFFICER,
        title=_TITLES.get(kind, "Chuyên viên"),
        starts_on=max(since, unit.opened_on),
    )
