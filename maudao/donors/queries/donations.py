"""What donations add to the facts of campaigns, counted from the donations themselves.

A day of a part is a *spot*: (key of the unit's part in a campaign, day). Its facts stand under one origin.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db import connection
from django.db.models import F

from maudao.campaigns.actions.facts import CountedFact
from maudao.campaigns.rules import Fact
from maudao.donors.models import Donation, Donor

Spot = tuple[int, date]

#: The columns of `_COUNT` after part and day.
_FACTS = (
    Fact.DONATIONS,
    Fact.DONORS,
    Fact.DONATIONS_FIRST,
    Fact.DONATIONS_REPEAT,
    Fact.DONATIONS_WOMEN,
    Fact.DONATIONS_MEMBERS,
    Fact.DONATIONS_APHERESIS,
    Fact.BAGS_250,
    Fact.BAGS_350,
    Fact.BAGS_450,
    Fact.VOLUME_ML,
)

# A person counts once in a campaign: on the day, and at the unit, of the first donation in it. "First" is the first
# that is known of at all, told ones too; one that is told for the same day is the same donation.
_COUNT = """
WITH counted AS (
  SELECT a.id AS part, d.donated_on, d.volume_ml, p.sex, d.kind = 'whole_blood' AS is_whole,
    NOT EXISTS (
      SELECT FROM donors_donation e
      JOIN campaigns_assignment b ON b.campaign_id = e.campaign_id AND b.unit_id = e.credited_to_id
      WHERE e.donor_id = d.donor_id AND e.campaign_id = d.campaign_id AND NOT e.is_self_told
        AND (e.donated_on, e.id) < (d.donated_on, d.id)) AS is_person,
    NOT EXISTS (
      SELECT FROM donors_donation e
      WHERE e.donor_id = d.donor_id AND (e.donated_on < d.donated_on
        OR e.donated_on = d.donated_on AND e.id < d.id AND NOT e.is_self_told)) AS is_first,
    EXISTS (
      SELECT FROM donors_membership m
      WHERE m.donor_id = d.donor_id AND m.starts_on <= d.donated_on
        AND (m.ends_on IS NULL OR m.ends_on >= d.donated_on)) AS is_member
  FROM donors_donation d
  JOIN campaigns_assignment a ON a.campaign_id = d.campaign_id AND a.unit_id = d.credited_to_id
  JOIN donors_donor p ON p.id = d.donor_id
  WHERE NOT d.is_self_told AND a.id = ANY(%(parts)s) AND (%(days)s::date[] IS NULL OR d.donated_on = ANY(%(days)s))
)
SELECT part, donated_on, count(*), count(*) FILTER (WHERE is_person),
  count(*) FILTER (WHERE is_first), count(*) FILTER (WHERE NOT is_first),
  count(*) FILTER (WHERE sex = 'F'), count(*) FILTER (WHERE is_member), count(*) FILTER (WHERE NOT is_whole),
  count(*) FILTER (WHERE is_whole AND volume_ml = 250), count(*) FILTER (WHERE is_whole AND volume_ml = 350),
  count(*) FILTER (WHERE is_whole AND volume_ml = 450), sum(volume_ml)
FROM counted GROUP BY part, donated_on
"""


def origin_of(spot: Spot) -> str:
    """Return the name under which the donations of a part on a day are counted."""
    part, on = spot
    return f"donations:{part}:{on:%Y%m%d}"


def donation_facts(parts: Collection[int], *, days: Collection[date] | None = None) -> Iterator[CountedFact]:
    """Count the donations credited to these parts, on these days or on all. Cost: one query."""
    with connection.cursor() as cursor:
        wanted = None if days is None else list(days)
        cursor.execute(_COUNT, {"parts": list(parts), "days": wanted})
        rows = cursor.fetchall()
    for part, on, *values in rows:
        for fact, value in zip(_FACTS, values, strict=True):
            if value:
                yield CountedFact(part, fact, on, origin_of((part, on)), int(value))


def spots_of(donors: Iterable[Donor], *, since: date = date.min) -> set[Spot]:
    """Return where the donations of these people are counted, from a day on. Cost: one query."""
    given = Donation.objects.filter(
        donor__in=[donor.pk for donor in donors], is_self_told=False, donated_on__gte=since
    )
    counted = given.filter(credited_to__assignments__campaign=F("campaign")).order_by()
    return set(counted.values_list("credited_to__assignments", "donated_on"))
