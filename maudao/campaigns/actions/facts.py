"""Counted facts of a record: replaced as a whole, never added to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from maudao.campaigns.models import Assignment, FactEntry
from maudao.campaigns.rules import CampaignState, Fact, FactSource


@dataclass(frozen=True)
class CountedFact:
    """One figure that follows from records: at which part, what, on which day, under which origin, and how many."""

    assignment: int
    fact: Fact
    on: date
    origin: str
    value: int

    @property
    def place(self) -> tuple[int, str, date, str]:
        """What makes it one entry."""
        return (self.assignment, self.fact.value, self.on, self.origin)


@transaction.atomic
def record_facts(
    assignment: Assignment, facts: Mapping[Fact, int], *, on: date, source: FactSource, origin: str
) -> list[FactEntry]:
    """Make `facts` the entries of `origin`, in place of those it had. Zeros leave no entry.

    Part of the action that writes the record, which has the audit entry.
    """
    Assignment.objects.select_for_update(no_key=True).get(
        pk=assignment.pk
    )  # two writers of one origin take turns
    erase_facts(origin)
    return FactEntry.objects.bulk_create(
        FactEntry(assignment=assignment, fact=fact, on=on, value=value, source=source, origin=origin)
        for fact, value in facts.items()
        if value
    )


def erase_facts(origin: str) -> int:
    """Take away the entries of `origin`; return how many there were."""
    return FactEntry.objects.filter(origin=origin).delete()[0]


def hold_open(parts: Iterable[int]) -> set[int]:
    """Lock these parts, by their keys, and return those that take figures in: not locked, in an open campaign.

    A report that is being sent waits for whoever counts, and the other way round. Cost: one query.
    """
    rows = Assignment.objects.filter(pk__in=set(parts)).select_related("campaign").order_by("pk")
    held = rows.select_for_update(of=["self"], no_key=True)
    return {part.pk for part in held if part.locked_at is None and part.campaign.state == CampaignState.OPEN}


def replace_counted(facts: Iterable[CountedFact], *, origins: Collection[str]) -> int:
    """Make `facts` the entries of `origins`, writing only what differs; return how many entries that were.

    Hold the parts first (`hold_open`), and read the records after. Cost: one query where nothing differs, else up to
    three.
    """
    wanted = {fact.place: fact.value for fact in facts if fact.value}
    rows = FactEntry.objects.filter(origin__in=origins)
    stored = {
        (part, fact, on, origin): (pk, value)
        for pk, part, fact, on, origin, value in rows.values_list(
            "pk", "assignment_id", "fact", "on", "origin", "value"
        )
    }
    gone = [pk for place, (pk, _) in stored.items() if place not in wanted]
    changed = [
        FactEntry(assignment_id=part, fact=fact, on=on, origin=origin, value=value, source=FactSource.COUNTED)
        for (part, fact, on, origin), value in wanted.items()
        if stored.get((part, fact, on, origin), (0, 0))[1] != value
    ]
    if gone:
        FactEntry.objects.filter(pk__in=gone).delete()
    if changed:
        FactEntry.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["assignment", "fact", "on", "origin"],
            update_fields=["value", "source"],
        )
    return len(gone) + len(changed)
