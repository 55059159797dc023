"""What holds of every decision, whoever asks."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from maudao.donors.rules import DonationKind, Sex
from maudao.donors.rules.eligibility import (
    Event,
    Facts,
    PastDonation,
    decide,
    law,
    next_eligible_on,
)
from maudao.donors.rules.eligibility.spans import months_after

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
DONATIONS = st.lists(st.builds(PastDonation, DAYS, st.sampled_from(list(DonationKind))), max_size=4)
EVENTS = st.lists(st.builds(Event, st.sampled_from(sorted(law().event_ids)), DAYS), max_size=4)
SITES = st.sampled_from([None, "nowhere", *law().sites])
DATED = st.builds(
    Facts,
    on=DAYS,
    sex=st.sampled_from(list(Sex)),
    birth_date=st.dates(date(1963, 1, 1), date(2010, 12, 31)),
    kind=st.none() | st.sampled_from(list(DonationKind)),
    donations=st.none() | DONATIONS,
    events=st.none() | EVENTS,
    site=SITES,
)
WHOLE = st.builds(
    replace,
    DATED,
    weight_kg=st.none() | st.floats(30, 120),
    volume_ml=st.none() | st.sampled_from([250, 350, 450]),
    haemoglobin_g_l=st.none() | st.integers(90, 180),
    systolic_mmhg=st.none() | st.integers(80, 190),
    diastolic_mmhg=st.none() | st.integers(40, 120),
    pulse_bpm=st.none() | st.integers(40, 130),
    permanent=st.none() | st.lists(st.sampled_from(["HIV", "HBV", "…"]), max_size=2),
)


@given(WHOLE)
def test_decision_agrees_with_itself(facts: Facts) -> None:
    decision = decide(facts)
    assert decision.eligible == (not decision.reasons)
    assert not (decision.permanent and decision.eligible)
    assert decision.not_before is None or decision.not_before > facts.on
    assert all(reason.until is None or reason.until > facts.on for reason in decision.reasons)
    assert all(reason.source and reason.confidence in "ABCD" for reason in decision.reasons)
    if decision.not_before:
        assert decision.not_before >= max(reason.until for reason in decision.reasons if reason.until)


@given(DATED)
def test_not_before_is_the_first_day_that_is_eligible(facts: Facts) -> None:
    decision = decide(facts)
    if decision.not_before:
        assert decide(replace(facts, on=decision.not_before)).eligible
        assert not decide(replace(facts, on=decision.not_before - timedelta(days=1))).eligible
    else:
        assert decision.eligible or decision.permanent


@given(DATED, st.integers(0, 800))
def test_once_eligible_by_dated_rules_is_eligible_until_the_61st_birthday(facts: Facts, later: int) -> None:
    then = replace(facts, on=facts.on + timedelta(days=later))
    if decide(facts).eligible and then.on < months_after(facts.birth_date, 12 * 61):
        assert decide(then).eligible


@given(DATED, st.integers(0, 800))
def test_for_good_stays_for_good(facts: Facts, later: int) -> None:
    if decide(facts).permanent:
        assert decide(replace(facts, on=facts.on + timedelta(days=later))).permanent


@given(WHOLE, st.randoms(use_true_random=False))
def test_order_of_what_is_told_does_not_matter(facts: Facts, random: object) -> None:
    def shuffled(things):  # type: ignore[no-untyped-def]  # lists of three types
        things = list(things or ())
        random.shuffle(things)  # type: ignore[attr-defined]
        return things

    told = replace(
        facts, donations=facts.donations or [], events=facts.events or [], permanent=facts.permanent or []
    )
    mixed = replace(
        told,
        donations=shuffled(told.donations),
        events=shuffled(told.events),
        permanent=shuffled(told.permanent),
    )
    assert decide(mixed) == decide(told)


@given(WHOLE, EVENTS, DONATIONS)
def test_more_history_never_makes_eligible(
    facts: Facts, events: list[Event], donations: list[PastDonation]
) -> None:
    more = replace(
        facts,
        events=[*(facts.events or ()), *events],
        donations=[*(facts.donations or ()), *donations],
    )
    assert not (decide(more).eligible and not decide(facts).eligible)
    assert {reason.rule for reason in decide(facts).reasons} <= {r.rule for r in decide(more).reasons}


@given(WHOLE, st.floats(0.1, 50))
def test_more_weight_never_allows_a_smaller_bag(facts: Facts, more_kg: float) -> None:
    if facts.weight_kg is not None:
        heavier = replace(facts, weight_kg=facts.weight_kg + more_kg)
        lighter_most, heavier_most = decide(facts).max_volume_ml, decide(heavier).max_volume_ml
        assert lighter_most is not None
        assert heavier_most is not None
        assert heavier_most >= lighter_most


@given(DATED)
def test_next_day_from_history_is_what_is_decided_from_history(facts: Facts) -> None:
    alone = replace(facts, events=[])
    day = next_eligible_on(alone.donations or (), on=alone.on, birth_date=alone.birth_date, site=alone.site)
    decision = decide(alone)
    assert day == (alone.on if decision.eligible else decision.not_before)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.integers(0, 800))
def test_months_after_keep_the_day_or_end_on_the_last(day: date, months: int) -> None:
    end = months_after(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)
