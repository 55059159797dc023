"""What drives add to the facts of campaigns beside the donations: registered, arrived, deferred; and what waits."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from maudao.campaigns.actions.facts import CountedFact
from maudao.campaigns.models import Assignment, FactEntry
from maudao.campaigns.rules import CampaignState, Fact
from maudao.donors.models import LateCount
from maudao.donors.queries.donations import donation_facts
from maudao.drives.models import Drive, Registration
from maudao.drives.rules import DriveState

#: Local days, as everywhere.
ZONE = "Asia/Ho_Chi_Minh"

_OF_DRIVE = re.compile(r"drive:(\d+):\d+$")
_OF_DONATIONS = re.compile(r"donations:\d+:(\d{8})$")

#: Entries that are counted from donations and registrations.
OF_RECORDS = Q(origin__startswith="donations:") | Q(origin__startswith="drive:")

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


def drives_behind(part: Assignment, *, origins: Collection[str]) -> dict[str, list[Drive]]:
    """Return the drives that stand behind figures of a part, by origin: none where donations came in otherwise.

    Cost: two queries; none where no origin is of a drive or of donations.
    """
    keys = {name: {int(found[1])} for name in origins if (found := _OF_DRIVE.match(name))}
    days = {date.fromisoformat(found[1]): name for name in origins if (found := _OF_DONATIONS.match(name))}
    given = Registration.objects.filter(
        donation__campaign=part.campaign_id, donation__credited_to=part.unit_id, donation__donated_on__in=days
    )
    rows = given.order_by().values_list("donation__donated_on", "drive").distinct() if days else ()
    for on, drive in rows:
        keys.setdefault(days[on], set()).add(drive)
    wanted = {key for behind in keys.values() for key in behind}
    drives = Drive.objects.select_related("host").in_bulk(wanted) if wanted else {}
    return {name: [drives[key] for key in sorted(behind) if key in drives] for name, behind in keys.items()}


def counted_drives(part: Assignment, *, on: date) -> list[str]:
    """Name the drives of a day whose figures count at a unit's part by themselves. Cost: one query.

    The unit's own, those that it holds with others, and those at which its people are registered.
    """
    own = Q(host=part.unit_id) | Q(co_hosts=part.unit_id)
    credited = Exists(Registration.objects.filter(drive=OuterRef("pk"), credited_to=part.unit_id))
    found = Drive.objects.filter(own | credited, campaign=part.campaign_id, held_on=on)
    live = found.filter(state__in=(DriveState.OPEN, DriveState.DONE))
    return list(live.distinct().order_by("pk").values_list("title", flat=True))


def late_parts() -> QuerySet[Assignment]:
    """Return parts at which something waits to be counted, and which take figures in again."""
    opened = Assignment.objects.filter(late_count__isnull=False, locked_at=None)
    return opened.filter(campaign__state=CampaignState.OPEN).order_by("pk")


def late_facts(part: Assignment) -> Counter[Fact]:
    """Return by how much the records of a part differ from its figures, where these stand still.

    Negative where something was withdrawn. Empty where nothing waits. Cost: one query; four where something does.
    """
    if not LateCount.objects.filter(assignment=part).exists():
        return Counter()
    return _differences(_recorded(part), _stored(FactEntry.objects.filter(OF_RECORDS, assignment=part)))


def _recorded(part: Assignment) -> Counter[Fact]:
    booked = (fact for fact in campaign_drive_facts(part.campaign_id) if fact.assignment == part.pk)
    return _summed([*donation_facts([part.pk]), *booked])


def late_of_drive(drive: Drive) -> Counter[Fact]:
    """Return what a drive's records and donations say beyond the figures that stand still, over all its units.

    Cost: one query; five where something waits in its campaign.
    """
    late = LateCount.objects.filter(assignment__campaign=drive.campaign_id).values_list(
        "assignment", flat=True
    )
    parts = set(late) if drive.campaign_id else set()
    if not parts:
        return Counter()
    given = drive.registrations.filter(donation__isnull=False).order_by()
    days = set(given.values_list("donation__donated_on", flat=True)) | {drive.held_on}
    booked = [fact for fact in drive_facts(drive) if fact.assignment in parts]
    recorded = _summed([*donation_facts(parts, days=days), *booked])
    origins = Q(origin__in=[origin_of(drive.pk, part) for part in parts])
    entries = origins | Q(origin__startswith="donations:", on__in=days)
    return _differences(recorded, _stored(FactEntry.objects.filter(entries, assignment__in=parts)))


def _summed(facts: list[CountedFact]) -> Counter[Fact]:
    total: Counter[Fact] = Counter()
    for fact in facts:
        total[fact.fact] += fact.value
    return total


def _stored(entries: QuerySet[FactEntry]) -> Counter[Fact]:
    total: Counter[Fact] = Counter()
    for fact, value in entries.values_list("fact", "value"):
        total[Fact(fact)] += value
    return total


def _differences(recorded: Counter[Fact], stored: Counter[Fact]) -> Counter[Fact]:
    return Counter({fact: recorded[fact] - stored[fact] for fact in Fact if recorded[fact] != stored[fact]})
