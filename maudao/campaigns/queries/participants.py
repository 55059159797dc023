"""Who can be given a part in a campaign."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from maudao.campaigns.models import Campaign
from maudao.organization.models import Unit, UnitQuerySet
from maudao.organization.queries import children, sizes_below


@dataclass(frozen=True)
class Branch:
    """A unit directly below the owner: how many units stand at and below it, and how many of them take part already."""

    unit: Unit
    units: int
    members: int
    taking_part: int

    @property
    def missing(self) -> int:
        """How many units of it would be added."""
        return self.units - self.taking_part


def branches(campaign: Campaign, *, on: date) -> list[Branch]:
    """Return the owner's children that are open, with the size of their subtrees. Cost: three queries."""
    tops = list(children(campaign.unit, on=on))
    sizes = sizes_below(tops, on=on)
    inside = list(campaign.assignments.order_by().values_list("unit__path", flat=True))
    return [
        Branch(
            unit=top,
            units=sizes[top.pk].units + 1,
            members=sizes[top.pk].members,
            taking_part=sum(path.startswith(top.path) for path in inside),
        )
        for top in tops
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
