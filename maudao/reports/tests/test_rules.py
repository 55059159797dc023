"""The pure decisions about reports."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.campaigns.rules import Fact, Measure
from maudao.reports.rules import ReportState, may_follow
from maudao.reports.rules.closing import Standing, why_closed
from maudao.reports.rules.figures import (
    VISIBLE_FIELDS,
    asked_facts,
    below_counted,
    completed,
    findings,
    supplement,
)
from maudao.reports.rules.succession import History, landing, main_place, split
from maudao.reports.rules.timeliness import When, extended_day, timeliness


def codes(figures):
    return {finding.code: finding.is_refusal for finding in findings(figures)}


# ---- the way up


@pytest.mark.parametrize(
    ("after", "state", "allowed"),
    [
        (ReportState.DRAFT, ReportState.SUBMITTED, True),
        (ReportState.DRAFT, ReportState.ACCEPTED, False),
        (ReportState.SUBMITTED, ReportState.LOCKED, False),
        (ReportState.LOCKED, ReportState.RETURNED, False),
        (ReportState.LOCKED, ReportState.ACCEPTED, True),
    ],
)
def test_a_locked_report_is_only_reopened_and_a_draft_only_sent(after, state, allowed):
    assert may_follow(state, after) is allowed


# ---- what is asked for


def test_a_chair_is_asked_for_people_and_two_sizes_of_bag():
    asked = asked_facts([Measure.UNITS_ACTIVE, Measure.DONORS, Measure.UNITS_CONVERTED])
    assert asked.visible == (Fact.DONORS, Fact.BAGS_250, Fact.BAGS_350)


@given(st.lists(st.sampled_from(list(Measure))))
def test_never_more_than_three_fields_are_seen_and_every_fact_can_be_typed_but_the_volume(measures):
    asked = asked_facts(measures)
    assert len(asked.visible) == VISIBLE_FIELDS
    assert set(asked.all) == set(Fact) - {Fact.VOLUME_ML}
    assert len(asked.all) == len(set(asked.all))


def test_what_the_campaign_measures_is_asked_first():
    assert Fact.REGISTERED in asked_facts([Measure.REGISTERED]).visible


# ---- what follows from what


def test_bags_give_volume_and_turns():
    assert completed({Fact.BAGS_250: 2, Fact.BAGS_350: 3}, {}) == {
        Fact.BAGS_250: 2,
        Fact.BAGS_350: 3,
        Fact.VOLUME_ML: 1550,
        Fact.DONATIONS: 5,
    }


def test_bags_of_people_who_were_counted_already_are_no_new_turns():
    counted = {Fact.DONORS: 10, Fact.DONATIONS: 10}
    assert Fact.DONATIONS not in completed({Fact.BAGS_350: 10}, counted)
    assert completed({Fact.BAGS_350: 12}, counted)[Fact.DONATIONS] == 2


def test_whoever_gave_on_top_of_counted_arrivals_has_come_too():
    assert completed({Fact.DONORS: 3}, {Fact.DONORS: 12, Fact.ARRIVED: 13})[Fact.ARRIVED] == 2
    assert Fact.ARRIVED not in completed({Fact.DONORS: 3}, {Fact.DONORS: 12})


def test_typed_turns_stand():
    assert completed({Fact.DONORS: 5, Fact.DONATIONS: 9}, {})[Fact.DONATIONS] == 9


def test_the_supplement_is_what_comes_on_top_of_the_records():
    assert supplement({Fact.DONORS: 15, Fact.BAGS_250: 4}, {Fact.DONORS: 12, Fact.BAGS_250: 4}) == {
        Fact.DONORS: 3
    }


def test_a_total_below_the_records_is_refused():
    (finding,) = below_counted({Fact.DONORS: 11}, {Fact.DONORS: 12})
    assert (finding.code, finding.is_refusal) == ("below_counted", True)


# ---- consistency


def test_more_donors_and_deferred_than_arrivals_is_refused():
    assert codes({Fact.ARRIVED: 10, Fact.DONORS: 9, Fact.DEFERRED: 2})["more_than_arrived"] is True


def test_unknown_arrivals_contradict_nothing():
    assert "more_than_arrived" not in codes({Fact.DONORS: 9, Fact.DONATIONS: 9})


def test_walk_ins_are_only_pointed_out():
    assert codes({Fact.REGISTERED: 5, Fact.ARRIVED: 7}) == {"more_than_registered": False}


def test_fewer_turns_than_people_is_refused():
    assert codes({Fact.DONORS: 3, Fact.DONATIONS: 2})["fewer_turns_than_people"] is True


@pytest.mark.parametrize(("bags", "refused"), [(4, False), (6, True)])
def test_more_bags_than_turns_is_refused_and_fewer_pointed_out(bags, refused):
    assert codes({Fact.DONORS: 5, Fact.DONATIONS: 5, Fact.BAGS_350: bags})["bags_against_turns"] is refused


def test_apheresis_fills_no_bags():
    figures = {Fact.DONORS: 5, Fact.DONATIONS: 5, Fact.DONATIONS_APHERESIS: 1, Fact.BAGS_350: 4}
    assert codes(figures) == {}


@pytest.mark.parametrize("fact", [Fact.DONATIONS_WOMEN, Fact.DONATIONS_MEMBERS, Fact.DONATIONS_FIRST])
def test_a_part_larger_than_all_turns_is_refused(fact):
    figures = {Fact.DONORS: 2, Fact.DONATIONS: 2, Fact.BAGS_250: 2, fact: 3}
    assert codes(figures) == {"part_too_large": True}


def test_more_donors_than_members_is_pointed_out():
    figures = {Fact.DONORS: 3, Fact.DONATIONS: 3, Fact.BAGS_250: 3}
    assert [finding.code for finding in findings(figures, members=2)] == ["more_than_members"]


def test_donors_without_bags_are_pointed_out_not_refused():
    assert codes({Fact.DONORS: 3, Fact.DONATIONS: 3}) == {"no_bags": False}


# ---- why a form is closed

DAY = date(2026, 5, 2)


@pytest.mark.parametrize("state", [ReportState.DRAFT, ReportState.RETURNED])
def test_a_late_form_is_open_until_the_level_above_has_sent_its_own(state):
    assert why_closed(Standing(state), reviewer="CĐX") is None
    closed = why_closed(Standing(state, summed_up_by="CĐX Mường Một", summed_up_on=DAY), reviewer="CĐX")
    assert closed is not None
    assert closed.code == "summed_up"
    assert "CĐX Mường Một" in closed.why
    assert "02/05/2026" in closed.why


@pytest.mark.parametrize("state", [ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.LOCKED])
def test_a_closed_form_names_who_can_open_it(state):
    closed = why_closed(Standing(state, since=DAY), reviewer="LĐLĐ tỉnh (đ/c Minh)")
    assert closed is not None
    assert closed.code == state
    assert "LĐLĐ tỉnh (đ/c Minh)" in closed.who


# ---- time


@pytest.mark.parametrize(
    ("sent_on", "on", "when", "days"),
    [
        (date(2026, 4, 30), DAY, When.ON_TIME, 0),
        (date(2026, 5, 1), DAY, When.LATE, 1),
        (None, date(2026, 4, 30), When.DUE, 0),
        (None, DAY, When.OVERDUE, 2),
    ],
)
def test_the_last_day_counts(sent_on, on, when, days):
    found = timeliness(last_day=date(2026, 4, 30), sent_on=sent_on, on=on)
    assert (found.when, found.days) == (when, days)


def test_an_extension_counts_from_today_where_the_day_has_passed():
    assert extended_day(last_day=date(2026, 4, 30), days=3, on=date(2026, 4, 28)) == date(2026, 5, 3)
    assert extended_day(last_day=date(2026, 4, 30), days=3, on=date(2026, 5, 10)) == date(2026, 5, 13)


# ---- the tree as it is now


def test_a_merged_unit_lies_with_its_successor():
    history = History(frozenset({1}), {1: [(2, Fraction(1))]})
    assert landing(1, history) == {2: 1}


def test_shares_multiply_along_a_chain():
    half = Fraction(1, 2)
    history = History(frozenset({1, 2}), {1: [(2, half), (3, half)], 2: [(4, half), (5, half)]})
    assert landing(1, history) == {3: half, 4: Fraction(1, 4), 5: Fraction(1, 4)}


def test_a_unit_without_successor_leaves_its_facts_with_the_nearest_unit_above_that_lives_on():
    history = History(frozenset({3, 2}), {}, {3: 2, 2: 1, 1: None})
    assert landing(3, history) == {1: 1}


def test_the_owner_keeps_what_has_nowhere_else_to_go():
    history = History(frozenset({1}), {}, {1: None})
    assert landing(1, history) == {1: 1}


def test_what_cannot_be_divided_counts_with_the_largest_share():
    assert main_place({7: Fraction(2, 5), 9: Fraction(3, 5)}) == 9
    assert main_place({7: Fraction(1, 2), 9: Fraction(1, 2)}) == 7


UNITS = st.integers(1, 12)
SHARES = st.fractions(min_value=Fraction(1, 1000), max_value=1, max_denominator=1000)


@st.composite
def histories(draw):
    """Any history, cycles and odd shares too: what is lost or doubled would show in one of them."""
    closed = frozenset(draw(st.sets(UNITS)))
    successors = draw(
        st.dictionaries(UNITS, st.lists(st.tuples(UNITS, SHARES), min_size=1, max_size=3), max_size=6)
    )
    parents = {
        unit: draw(st.one_of(st.none(), st.integers(1, unit - 1))) if unit > 1 else None
        for unit in range(1, 13)
    }
    return History(closed, successors, parents)


@given(histories(), st.dictionaries(UNITS, st.integers(0, 10_000)))
def test_no_fact_is_lost_or_doubled_on_the_way_to_the_tree_as_it_is_now(history, facts):
    pieces = [split(value, landing(unit, history)) for unit, value in facts.items()]
    assert sum(sum(piece.values()) for piece in pieces) == sum(facts.values())
    assert all(value >= 0 for piece in pieces for value in piece.values())


@given(histories(), UNITS)
def test_shares_always_add_up_to_one(history, unit):
    assert sum(landing(unit, history).values()) == 1
