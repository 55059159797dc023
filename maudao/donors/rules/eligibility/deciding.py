"""The decision for one day from what is known."""

from collections.abc import Iterator
from datetime import date

from maudao.donors.rules.eligibility import outcome
from maudao.donors.rules.eligibility.dated import exclusions
from maudao.donors.rules.eligibility.facts import Facts
from maudao.donors.rules.eligibility.history import first_free_day
from maudao.donors.rules.eligibility.law import InForce, Law, law
from maudao.donors.rules.eligibility.measures import max_volume_ml, refusals
from maudao.donors.rules.eligibility.outcome import Advice, Decision, Reason


def decide(facts: Facts, *, rules: Law | None = None) -> Decision:
    """Decide by the rules in force on `facts.on`. Facts that are not known exclude nobody.

    `not_before` is the first day on which no dated rule excludes any more; None where none does, and where the
    exclusion is for good: a permanent condition, or the 61st birthday comes first.
    """
    every = rules or law()
    now = every.in_force(facts.on, site=facts.site)
    free_on = _free_on(facts, every)
    permanent = bool(facts.permanent) or free_on is None
    reasons = tuple(_reasons(facts, now, is_never_again=free_on is None))
    return Decision(
        eligible=not reasons,
        not_before=None if permanent or free_on == facts.on else free_on,
        permanent=permanent,
        max_volume_ml=max_volume_ml(facts, now),
        reasons=reasons,
        advice=tuple(_advice(facts, now)),
        unknown=(*facts.unknown(), *([] if now else ["law"])),
    )


def _free_on(facts: Facts, rules: Law) -> date | None:
    return first_free_day(
        rules,
        on=facts.on,
        birth_date=facts.birth_date,
        donations=facts.donations or (),
        events=facts.events or (),
        site=facts.site,
    )


def _reasons(facts: Facts, rules: InForce, *, is_never_again: bool) -> Iterator[Reason]:
    """Return what is for good, then the rest in the order of the rules."""
    yield from _permanent(facts, rules)
    dated = dict(_dated(facts, rules))
    if is_never_again:
        dated |= {rule.id: None for rule in rules.of("age")}
    refused = {rule.id for rule in refusals(facts, rules)}
    for rule in rules:
        if rule.id in dated or rule.id in refused:
            yield outcome.reason(rule, until=dated.get(rule.id))


def _dated(facts: Facts, rules: InForce) -> Iterator[tuple[str, date | None]]:
    found = exclusions(
        rules,
        on=facts.on,
        birth_date=facts.birth_date,
        donations=facts.donations or (),
        events=facts.events or (),
    )
    return ((rule.id, until) for rule, until in found)


def _permanent(facts: Facts, rules: InForce) -> Iterator[Reason]:
    """Say that each thing told excludes for good, with its own source where it has one."""
    known = {rule.id: rule for rule in rules.of("permanent")}
    for told in sorted(set(facts.permanent or ())):
        rule = known.get(told) or known.get("PERMANENT")
        yield Reason(told, rule.what, None, rule.source, rule.confidence) if rule else _untold(told)


def _untold(told: str) -> Reason:
    """Say that something excludes for good on a day of which we have no law: it does, whatever the law was."""
    return Reason(told, told, None, "", "M")


def _advice(facts: Facts, rules: InForce) -> Iterator[Advice]:
    """Pass on conditions for which no duration is known."""
    told = {event.rule for event in facts.events or ()}
    return (outcome.advice(rule) for rule in rules.of("event") if rule.id in told and rule.span is None)


def to_know(kind: str, *, on: date) -> tuple[Advice, ...]:
    """Return what everybody who comes to give a kind is to know: papers to bring, sleep and food, work afterwards."""
    rules = law().in_force(on)
    general = [rule for rule in rules.of("event") if rule.values.get("always")]
    for_kind = [rule for rule in rules.of("advice") if kind in rule.values.get("kinds", (kind,))]
    return tuple(outcome.advice(rule) for rule in (*general, *for_kind))
