"""Counted facts of a record: replaced as a whole, never added to."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from maudao.campaigns.models import Assignment, FactEntry
from maudao.campaigns.rules import Fact, FactSource


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
