"""What a roll-up is made of."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from maudao.campaigns.models import Assignment, Campaign
from maudao.campaigns.rules import UnitCounts
from maudao.organization.models import Unit
from maudao.reports.queries.indicators import IndicatorRow
from maudao.reports.queries.parts import Facts, Part, ReportMark
from maudao.reports.queries.placing import Piece

Tree = Literal["then", "now"]


@dataclass(frozen=True)
class Completeness:
    """Reports expected, received, received in time, and of the received those that say "nothing to report"."""

    expected: int = 0
    received: int = 0
    on_time: int = 0
    nothing: int = 0


@dataclass
class Tally:
    """Sums over participants: facts, members and workers beside them, and how many units are how far."""

    facts: Facts = field(default_factory=Facts)
    typed: Facts = field(default_factory=Facts)
    members: int = 0
    workers: int = 0
    tallied: Counter[str] = field(default_factory=Counter)

    def add(self, piece: Piece) -> None:
        """Add one participant's piece; what cannot be divided counts where the main piece is.

        The unit that runs the campaign is not among those that are asked.
        """
        self.facts.update(piece.facts)
        self.typed.update(piece.typed)
        self.members += piece.members
        self.workers += piece.workers
        if piece.is_main and not piece.part.is_owner:
            self.tallied.update(_marks(piece.part))

    @property
    def counts(self) -> UnitCounts:
        names = ("units", "acknowledged", "directed", "with_activity", "active")
        tallied = {name: self.tallied[name] for name in names}
        return UnitCounts(members=self.members, workers=self.workers, **tallied)

    @property
    def completeness(self) -> Completeness:
        return Completeness(
            self.tallied["units"], self.tallied["received"], self.tallied["on_time"], self.tallied["nothing"]
        )


def _marks(part: Part) -> Iterable[str]:
    yield "units"
    if part.is_acknowledged:
        yield "acknowledged"
    if part.is_directed:
        yield "directed"
    if part.has_activity:
        yield "with_activity"
    if part.is_directed and part.has_activity:
        yield "active"
    if part.report and part.report.is_received:
        yield from _report_marks(part.report)


def _report_marks(report: ReportMark) -> Iterable[str]:
    yield "received"
    if report.is_on_time:
        yield "on_time"
    if report.is_nothing:
        yield "nothing"


@dataclass
class Row:
    """A child with everything below it."""

    unit_id: int
    code: str
    name: str
    tally: Tally = field(default_factory=Tally)
    assignment_id: int | None = None
    report: ReportMark | None = None
    sort_key: str = ""
    targets: dict[int, int] = field(
        default_factory=dict
    )  # indicator → the union's target, else the committee's

    @property
    def facts(self) -> Facts:
        return self.tally.facts


@dataclass
class RollUp:
    """What a unit and all below it did in a campaign, as of a day, in one of the two trees."""

    campaign: Campaign
    unit: Unit
    name: str
    assignment: Assignment | None
    as_of: date
    tree: Tree
    whole: Tally = field(default_factory=Tally)
    own: Tally = field(default_factory=Tally)  # what lies with the unit itself, in no child
    others: Tally = field(default_factory=Tally)  # all participants but the unit itself
    children: list[Row] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    ended_units: int = 0  # participants here that have ended without successor; only in the tree as it is now
    ended_members: int = 0

    @property
    def facts(self) -> Facts:
        return self.whole.facts

    @property
    def completeness(self) -> Completeness:
        """Of the reports below the unit; for a unit without any below it, of its own."""
        return (self.others if self.others.counts.units else self.whole).completeness

    def missing(self) -> list[Row]:
        """Return children whose own report has not been received."""
        return [row for row in self.children if row.report is None or not row.report.is_received]
