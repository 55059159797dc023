"""Whether facts agree with the records that they come from, and sums with each other."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from maudao.campaigns.actions.facts import CountedFact
from maudao.campaigns.models import Activity, Assignment, Campaign, FactEntry
from maudao.campaigns.rules import ActivityKind, Fact, FactSource, counts_as_communication
from maudao.donors.models import LateCount
from maudao.donors.queries.donations import donation_facts
from maudao.drives.queries.counting import OF_RECORDS, campaign_drive_facts
from maudao.drives.soundness import slot_faults
from maudao.reports.models import Report, ReportFigure
from maudao.reports.queries.roll_ups import roll_up
from maudao.reports.queries.shapes import Tree
from maudao.reports.rules import RECEIVED
from maudao.reports.rules.figures import FOLLOWING

_ORIGINS = r"^((activity|report):[0-9]+|drive:[0-9]+:[0-9]+|donations:[0-9]+:[0-9]{8})$"


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
    yield from _records_that_differ()
    yield from _sums_that_differ()
    yield from _slots_that_differ()


def late_parts() -> int:
    """Return at how many units something was recorded that waits, because a report that counts them was sent."""
    return LateCount.objects.count()


def _entries_without_record() -> Iterator[Fault]:
    activities = {f"activity:{pk}" for pk in Activity.objects.standing().values_list("pk", flat=True)}
    reports = {
        f"report:{pk}" for pk in Report.objects.filter(state__in=RECEIVED).values_list("pk", flat=True)
    }
    for entry in _entries().filter(origin__regex=r"^(activity|report):"):
        if entry.origin not in activities | reports:
            yield _fault("no_live_record", entry)
    for entry in _entries().exclude(origin__regex=_ORIGINS):
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


def _records_that_differ() -> Iterator[Fault]:
    """Facts of donations and registrations are what a count of the records finds; what waits is no fault."""
    waiting = set(LateCount.objects.values_list("assignment", flat=True))
    for campaign in Campaign.objects.filter(launched_at__isnull=False):
        parts = campaign.assignments.select_related("campaign", "unit").in_bulk()
        recorded = [*donation_facts(list(parts)), *campaign_drive_facts(campaign.pk)]
        found = FactEntry.objects.filter(OF_RECORDS, assignment__campaign=campaign)
        yield from (
            Fault("record_differs", campaign.code, parts[place[0]].unit.code, place[1], place[3], detail)
            for place, detail in _differing(recorded, found)
            if place[0] not in waiting
        )


Place = tuple[int, str, date, str]


def _differing(recorded: list[CountedFact], found: QuerySet[FactEntry]) -> Iterator[tuple[Place, str]]:
    counted = {fact.place: fact.value for fact in recorded}
    rows = found.values_list("assignment_id", "fact", "on", "origin", "value", "source")
    stored: dict[Place, tuple[int, str]] = {row[:4]: row[4:] for row in rows}
    for place in sorted(counted.keys() | stored.keys()):
        value, source = stored.get(place, (0, FactSource.COUNTED))
        if (value, source) != (counted.get(place, 0), FactSource.COUNTED):
            yield place, f"{place[2]}: recorded {counted.get(place, 0)}, fact {value} {source}"


def _slots_that_differ() -> Iterator[Fault]:
    """Every drive's slots say what their registrations and offers come to."""
    for fault in slot_faults():
        detail = f"taken {fault.taken}, counted {fault.counted}"
        yield Fault("slot_differs", "", "", "", f"slot:{fault.slot}", f"{fault.drive}: {detail}")


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
