"""How far the units below are, one row a child."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count

from maudao.campaigns.models import Activity, Assignment, AssignmentQuerySet
from maudao.campaigns.queries.results import (
    IndicatorResult,
    indicator_results_by_child,
    unit_counts_by_child,
)
from maudao.campaigns.rules import UnitCounts
from maudao.lib.vietnamese import fold


class Lacking(StrEnum):
    """What a unit has not done yet."""

    ACKNOWLEDGEMENT = "xac-nhan"
    DIRECTION = "van-ban"
    ACTIVITY = "hoat-dong"


@dataclass(frozen=True)
class ChildRow:
    """A child: what it did itself, and the results of all at and below it."""

    assignment: Assignment
    activities: int
    counts: UnitCounts
    results: Sequence[IndicatorResult]


def children_of(assignment: Assignment, *, lacking: str = "", search: str = "") -> AssignmentQuerySet:
    """Return the units directly below in the campaign, those that lack something, or whose name holds `search`."""
    found = Assignment.objects.filter(parent=assignment).select_related("unit", "campaign")
    if search:
        found = found.filter(unit__name_folded__contains=fold(search))
    return _that_lack(found, lacking)


def lacking_below(assignment: Assignment, lacking: str) -> AssignmentQuerySet:
    """Return all units below, however deep, that lack something, parents before children."""
    below = Assignment.objects.within(assignment).participants().exclude(pk=assignment.pk)
    return _that_lack(below, lacking).select_related("unit", "campaign").order_by("path")


def _that_lack(found: AssignmentQuerySet, lacking: str) -> AssignmentQuerySet:
    match lacking:
        case Lacking.ACKNOWLEDGEMENT:
            return found.filter(acknowledged_at=None)
        case Lacking.DIRECTION:
            return found.filter(directed_on=None)
        case Lacking.ACTIVITY:
            return found.exclude(pk__in=Assignment.objects.with_activity())
    return found


def child_rows(
    assignment: Assignment, children: Sequence[Assignment], *, as_of: date | None = None
) -> list[ChildRow]:
    """Return the rows of `children`, which are units directly below. Cost: nine queries, however many children."""
    counts = unit_counts_by_child(assignment, as_of=as_of)
    results = indicator_results_by_child(assignment, as_of=as_of)
    activities = _own_activities(children, as_of)
    return [
        ChildRow(child, activities.get(child.pk, 0), counts[child.pk], results[child.pk])
        for child in children
    ]


def _own_activities(children: Sequence[Assignment], as_of: date | None) -> dict[int, int]:
    found = Activity.objects.standing().filter(assignment__in=[child.pk for child in children])
    if as_of is not None:
        found = found.filter(held_on__lte=as_of)
    return dict(found.order_by().values_list("assignment").annotate(Count("pk")))
