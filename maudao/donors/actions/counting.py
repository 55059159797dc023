"""Counting donations into the facts of campaigns: at once, many together, or when a sent report is opened again.

Facts are counted from the donations, never added to, so that they cannot drift (docs/decisions/0013).
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef

from maudao.campaigns.actions.facts import hold_open, replace_counted
from maudao.campaigns.models import Assignment, FactEntry
from maudao.donors.models import Donation, Donor, LateCount
from maudao.donors.queries.donations import Spot, donation_facts, origin_of, spots_of


@transaction.atomic
def recount_of(*donors: Donor) -> None:
    """Count again what these people gave: after merging two of them or parting them, or when sex or membership changed.

    Part of the action that changed them. Cost: six queries, however many people; two where none of them gave.
    """
    given = Donation.objects.filter(donor=OuterRef("pk"), campaign__isnull=False)
    counted = Donor.objects.filter(Exists(given), pk__in=[donor.pk for donor in donors]).order_by("pk")
    count_spots(spots_of(list(counted.select_for_update(no_key=True))))


@dataclass
class _Pending:
    """What is to be counted at the end of a block: spots, and whose donations from which day on."""

    spots: set[Spot] = field(default_factory=set)
    since: dict[Donor, date] = field(default_factory=dict)

    def all_spots(self) -> set[Spot]:
        return self.spots | (spots_of(self.since, since=min(self.since.values())) if self.since else set())


_PENDING: ContextVar[_Pending | None] = ContextVar("what is to be counted", default=None)


@contextmanager
def counted_together() -> Iterator[None]:
    """Count what is recorded, corrected and withdrawn inside the block once, at its end: for many at a time.

    One transaction. Parts are locked at the end, in one order, so that two blocks never wait for each other.
    """
    if _PENDING.get() is not None:
        yield
        return
    pending = _Pending()
    token = _PENDING.set(pending)
    try:
        with transaction.atomic():
            yield
            _recount(pending.all_spots())
    finally:
        _PENDING.reset(token)


def recount_part(part: Assignment) -> int:
    """Count again all donations of a unit's part; return how many entries differed. Part of a transaction."""
    if part.pk not in hold_open([part.pk]):
        mark_late([part.pk])
        return 0
    facts = list(donation_facts([part.pk]))
    stored = FactEntry.objects.filter(assignment=part, origin__startswith="donations:")
    origins = {fact.origin for fact in facts} | set(stored.values_list("origin", flat=True))
    return replace_counted(facts, origins=origins)


def mark_late(parts: Collection[int]) -> None:
    """Note that something waits to be counted at parts whose figures stand still."""
    LateCount.objects.bulk_create([LateCount(assignment_id=part) for part in parts], ignore_conflicts=True)


def count_spots(spots: set[Spot]) -> None:
    """Count the donations of these spots: at once, or at the end of the block."""
    pending = _PENDING.get()
    if pending is None:
        _recount(spots)
    else:
        pending.spots |= spots


def count_new(made: Iterable[Donation]) -> None:
    """Count new donations, and what they change of later ones: at once, or at the end of the block."""
    pending = _PENDING.get() or _Pending()
    for one in made:
        pending.since[one.donor] = min(one.donated_on, pending.since.get(one.donor, date.max))
    if _PENDING.get() is None:
        _recount(pending.all_spots())


def _recount(spots: set[Spot]) -> None:
    if not spots:
        return
    parts = {part for part, _ in spots}
    opened = hold_open(parts)
    if late := parts - opened:
        mark_late(late)
    wanted = {origin_of(spot) for spot in spots if spot[0] in opened}
    facts = donation_facts(opened, days={on for _, on in spots})
    replace_counted([fact for fact in facts if fact.origin in wanted], origins=wanted)
