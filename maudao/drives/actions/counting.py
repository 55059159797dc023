"""What drives add to the facts of their campaign: registered, arrived, deferred. Donations count themselves.

Counted from the registrations, never added to; one booking alone is added in place, with the same result
(docs/decisions/0013).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from maudao.campaigns.actions.facts import CountedFact, hold_open, replace_counted
from maudao.campaigns.models import Assignment, FactEntry
from maudao.donors.actions.counting import mark_late, recount_part
from maudao.donors.models import LateCount
from maudao.drives.models import Drive, Registration
from maudao.drives.queries.counting import campaign_drive_facts, drive_facts, late_parts, origin_of

# The part is locked while it is read, so a report that is being sent has either counted this booking or shuts it out.
_PART = """
WITH part AS MATERIALIZED (
  SELECT a.id FROM drives_drive v
  JOIN campaigns_campaign c ON c.id = v.campaign_id
  JOIN campaigns_assignment a ON a.campaign_id = c.id AND a.unit_id = coalesce(%(unit)s::bigint, v.host_id)
  WHERE v.id = %(drive)s AND a.locked_at IS NULL AND c.state = 'open'
  FOR NO KEY UPDATE OF a
)
"""
_ADD = f"""{_PART}
INSERT INTO campaigns_factentry (assignment_id, fact, "on", value, source, origin)
SELECT id, 'registered', %(on)s, 1, 'counted', 'drive:' || %(drive)s::text || ':' || id FROM part
ON CONFLICT (assignment_id, fact, "on", origin) DO UPDATE SET value = campaigns_factentry.value + 1
"""
_TAKE = f"""{_PART}
UPDATE campaigns_factentry f SET value = f.value - 1 FROM part
WHERE f.assignment_id = part.id AND f.fact = 'registered' AND f."on" = %(on)s AND f.value > 0
  AND f.origin = 'drive:' || %(drive)s::text || ':' || part.id
RETURNING f.id, f.value
"""
_LATE = """
INSERT INTO donors_latecount (assignment_id)
SELECT a.id FROM drives_drive v
JOIN campaigns_assignment a ON a.campaign_id = v.campaign_id AND a.unit_id = coalesce(%(unit)s::bigint, v.host_id)
WHERE v.id = %(drive)s
ON CONFLICT DO NOTHING
"""


def count_registration(registration: Registration, *, by: int = 1) -> None:
    """Add to (1), or take from (-1), the people registered for the drive's campaign. Part of the booking's transaction.

    Take the locks of slot and registration first: this locks the unit's part in the campaign, until the end. Whoever
    walks in counts among those who came, so nothing is added for them. Cost: one query; two where a figure ends at
    nought, where the drive is of no campaign, and where the unit's figures stand still: there it is counted when they
    are opened again.
    """
    if registration.is_walk_in:
        return
    asked: dict[str, int | date | None] = {
        "drive": registration.drive_id,
        "unit": registration.credited_to_id,
        "on": timezone.localdate(registration.registered_at),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ADD if by > 0 else _TAKE, asked)
        if not cursor.rowcount:
            cursor.execute(_LATE, asked)
        elif by < 0 and (left := cursor.fetchone()) and not left[1]:
            cursor.execute("DELETE FROM campaigns_factentry WHERE id = %s", [left[0]])


@transaction.atomic
def recount(drive: Drive) -> None:
    """Count again what a drive adds to its campaign, for every unit. Part of the action that changed an outcome.

    Call it once, at the end, however many outcomes changed. Its donations count themselves. Cost: eight queries.
    """
    origins = _origins_of(drive)
    opened = hold_open(set(origins.values()))
    facts = drive_facts(drive)
    if late := set(origins.values()) - opened:
        _mark_late([fact for fact in facts if fact.assignment in late], origins, late)
    replace_counted(
        [fact for fact in facts if fact.assignment in opened],
        origins=[origin for origin, part in origins.items() if part in opened],
    )


def _origins_of(drive: Drive) -> dict[str, int]:
    """Where a drive is counted, or was until now, by the name under which it stands there. Cost: three queries."""
    units = set(drive.registrations.order_by().values_list("credited_to", flat=True).distinct())
    parts = Assignment.objects.filter(unit__in={unit for unit in units if unit} | {drive.host_id})
    campaigns = dict(parts.order_by().values_list("pk", "campaign"))
    names = {origin_of(drive.pk, part): part for part in campaigns}
    stored = set(FactEntry.objects.filter(origin__in=names).values_list("origin", flat=True))
    return {
        name: part for name, part in names.items() if name in stored or campaigns[part] == drive.campaign_id
    }


def _mark_late(facts: Iterable[CountedFact], origins: Mapping[str, int], parts: Collection[int]) -> None:
    """Note the parts whose figures stand still and say something else."""
    rows = FactEntry.objects.filter(origin__in=origins, assignment__in=parts)
    stored = set(rows.values_list("assignment_id", "fact", "on", "origin", "value"))
    mark_late({row[0] for row in stored ^ {(*fact.place, fact.value) for fact in facts}})


def count_late() -> int:
    """Count what waited at parts that take figures in again; return how many parts that were."""
    parts = list(late_parts())
    for part in parts:
        recount_all(part)
    return len(parts)


@transaction.atomic
def recount_all(part: Assignment) -> int:
    """Count again all donations and registrations at a unit's part; return how many entries differed."""
    if part.pk not in hold_open([part.pk]):
        mark_late([part.pk])
        return 0
    LateCount.objects.filter(assignment=part).delete()
    facts = [fact for fact in campaign_drive_facts(part.campaign_id) if fact.assignment == part.pk]
    stored = FactEntry.objects.filter(assignment=part, origin__startswith="drive:")
    origins = {fact.origin for fact in facts} | set(stored.values_list("origin", flat=True))
    return replace_counted(facts, origins=origins) + recount_part(part)
