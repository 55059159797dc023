"""What is laid down for donors, by kind, volume and day."""

from datetime import date

import pytest
from django.template.loader import render_to_string

from maudao.donors.rules.benefits import benefits

DAY = date(2026, 4, 7)


def dong(kind: str, *, volume_ml: int, on: date = DAY) -> list[int]:
    return [gift.worth.dong for gift in benefits(kind, volume_ml=volume_ml, on=on).gifts]


@pytest.mark.parametrize(
    ("volume_ml", "least"),
    [(250, [100_000]), (349, [100_000]), (350, [150_000]), (450, [180_000]), (500, [180_000]), (249, [])],
)
def test_gift_for_whole_blood_grows_with_the_bag(volume_ml: int, least: list[int]) -> None:
    assert dong("whole_blood", volume_ml=volume_ml) == least


@pytest.mark.parametrize(
    ("volume_ml", "least"),
    [
        (250, [150_000]),
        (400, [150_000]),
        (401, [200_000]),
        (500, [200_000]),
        (650, [250_000]),
        (651, []),
    ],
)
def test_gift_for_apheresis_grows_with_the_volume(volume_ml: int, least: list[int]) -> None:
    for kind in ("platelets", "plasma", "red_cells"):
        assert dong(kind, volume_ml=volume_ml) == least


def test_every_size_is_told_where_the_bag_is_not_known() -> None:
    assert [gift.size for gift in benefits("whole_blood", on=DAY).gifts] == ["250 ml", "350 ml", "450 ml"]


def test_meal_and_travel_are_told_with_their_source() -> None:
    found = benefits("whole_blood", on=DAY)
    assert found.meal is not None
    assert found.travel is not None
    assert (found.meal.dong, found.travel.dong) == (30_000, 50_000)
    assert found.meal.confidence == found.travel.confidence == "A"
    assert any("15/2023/TT-BYT" in source for source in found.sources)


def test_benefits_are_those_of_the_circular_in_force_on_the_day() -> None:
    before, after = date(2023, 9, 14), date(2023, 9, 15)
    assert "17/2020" in benefits("whole_blood", on=before).gifts[0].worth.source
    assert "15/2023" in benefits("whole_blood", on=after).gifts[0].worth.source


@pytest.mark.parametrize("on", [date(2018, 11, 1), date(2021, 1, 1), date(2023, 9, 14), DAY])
def test_never_two_values_hold_on_one_day(on: date) -> None:
    assert len(benefits("whole_blood", volume_ml=350, on=on).gifts) == 1


def test_nothing_is_told_for_days_before_the_data() -> None:
    found = benefits("whole_blood", on=date(2018, 10, 31))
    assert (found.gifts, found.meal, found.travel) == ((), None, None)
    assert not render_to_string("donors/_benefits.html", {"benefits": found}).strip()


def test_piece_writes_amounts_with_points() -> None:
    page = render_to_string("donors/_benefits.html", {"benefits": benefits("whole_blood", on=DAY)})
    assert "180.000" in page
