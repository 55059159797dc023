"""The sample union holds the numbers that it promises, before and after July 2025."""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest

from maudao.accounts.models import User
from maudao.organization import make, queries, sample
from maudao.organization.models import Office, Unit
from maudao.organization.rules import Role, UnitKind
from maudao.organization.sample import before
from maudao.organization.sample.names import Names

TODAY = date(2026, 4, 1)
IN_SPRING_2025 = date(2025, 4, 1)


def _union(*, reorganised: bool) -> Unit:
    return sample.make_union(
        seed=7, reorganised=reorganised, password=make.PASSWORD, actor=make.ACTOR, now=make.NOW
    )


def _province(confederation: Unit, code: str, *, size: int = 120) -> Unit:
    return sample.make_province(
        confederation,
        code=code,
        name="Liên đoàn Lao động tỉnh Mẫu",
        seed=7,
        size=size,
        members=size * 75,
        reorganised=True,
        password=make.PASSWORD,
        actor=make.ACTOR,
        now=make.NOW,
    )


@pytest.fixture
def confederation(db: None) -> Unit:
    return make.unit(None, "TLD", kind=UnitKind.CONFEDERATION)


@pytest.mark.django_db
def test_province_before_has_400_units_and_30_000_members() -> None:
    for province in queries.children(_union(reorganised=False), on=TODAY):
        assert Unit.objects.open_on(TODAY).within(province).count() == 400
        assert queries.members_within(province, on=TODAY) == 30_000


@pytest.mark.django_db
def test_most_units_know_how_many_work_beside_their_members(confederation: Unit) -> None:
    _province(confederation, "MP")
    counted = queries.latest_counts(Unit.objects.filter(kind=UnitKind.GRASSROOTS), on=TODAY)
    known = [each.workers for each in counted.values() if each.workers is not None]
    assert 0.8 < len(known) / len(counted) < 1
    assert 0 < sum(known) < sum(each.members for each in counted.values()) / 3


@pytest.mark.django_db
@pytest.mark.slow
def test_union_after_2025_has_commune_unions_in_place_of_districts_and_fewer_members(
    django_assert_max_num_queries: Any,
) -> None:
    with django_assert_max_num_queries(250):  # rows by the hundred: some three seconds for both provinces
        top = _union(reorganised=True)
    kinds = Counter(Unit.objects.open_on(TODAY).within(top).values_list("kind", flat=True))
    assert kinds[UnitKind.COMMUNE] >= 10
    assert kinds[UnitKind.DISTRICT] == kinds[UnitKind.SECTOR] == kinds[UnitKind.CIVIL_SERVANTS] == 0
    assert 25_000 < queries.members_within(top, on=TODAY) < 50_000
    assert queries.members_within(top, on=IN_SPRING_2025) == 60_000
    assert len(queries.units_as_of(top, IN_SPRING_2025)) == 801


def test_every_open_unit_has_one_holder_who_signs_in_by_its_code(confederation: Unit) -> None:
    province = _province(confederation, "DB")
    standing = Unit.objects.open_on(TODAY).within(province)
    held = Office.objects.held_on(TODAY).filter(unit__in=standing)
    assert sorted(held.values_list("unit", flat=True)) == sorted(standing.values_list("pk", flat=True))
    chair = held.filter(unit__kind=UnitKind.GRASSROOTS).select_related("unit", "user").first()
    assert chair is not None
    assert chair.role == Role.CHAIR
    assert chair.user.username == chair.unit.code.lower()
    assert User.objects.get(username="db").check_password(make.PASSWORD)


def test_same_seed_draws_the_same_province_and_another_seed_another() -> None:
    def drawn(seed: int) -> before.Shape:
        random = Random(seed)
        return before.shape(
            "DB", "LĐLĐ Mẫu", under="TLD", random=random, names=Names(random), size=100, members=7500
        )

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_national_union_has_the_units_and_members_asked_for(db: None) -> None:
    top = sample.national(seed=1, provinces=5, units=400, members=30_000)
    assert Unit.objects.within(top).count() == 400
    assert queries.children(top, on=TODAY).count() == 5
    assert queries.members_within(top, on=TODAY) == 30_000
