"""Who is among the people of a unit, and which records may be one person's."""

from datetime import date, timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from conftest import Union
from maudao.donors import make
from maudao.donors.actions.consents import withdraw_consent
from maudao.donors.actions.memberships import join_unit, leave_unit
from maudao.donors.actions.merging import merge_donors
from maudao.donors.actions.people import Person, enter_proven
from maudao.donors.models import Donor
from maudao.donors.queries.consents import standing
from maudao.donors.queries.duplicates import merge_at, pair_at, possible_duplicates
from maudao.donors.queries.people import donations_seen, masked_phone, people_of, person_at
from maudao.donors.rules import ConsentPurpose
from maudao.donors.rules.duplicates import Certainty, Sign
from maudao.organization.make import ACTOR, NOW

TODAY = date(2026, 4, 1)


@pytest.fixture
def hoa(union: Union) -> Donor:
    return make.donor(
        union.factory,
        full_name="Lò Thị Hoà",
        phone="0912345678",
        identity="011190001234",
        birth_date=date(1990, 5, 2),
    )


@pytest.fixture
def binh(union: Union) -> Donor:
    return make.donor(union.factory, full_name="Cà Văn Bình", phone="", birth_date=date(1985, 1, 1))


def names(union: Union, **wanted: object) -> list[str]:
    found = people_of(union.factory, on=TODAY, **wanted)  # type: ignore[arg-type]
    return [donor.full_name for donor in found]


def test_people_are_those_of_the_unit_in_the_order_of_given_names(
    union: Union, hoa: Donor, binh: Donor
) -> None:
    make.donor(union.school)
    make.donor()
    assert names(union) == ["Cà Văn Bình", "Lò Thị Hoà"]


@pytest.mark.parametrize(
    "search", ["hoà", "LO THI", "Hòa", "0912 345 678", "+84912345678", "1234", "011190001234", " thi  hoa "]
)
def test_person_is_found_by_name_phone_and_last_digits(
    union: Union, hoa: Donor, binh: Donor, search: str
) -> None:
    assert names(union, search=search) == ["Lò Thị Hoà"]


@pytest.mark.parametrize("search", ["345678", "9999", "%", "_", "0912345679"])
def test_nobody_is_found_by_less(union: Union, hoa: Donor, binh: Donor, search: str) -> None:
    assert names(union, search=search) == []


def test_people_are_filtered_by_phone_and_consent(union: Union, hoa: Donor, binh: Donor) -> None:
    assert names(union, has_phone=True) == ["Lò Thị Hoà"]
    assert names(union, has_phone=False) == ["Cà Văn Bình"]
    make.donor(union.factory, full_name="Vì Thị An", consents=[ConsentPurpose.HISTORY])
    assert names(union, has_consented=True) == ["Vì Thị An"]
    assert names(union, has_consented=False) == ["Cà Văn Bình", "Lò Thị Hoà"]


def test_who_left_is_listed_apart_from_the_day_after_the_last(union: Union, hoa: Donor, binh: Donor) -> None:
    leave_unit(hoa, union.factory, last_day=TODAY, actor=ACTOR, now=NOW)
    assert names(union) == ["Cà Văn Bình", "Lò Thị Hoà"]
    tomorrow = TODAY + timedelta(days=1)
    assert list(people_of(union.factory, on=tomorrow)) == [binh]
    assert list(people_of(union.factory, on=tomorrow, has_left=True)) == [hoa]


def test_phone_is_masked(hoa: Donor, binh: Donor) -> None:
    assert (masked_phone(hoa), masked_phone(binh)) == ("•••••••678", "")


def test_person_is_found_at_their_own_unit_alone(union: Union, hoa: Donor) -> None:
    assert person_at(code=union.factory.code, pk=hoa.pk).donor == hoa
    for unit in (union.school, union.commune, union.province):
        with pytest.raises(Donor.DoesNotExist):
            person_at(code=unit.code, pk=hoa.pk)


def test_donations_are_seen_while_the_person_consents_to_it(union: Union, hoa: Donor) -> None:
    make.donation(hoa)
    assert not donations_seen(hoa, purposes=standing(hoa)).exists()
    open_one = make.donor(union.factory, consents=[ConsentPurpose.CHAIR_SEES])
    donation = make.donation(open_one, on=date(2026, 1, 6))
    assert list(donations_seen(open_one, purposes=standing(open_one))) == [donation]
    withdraw_consent(open_one, ConsentPurpose.CHAIR_SEES, actor=ACTOR, now=NOW)
    assert not donations_seen(open_one, purposes=standing(open_one)).exists()


# ── records that may be one person's ──


def apart(union: Union, **known: object) -> Donor:
    """Make a member who was on record elsewhere before, so that entering did not find them."""
    donor = make.donor(**known)
    join_unit(donor, union.factory, on=TODAY, actor=ACTOR, now=NOW)
    return donor


def test_duplicates_come_with_what_they_share_the_surest_first(union: Union, hoa: Donor) -> None:
    likely = apart(union, full_name="LÒ THI HOA", phone="", birth_date=date(1990, 5, 2))
    possible = apart(union, full_name="Lò Thị Hoà", phone="", birth_date=None, birth_year=1990)
    make.donor(union.factory, full_name="Lò Văn Nam", phone="0912345678")
    pairs = possible_duplicates(union.factory, on=TODAY)
    found = [(pair.first, pair.second, pair.certainty, pair.signs) for pair in pairs]
    assert found[0] == (hoa, likely, Certainty.LIKELY, [Sign.NAME, Sign.BIRTH_DATE])
    year = (Certainty.POSSIBLE, [Sign.NAME, Sign.BIRTH_YEAR])
    assert sorted(found[1:], key=lambda pair: pair[0].pk) == [
        (hoa, possible, *year),
        (likely, possible, *year),
    ]


def test_who_acted_alone_meets_their_record_of_the_unit(union: Union, hoa: Donor) -> None:
    said = Person("Lò Thị Hoà", birth_date=date(1990, 5, 2), identity="011190001234")
    alone = enter_proven(said, phone="0987654321", actor=ACTOR, now=NOW)
    pair = possible_duplicates(union.factory, on=TODAY)[0]
    assert {pair.first, pair.second} == {hoa, alone}
    assert possible_duplicates(union.school, on=TODAY) == []


def test_people_of_another_unit_are_not_compared(union: Union, hoa: Donor) -> None:
    make.donor(union.school, full_name="Lò Thị Hoà", phone="", birth_date=date(1990, 5, 2))
    assert possible_duplicates(union.factory, on=TODAY) == []


def test_duplicates_cost_the_same_however_many(
    union: Union, hoa: Donor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        make.donor(union.factory)
    with django_assert_num_queries(2):
        possible_duplicates(union.factory, on=TODAY)


def test_pair_may_be_merged_by_the_unit_of_both_or_of_one_and_nobody(
    union: Union, hoa: Donor, binh: Donor
) -> None:
    code = union.factory.code
    assert pair_at(code=code, first=binh.pk, second=hoa.pk).first == binh
    alone = make.donor(full_name="Lò Thị Hoà", phone="", birth_date=date(1990, 5, 2))
    other = pair_at(code=code, first=alone.pk, second=hoa.pk)
    assert (other.first, other.second) == (alone, hoa)


@pytest.mark.parametrize("second", ["another unit's", "nobody's and not alike", "missing", "itself"])
def test_pair_out_of_reach_is_not_found(union: Union, hoa: Donor, second: str) -> None:
    pk = {
        "another unit's": lambda: make.donor(union.school, full_name="Lò Thị Hoà", birth_year=1990).pk,
        "nobody's and not alike": lambda: make.donor(full_name="Vì Văn An").pk,
        "missing": lambda: 0,
        "itself": lambda: hoa.pk,
    }[second]()
    with pytest.raises(Donor.DoesNotExist):
        pair_at(code=union.factory.code, first=hoa.pk, second=pk)
    with pytest.raises(Donor.DoesNotExist):
        pair_at(code=union.factory.code, first=pk, second=hoa.pk)


def test_merge_is_found_at_the_unit_that_asked_for_it(union: Union, hoa: Donor, binh: Donor) -> None:
    merge = merge_donors(hoa, binh, unit=union.factory, actor=ACTOR, now=NOW)
    assert merge_at(code=union.factory.code, pk=merge.pk) == merge
    with pytest.raises(type(merge).DoesNotExist):
        merge_at(code=union.school.code, pk=merge.pk)
