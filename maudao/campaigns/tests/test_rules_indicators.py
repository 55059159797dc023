"""How indicators are computed, and when they are met."""

from decimal import Decimal

import pytest

from maudao.campaigns.rules import (
    Bound,
    Denominator,
    Fact,
    IndicatorDraft,
    Measure,
    UnitCounts,
    indicator_result,
    is_allocatable,
    measure_value,
    requirement,
    root_target,
)


def rule(
    measure: Measure = Measure.DONORS,
    denominator: Denominator = Denominator.MEMBERS,
    *,
    threshold: int | None = 30,
    bound: Bound = Bound.AT_LEAST,
) -> IndicatorDraft:
    value = None if threshold is None else Decimal(threshold)
    return IndicatorDraft("code", "name", measure, denominator, bound, value)


def result(
    draft: IndicatorDraft, numerator: int, denominator: int | None, goal: int | None = None
) -> bool | None:
    return indicator_result(draft, numerator=Decimal(numerator), denominator=denominator, goal=goal).is_met


def test_converted_units_are_millilitres_by_250() -> None:
    facts = {Fact.VOLUME_ML: 875, Fact.BAGS_350: 1}
    assert measure_value(Measure.UNITS_CONVERTED, facts, UnitCounts()) == Decimal("3.5")


def test_people_turns_and_bags_are_different_numbers() -> None:
    facts = {Fact.DONORS: 7, Fact.DONATIONS: 9, Fact.BAGS_250: 3, Fact.BAGS_350: 4, Fact.BAGS_450: 2}
    counted = [
        measure_value(m, facts, UnitCounts()) for m in (Measure.DONORS, Measure.DONATIONS, Measure.BAGS)
    ]
    assert counted == [7, 9, 9]


def test_active_units_are_those_with_direction_and_activity() -> None:
    counts = UnitCounts(units=5, directed=4, with_activity=3, active=2)
    measures = (Measure.UNITS_ACTIVE, Measure.UNITS_WITH_DIRECTION, Measure.UNITS_WITH_ACTIVITY)
    assert [measure_value(measure, {}, counts) for measure in measures] == [2, 4, 3]


@pytest.mark.parametrize(("donors", "is_met"), [(29, False), (30, True), (31, True)])
def test_at_least_is_met_at_the_threshold(donors: int, is_met: bool) -> None:
    assert result(rule(), donors, 100) is is_met


def test_more_than_is_not_met_at_the_threshold() -> None:
    assert result(rule(bound=Bound.MORE_THAN), 30, 100) is False


@pytest.mark.parametrize("denominator", [None, 0])
def test_unknown_denominator_gives_no_verdict(denominator: int | None) -> None:
    outcome = indicator_result(rule(), numerator=Decimal(30), denominator=denominator)
    assert (outcome.value, outcome.is_met) == (None, None)


def test_directive_without_a_figure_gives_no_verdict() -> None:
    assert result(rule(threshold=None), 30, 100) is None
    assert result(rule(bound=Bound.UNQUANTIFIED), 30, 100) is None


def test_absolute_number_is_judged_by_the_units_own_goal() -> None:
    blood = rule(Measure.UNITS_CONVERTED, Denominator.NONE, threshold=1200)
    assert result(blood, 5, None, goal=5) is True
    assert result(blood, 5, None) is None


def test_whole_target_is_rounded_up() -> None:
    assert root_target(rule(), UnitCounts(units=3, members=11), quota=None) == 4  # 3.3 people


def test_whole_target_of_the_quota_needs_the_quota() -> None:
    quota = rule(Measure.UNITS_CONVERTED, Denominator.QUOTA, threshold=105)
    assert root_target(quota, UnitCounts(), quota=None) is None
    assert root_target(quota, UnitCounts(), quota=1200) == 1260


def test_units_that_are_active_are_not_allocated() -> None:
    assert not is_allocatable(Measure.UNITS_ACTIVE)
    assert is_allocatable(Measure.DONORS)


def test_requirement_names_what_it_is_a_share_of() -> None:
    assert requirement(rule()) == "ít nhất 30% số đoàn viên"
    assert (
        requirement(rule(Measure.UNITS_CONVERTED, Denominator.NONE, threshold=1200))
        == "ít nhất 1.200 đơn vị máu"
    )
