"""The columns of a table with one row a unit: those that hold anything, in a fixed order."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from maudao.campaigns.rules import Denominator, Fact, is_allocatable
from maudao.reports.queries import IndicatorRow, RollUp, Row, Tally
from maudao.reports.rules.figures import units_converted

Figure = int | Decimal


@dataclass(frozen=True)
class FigureColumn:
    """One figure of every unit: its header, its fact where it is one, and how it is read."""

    header: str
    read: Callable[[Tally], Figure]
    fact: Fact | None = None
    places: int = 0


def figure_columns(rolled: RollUp) -> list[FigureColumn]:
    """Return the columns that hold anything at the unit as a whole; members always, people who gave always.

    Workers beside the members stand there where a target is of both.
    """
    people = [FigureColumn(_("Đoàn viên"), lambda tally: tally.members)]
    if counts_workers(rolled):
        people.append(
            FigureColumn(_("Đoàn viên, người lao động"), lambda tally: tally.counts.members_and_workers)
        )
    figures = [each for each in _all() if each.fact == Fact.DONORS or each.read(rolled.whole) != 0]
    return [*people, *figures]


def counts_workers(rolled: RollUp) -> bool:
    """Say whether the campaign counts against everybody who works at the units, not the members alone."""
    return any(row.indicator.denominator == Denominator.MEMBERS_AND_WORKERS for row in rolled.indicators)


def _all() -> list[FigureColumn]:
    return [
        _of_fact(Fact.REGISTERED, _("Đăng ký")),
        _of_fact(Fact.ARRIVED, _("Đến")),
        _of_fact(Fact.DEFERRED, _("Hẹn lại")),
        _of_fact(Fact.DONORS, _("Người hiến được")),
        _of_fact(Fact.DONATIONS, _("Lượt hiến")),
        _of_fact(Fact.BAGS_250, _("250 ml")),
        _of_fact(Fact.BAGS_350, _("350 ml")),
        _of_fact(Fact.BAGS_450, _("450 ml")),
        _of_fact(Fact.VOLUME_ML, _("Thể tích (ml)")),
        FigureColumn(_("Đơn vị máu quy đổi"), _converted, Fact.VOLUME_ML, places=1),
        _of_fact(Fact.COMMUNICATION_ACTIVITIES, _("Hoạt động truyền thông")),
        _of_fact(Fact.HONOURED_PEOPLE, _("Cá nhân được tôn vinh")),
    ]


def _of_fact(fact: Fact, header: str) -> FigureColumn:
    return FigureColumn(header, lambda tally: tally.facts[fact], fact)


def _converted(tally: Tally) -> Decimal:
    return Decimal(str(units_converted(tally.facts[Fact.VOLUME_ML])))


def main_indicator(rolled: RollUp) -> IndicatorRow | None:
    """Return the indicator of which children were given targets in numbers; the first where there are several."""
    given = {indicator for row in rolled.children for indicator in row.targets}
    rows = [row for row in rolled.indicators if is_allocatable(row.indicator.measure)]
    return next((row for row in rows if row.indicator.pk in given), None)


def target_of(row: Row, indicator: IndicatorRow) -> int | None:
    """Return what a child was given of an indicator."""
    return row.targets.get(indicator.indicator.pk)
