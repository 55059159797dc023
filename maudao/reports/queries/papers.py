"""Everything that an official report says: figures, the unit's own words, and those of the units below."""

from dataclasses import dataclass, field
from datetime import date

from maudao.campaigns.models import Assignment, Campaign
from maudao.documents.models import IncomingDocument, OutgoingDocument
from maudao.organization.models import Unit
from maudao.reports.models import Report
from maudao.reports.queries.parts import FINAL
from maudao.reports.queries.roll_ups import roll_up, roll_up_of
from maudao.reports.queries.shapes import RollUp, Tree
from maudao.reports.rules import RECEIVED, ReportState


@dataclass(frozen=True)
class Voice:
    """What a unit below wrote in its report."""

    unit_name: str
    results: str
    difficulties: str
    proposals: str


@dataclass(frozen=True)
class Paper:
    """The makings of a unit's official report."""

    rolled: RollUp
    report: Report
    voices: list[Voice] = field(default_factory=list)
    direction: OutgoingDocument | None = None  # with which the unit passed the campaign on
    basis: IncomingDocument | OutgoingDocument | None = None  # what it carries out


def paper(report: Report, *, as_of: date, tree: Tree = "then") -> Paper:
    """Return what the official report of a unit is made of. Cost: that of `roll_up` and 3 queries."""
    return _paper(roll_up(report.assignment, as_of=as_of, tree=tree), report)


def paper_of(campaign: Campaign, unit: Unit, *, as_of: date, tree: Tree) -> Paper:
    """Return the same for any unit: one that came into being later has no words of its own, only figures.

    Raises:
        NotTakingPart: there is nothing of the unit in that tree.
    """
    rolled = roll_up_of(campaign, unit, as_of=as_of, tree=tree)
    part = rolled.assignment
    if part is None:
        return Paper(rolled, Report(state=ReportState.DRAFT), basis=campaign.directive)
    found = Report.objects.select_related("document").filter(assignment=part, period=FINAL).first()
    return _paper(rolled, found or Report(assignment=part, state=ReportState.DRAFT))


def _paper(rolled: RollUp, report: Report) -> Paper:
    part = report.assignment
    return Paper(rolled, report, voices_below(part), part.direction_document, _basis(part))


def _basis(part: Assignment) -> IncomingDocument | OutgoingDocument | None:
    """The level above's own document where there is one, else the directive."""
    if part.parent is not None and part.parent.direction_document is not None:
        return part.parent.direction_document
    return part.campaign.directive


def voices_below(part: Assignment) -> list[Voice]:
    """Return what the direct children wrote in reports that were received, in their order. Cost: 1 query."""
    received = Report.objects.filter(assignment__parent=part, state__in=RECEIVED, period=FINAL)
    rows = received.order_by("assignment__sort_key").values_list(
        "assignment__name", "results", "difficulties", "proposals"
    )
    return [Voice(*row) for row in rows if any(text.strip() for text in row[1:])]
