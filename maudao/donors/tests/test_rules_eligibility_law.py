"""Rules are dated data: what is on, what never is, and which hold on a day."""

from datetime import date

import pytest

from maudao.donors.rules import Sex
from maudao.donors.rules.eligibility import Event, Facts, Law, Rule, Site, Span, decide, law
from maudao.donors.rules.eligibility.law import read_law

TATTOO = [Event("D06-TATTOO", date(2026, 1, 2))]


def tattoo(months: int, **dates: date) -> Rule:
    dates = {"effective_from": date(2013, 11, 15)} | dates
    return Rule(
        id="D06-TATTOO", what="", part="event", source="", confidence="A", span=Span(months=months), **dates
    )


def facts(on: date) -> Facts:
    return Facts(on=on, sex=Sex.FEMALE, birth_date=date(1990, 5, 1), events=TATTOO)


def test_rules_from_memory_are_listed_and_never_on() -> None:
    guessed = [rule for rule in law().rules if rule.confidence == "M"]
    assert guessed
    assert not any(rule.is_on for rule in guessed)
    assert not {rule.id for rule in guessed} & {rule for site in law().sites.values() for rule in site.on}


def test_rules_with_a_source_are_on_unless_they_are_for_some_sites() -> None:
    off = {rule.id for rule in law().rules if not rule.is_on and rule.confidence != "M"}
    assert off == {"WT-LOCAL", "VOL-LOCAL", "INT-GRAN"}


def test_every_rule_has_a_source_and_a_first_day() -> None:
    assert all(rule.source and rule.what and rule.effective_from for rule in law().rules)
    assert all(rule.starts for rule in law().rules if rule.span)


def test_rule_from_memory_that_is_on_is_refused() -> None:
    rule = Rule(id="PLT", what="", part="event", source="", confidence="M", effective_from=date(2013, 11, 15))
    with pytest.raises(ValueError, match="PLT"):
        Law((rule,))


def test_site_may_not_switch_a_rule_from_memory_on() -> None:
    rule = Rule(
        id="PLT",
        what="",
        part="event",
        source="",
        confidence="M",
        effective_from=date(2013, 11, 15),
        is_on=False,
    )
    Law((rule,))
    with pytest.raises(ValueError, match="PLT"):
        Law((rule,), {"x": Site(id="x", name="", on=frozenset(["PLT"]))})


def test_site_that_names_no_rule_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="NONE"):
        Law((), {"x": Site(id="x", name="", off=frozenset(["NONE"]))})


def test_misspelt_part_is_refused() -> None:
    text = """
        sources = { s = "…" }
        [[rule]]
        id = "X"
        what = "…"
        part = "evnt"
        source = "s"
        confidence = "A"
        effective_from = 2013-11-15
        on = true
    """
    with pytest.raises(ValueError, match="X"):
        read_law(text)


def test_nothing_is_decided_for_a_day_before_the_circular() -> None:
    event = [Event("D06-TATTOO", date(2013, 11, 1))]
    before = Facts(on=date(2013, 11, 14), sex=Sex.MALE, birth_date=date(1990, 5, 1), events=event)
    after = Facts(on=date(2013, 11, 15), sex=Sex.MALE, birth_date=date(1990, 5, 1), events=event)
    assert decide(before).eligible
    assert "law" in decide(before).unknown
    assert not decide(after).eligible
    assert "law" not in decide(after).unknown


def test_decision_uses_the_rule_in_force_on_the_day() -> None:
    replaced = date(2026, 6, 1)
    rules = Law(
        (tattoo(6, effective_until=date(2026, 5, 31)), tattoo(4, effective_from=replaced)),
    )
    assert decide(facts(date(2026, 5, 31)), rules=rules).reasons[0].until == date(2026, 7, 2)
    assert decide(facts(replaced), rules=rules).eligible


def test_not_before_is_no_later_than_the_end_of_the_rule() -> None:
    rules = Law((tattoo(6, effective_until=date(2026, 5, 31)), tattoo(4, effective_from=date(2026, 6, 1))))
    assert decide(facts(date(2026, 5, 1)), rules=rules).not_before == date(2026, 6, 1)


def test_not_before_follows_the_rule_that_replaces_one() -> None:
    rules = Law((tattoo(6, effective_until=date(2026, 5, 31)), tattoo(12, effective_from=date(2026, 6, 1))))
    assert decide(facts(date(2026, 5, 1)), rules=rules).not_before == date(2027, 1, 2)


def test_local_volume_is_a_choice_of_a_site() -> None:
    local = Law(law().rules, {"x": Site(id="x", name="", on=frozenset(["VOL-LOCAL"]))})
    heavy = Facts(on=date(2026, 4, 7), sex=Sex.FEMALE, birth_date=date(1990, 5, 1), weight_kg=50, site="x")
    assert decide(heavy, rules=local).max_volume_ml == 350
    assert decide(heavy).max_volume_ml == 450
