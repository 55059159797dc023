"""From which day may somebody give again, and how long is the rest after a donation."""

from collections.abc import Iterable, Sequence
from datetime import date

from maudao.donors.rules.eligibility.dated import Exclusion, exclusions
from maudao.donors.rules.eligibility.facts import Event, PastDonation
from maudao.donors.rules.eligibility.law import Law, law


def next_eligible_on(
    donations: Iterable[tuple[date, str]],
    *,
    on: date,
    birth_date: date | None = None,
    not_before: date | None = None,
    site: str | None = None,
) -> date | None:
    """Return the first day from `on` on which somebody may give, from history and age alone; None: never again.

    `donations` are (day, kind), in any order. The answer holds for every kind: the rest depends on what was given, not
    on what comes next (Thông tư 26/2013/TT-BYT, Điều 6). A birth date that is not known excludes nobody. `not_before`
    is the day that the donor was told.
    """
    start = max(on, not_before) if not_before else on
    given = [PastDonation(*donation) for donation in donations]
    return first_free_day(law(), on=start, birth_date=birth_date, donations=given, events=(), site=site)


def rest_days(kind: str, *, on: date, site: str | None = None) -> int:
    """Return how many days the rest after a donation of a kind lasts, by the rules in force on a day."""
    given = [PastDonation(on, kind)]
    rules = law().in_force(on, site=site)
    ends = [end for _, end in exclusions(rules, on=on, birth_date=None, donations=given, events=()) if end]
    return (max(ends) - on).days if ends else 0


def first_free_day(
    rules: Law,
    *,
    on: date,
    birth_date: date | None,
    donations: Sequence[PastDonation],
    events: Sequence[Event],
    site: str | None,
) -> date | None:
    """Return the first day from `on` on which no dated rule excludes, by the rules in force on that day; None: none."""
    day = on
    while found := exclusions(
        rules.in_force(day, site=site),
        on=day,
        birth_date=birth_date,
        donations=donations,
        events=events,
    ):
        end = max(map(_end, found))
        if end == date.max:
            return None
        day = end
    return day


def _end(exclusion: Exclusion) -> date:
    """Return the day on which an exclusion is over, or its rule is."""
    rule, end = exclusion
    return min(end or date.max, rule.ends)
