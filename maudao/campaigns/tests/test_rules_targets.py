"""From the targets of a directive to indicators."""

from decimal import Decimal
from typing import Any

import pytest

from maudao.campaigns.rules import Bound, Denominator, Measure, indicators_from, uncounted_targets


def target(kind: str, value: Any, text: str, **more: Any) -> dict[str, Any]:
    row = {
        "kind": kind,
        "value": value,
        "text": text,
        "bound": "at_least",
        "unit_of_measure": "",
        "scope": None,
    }
    return {**row, **more}


UNITS = target("units_percent", 100, "100% đơn vị có chỉ đạo và hoạt động cụ thể", bound="exact")
MEMBERS = target("members_percent", 30, "ít nhất 30% đoàn viên tham gia hiến máu")
QUOTA = target("over_quota_percent", 5, "đạt hoặc vượt 5% chỉ tiêu do Ban Chỉ đạo giao")


def record(*targets: dict[str, Any], spans: dict[str, list[int]] | None = None) -> dict[str, Any]:
    return {"targets": list(targets), "spans": spans or {}}


def test_three_targets_of_a_directive_make_three_indicators() -> None:
    units, members, quota = indicators_from(record(UNITS, MEMBERS, QUOTA), {})
    assert (units.measure, units.denominator, units.threshold) == (
        Measure.UNITS_ACTIVE,
        Denominator.UNITS,
        100,
    )
    assert (members.measure, members.denominator, members.threshold) == (
        Measure.DONORS,
        Denominator.MEMBERS,
        30,
    )
    assert (quota.measure, quota.denominator, quota.threshold) == (
        Measure.UNITS_CONVERTED,
        Denominator.QUOTA,
        105,
    )
    assert units.bound == Bound.EXACT


@pytest.mark.parametrize(("answer", "threshold"), [("100", 100), ("105", 105), ("not_said", 105)])
def test_officer_says_whether_the_quota_or_more_is_asked(answer: str, threshold: int) -> None:
    (quota,) = indicators_from(record(QUOTA), {"/targets/0/value": answer})
    assert quota.threshold == threshold


@pytest.mark.parametrize(
    ("answer", "measure"),
    [("people", Measure.DONORS), ("turns", Measure.DONATIONS), ("registered", Measure.REGISTERED)],
)
def test_officer_says_what_a_share_of_members_counts(answer: str, measure: Measure) -> None:
    (members,) = indicators_from(record(MEMBERS), {"/targets/0/counted": answer})
    assert members.measure == measure


def test_next_bullet_is_an_indicator_of_its_own() -> None:
    members = target("members_percent", 30, "Các cấp công đoàn vận động ít nhất 30% đoàn viên hiến máu")
    spans = {"/targets/0": [0, 50], "/targets/1": [54, 110]}
    first, second = indicators_from(record(UNITS, members, spans=spans), {})
    assert (first.threshold, second.threshold) == (100, 30)


def test_share_of_units_that_only_says_whose_share_it_is_makes_no_indicator() -> None:
    whose = target("units_percent", 100, "100% các cấp công đoàn tuyên truyền, vận động")
    spans = {"/targets/0": [10, 60], "/targets/1": [66, 110]}
    (members,) = indicators_from(record(whose, MEMBERS, spans=spans), {})
    assert members.measure == Measure.DONORS
    assert members.clause == f"{whose['text']} … {MEMBERS['text']}"
    assert (members.start, members.end) == (10, 110)


def test_shares_of_two_sentences_stay_two_indicators() -> None:
    spans = {"/targets/0": [10, 60], "/targets/1": [160, 210]}
    assert len(indicators_from(record(UNITS, MEMBERS, spans=spans), {})) == 2


def test_same_target_said_twice_is_one_indicator() -> None:
    assert len(indicators_from(record(QUOTA, QUOTA), {})) == 1


def test_blood_units_are_an_absolute_number() -> None:
    (blood,) = indicators_from(record(target("blood_units", 1200, "tiếp nhận ít nhất 1.200 đơn vị máu")), {})
    assert (blood.measure, blood.denominator, blood.threshold) == (
        Measure.UNITS_CONVERTED,
        Denominator.NONE,
        1200,
    )


def test_range_asks_for_its_lower_end() -> None:
    row = target("blood_units", [100, 150], "từ 100 đến 150 đơn vị máu", bound="range")
    (blood,) = indicators_from(record(row), {})
    assert (blood.threshold, blood.bound) == (Decimal(100), Bound.RANGE)


def test_figures_for_single_units_are_given_when_allocating() -> None:
    row = target("blood_units", 30, "Trường A: 30 đơn vị máu", scope="Trường A")
    assert indicators_from(record(row), {}) == []
    assert uncounted_targets(record(row), {}) == ["Trường A: 30 đơn vị máu"]


@pytest.mark.parametrize(
    ("unit", "text", "measure"),
    [
        ("người", "300 người đăng ký hiến máu", Measure.REGISTERED),
        ("người", "300 người tham gia hiến máu", Measure.DONORS),
        ("lượt", "300 lượt hiến máu", Measure.DONATIONS),
    ],
)
def test_people_to_reach_are_counted_as_the_words_say(unit: str, text: str, measure: Measure) -> None:
    (people,) = indicators_from(record(target("other", 300, text, unit_of_measure=unit)), {})
    assert (people.measure, people.denominator) == (measure, Denominator.NONE)


def test_target_that_nothing_counts_is_shown_and_makes_no_indicator() -> None:
    rows = record(target("other", 2, "ít nhất 2 câu lạc bộ", unit_of_measure="câu lạc bộ"))
    assert indicators_from(rows, {}) == []
    assert uncounted_targets(rows, {}) == ["ít nhất 2 câu lạc bộ"]


def test_document_without_targets_makes_no_indicator() -> None:
    assert indicators_from({}, {}) == []
