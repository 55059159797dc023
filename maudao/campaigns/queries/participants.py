"""Who can be given a part in a campaign."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from maudao.campaigns.models import Campaign
from maudao.lib import paths
from maudao.organization.models import Unit, UnitQuerySet
from maudao.organization.queries import children, latest_counts, members_of


@dataclass(frozen=True)
class Branch:
    """A unit directly below the owner: how many units stand at and below it, and how many of them take part already."""

    unit: Unit
    units: int
    members: int
    taking_part: int
    unsaid: int = 0  # of them, units with members that have not said how many workers stand beside them

    @property
    def missing(self) -> int:
        """How many units of it would be added."""
        return self.units - self.taking_part


def branches(campaign: Campaign, *, on: date) -> list[Branch]:
    """Return the owner's children that are open, with the size of their subtrees. Cost: five queries."""
    owner = campaign.unit
    level = paths.depth(owner.path)
    below = Unit.objects.open_on(on).below(owner)
    members, counted = members_of(below, on=on), latest_counts(below, on=on)
    units: Counter[int] = Counter()
    people: Counter[int] = Counter()
    unsaid: Counter[int] = Counter()
    for key, path in below.order_by().values_list("pk", "path"):
        top = paths.numbers(path)[level]
        units[top] += 1
        people[top] += members[key]
        unsaid[top] += members[key] > 0 and counted[key].workers is None
    inside = campaign.assignments.participants().order_by().values_list("unit__path", flat=True)
    taking_part = Counter(paths.numbers(path)[level] for path in inside if paths.is_within(path, owner.path))
    return [
        Branch(top, units[top.pk], people[top.pk], taking_part[top.pk], unsaid[top.pk])
        for top in children(owner, on=on)
    ]


def participants(campaign: Campaign, tops: Collection[Unit] | None, *, on: date) -> UnitQuerySet:
    """Return the open units at and below `tops`, or all below the owner where `tops` is None."""
    below = Unit.objects.open_on(on).below(campaign.unit)
    return below if tops is None else below.filter(_under(tops))


def _under(tops: Iterable[Unit]) -> Q:
    condition = Q(pk__in=[])
    for top in tops:
        condition |= Q(path__startswith=top.path)
    return condition


def not_yet_in(campaign: Campaign, *, on: date) -> UnitQuerySet:
    """Return the open units below the owner that have no part in the campaign."""
    return participants(campaign, None, on=on).exclude(assignments__campaign=campaign)
