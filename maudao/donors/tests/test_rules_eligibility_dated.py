"""Rest between donations, conditions that exclude for a while, and the next day from history."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from maudao.donors.rules import DonationKind, Sex
from maudao.donors.rules.eligibility import (
    Decision,
    Event,
    Facts,
    PastDonation,
    decide,
    next_eligible_on,
    rest_days,
)

DAY = date(2026, 4, 7)
WHOLE_BLOOD, RED_CELLS, PLATELETS, PLASMA = DonationKind


def decided(**known: Any) -> Decision:
    return decide(Facts(**{"on": DAY, "sex": Sex.MALE, "birth_date": date(1990, 5, 1)} | known))


def untils(decision: Decision) -> list[tuple[str, date | None]]:
    return [(reason.rule, reason.until) for reason in decision.reasons]


MONTHS = [
    ("D12-SURG", 12),
    ("D12-INF", 12),
    ("D12-RAB", 12),
    ("D12-TRANSF", 12),
    ("D12-HBIG", 12),
    ("D12-BIRTH", 12),
    ("D12-DUTA", 12),
    ("INFANT", 12),
    ("D06-TATTOO", 6),
    ("D06-PIERCE", 6),
    ("D06-EXPO", 6),
    ("D06-INF", 6),
    ("D03-DRUG", 3),
]
DAYS = [
    ("D4W-INF", 28),
    ("D4W-VACC", 28),
    ("D-COVID-ILL", 28),
    ("D7D-INF", 7),
    ("D7D-VACC", 7),
    ("D-COVID-VACC", 7),
]


@pytest.mark.parametrize(("rule", "months"), MONTHS)
def test_condition_excludes_for_its_months_by_calendar(rule: str, months: int) -> None:
    started = date(2024, 10, 31)
    reached = date(2024 + (9 + months) // 12, (9 + months) % 12 + 1, {3: 31, 6: 30, 12: 31}[months])
    event = Event(rule, started)
    before = decided(on=reached - timedelta(days=1), events=[event])
    assert untils(before) == [(rule, reached)]
    assert before.not_before == reached
    assert decided(on=reached, events=[event]).eligible


@pytest.mark.parametrize(("rule", "days"), DAYS)
def test_condition_excludes_for_its_weeks_and_days(rule: str, days: int) -> None:
    event = Event(rule, DAY)
    reached = DAY + timedelta(days=days)
    assert decided(on=reached - timedelta(days=1), events=[event]).not_before == reached
    assert decided(on=reached, events=[event]).eligible


@pytest.mark.parametrize(
    ("started", "reached"),
    [
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2025, 8, 28), date(2026, 2, 28)),
        (date(2025, 12, 31), date(2026, 6, 30)),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(started: date, reached: date) -> None:
    assert decided(on=started, events=[Event("D06-TATTOO", started)]).not_before == reached


def test_year_after_29_february_ends_on_the_28th() -> None:
    surgery = Event("D12-SURG", date(2024, 2, 29))
    assert decided(on=date(2024, 6, 1), events=[surgery]).not_before == date(2025, 2, 28)


@pytest.mark.parametrize("rule", ["OCC-12H", "MENS", "ANTIB", "ASP", "TRAVEL", "DENTAL", "ALCOHOL"])
def test_condition_without_a_known_duration_is_advice_and_excludes_nobody(rule: str) -> None:
    decision = decided(events=[Event(rule, DAY)])
    assert (decision.eligible, decision.not_before) == (True, None)
    assert [advice.rule for advice in decision.advice] == [rule]


def test_same_condition_twice_is_one_reason_with_the_later_day() -> None:
    events = [Event("D06-TATTOO", date(2026, 3, 1)), Event("D06-TATTOO", date(2026, 1, 2))]
    assert untils(decided(events=events)) == [("D06-TATTOO", date(2026, 9, 1))]


def test_not_before_is_the_last_day_of_all_that_excludes() -> None:
    events = [Event("D7D-INF", date(2026, 4, 5)), Event("D12-SURG", date(2025, 6, 1))]
    decision = decided(events=events)
    assert untils(decision) == [("D12-SURG", date(2026, 6, 1)), ("D7D-INF", date(2026, 4, 12))]
    assert decision.not_before == date(2026, 6, 1)


def test_who_is_to_recover_later_is_excluded_until_the_rest_after_that() -> None:
    recovers_on = DAY + timedelta(days=10)
    assert decided(events=[Event("D7D-INF", recovers_on)]).not_before == recovers_on + timedelta(days=7)


@pytest.mark.parametrize(
    ("given", "rule", "days"),
    [
        (WHOLE_BLOOD, "INT-WB", 84),
        (RED_CELLS, "INT-WB", 84),
        (PLATELETS, "INT-PLT-NIHBT", 21),
        (PLASMA, "INT-PLT", 14),
    ],
)
@pytest.mark.parametrize("wanted", DonationKind)
def test_rest_depends_on_what_was_given_last(
    wanted: DonationKind, given: DonationKind, rule: str, days: int
) -> None:
    reached = DAY + timedelta(days=days)
    before = decided(
        on=reached - timedelta(days=1), kind=wanted, weight_kg=60, donations=[PastDonation(DAY, given)]
    )
    assert untils(before) == [(rule, reached)]
    assert decided(on=reached, kind=wanted, donations=[PastDonation(DAY, given)]).eligible


def test_site_may_take_platelets_after_the_two_weeks_of_the_law() -> None:
    donations = [PastDonation(date(2026, 3, 24), PLATELETS)]
    assert decided(donations=donations, site="law").eligible
    assert untils(decided(on=date(2026, 4, 6), donations=donations, site="law")) == [("INT-PLT", DAY)]
    assert not decided(donations=donations).eligible


def test_unknown_site_does_as_all_others() -> None:
    donations = [PastDonation(date(2026, 3, 24), PLATELETS)]
    assert decided(donations=donations, site="nowhere") == decided(donations=donations)


def test_site_may_have_its_own_days_after_covid() -> None:
    ill = [Event("D-COVID-ILL", date(2026, 4, 1))]
    assert decided(events=ill).not_before == date(2026, 4, 29)
    assert decided(events=ill, site="tphcm").not_before == date(2026, 4, 15)


def test_site_may_ask_more_weight_of_women() -> None:
    light: dict[str, Any] = {"sex": Sex.FEMALE, "weight_kg": 43}
    assert decided(**light).eligible
    refused = decided(**light, site="tphcm")
    assert [reason.rule for reason in refused.reasons] == ["WT-LOCAL"]
    assert refused.max_volume_ml == 0


def test_earlier_whole_blood_still_excludes_after_platelets() -> None:
    """In a history that broke the rule, the 12 weeks between two of whole blood hold all the same."""
    donations = [
        PastDonation(date(2026, 2, 10), WHOLE_BLOOD),
        PastDonation(date(2026, 3, 17), PLATELETS),
    ]
    for order in permutations(donations):
        assert untils(decided(donations=order)) == [("INT-WB", date(2026, 5, 5))]


def test_lawful_history_is_excluded_by_what_was_given_last_alone() -> None:
    donations = [
        PastDonation(date(2026, 3, 20), PLATELETS),
        PastDonation(date(2025, 12, 1), WHOLE_BLOOD),
    ]
    assert untils(decided(donations=donations)) == [("INT-PLT-NIHBT", date(2026, 4, 10))]


def test_donation_of_the_same_day_excludes() -> None:
    assert decided(donations=[PastDonation(DAY, WHOLE_BLOOD)]).not_before == date(2026, 6, 30)


def test_donation_after_the_day_excludes_until_its_own_rest_is_over() -> None:
    later = PastDonation(date(2026, 5, 1), WHOLE_BLOOD)
    assert decided(donations=[later]).not_before == date(2026, 7, 24)


def test_young_donor_waits_for_the_later_of_birthday_and_rest() -> None:
    event = [Event("D7D-VACC", date(2026, 4, 6))]
    assert decided(birth_date=date(2008, 4, 10), events=event).not_before == date(2026, 4, 13)
    assert decided(birth_date=date(2008, 5, 10), events=event).not_before == date(2026, 5, 10)


def test_next_day_counts_from_history_and_age() -> None:
    given = [(date(2026, 3, 1), "whole_blood")]
    assert next_eligible_on(given, on=DAY) == date(2026, 5, 24)
    assert next_eligible_on([], on=DAY) == DAY
    assert next_eligible_on([], on=DAY, birth_date=date(2008, 9, 1)) == date(2026, 9, 1)
    assert next_eligible_on([], on=DAY, not_before=date(2026, 8, 1)) == date(2026, 8, 1)
    assert next_eligible_on(given, on=DAY, not_before=date(2026, 1, 1)) == date(2026, 5, 24)


def test_there_is_no_next_day_after_the_61st_birthday() -> None:
    given = [(date(2026, 3, 1), "whole_blood")]
    assert next_eligible_on([], on=DAY, birth_date=date(1960, 1, 1)) is None
    assert next_eligible_on(given, on=DAY, birth_date=date(1965, 5, 1)) is None
    assert next_eligible_on(given, on=DAY, birth_date=date(1965, 5, 25)) == date(2026, 5, 24)


@pytest.mark.parametrize(
    ("kind", "site", "days"),
    [("whole_blood", None, 84), ("platelets", None, 21), ("platelets", "law", 14), ("plasma", None, 14)],
)
def test_rest_after_a_donation_is_told_in_days(kind: str, site: str | None, days: int) -> None:
    assert rest_days(kind, on=DAY, site=site) == days
