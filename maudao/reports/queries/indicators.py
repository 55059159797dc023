"""Indicators of a roll-up, computed from the very facts that it shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from maudao.campaigns.models import Campaign, Indicator, Target
from maudao.campaigns.queries import current_indicators
from maudao.campaigns.rules import Denominator, TargetOwner, UnitCounts, outcome_of
from maudao.reports.queries.parts import Facts

#: indicator and owner → value
Targets = Mapping[tuple[int, str], int]


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator at one unit; `value` is a percentage where there is a denominator."""

    indicator: Indicator
    numerator: Decimal
    denominator: int | None
    value: Decimal | None
    is_met: bool | None
    goals: dict[str, int]  # owner → absolute number given to this unit

    @property
    def is_percentage(self) -> bool:
        return self.indicator.denominator != Denominator.NONE

    @property
    def goal(self) -> int | None:
        """The absolute number that the union gave, else the committee's."""
        return self.goals.get(TargetOwner.UNION, self.goals.get(TargetOwner.COMMITTEE))

    @property
    def asked(self) -> Decimal | None:
        """What `value` is held against: a percentage, or the number given."""
        if self.is_percentage:
            return self.indicator.threshold
        return Decimal(self.goal) if self.goal is not None else None


def targets_of(assignments: Iterable[int]) -> dict[int, dict[tuple[int, str], int]]:
    """Return every target of these assignments: assignment → (indicator, owner) → value. Cost: 1 query."""
    found: dict[int, dict[tuple[int, str], int]] = {}
    rows = Target.objects.filter(assignment__in=list(assignments)).order_by("indicator__position", "owner")
    for assignment, indicator, owner, value in rows.values_list(
        "assignment_id", "indicator_id", "owner", "value"
    ):
        found.setdefault(assignment, {})[indicator, owner] = value
    return found


def indicator_rows(
    campaign: Campaign, *, facts: Facts, counts: UnitCounts, targets: Targets
) -> list[IndicatorRow]:
    """Return every indicator of a campaign from facts and counts. Cost: 1 query."""
    return [
        _row(
            indicator,
            facts,
            counts,
            {owner: value for (of, owner), value in targets.items() if of == indicator.pk},
        )
        for indicator in current_indicators(campaign)
    ]


def _row(indicator: Indicator, facts: Facts, counts: UnitCounts, goals: dict[str, int]) -> IndicatorRow:
    outcome = outcome_of(indicator, facts=facts, counts=counts, goals=goals)
    return IndicatorRow(
        indicator, outcome.numerator, outcome.denominator, outcome.value, outcome.is_met, goals
    )
