"""Which donations there can be."""

from datetime import date, timedelta

import pytest

from maudao.donors.rules import DonationKind
from maudao.donors.rules.donations import refusal

TODAY = date(2026, 4, 7)


def reason(kind: str = "whole_blood", volume_ml: int = 350, donated_on: date = TODAY) -> str:
    return refusal(kind=kind, volume_ml=volume_ml, donated_on=donated_on, today=TODAY)


@pytest.mark.parametrize("volume_ml", [250, 350, 450])
def test_whole_blood_comes_in_three_bags(volume_ml: int) -> None:
    assert reason(volume_ml=volume_ml) == ""


@pytest.mark.parametrize("volume_ml", [0, 200, 300, 500, 3500])
def test_whole_blood_in_no_bag_is_impossible(volume_ml: int) -> None:
    assert reason(volume_ml=volume_ml) == "volume_impossible"


@pytest.mark.parametrize("kind", [DonationKind.PLATELETS, DonationKind.PLASMA, DonationKind.RED_CELLS])
def test_components_are_650_ml_at_most(kind: DonationKind) -> None:
    assert (reason(kind, 650), reason(kind, 651), reason(kind, 49)) == (
        "",
        "volume_impossible",
        "volume_impossible",
    )


def test_unknown_kind_is_impossible() -> None:
    assert reason(kind="marrow") == "volume_impossible"


def test_donation_is_recorded_from_its_day_on() -> None:
    assert (reason(donated_on=TODAY), reason(donated_on=TODAY + timedelta(days=1))) == ("", "in_future")
