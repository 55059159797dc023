"""A roll-up as JSON values: the contract of `maudao report --format json`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from maudao.campaigns.rules import Fact
from maudao.reports.queries import IndicatorRow, RollUp, Row, Tally
from maudao.reports.rules.figures import units_converted


def report_data(rolled: RollUp) -> dict[str, Any]:
    """Return a roll-up as one JSON object. `own` and `children` add up to `facts`."""
    done = rolled.completeness
    return {
        "campaign": rolled.campaign.code,
        "unit": {"code": rolled.unit.code, "name": rolled.name},
        "as_of": rolled.as_of.isoformat(),
        "tree": rolled.tree,
        "facts": facts_data(rolled.whole),
        "typed": {fact.value: rolled.whole.typed[fact] for fact in Fact if rolled.whole.typed[fact]},
        "indicators": [_indicator(row) for row in rolled.indicators],
        "completeness": {
            "expected": done.expected,
            "received": done.received,
            "on_time": done.on_time,
            "nothing": done.nothing,
        },
        "own": {"facts": facts_data(rolled.own)},
        "children": [_child(row) for row in rolled.children],
        "without_successor": {"units": rolled.ended_units, "members": rolled.ended_members},
    }


def facts_data(tally: Tally) -> dict[str, int | float]:
    """Return every fact of a tally, with zeros, and the counts of people and units that belong to it."""
    counts = tally.counts
    return {
        **{fact.value: tally.facts[fact] for fact in Fact},
        "units_converted": units_converted(tally.facts[Fact.VOLUME_ML]),
        "members": tally.members,
        "members_and_workers": counts.members_and_workers,
        "units": counts.units,
        "units_with_direction": counts.directed,
        "units_with_activity": counts.with_activity,
        "units_active": counts.active,
    }


def _child(row: Row) -> Mapping[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "facts": facts_data(row.tally),
        "report": row.report.state.value if row.report else None,
    }


def _indicator(row: IndicatorRow) -> Mapping[str, Any]:
    return {
        "code": row.indicator.code,
        "name": row.indicator.name,
        "numerator": _number(row.numerator),
        "denominator": row.denominator,
        "value": _number(row.value),
        "target": _number(row.asked),
        "met": row.is_met,
        "clause": row.indicator.clause,
        "goals": dict(row.goals),
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else round(float(value), 2)
