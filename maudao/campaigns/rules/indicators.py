"""How an indicator is computed from facts, and whether it is met."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maudao.campaigns.rules.vocabulary import Bound, Denominator, Fact, Measure, TargetOwner
from maudao.lib.vietnamese import format_number

ML_A_UNIT = 250  # a converted unit of blood

_SUMS: Mapping[Measure, tuple[Fact, ...]] = {
    Measure.DONORS: (Fact.DONORS,),
    Measure.DONATIONS: (Fact.DONATIONS,),
    Measure.REGISTERED: (Fact.REGISTERED,),
    Measure.BAGS: (Fact.BAGS_250, Fact.BAGS_350, Fact.BAGS_450),
}
_OF_UNITS = frozenset({Measure.UNITS_ACTIVE, Measure.UNITS_WITH_ACTIVITY, Measure.UNITS_WITH_DIRECTION})


@dataclass(frozen=True)
class UnitCounts:
    """How many units take part, and how far they are. The campaign's owner is not among them: it is who asks."""

    units: int = 0
    acknowledged: int = 0
    directed: int = 0
    with_activity: int = 0
    active: int = 0
    members: int = 0
    workers: int = 0  # who have not joined the union, where their number is known

    @property
    def members_and_workers(self) -> int:
        """Everybody who works at the units."""
        return self.members + self.workers


@dataclass(frozen=True)
class Outcome:
    """An indicator at one unit: `value` is a percentage where there is a denominator, else the count itself."""

    numerator: Decimal
    denominator: int | None
    value: Decimal | None
    is_met: bool | None


class Rule(Protocol):
    """What makes an indicator: a row or a draft of one."""

    @property
    def measure(self) -> str: ...
    @property
    def denominator(self) -> str: ...
    @property
    def bound(self) -> str: ...
    @property
    def threshold(self) -> Decimal | None: ...


def measure_value(measure: str, facts: Mapping[Fact, int], counts: UnitCounts) -> Decimal:
    """Return how much of `measure` there is. Converted units are millilitres ÷ 250."""
    match Measure(measure):
        case Measure.UNITS_CONVERTED:
            return Decimal(facts.get(Fact.VOLUME_ML, 0)) / ML_A_UNIT
        case Measure.UNITS_ACTIVE:
            return Decimal(counts.active)
        case Measure.UNITS_WITH_ACTIVITY:
            return Decimal(counts.with_activity)
        case Measure.UNITS_WITH_DIRECTION:
            return Decimal(counts.directed)
        case summed:
            return Decimal(sum(facts.get(fact, 0) for fact in _SUMS[summed]))


def whole_of(rule: Rule, counts: UnitCounts, *, quota: int | None) -> int | None:
    """Return what the indicator divides by; None where it is an absolute number, or nobody gave the quota."""
    match Denominator(rule.denominator):
        case Denominator.UNITS:
            return counts.units
        case Denominator.MEMBERS:
            return counts.members
        case Denominator.MEMBERS_AND_WORKERS:
            return counts.members_and_workers
        case Denominator.QUOTA:
            return quota
        case Denominator.NONE:
            return None


def outcome_of(
    rule: Rule, *, facts: Mapping[Fact, int], counts: UnitCounts, goals: Mapping[str, int]
) -> Outcome:
    """Return the value of an indicator from what was counted, with `goals` as each target owner set them."""
    return indicator_result(
        rule,
        numerator=measure_value(rule.measure, facts, counts),
        denominator=whole_of(rule, counts, quota=goals.get(TargetOwner.COMMITTEE)),
        goal=goals.get(TargetOwner.UNION),
    )


def indicator_result(
    rule: Rule, *, numerator: Decimal, denominator: int | None, goal: int | None = None
) -> Outcome:
    """Return the value of an indicator and whether it is met.

    `denominator` None or 0 is "not known": no value and no verdict, except for absolute numbers, which have none.
    `goal` is the absolute number to reach; for absolute indicators it takes the place of the directive's threshold,
    which is for the whole campaign, not for each unit.
    """
    if rule.denominator == Denominator.NONE:
        asked = Decimal(goal) if goal is not None else None
        return Outcome(numerator, None, numerator, _is_met(rule.bound, numerator, asked))
    if not denominator:
        return Outcome(numerator, denominator, None, None)
    value = numerator * 100 / denominator
    return Outcome(numerator, denominator, value, _is_met(rule.bound, value, rule.threshold))


def _is_met(bound: str, value: Decimal, threshold: Decimal | None) -> bool | None:
    if threshold is None or bound == Bound.UNQUANTIFIED:
        return None
    return value > threshold if bound == Bound.MORE_THAN else value >= threshold


def root_target(rule: Rule, counts: UnitCounts, *, quota: int | None) -> int | None:
    """Return the absolute number that the whole campaign is to reach, rounded up; None where it is not known."""
    if rule.threshold is None:
        return None
    if rule.denominator == Denominator.NONE:
        return _rounded_up(rule.threshold)
    whole = whole_of(rule, counts, quota=quota)
    return None if whole is None else share_asked(rule, whole)


def share_asked(rule: Rule, whole: int) -> int | None:
    """Return what a percentage comes to of a whole, rounded up; None where the directive names no number."""
    return None if rule.threshold is None else _rounded_up(rule.threshold * whole / 100)


def _rounded_up(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING))


def is_allocatable(measure: str) -> bool:
    """Say whether a measure is given to units in numbers; "units that are active" is one each, and never is."""
    return Measure(measure) not in _OF_UNITS


def unit_of(measure: str) -> str:
    """Return the word that stands behind a number of this measure."""
    match Measure(measure):
        case Measure.DONORS | Measure.REGISTERED:
            return _("người")
        case Measure.DONATIONS:
            return _("lượt")
        case Measure.UNITS_CONVERTED:
            return _("đơn vị máu")
        case Measure.BAGS:
            return _("túi máu")
        case _:
            return _("đơn vị")


_BOUNDS = {
    Bound.AT_LEAST: gettext_lazy("ít nhất"),
    Bound.MORE_THAN: gettext_lazy("trên"),
    Bound.ABOUT: gettext_lazy("khoảng"),
    Bound.RANGE: gettext_lazy("từ"),
}
_WHOLES = {
    Denominator.UNITS: pgettext_lazy("share of", "số đơn vị"),
    Denominator.MEMBERS: pgettext_lazy("share of", "số đoàn viên"),
    Denominator.MEMBERS_AND_WORKERS: pgettext_lazy("share of", "số đoàn viên, người lao động"),
    Denominator.QUOTA: pgettext_lazy("share of", "chỉ tiêu Ban Chỉ đạo giao"),
}


def requirement(rule: Rule) -> str:
    """Return what the indicator asks for in words: `ít nhất 30% số đoàn viên`."""
    if rule.threshold is None:
        return _("không nêu con số")
    number = format_number(rule.threshold.normalize())
    if rule.denominator == Denominator.NONE:
        asked = f"{number} {unit_of(rule.measure)}"
    else:
        asked = f"{number}% {_WHOLES[Denominator(rule.denominator)]}"
    bound = _BOUNDS.get(Bound(rule.bound))
    return f"{bound} {asked}" if bound else asked
