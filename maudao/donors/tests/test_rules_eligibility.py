"""What age, weight, bag and the measures of the day decide, and what the answer holds."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from maudao.donors.rules import DonationKind, Sex
from maudao.donors.rules.eligibility import Decision, Event, Facts, PastDonation, decide

DAY = date(2026, 4, 7)
WHOLE_BLOOD, RED_CELLS, PLATELETS, PLASMA = DonationKind


def facts(**known: Any) -> Facts:
    """A woman of 35 of whom nothing else is known, on 7 April 2026."""
    return Facts(**{"on": DAY, "sex": Sex.FEMALE, "birth_date": date(1990, 5, 1)} | known)


def rules_of(decision: Decision) -> list[str]:
    return [reason.rule for reason in decision.reasons]


def test_who_is_in_good_health_may_give() -> None:
    decision = decide(
        facts(
            kind=WHOLE_BLOOD,
            weight_kg=52,
            volume_ml=450,
            donations=[],
            events=[],
            permanent=[],
            haemoglobin_g_l=128,
            systolic_mmhg=120,
            diastolic_mmhg=75,
            pulse_bpm=72,
        )
    )
    assert decision == Decision(
        eligible=True,
        not_before=None,
        permanent=False,
        max_volume_ml=450,
        reasons=(),
        advice=(),
        unknown=(),
    )


def test_what_is_not_known_excludes_nobody_and_is_listed() -> None:
    decision = decide(facts())
    assert (decision.eligible, decision.max_volume_ml) == (True, None)
    assert decision.unknown == (
        "kind",
        "volume_ml",
        "weight_kg",
        "donations",
        "events",
        "permanent",
        "haemoglobin_g_l",
        "systolic_mmhg",
        "diastolic_mmhg",
        "pulse_bpm",
    )


def test_every_reason_has_its_source_and_confidence() -> None:
    decision = decide(facts(events=[Event("D06-TATTOO", date(2026, 1, 2))]))
    (reason,) = decision.as_json()["reasons"]
    assert (reason["rule"], reason["until"], reason["confidence"]) == ("D06-TATTOO", "2026-07-02", "A")
    assert "26/2013/TT-BYT" in reason["source"]


def test_example_of_the_contract_is_excluded_for_good_and_every_reason_is_told() -> None:
    decision = decide(
        facts(
            weight_kg=47,
            kind=WHOLE_BLOOD,
            volume_ml=350,
            donations=[PastDonation(date(2026, 1, 20), WHOLE_BLOOD)],
            events=[Event("D06-TATTOO", date(2026, 1, 2))],
            permanent=["HIV"],
        )
    )
    assert (decision.eligible, decision.not_before, decision.permanent) == (False, None, True)
    assert decision.max_volume_ml == 350
    assert [(reason.rule, reason.until) for reason in decision.reasons] == [
        ("HIV", None),
        ("INT-WB", date(2026, 4, 14)),
        ("D06-TATTOO", date(2026, 7, 2)),
    ]


@pytest.mark.parametrize(
    ("birth_date", "on", "rules", "not_before", "permanent"),
    [
        (date(2008, 4, 8), DAY, ["AGE"], date(2026, 4, 8), False),
        (date(2008, 4, 7), DAY, [], None, False),
        (date(1965, 4, 8), DAY, [], None, False),  # the last day of being 60
        (date(1965, 4, 7), DAY, ["AGE"], None, True),
        (date(1940, 1, 1), DAY, ["AGE"], None, True),
        # born on 29 February: an age is reached on the 28th of other years
        (date(2008, 2, 29), date(2026, 2, 27), ["AGE"], date(2026, 2, 28), False),
        (date(2008, 2, 29), date(2026, 2, 28), [], None, False),
        (date(1964, 2, 29), date(2025, 2, 27), [], None, False),
        (date(1964, 2, 29), date(2025, 2, 28), ["AGE"], None, True),
    ],
)
def test_age_is_from_the_18th_birthday_to_the_day_before_the_61st(
    birth_date: date, on: date, rules: list[str], not_before: date | None, permanent: bool
) -> None:
    decision = decide(facts(birth_date=birth_date, on=on))
    assert rules_of(decision) == rules
    assert (decision.not_before, decision.permanent) == (not_before, permanent)


def test_who_turns_61_before_the_rest_is_over_has_no_day_to_come_back() -> None:
    tattoo = Event("D06-TATTOO", date(2026, 4, 1))
    decision = decide(facts(birth_date=date(1965, 9, 1), events=[tattoo]))
    assert (decision.not_before, decision.permanent) == (None, True)
    assert rules_of(decision) == ["AGE", "D06-TATTOO"]


@pytest.mark.parametrize(
    ("sex", "weight_kg", "kind", "rules", "most"),
    [
        ("F", 41.9, WHOLE_BLOOD, ["WT-WB"], 0),
        ("F", 42, WHOLE_BLOOD, [], 250),
        ("F", 44.9, WHOLE_BLOOD, [], 250),
        ("F", 45, WHOLE_BLOOD, [], 350),
        ("M", 44.9, WHOLE_BLOOD, ["WT-WB"], 0),
        ("M", 45, WHOLE_BLOOD, [], 350),
        ("M", 49.9, WHOLE_BLOOD, [], 350),
        ("M", 50, WHOLE_BLOOD, [], 450),
        ("M", 90, WHOLE_BLOOD, [], 450),
        ("F", 49.9, PLATELETS, ["WT-APH"], 350),
        ("F", 50, PLATELETS, [], 450),
        ("M", 49, PLASMA, ["WT-APH"], 350),
        ("M", 49, RED_CELLS, ["WT-APH"], 350),
        ("M", 60, RED_CELLS, [], 450),
    ],
)
def test_weight_allows_a_kind_and_a_largest_bag(
    sex: str, weight_kg: float, kind: DonationKind, rules: list[str], most: int
) -> None:
    decision = decide(facts(sex=Sex(sex), weight_kg=weight_kg, kind=kind))
    assert rules_of(decision) == rules
    assert decision.max_volume_ml == most
    assert (decision.not_before, decision.permanent) == (None, False)


@pytest.mark.parametrize(
    ("weight_kg", "kind", "volume_ml", "rules"),
    [
        (42, WHOLE_BLOOD, 250, []),
        (44, WHOLE_BLOOD, 350, ["VOL-BAG"]),
        (45, WHOLE_BLOOD, 350, []),
        (49, WHOLE_BLOOD, 450, ["VOL-BAG"]),
        (50, WHOLE_BLOOD, 450, []),
        (60, WHOLE_BLOOD, 500, ["VOL-BAG"]),  # there is no such bag
        (41, WHOLE_BLOOD, 250, ["WT-WB", "VOL-BAG"]),
        (55, PLATELETS, 500, []),
        (59, PLATELETS, 501, ["VOL-BAG"]),
        (60, PLATELETS, 650, []),
        (60, PLASMA, 651, ["VOL-BAG"]),
    ],
)
def test_bag_is_never_larger_than_weight_allows(
    weight_kg: float, kind: DonationKind, volume_ml: int, rules: list[str]
) -> None:
    assert rules_of(decide(facts(weight_kg=weight_kg, kind=kind, volume_ml=volume_ml))) == rules


def test_bag_refuses_nobody_whose_weight_is_not_known() -> None:
    decision = decide(facts(volume_ml=450))
    assert (decision.eligible, decision.max_volume_ml) == (True, None)


@pytest.mark.parametrize(
    ("measures", "rules"),
    [
        ({"systolic_mmhg": 99}, ["BP"]),
        ({"systolic_mmhg": 100}, []),
        ({"systolic_mmhg": 159}, []),
        ({"systolic_mmhg": 160}, ["BP"]),
        ({"diastolic_mmhg": 59}, ["BP"]),
        ({"diastolic_mmhg": 60}, []),
        ({"diastolic_mmhg": 99}, []),
        ({"diastolic_mmhg": 100}, ["BP"]),
        ({"systolic_mmhg": 170, "diastolic_mmhg": 110}, ["BP"]),
        ({"pulse_bpm": 59}, ["PULSE"]),
        ({"pulse_bpm": 60}, []),
        ({"pulse_bpm": 90}, []),
        ({"pulse_bpm": 91}, ["PULSE"]),
        ({"haemoglobin_g_l": 119.9}, ["HB"]),
        ({"haemoglobin_g_l": 120}, []),
        ({"haemoglobin_g_l": 124, "volume_ml": 350}, []),
        ({"haemoglobin_g_l": 124, "volume_ml": 450}, ["HB"]),
        ({"haemoglobin_g_l": 125, "volume_ml": 450}, []),
    ],
)
def test_measures_of_the_day_stay_in_their_ranges(measures: dict[str, float], rules: list[str]) -> None:
    decision = decide(facts(**measures))
    assert rules_of(decision) == rules
    assert (decision.not_before, decision.permanent) == (None, False)


def test_anything_permanent_excludes_for_good() -> None:
    decision = decide(facts(permanent=["another", "HBV", "another"]))
    assert (decision.eligible, decision.permanent, decision.not_before) == (False, True, None)
    assert rules_of(decision) == ["HBV", "another"]
    assert {reason.confidence for reason in decision.reasons} == {"B"}


def test_no_permanent_condition_is_known_when_the_list_is_empty() -> None:
    decision = decide(facts(permanent=[]))
    assert (decision.eligible, decision.permanent) == (True, False)
    assert "permanent" not in decision.unknown


def test_kind_that_is_not_known_is_taken_for_whole_blood() -> None:
    light = facts(weight_kg=46)
    assert decide(light).eligible
    assert not decide(replace(light, kind=PLATELETS)).eligible
