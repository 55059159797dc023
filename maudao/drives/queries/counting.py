"""What drives add to the facts of campaigns beside the donations: registered, arrived, deferred; and what waits."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from maudao.campaigns.actions.facts import CountedFact
from maudao.campaigns.models import Assignment
from maudao.campaigns.rules import CampaignState, Fact
from maudao.drives.models import Drive

#: Local days, as everywhere.
ZONE = "Asia/Ho_Chi_Minh"

# Registered is who booked, on the local day of booking; who walked in is counted among those who came. Who came is
# counted on the drive's day; who was deferred is a count for the organisers alone, and stands at the host.
_COUNT = """
WITH booked AS (
  SELECT v.id AS drive, v.campaign_id, coalesce(r.credited_to_id, v.host_id) AS unit, v.host_id AS host, v.held_on,
    (r.registered_at AT TIME ZONE %(zone)s)::date AS registered_on, r.state, r.is_walk_in, v.deferred_count
  FROM drives_drive v JOIN drives_registration r ON r.drive_id = v.id
  WHERE v.campaign_id IS NOT NULL AND r.state <> 'cancelled' AND {which}
), told AS (
  SELECT drive, campaign_id, unit, 'registered' AS fact, registered_on AS "on", count(*) AS value
  FROM booked WHERE NOT is_walk_in GROUP BY drive, campaign_id, unit, registered_on
  UNION ALL
  SELECT drive, campaign_id, unit, 'arrived', held_on, count(*)
  FROM booked WHERE state IN ('arrived', 'donated', 'deferred', 'left') GROUP BY drive, campaign_id, unit, held_on
  UNION ALL
  SELECT drive, campaign_id, host, 'deferred', held_on, count(*)
  FROM booked WHERE state = 'deferred' AND deferred_count IS NULL GROUP BY drive, campaign_id, host, held_on
  UNION ALL
  SELECT v.id, v.campaign_id, v.host_id, 'deferred', v.held_on, v.deferred_count
  FROM drives_drive v WHERE v.campaign_id IS NOT NULL AND v.deferred_count > 0 AND {which}
)
SELECT told.drive, a.id, told.fact, told."on", told.value
FROM told JOIN campaigns_assignment a ON a.campaign_id = told.campaign_id AND a.unit_id = told.unit
"""
_OF_ONE = _COUNT.format(which="v.id = %(key)s")
_OF_CAMPAIGN = _COUNT.format(which="v.campaign_id = %(key)s")


def origin_of(drive: int, part: int) -> str:
    """Return the name under which registrations of a drive that are credited to a part are counted."""
    return f"drive:{drive}:{part}"


def drive_facts(drive: Drive) -> list[CountedFact]:
    """Count a drive's registrations at every unit that they are credited to. Cost: one query."""
    return list(_counted(_OF_ONE, drive.pk))


def campaign_drive_facts(campaign: int) -> list[CountedFact]:
    """Count the registrations of all drives of a campaign, by its key. Cost: one query."""
    return list(_counted(_OF_CAMPAIGN, campaign))


def _counted(sql: str, key: int) -> Iterator[CountedFact]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"key": key, "zone": ZONE})
        rows: list[tuple[int, int, str, Any, int]] = cursor.fetchall()
    for drive, part, fact, on, value in rows:
        yield CountedFact(part, Fact(fact), on, origin_of(drive, part), value)


def late_parts() -> QuerySet[Assignment]:
    """Return parts at which something waits to be counted, and which take figures in again."""
    opened = Assignment.objects.filter(late_count__isnull=False, locked_at=None)
    return opened.filter(campaign__state=CampaignState.OPEN).order_by("pk")
