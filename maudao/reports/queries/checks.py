"""Whether facts agree with the records that they come from, and sums with each other."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from maudao.campaigns.models import Activity, Assignment, Campaign, FactEntry
from maudao.campaigns.rules import ActivityKind, Fact, FactSource, counts_as_communication
from maudao.reports.models import Report, ReportFigure
from maudao.reports.queries.roll_ups import roll_up
from maudao.reports.queries.shapes import Tree
from maudao.reports.rules import RECEIVED
from maudao.reports.rules.figures import FOLLOWING


@dataclass(frozen=True)
class Fault:
    """One disagreement."""

    fault: str
    campaign: str
    unit: str
    fact: str
    origin: str
    detail: str = ""

    def as_json(self) -> Mapping[str, str]:
        return asdict(self)


def fact_faults() -> Iterator[Fault]:
    """Find every fact without a live record, every record whose facts differ, and every sum that does not add up."""
    yield from _entries_without_record()
    yield from _entries_beside_their_activity()
    yield from _communication_uncounted()
    yield from _typed_that_differ()
    yield from _sums_that_differ()


def _entries_without_record() -> Iterator[Fault]:
    activities = {f"activity:{pk}" for pk in Activity.objects.standing().values_list("pk", flat=True)}
    reports = {
        f"report:{pk}" for pk in Report.objects.filter(state__in=RECEIVED).values_list("pk", flat=True)
    }
    for entry in _entries().filter(origin__regex=r"^(activity|report):"):
        if entry.origin not in activities | reports:
            yield _fault("no_live_record", entry)
    for entry in _entries().exclude(origin__regex=r"^[a-z_]+:[0-9]+$"):
        yield _fault("unknown_origin", entry)


def _entries_beside_their_activity() -> Iterator[Fault]:
    """An activity's entries stand on its day, at its unit, and are counted."""
    activities = {activity.origin: activity for activity in Activity.objects.standing()}
    for entry in _entries().filter(origin__startswith="activity:"):
        activity = activities.get(entry.origin)
        if activity is None:
            continue
        if (entry.assignment_id, entry.on) != (activity.assignment_id, activity.held_on):
            yield _fault("beside_its_activity", entry, f"{activity.assignment_id} {activity.held_on}")
        if entry.source != FactSource.COUNTED:
            yield _fault("not_counted", entry)


def _communication_uncounted() -> Iterator[Fault]:
    fact = Fact.COMMUNICATION_ACTIVITIES
    counted = set(FactEntry.objects.filter(fact=fact, value=1).values_list("origin", flat=True))
    for activity in Activity.objects.standing().select_related("assignment__campaign", "assignment__unit"):
        if counts_as_communication(ActivityKind(activity.kind)) and activity.origin not in counted:
            part = activity.assignment
            yield Fault(
                "activity_not_counted", part.campaign.code, part.unit.code, fact.value, activity.origin
            )


def _typed_that_differ() -> Iterator[Fault]:
    """What a received report typed is a fact, to the last figure; nothing else of it is, but what follows."""
    rows = FactEntry.objects.filter(origin__startswith="report:").values_list("origin", "fact", "value")
    entries = {(origin, fact): value for origin, fact, value in rows}
    typed: set[tuple[str, str]] = set()
    figures = ReportFigure.objects.filter(report__state__in=RECEIVED)
    for figure in figures.select_related("report__assignment__campaign", "report__assignment__unit"):
        key = (figure.report.origin, figure.fact)
        typed.add(key)
        if entries.get(key) != figure.value:
            part = figure.report.assignment
            detail = f"typed {figure.value}, fact {entries.get(key)}"
            yield Fault("typed_differs", part.campaign.code, part.unit.code, figure.fact, key[0], detail)
    for entry in _entries().filter(origin__startswith="report:").exclude(fact__in=FOLLOWING):
        if (entry.origin, entry.fact) not in typed:
            yield _fault("not_typed", entry)


def _sums_that_differ() -> Iterator[Fault]:
    """The entries of a campaign, its roll-up as it was and as it is now are the same sums."""
    for campaign in Campaign.objects.filter(launched_at__isnull=False):
        root = campaign.assignments.select_related("campaign", "unit").get(parent=None)
        rows = (
            FactEntry.objects.filter(assignment__campaign=campaign).values_list("fact").annotate(Sum("value"))
        )
        stored = Counter({Fact(fact): total for fact, total in rows.order_by()})
        for name, sums in _roll_up_sums(root):
            yield from (
                Fault(
                    "sum_differs",
                    campaign.code,
                    root.unit.code,
                    fact.value,
                    name,
                    f"{stored[fact]} ≠ {sums[fact]}",
                )
                for fact in Fact
                if stored[fact] != sums[fact]
            )


def _roll_up_sums(root: Assignment) -> Iterable[tuple[str, Counter[Fact]]]:
    trees: tuple[Tree, ...] = ("then", "now")
    for tree in trees:
        rolled = roll_up(root, as_of=date.max, tree=tree)
        yield f"roll_up:{tree}", rolled.facts
        parts = Counter(rolled.own.facts)
        for row in rolled.children:
            parts.update(row.facts)
        yield f"children:{tree}", parts


def _entries() -> QuerySet[FactEntry]:
    return FactEntry.objects.select_related("assignment__campaign", "assignment__unit").order_by("pk")


def _fault(name: str, entry: FactEntry, detail: str = "") -> Fault:
    part = entry.assignment
    return Fault(name, part.campaign.code, part.unit.code, entry.fact, entry.origin, detail)
