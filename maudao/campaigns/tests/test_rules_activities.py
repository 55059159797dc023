"""What an activity counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.campaigns.rules import ActivityKind, Fact, FactsDisagree, activity_facts


@pytest.mark.parametrize("kind", [ActivityKind.COMMUNICATION, ActivityKind.BANNER, ActivityKind.TALK])
def test_communication_counts_itself(kind: ActivityKind) -> None:
    assert activity_facts(kind, {Fact.COMMUNICATION_REACH: 40}) == {
        Fact.COMMUNICATION_ACTIVITIES: 1,
        Fact.COMMUNICATION_REACH: 40,
    }


def test_support_does_not_count_as_communication() -> None:
    assert activity_facts(ActivityKind.SUPPORT, {}) == {}


def test_millilitres_follow_from_the_bags() -> None:
    facts = activity_facts(ActivityKind.DRIVE, {Fact.BAGS_250: 2, Fact.BAGS_350: 3, Fact.BAGS_450: 1})
    assert facts[Fact.VOLUME_ML] == 2 * 250 + 3 * 350 + 450
    assert (facts[Fact.DONATIONS], facts[Fact.DONORS]) == (6, 6)


def test_millilitres_that_were_measured_stand() -> None:
    assert activity_facts(ActivityKind.DRIVE, {Fact.BAGS_250: 2, Fact.VOLUME_ML: 480})[Fact.VOLUME_ML] == 480


def test_one_number_is_enough_for_a_drive() -> None:
    assert activity_facts(ActivityKind.DRIVE, {Fact.DONORS: 12}) == {Fact.DONORS: 12, Fact.DONATIONS: 12}


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({Fact.DONORS: -1}, "negative"),
        ({Fact.DONORS: 10**9}, "too_large"),
        ({Fact.DONATIONS: 3, Fact.BAGS_350: 4}, "more_bags_than_donations"),
        ({Fact.DONORS: 5, Fact.DONATIONS: 4}, "more_donors_than_donations"),
        ({Fact.ARRIVED: 10, Fact.DONORS: 8, Fact.DEFERRED: 3}, "more_than_arrived"),
    ],
)
def test_figures_that_cannot_all_be_true_are_refused(facts: dict[Fact, int], reason: str) -> None:
    with pytest.raises(FactsDisagree) as refused:
        activity_facts(ActivityKind.DRIVE, facts)
    assert refused.value.reason == reason


@given(st.sampled_from(ActivityKind), st.dictionaries(st.sampled_from(Fact), st.integers(0, 1000)))
def test_counted_facts_are_never_zero_or_negative(kind: ActivityKind, given_facts: dict[Fact, int]) -> None:
    try:
        facts = activity_facts(kind, given_facts)
    except FactsDisagree:
        return
    assert all(value > 0 for value in facts.values())
