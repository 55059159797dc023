"""What an allocation grid shows, and who gave whom what."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from maudao.campaigns.models import Assignment, Campaign, Indicator, Target, TargetChange
from maudao.campaigns.queries.results import fact_totals_by_child, unit_counts_by_child
from maudao.campaigns.rules import Child, Denominator, TargetOwner, UnitCounts, measure_value


@dataclass(frozen=True)
class GridRow:
    """A child in the grid: its people with all below it, its last result, and what it is given now.

    `members` are the members, and the workers beside them where the indicator is of both.
    """

    assignment: Assignment
    members: int
    last_result: int | None
    value: int | None
    is_locked: bool

    @property
    def child(self) -> Child:
        """The row as the rules of allocation know it."""
        return Child(self.assignment.pk, self.members, self.last_result)


@dataclass(frozen=True)
class AllocationGrid:
    """The grid of one indicator and owner at a unit; `seen` marks what had been changed when it was read."""

    rows: Sequence[GridRow]
    own: int | None
    committee_own: int | None
    seen: int

    @property
    def children(self) -> list[Child]:
        """The rows as the rules of allocation know them."""
        return [row.child for row in self.rows]


def allocation_grid(assignment: Assignment, *, indicator: Indicator, owner: TargetOwner) -> AllocationGrid:
    """Return what the grid shows. Cost: at most ten queries, however many children."""
    seen = _last_change(
        assignment, indicator, owner
    )  # before the values: then what is newer is never overlooked
    own = dict(
        Target.objects.filter(assignment=assignment, indicator=indicator).values_list("owner", "value")
    )
    given = {
        row.assignment_id: row
        for row in Target.objects.filter(assignment__parent=assignment, indicator=indicator, owner=owner)
    }
    counts = unit_counts_by_child(assignment)
    last = _last_results(assignment, indicator)
    rows = [
        GridRow(
            assignment=child,
            members=_people(indicator, counts[child.pk]),
            last_result=last.get(child.unit_id),
            value=given[child.pk].value if child.pk in given else None,
            is_locked=child.pk in given and given[child.pk].is_locked,
        )
        for child in assignment.children.select_related("unit", "campaign")
    ]
    return AllocationGrid(rows, own.get(owner), own.get(TargetOwner.COMMITTEE), seen)


def _people(indicator: Indicator, counts: UnitCounts) -> int:
    both = indicator.denominator == Denominator.MEMBERS_AND_WORKERS
    return counts.members_and_workers if both else counts.members


def _changes(assignment: Assignment, indicator: Indicator, owner: TargetOwner) -> QuerySet[TargetChange]:
    return TargetChange.objects.filter(
        target__assignment__parent=assignment, target__indicator=indicator, target__owner=owner
    )


def _last_change(assignment: Assignment, indicator: Indicator, owner: TargetOwner) -> int:
    return _changes(assignment, indicator, owner).aggregate(last=Max("pk"))["last"] or 0


def values_as_seen(
    assignment: Assignment, *, indicator: Indicator, owner: TargetOwner, seen: int
) -> dict[int, int]:
    """Return the children's values as they were when `seen` was the last change, by the child's key."""
    rows = (
        _changes(assignment, indicator, owner)
        .filter(pk__lte=seen)
        .order_by("target", "-pk")
        .distinct("target")
    )
    return dict(rows.values_list("target__assignment", "after"))


def _last_results(assignment: Assignment, indicator: Indicator) -> dict[int, int]:
    """Return each child's result in the owner's campaign before this one, by the number of its unit."""
    before = _campaign_before(assignment.campaign)
    part = Assignment.objects.filter(campaign=before, unit=assignment.unit_id).first() if before else None
    if part is None:
        return {}
    facts = fact_totals_by_child(part)
    units = part.children.values_list("pk", "unit_id")
    return {unit: int(measure_value(indicator.measure, facts[key], UnitCounts())) for key, unit in units}


def _campaign_before(campaign: Campaign) -> Campaign | None:
    launched = Campaign.objects.filter(unit=campaign.unit_id, launched_at__isnull=False)
    return launched.filter(starts_on__lt=campaign.starts_on).order_by("-starts_on").first()


def target_changes(assignment: Assignment) -> QuerySet[TargetChange]:
    """Return who gave whom what at and below a unit, the latest first."""
    found = TargetChange.objects.filter(
        target__assignment__campaign=assignment.campaign_id,
        target__assignment__path__startswith=assignment.path,
    )
    related = ("target__assignment__unit", "target__indicator", "given_by", "actor")
    return found.select_related(*related).order_by("-at", "-pk")
