"""The two documents that the project comes from, where they stand beside the repository: from text to a campaign."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from maudao.campaigns.rules import Bound, CampaignDraft, Denominator, Measure, draft_from
from maudao.config.testing import REPOSITORY
from maudao.documents.reader import read

FOLDER = REPOSITORY.parent / "shared" / "directives" / "dev"

pytestmark = pytest.mark.skipif(
    not (FOLDER / "seed-0.txt").exists(), reason="the seeds are not kept in the repository"
)


def proposed(name: str, answers: dict[str, Any]) -> CampaignDraft:
    text = Path(FOLDER / name).read_text(encoding="utf-8")
    return draft_from(read(text), answers, text=text)


def test_first_seed_makes_three_indicators_with_their_clauses() -> None:
    units, members, quota = proposed("seed-0.txt", {}).indicators
    assert (units.measure, units.denominator, units.threshold) == (
        Measure.UNITS_ACTIVE,
        Denominator.UNITS,
        100,
    )
    assert (members.measure, members.denominator, members.threshold, members.bound) == (
        Measure.DONORS,
        Denominator.MEMBERS,
        30,
        Bound.AT_LEAST,
    )
    assert (quota.measure, quota.denominator, quota.threshold) == (
        Measure.UNITS_CONVERTED,
        Denominator.QUOTA,
        105,
    )
    assert "có chỉ đạo và hoạt động cụ thể" in units.clause
    assert members.clause.startswith("100% các cấp công đoàn")
    assert "vượt 5% chỉ tiêu do Ban Chỉ đạo" in quota.clause


def test_first_seed_makes_a_campaign_without_a_question_about_days() -> None:
    draft = proposed("seed-0.txt", {})
    assert (draft.starts_on, draft.ends_on, draft.peak_on) == (
        date(2021, 4, 1),
        date(2021, 4, 30),
        date(2021, 4, 7),
    )
    assert (draft.report_due_on, draft.missing, draft.faults) == (date(2021, 4, 30), [], [])
    assert "Hiến giọt máu đào - Trao đời sự sống" in [slogan.text for slogan in draft.slogans]


def test_second_seed_invents_neither_targets_nor_days() -> None:
    draft = proposed("seed-1.txt", {})
    assert draft.indicators == ()
    assert draft.missing == ["starts_on", "ends_on", "report_due_on"]
    assert draft.programmes == ("hanh-trinh-do", "nhung-giot-mau-hong-he", "thang-cong-nhan", "thang-atvsld")


def test_second_seed_is_complete_with_the_officers_answers() -> None:
    answers = {"/window": "2022-05-01/2022-08-31", "/report_deadlines/0/date": "2022-09-05"}
    draft = proposed("seed-1.txt", answers)
    assert (draft.missing, draft.report_due_on) == ([], date(2022, 9, 5))
