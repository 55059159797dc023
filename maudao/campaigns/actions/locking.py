"""Locking what a sent report counts, and opening it when the report is taken back. Parts of the actions on reports."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from maudao.campaigns.models import Assignment


@transaction.atomic
def lock_figures(assignment: Assignment, *, now: datetime) -> int:
    """Let nothing that a report counts change any more at the unit and all below it; return how many parts that are.

    Whoever is recording there at this moment is waited for. Cost: one query.
    """
    return Assignment.objects.within(assignment).update(locked_at=now, locked_by=assignment)


@transaction.atomic
def release_figures(assignment: Assignment, *, still: Mapping[int, datetime]) -> int:
    """Open again what only the unit's own report had locked; return how many parts that are.

    `still` are parts at and below it whose reports stand sent, and since when: they and all below them stay locked.
    """
    within = Assignment.objects.within(assignment).select_for_update(no_key=True)
    parts = list(within.order_by("path"))
    keepers: dict[int, tuple[int, datetime]] = {}
    for part in parts:  # parents stand before their children: the topmost report is the one that counts
        own = (part.pk, still[part.pk]) if part.pk in still else None
        if keeper := keepers.get(part.parent_id or 0) or own:
            keepers[part.pk] = keeper
        part.locked_by_id, part.locked_at = keepers.get(part.pk, (None, None))
    Assignment.objects.bulk_update(parts, ["locked_by", "locked_at"], batch_size=2000)
    return len(parts) - len(keepers)
