"""Launching a campaign: who takes part, under whom, with how many members, is frozen here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from maudao.campaigns.actions.holding import check_running, locked
from maudao.campaigns.actions.targets import Cell, set_targets
from maudao.campaigns.models import Assignment, Campaign, Indicator, Target
from maudao.campaigns.queries import unit_counts
from maudao.campaigns.rules import CampaignState, Denominator, TargetOwner, root_target
from maudao.lib import paths
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit
from maudao.organization.queries import Counted, latest_counts


class OutsideCampaign(Exception):
    """Some units are not below the campaign's owner: `units`."""

    reason = "outside"

    def __init__(self, units: Sequence[Unit]) -> None:
        super().__init__(", ".join(unit.code for unit in units))
        self.units = list(units)


@transaction.atomic
def launch(
    campaign: Campaign,
    units: Iterable[Unit],
    *,
    actor: Actor,
    now: datetime,
    quotas: Mapping[str, int] | None = None,
) -> list[Assignment]:
    """Give `units` their part in the campaign, and set the targets of the whole; return the parts that are new.

    The units between them and the owner take part too; closed units do not. Called again, it adds who is missing (a
    unit that joins late) and leaves the others as they were frozen. `quotas` are the committee's numbers by indicator
    code.
    Cost: a constant number of queries a level of the tree.

    Raises:
        CampaignClosed: the campaign has ended.
        OutsideCampaign: a unit is not below the owner.
    """
    held = locked(campaign)
    check_running(held)
    on = timezone.localdate(now)
    made = _freeze(held, _with_ancestors(held.unit, list(units), on), now, on)
    _open(held, now)
    _set_root_targets(held, quotas or {}, actor, now)
    changes = {"added": len(made), "quotas": dict(quotas or {})}
    audit.record("launch", held, actor=actor, at=now, unit=held.unit, changes=changes)
    return made


def _with_ancestors(owner: Unit, units: Sequence[Unit], on: date) -> list[Unit]:
    """Return the owner, the open units among `units` and all between, parents before children."""
    if outside := [unit for unit in units if not paths.is_within(unit.path, owner.path)]:
        raise OutsideCampaign(outside)
    known = {unit.path: unit for unit in [owner, *units]}
    between = {
        path for unit in units for path in paths.ancestors(unit.path) if paths.is_within(path, owner.path)
    }
    known |= {unit.path: unit for unit in Unit.objects.filter(path__in=between - set(known))}
    return [known[path] for path in sorted(known) if known[path].is_open(on) or known[path] == owner]


def _freeze(campaign: Campaign, units: Sequence[Unit], now: datetime, on: date) -> list[Assignment]:
    """Make the parts that are missing, level by level, since each needs its parent's."""
    parts = {part.unit_id: part for part in campaign.assignments.all()}
    missing = [unit for unit in units if unit.pk not in parts]
    counted = latest_counts([unit.pk for unit in missing], on=on)
    made: list[Assignment] = []
    for level in sorted({paths.depth(unit.path) for unit in missing}):
        rows = [
            _part(campaign, unit, parts, counted.get(unit.pk, Counted(0, None)), now)
            for unit in missing
            if paths.depth(unit.path) == level
        ]
        made += Assignment.objects.bulk_create(rows, batch_size=2000)
        parts |= {part.unit_id: part for part in rows}
    return made


def _part(
    campaign: Campaign, unit: Unit, parts: Mapping[int, Assignment], counted: Counted, now: datetime
) -> Assignment:
    parent = parts.get(unit.parent_id or 0) if unit.pk != campaign.unit_id else None
    return Assignment(
        campaign=campaign,
        unit=unit,
        parent=parent,
        path=paths.child_path(parent.path, unit.pk) if parent else unit.path,
        name=unit.name,
        kind=unit.kind,
        sort_key=unit.sort_key,
        members=counted.members,
        workers=counted.workers or 0,
        assigned_at=now,
        locked_at=parent.locked_at if parent else None,
        locked_by_id=parent.locked_by_id if parent else None,
    )


def _open(campaign: Campaign, now: datetime) -> None:
    if campaign.state == CampaignState.DRAFT:
        campaign.state, campaign.launched_at = CampaignState.OPEN, now
        campaign.save(update_fields=["state", "launched_at"])
        root = campaign.assignments.get(parent=None)
        root.acknowledged_at = now  # who launches knows of it
        root.save(update_fields=["acknowledged_at"])


def _set_root_targets(campaign: Campaign, quotas: Mapping[str, int], actor: Actor, now: datetime) -> None:
    root = campaign.assignments.get(parent=None)
    cells = [
        cell for indicator in campaign.indicators.current() for cell in root_cells(root, indicator, quotas)
    ]
    set_targets(cells, given_by=campaign.unit, actor=actor, now=now)


def root_cells(root: Assignment, indicator: Indicator, quotas: Mapping[str, int]) -> list[Cell]:
    """Return the targets of the whole campaign for an indicator: the committee's quota, and what the union asks."""
    quota = quotas.get(indicator.code, _quota_before(root, indicator))
    asked = root_target(indicator, unit_counts(Assignment.objects.within(root)), quota=quota)
    cells = []
    if quota is not None and indicator.denominator == Denominator.QUOTA:
        cells.append(Cell(root.pk, indicator, TargetOwner.COMMITTEE, quota))
    if asked is not None:
        cells.append(Cell(root.pk, indicator, TargetOwner.UNION, asked))
    return cells


def _quota_before(root: Assignment, indicator: Indicator) -> int | None:
    row = Target.objects.filter(assignment=root, indicator=indicator, owner=TargetOwner.COMMITTEE).first()
    return row.value if row else None
