"""What was counted, and how far indicators are: for a unit with all below it, or for each of its children.

Sums follow the frozen tree of the campaign. `as_of` counts what had happened by the end of that day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Substr

from maudao.campaigns.models import Activity, Assignment, AssignmentQuerySet, FactEntry, Indicator, Target
from maudao.campaigns.rules import (
    Fact,
    TargetOwner,
    UnitCounts,
    outcome_of,
)
from maudao.lib import paths


@dataclass(frozen=True)
class OwnedTarget:
    """A target and who set it: how much is still missing, and what part of it is reached, in percent."""

    owner: TargetOwner
    value: int
    left: Decimal
    percent: Decimal | None


@dataclass(frozen=True)
class IndicatorResult:
    """An indicator at one unit with all below it. `value` is a percentage where there is a denominator."""

    indicator: Indicator
    numerator: Decimal
    denominator: int | None
    value: Decimal | None
    threshold: Decimal | None
    is_met: bool | None
    targets: tuple[OwnedTarget, ...]

    def target_of(self, owner: TargetOwner) -> OwnedTarget | None:
        """Return the target that `owner` set, if there is one."""
        return next((target for target in self.targets if target.owner == owner), None)


FactTotals = dict[Fact, int]


def fact_totals(assignments: AssignmentQuerySet, *, until: date | None = None) -> FactTotals:
    """Return the sums of all facts of these parts. Cost: one query."""
    entries = _until(FactEntry.objects.filter(assignment__in=assignments), until)
    return {
        Fact(fact): total for fact, total in entries.values_list("fact").annotate(Sum("value")).order_by()
    }


def fact_totals_by_child(assignment: Assignment, *, until: date | None = None) -> dict[int, FactTotals]:
    """Return the sums of each child with all below it, by the child's key; under the unit's own key what is its own.

    Cost: two queries.
    """
    within = FactEntry.objects.filter(assignment__in=Assignment.objects.within(assignment))
    rows = (
        _until(within, until)
        .annotate(branch=_branch(assignment, "assignment__path"))
        .values_list("branch", "fact")
        .annotate(Sum("value"))
        .order_by()
    )
    keys = _keys(assignment)
    totals: dict[int, FactTotals] = {key: {} for key in keys.values()}
    for branch, fact, total in rows:
        totals[keys[branch]][Fact(fact)] = total
    return totals


def _until(entries: QuerySet[FactEntry], until: date | None) -> QuerySet[FactEntry]:
    return entries if until is None else entries.filter(on__lte=until)


def _branch(assignment: Assignment, field: str) -> Func:
    """The number of the child's unit under which a path lies, as text; empty for the unit itself."""
    below = Substr(field, len(assignment.path) + 1)
    return Func(below, Value(paths.DELIMITER), Value(1), function="SPLIT_PART", output_field=CharField())


def _keys(assignment: Assignment) -> dict[str, int]:
    """Map branches to keys of parts."""
    children = assignment.children.order_by().values_list("unit_id", "pk")
    return {"": assignment.pk} | {str(unit): key for unit, key in children}


def unit_counts(assignments: AssignmentQuerySet, *, as_of: date | None = None) -> UnitCounts:
    """Return how many units take part and how far they are. Cost: one query."""
    row = _judged(assignments, as_of).aggregate(**_COUNTS)
    return UnitCounts(**row)


def unit_counts_by_child(assignment: Assignment, *, as_of: date | None = None) -> dict[int, UnitCounts]:
    """Return the counts of each child with all below it, by the child's key; under the unit's own key what is its own.

    Cost: two queries.
    """
    rows = (
        _judged(Assignment.objects.within(assignment), as_of)
        .annotate(branch=_branch(assignment, "path"))
        .values("branch")
        .annotate(**_COUNTS)
        .order_by()
    )
    keys = _keys(assignment)
    counts = {key: UnitCounts() for key in keys.values()}
    for row in cast(Iterable[Mapping[str, Any]], rows):
        counts[keys[row["branch"]]] = UnitCounts(**{name: row[name] for name in _COUNTS})
    return counts


_ASKED = Q(parent__isnull=False)
_COUNTS = {
    "units": Count("pk", filter=_ASKED),
    "acknowledged": Count("pk", filter=_ASKED & Q(acknowledged_at__isnull=False)),
    "directed": Count("pk", filter=_ASKED & Q(has_direction=True)),
    "with_activity": Count("pk", filter=_ASKED & Q(has_activity=True)),
    "active": Count("pk", filter=_ASKED & Q(has_direction=True, has_activity=True)),
    "members": Coalesce(Sum("members"), 0),
    "workers": Coalesce(Sum("workers"), 0),
}


def _judged(assignments: AssignmentQuerySet, as_of: date | None) -> QuerySet[Assignment]:
    activities = Activity.objects.standing().filter(assignment=OuterRef("pk"))
    directed = Q(directed_on__isnull=False)
    if as_of is not None:
        activities = activities.filter(held_on__lte=as_of)
        directed &= Q(directed_on__lte=as_of)
    return assignments.order_by().annotate(
        has_activity=Exists(activities),
        has_direction=ExpressionWrapper(directed, output_field=BooleanField()),
    )


def activity_counts(assignments: AssignmentQuerySet, *, until: date | None = None) -> dict[str, int]:
    """Return how many activities stand, by kind. Cost: one query."""
    found = Activity.objects.standing().filter(assignment__in=assignments)
    if until is not None:
        found = found.filter(held_on__lte=until)
    return dict(found.values_list("kind").annotate(Count("pk")).order_by())


def indicator_results(assignment: Assignment, *, as_of: date | None = None) -> list[IndicatorResult]:
    """Return how far each present indicator is, at the unit with all below it. Cost: four queries."""
    within = Assignment.objects.within(assignment)
    facts, counts = fact_totals(within, until=as_of), unit_counts(within, as_of=as_of)
    targets = Target.objects.filter(assignment=assignment)
    return [
        _result(
            indicator, facts, counts, [target for target in targets if target.indicator_id == indicator.pk]
        )
        for indicator in assignment.campaign.indicators.current()
    ]


def indicator_results_by_child(
    assignment: Assignment, *, as_of: date | None = None
) -> dict[int, list[IndicatorResult]]:
    """Return the same for each child with all below it, by the child's key. Cost: six queries for any number."""
    facts = fact_totals_by_child(assignment, until=as_of)
    counts = unit_counts_by_child(assignment, as_of=as_of)
    indicators = list(assignment.campaign.indicators.current())
    targets = _targets_by_child(assignment)
    return {
        key: [_result(one, facts[key], counts[key], targets.get((key, one.pk), ())) for one in indicators]
        for key in counts
        if key != assignment.pk
    }


def _targets_by_child(assignment: Assignment) -> Mapping[tuple[int, int], Sequence[Target]]:
    found: dict[tuple[int, int], list[Target]] = {}
    for target in Target.objects.filter(assignment__parent=assignment):
        found.setdefault((target.assignment_id, target.indicator_id), []).append(target)
    return found


def _result(
    indicator: Indicator, facts: FactTotals, counts: UnitCounts, targets: Iterable[Target]
) -> IndicatorResult:
    goals: dict[str, int] = {TargetOwner(target.owner): target.value for target in targets}
    outcome = outcome_of(indicator, facts=facts, counts=counts, goals=goals)
    return IndicatorResult(
        indicator=indicator,
        numerator=outcome.numerator,
        denominator=outcome.denominator,
        value=outcome.value,
        threshold=indicator.threshold,
        is_met=outcome.is_met,
        targets=tuple(
            _owned(owner, goals[owner], outcome.numerator) for owner in TargetOwner if owner in goals
        ),
    )


def _owned(owner: TargetOwner, value: int, numerator: Decimal) -> OwnedTarget:
    left = max(Decimal(value) - numerator, Decimal(0))
    return OwnedTarget(owner, value, left, numerator * 100 / value if value else None)
