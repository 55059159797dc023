"""Giving a target to the units below."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from maudao.campaigns.actions.holding import check_open, hold
from maudao.campaigns.actions.launching import root_cells
from maudao.campaigns.actions.targets import Cell, set_targets
from maudao.campaigns.models import Assignment, Indicator, Target
from maudao.campaigns.queries import values_as_seen
from maudao.campaigns.rules import Denominator, TargetOwner, is_allocatable
from maudao.organization import audit
from maudao.organization.audit import Actor

_MOST = 10_000_000


class NotAChild(Exception):
    """A value is for a unit that is not directly below in this campaign."""

    reason = "not_a_child"


class NotAllocatable(Exception):
    """The indicator is not one of the campaign's present ones, or its measure is not given in numbers."""

    reason = "not_allocatable"


class StaleAllocation(Exception):
    """Somebody else changed the same cells since the form was opened: `assignments`, with their present values."""

    reason = "stale"

    def __init__(self, present: Mapping[int, int]) -> None:
        super().__init__(_("%(count)d ô đã được người khác sửa") % {"count": len(present)})
        self.present = dict(present)


@dataclass(frozen=True)
class Allocated:
    """What an allocation did."""

    changed: int


@transaction.atomic
def allocate(
    assignment: Assignment,
    values: Mapping[int, int],
    *,
    indicator: Indicator,
    owner: TargetOwner,
    actor: Actor,
    now: datetime,
    locked: Collection[int] = (),
    seen: int | None = None,
) -> Allocated:
    """Give each child (by the key of its part) its value of one indicator. More than one's own target is allowed.

    `seen` is `AllocationGrid.seen` of the form that the values come from. With it, cells that the form did not
    change are left as others have set them since, and a cell that both changed refuses the whole. Without it every
    value is set.

    Raises:
        NotAChild: a key is not a unit directly below.
        NotAllocatable: the indicator is an old one, another campaign's, or counts units.
        CampaignClosed, FiguresLocked: the campaign has ended, or a report that counts the unit was sent.
        StaleAllocation: somebody else changed a cell in between.
    """
    held = hold(assignment)
    _check(held, values, indicator)
    wanted = values if seen is None else _merged(held, values, indicator=indicator, owner=owner, seen=seen)
    cells = [Cell(key, indicator, owner, value, key in locked) for key, value in wanted.items()]
    changed = set_targets(cells, given_by=held.unit, actor=actor, now=now)
    if changed:
        changes = {
            "indicator": indicator.code,
            "owner": owner,
            "changed": changed,
            "sum": sum(wanted.values()),
        }
        audit.record("allocate", held, actor=actor, at=now, unit=held.unit, changes=changes)
    return Allocated(changed)


@transaction.atomic
def set_quota(
    assignment: Assignment, value: int, *, indicator: Indicator, actor: Actor, now: datetime
) -> Allocated:
    """Note what the steering committee of the unit's own level asks of it; at the owner, the union's number follows.

    Raises:
        NotAllocatable: the indicator is not of a quota, or not a present one of the campaign.
        CampaignClosed, FiguresLocked: the campaign has ended, or a report that counts the unit was sent.
    """
    held = hold(assignment)
    _check(held, {}, indicator)
    if indicator.denominator != Denominator.QUOTA or not 0 <= value <= _MOST:
        raise NotAllocatable
    cells = [Cell(held.pk, indicator, TargetOwner.COMMITTEE, value)]
    if held.is_root:
        cells = root_cells(held, indicator, {indicator.code: value})
    changed = set_targets(cells, given_by=held.unit, actor=actor, now=now)
    if changed:
        changes = {"indicator": indicator.code, "quota": value}
        audit.record("set_quota", held, actor=actor, at=now, unit=held.unit, changes=changes)
    return Allocated(changed)


def _check(assignment: Assignment, values: Mapping[int, int], indicator: Indicator) -> None:
    check_open(assignment)
    current = assignment.campaign.indicators.current().filter(pk=indicator.pk).exists()
    if not current or not is_allocatable(indicator.measure):
        raise NotAllocatable
    children = set(assignment.children.values_list("pk", flat=True))
    if not set(values) <= children:
        raise NotAChild
    if any(not 0 <= value <= _MOST for value in values.values()):
        raise ValueError("a target is a number from 0 to ten million")


def _merged(
    assignment: Assignment, values: Mapping[int, int], *, indicator: Indicator, owner: TargetOwner, seen: int
) -> dict[int, int]:
    """Return the values to set: the form's where the form changed them, the present ones elsewhere."""
    shown = values_as_seen(assignment, indicator=indicator, owner=owner, seen=seen)
    rows = Target.objects.filter(assignment__parent=assignment, indicator=indicator, owner=owner)
    present = dict(rows.values_list("assignment", "value"))
    changed = {key for key, value in values.items() if value != shown.get(key)}
    clashes = {
        key: present[key]
        for key in changed
        if key in present and present[key] not in (shown.get(key), values[key])
    }
    if clashes:
        raise StaleAllocation(clashes)
    return {key: values[key] if key in changed else present.get(key, values[key]) for key in values}
