"""Making units and counting their members."""

import uuid
from datetime import date, datetime

from django.db import connection, transaction

from maudao.lib import paths, vietnamese
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import MemberCount, Placement, Unit
from maudao.organization.rules import UnitKind

_TREE_LOCK = 7_410_001  # any number of our own: every change of the tree takes this one lock


def lock_tree() -> None:
    """Hold the tree until the transaction ends, so that no two changes of paths run at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TREE_LOCK])


@transaction.atomic
def create_unit(
    parent: Unit | None,
    *,
    code: str,
    name: str,
    kind: UnitKind,
    opened_on: date,
    actor: Actor,
    now: datetime,
    short_name: str = "",
    place: str = "",
) -> Unit:
    """Make a unit under `parent` (None: a root), with its first placement."""
    lock_tree()
    unit = Unit.objects.create(
        code=code,
        name=vietnamese.normalise(name),
        short_name=short_name,
        name_folded=vietnamese.fold(name),
        sort_key=vietnamese.title_key(name),
        kind=kind,
        parent=parent,
        path=str(uuid.uuid4()),  # the path holds the row's own number, known only now
        place=place,
        opened_on=opened_on,
    )
    unit.path = paths.child_path(parent.path if parent else "", unit.pk)
    unit.save(update_fields=["path"])
    Placement.objects.create(unit=unit, parent=parent, path=unit.path, name=unit.name, starts_on=opened_on)
    audit.record("create_unit", unit, actor=actor, at=now, unit=unit, changes={"code": code, "name": name})
    return unit


@transaction.atomic
def set_member_count(
    unit: Unit,
    members: int,
    *,
    counted_on: date,
    actor: Actor,
    now: datetime,
    women: int | None = None,
    workers: int | None = None,
) -> MemberCount:
    """Set how many members the unit itself has from a day on; a second count of that day replaces the first.

    `workers` are those who have not joined the union; None: not known.
    """
    counted = {"members": members, "women": women, "workers": workers}
    count, _ = MemberCount.objects.update_or_create(unit=unit, counted_on=counted_on, defaults=counted)
    audit.record(
        "set_member_count",
        count,
        actor=actor,
        at=now,
        unit=unit,
        changes=counted,
    )
    return count
