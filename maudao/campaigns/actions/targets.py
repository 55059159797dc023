"""Setting targets in bulk, with a change row for each value that differs. Parts of the actions beside it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from maudao.campaigns.models import Indicator, Target, TargetChange
from maudao.campaigns.rules import TargetOwner
from maudao.organization.audit import Actor
from maudao.organization.models import Unit


@dataclass(frozen=True)
class Cell:
    """A value to be set: for whom, of what, by which owner."""

    assignment_id: int
    indicator: Indicator
    owner: TargetOwner
    value: int
    is_locked: bool = False


def set_targets(cells: Collection[Cell], *, given_by: Unit, actor: Actor, now: datetime) -> int:
    """Set the cells and return how many values changed. What stays the same writes nothing.

    The caller holds the lock under which these targets change. Cost: five queries, however many cells.
    """
    existing = _existing(cells)
    fresh = [cell for cell in cells if _key(cell) not in existing]
    before = {_key(cell): existing[_key(cell)].value for cell in cells if _key(cell) in existing}
    made = Target.objects.bulk_create(_new(cell, now) for cell in fresh)
    touched = _update(cells, existing, now)
    changes = [TargetChange(target=target, before=None, after=target.value) for target in made]
    changes += [
        TargetChange(target=target, before=before[key], after=target.value)
        for key, target in touched.items()
        if before[key] != target.value
    ]
    for change in changes:
        change.given_by, change.at, change.actor = given_by, now, actor.user
    TargetChange.objects.bulk_create(changes)
    return len(changes)


Key = tuple[int, int, str]


def _key(cell: Cell) -> Key:
    return cell.assignment_id, cell.indicator.pk, cell.owner


def _existing(cells: Iterable[Cell]) -> dict[Key, Target]:
    wanted = list(cells)
    rows = Target.objects.filter(
        assignment__in={cell.assignment_id for cell in wanted},
        indicator__in={cell.indicator.pk for cell in wanted},
    )
    return {(row.assignment_id, row.indicator_id, row.owner): row for row in rows}


def _new(cell: Cell, now: datetime) -> Target:
    return Target(
        assignment_id=cell.assignment_id,
        indicator=cell.indicator,
        owner=cell.owner,
        value=cell.value,
        is_locked=cell.is_locked,
        set_at=now,
    )


def _update(cells: Iterable[Cell], existing: dict[Key, Target], now: datetime) -> dict[Key, Target]:
    touched = {}
    for cell in cells:
        target = existing.get(_key(cell))
        if target is None or (target.value, target.is_locked) == (cell.value, cell.is_locked):
            continue
        if target.value != cell.value:
            target.set_at = now
        target.value, target.is_locked = cell.value, cell.is_locked
        touched[_key(cell)] = target
    Target.objects.bulk_update(touched.values(), ["value", "is_locked", "set_at"], batch_size=2000)
    return touched
