"""What excludes until a day: age, the rest after a donation, things that happened."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from maudao.donors.rules.eligibility.facts import Event, PastDonation
from maudao.donors.rules.eligibility.law import InForce, Rule
from maudao.donors.rules.eligibility.spans import birthday

#: A rule that excludes, and the first day on which it does not any more; None: there is no such day.
Exclusion = tuple[Rule, date | None]


def by_age(rules: InForce, birth_date: date, *, on: date) -> Iterator[Exclusion]:
    """Exclude until the 18th birthday, and from the 61st on for good (Điều 4 khoản 1)."""
    for rule in rules.of("age"):
        grown_on = birthday(birth_date, rule.values["from_years"])
        if on < grown_on:
            yield rule, grown_on
        elif on >= birthday(birth_date, rule.values["before_years"]):
            yield rule, None


def by_rest(rules: InForce, donations: Iterable[PastDonation], *, on: date) -> Iterator[Exclusion]:
    """Exclude for the interval of each donation's own kind, whatever is wanted next (Điều 6).

    The law counts from the kind given last (khoản 4). In a history that kept to it an earlier donation never
    excludes longer; in one that did not, the 12 weeks between two of whole blood still hold (khoản 1).
    """
    for donation in donations:
        rests = [rule for rule in rules.of("interval") if donation.kind in rule.values["after"]]
        ends = [(end, rule) for rule in rests if (end := rule.until(donation.on))]
        if ends:
            end, rule = max(ends, key=lambda pair: pair[0])
            yield from _while_before(end, rule, on=on)


def by_events(rules: InForce, events: Iterable[Event], *, on: date) -> Iterator[Exclusion]:
    """Exclude for as long as each condition's rule says; one without a duration excludes nobody (Điều 5)."""
    of = {rule.id: rule for rule in rules.of("event")}
    for event in events:
        rule = of.get(event.rule)
        if rule and (end := rule.until(event.on)):
            yield from _while_before(end, rule, on=on)


def _while_before(end: date, rule: Rule, *, on: date) -> Iterator[Exclusion]:
    if on < end:
        yield rule, end


def exclusions(
    rules: InForce,
    *,
    on: date,
    birth_date: date | None,
    donations: Iterable[PastDonation],
    events: Iterable[Event],
) -> list[Exclusion]:
    """Return all that excludes on a day until another, each rule once, with its latest day."""
    ages = by_age(rules, birth_date, on=on) if birth_date else ()
    found = chain(ages, by_rest(rules, donations, on=on), by_events(rules, events, on=on))
    latest: dict[str, Exclusion] = {}
    for rule, end in found:
        known = latest.get(rule.id)
        if known is None or end is None or (known[1] is not None and end > known[1]):
            latest[rule.id] = rule, end
    return list(latest.values())
