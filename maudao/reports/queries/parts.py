"""The participants of a campaign as roll-ups need them: a handful of queries, however many units there are."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone

from maudao.campaigns.models import Activity, Assignment, FactEntry
from maudao.campaigns.rules import Fact, FactSource
from maudao.reports.models import Report
from maudao.reports.rules import RECEIVED, ReportState

FINAL = "final"  # the one period that stands in for the whole campaign

Facts = Counter[Fact]


@dataclass(frozen=True, slots=True)
class ReportMark:
    """Where a participant's report stands, seen on a day."""

    state: ReportState
    last_day: date
    sent_on: date | None
    first_sent_on: date | None
    is_nothing: bool

    @property
    def is_received(self) -> bool:
        return self.state in RECEIVED

    @property
    def is_on_time(self) -> bool:
        return self.is_received and self.first_sent_on is not None and self.first_sent_on <= self.last_day


@dataclass(slots=True)
class Part:
    """One participant: who, below whom, how many members and workers, how far, and what was counted there itself."""

    pk: int
    unit_id: int
    parent_id: int | None
    path: str
    name: str
    code: str
    sort_key: str
    members: int
    workers: int
    is_acknowledged: bool
    is_directed: bool
    has_activity: bool
    facts: Facts = field(default_factory=Counter)
    typed: Facts = field(default_factory=Counter)
    report: ReportMark | None = None

    @property
    def is_owner(self) -> bool:
        """The unit that runs the campaign: it asks, and is not among those asked."""
        return self.parent_id is None


def parts(scope: QuerySet[Assignment], *, as_of: date) -> dict[int, Part]:
    """Return the participants of `scope` by assignment, in tree order, with what was so on `as_of`. Cost: 3 queries."""
    found = {part.pk: part for part in _participants(scope, as_of)}
    for assignment, fact, source, value in _sums(scope, as_of):
        found[assignment].facts[fact] += value
        if source == FactSource.TYPED:
            found[assignment].typed[fact] += value
    for assignment, mark in _marks(scope, as_of):
        found[assignment].report = mark
    return found


def _participants(scope: QuerySet[Assignment], as_of: date) -> list[Part]:
    acted = Activity.objects.filter(assignment=OuterRef("pk"), withdrawn_at=None, held_on__lte=as_of)
    rows = scope.annotate(acted=Exists(acted)).order_by("path", "pk")
    columns = ("pk", "unit_id", "parent_id", "path", "name", "unit__code", "sort_key", "members", "workers")
    return [
        Part(  # type: ignore[misc]  # mypy cannot count the columns of a starred row
            *identity,
            is_acknowledged=acknowledged is not None and local_day(acknowledged) <= as_of,
            is_directed=directed is not None and directed <= as_of,
            has_activity=acted,
        )
        for *identity, acknowledged, directed, acted in rows.values_list(
            *columns, "acknowledged_at", "directed_on", "acted"
        )
    ]


def _sums(scope: QuerySet[Assignment], as_of: date) -> list[tuple[int, Fact, str, int]]:
    entries = FactEntry.objects.filter(assignment__in=scope, on__lte=as_of)
    rows = entries.values_list("assignment_id", "fact", "source").annotate(total=Sum("value")).order_by()
    return [(assignment, Fact(fact), source, total) for assignment, fact, source, total in rows]


def _marks(scope: QuerySet[Assignment], as_of: date) -> list[tuple[int, ReportMark]]:
    reports = Report.objects.filter(assignment__in=scope, period=FINAL)
    return [(report.assignment_id, mark(report, as_of=as_of)) for report in reports]


def mark(report: Report, *, as_of: date) -> ReportMark:
    """Return where `report` stood on a day: one first sent later was a draft then."""
    first = local_day(report.first_submitted_at) if report.first_submitted_at else None
    was_sent = first is not None and first <= as_of
    return ReportMark(
        state=ReportState(report.state) if was_sent else ReportState.DRAFT,
        last_day=report.last_day,
        sent_on=local_day(report.submitted_at) if was_sent and report.submitted_at else None,
        first_sent_on=first if was_sent else None,
        is_nothing=report.is_nothing_to_report,
    )


def local_day(moment: datetime) -> date:
    """Return the day of a moment in Việt Nam."""
    return timezone.localtime(moment).date()
