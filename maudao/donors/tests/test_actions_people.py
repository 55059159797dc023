"""Entering people: one record for one person, nothing overwritten, no number of another's."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from conftest import Union
from maudao.donors import make
from maudao.donors.actions.memberships import LeftBeforeJoining, NotMember, join_unit, leave_unit
from maudao.donors.actions.people import (
    BloodGroupNeedsConsent,
    IdentityTaken,
    NoName,
    Person,
    enter_donor,
    enter_proven,
    known_of,
    revise_person,
)
from maudao.donors.models import Donor, Membership
from maudao.organization import make as units
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry, Unit

LO = Person("Lò Thị Hoà", birth_date=date(1990, 5, 2), sex="F", phone="0912345678", identity="011190001234")
BARE = Person("Lò Thị Hoà")
BY: dict[str, Any] = {"actor": ACTOR, "now": NOW}


@pytest.fixture
def known(union: Union) -> Donor:
    return enter_donor(LO, unit=union.school, **BY)


# ── one record for one person ──


@pytest.mark.parametrize(
    "again",
    [
        LO,
        replace(BARE, identity=LO.identity),
        replace(BARE, phone=LO.phone),
        replace(BARE, full_name="LO THI HOA", phone=LO.phone, birth_year=1990),
        replace(LO, identity="012345678"),
    ],
)
def test_person_on_record_is_found(known: Donor, again: Person) -> None:
    assert enter_donor(again, **BY) == known
    assert Donor.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        BARE,
        replace(BARE, birth_date=LO.birth_date),  # of no unit: two bearers of one name may be born on one day
        replace(BARE, phone=LO.phone, birth_year=1991),
        replace(BARE, phone=LO.phone, birth_date=date(1990, 5, 3)),
        replace(BARE, phone=LO.phone, sex="M"),
        Person("Lò Văn Bình", phone=LO.phone),
        replace(LO, identity="011190009999"),
    ],
)
def test_another_person_gets_a_record_of_their_own(known: Donor, other: Person) -> None:
    assert enter_donor(other, **BY) != known


def test_colleague_without_numbers_is_found_within_the_unit(union: Union) -> None:
    said = replace(BARE, birth_date=LO.birth_date)
    first = enter_donor(said, unit=union.factory, **BY)
    assert enter_donor(said, unit=union.factory, **BY) == first
    assert enter_donor(replace(said, phone=LO.phone), unit=union.factory, **BY) == first
    assert enter_donor(said, unit=union.school, **BY) != first


def test_number_of_somebody_of_another_name_is_refused(known: Donor) -> None:
    with pytest.raises(IdentityTaken):
        enter_donor(Person("Cà Văn Bình", identity=LO.identity), **BY)
    assert Donor.objects.count() == 1


def test_gaps_are_filled_and_nothing_is_overwritten(union: Union) -> None:
    first = enter_donor(replace(BARE, phone=LO.phone, birth_year=1990), **BY)
    enter_donor(LO, **BY)
    first.refresh_from_db()
    assert known_of(first) == replace(LO, birth_year=1990)
    enter_donor(replace(LO, phone="0987654321", sex="M", birth_date=date(1990, 1, 1)), **BY)
    first.refresh_from_db()
    assert known_of(first) == replace(LO, birth_year=1990)


def test_audit_names_fields_and_no_values(union: Union) -> None:
    enter_donor(replace(BARE, phone=LO.phone), **BY)
    enter_donor(LO, unit=union.factory, **BY)
    entries = AuditEntry.objects.filter(action__in=["enter_person", "revise_person", "join_unit"]).order_by(
        "pk"
    )
    assert [entry.action for entry in entries] == ["enter_person", "revise_person", "join_unit"]
    assert entries[1].changes == {"fields": ["birth_date", "sex", "identity"]}
    assert "1990" not in str([entry.changes for entry in entries])


def test_name_is_stored_in_one_spelling(db: None) -> None:
    donor = enter_donor(Person("  Lò\u200b  Thi\u0323 Hoà "), **BY)
    assert (donor.full_name, donor.name_folded) == ("Lò Thị Hoà", "lo thi hoa")


def test_endless_name_is_cut_and_an_empty_one_refused(db: None) -> None:
    assert len(enter_donor(Person("ß" * 10_000), **BY).full_name) == 120
    with pytest.raises(NoName):
        enter_donor(Person(" \u200b "), **BY)


# ── a blood group is kept by consent alone ──


def test_blood_group_without_consent_is_refused(known: Donor) -> None:
    group = {"blood_group": "O-", "blood_group_source": "told"}
    with pytest.raises(BloodGroupNeedsConsent):
        enter_donor(replace(LO, **group), **BY)
    with pytest.raises(BloodGroupNeedsConsent):
        enter_donor(Person("Cà Văn Bình", **group), **BY)
    with pytest.raises(BloodGroupNeedsConsent):
        revise_person(known, replace(LO, **group), **BY)
    assert not Donor.objects.exclude(blood_group="").exists()


# ── somebody who acts alone ──


def test_own_phone_and_name_bring_ones_own_record(known: Donor) -> None:
    assert enter_proven(replace(LO, phone=""), phone=LO.phone, **BY) == known


def test_number_of_another_never_brings_their_record(known: Donor) -> None:
    mine = enter_proven(replace(LO, phone=LO.phone), phone="0987654321", **BY)
    assert mine != known
    assert known_of(mine) == replace(LO, phone="0987654321", identity="", birth_year=1990)
    known.refresh_from_db()
    assert known_of(known).phone == LO.phone


def test_person_of_a_shared_phone_gets_a_record_of_their_own(known: Donor) -> None:
    mine = enter_proven(Person("Lò Văn Bình", birth_date=date(1988, 1, 1)), phone=LO.phone, **BY)
    assert mine != known
    assert mine.phone_hash == known.phone_hash


def test_number_of_another_does_not_fill_ones_own_record(known: Donor) -> None:
    mine = enter_proven(Person("Lò Văn Bình"), phone="0987654321", **BY)
    again = enter_proven(Person("Lò Văn Bình", identity=LO.identity), phone="0987654321", **BY)
    assert (again, again.identity_hash) == (mine, "")


# ── members ──


def test_member_begins_on_the_local_day(union: Union) -> None:
    late = datetime(2026, 4, 1, 18, 0, tzinfo=UTC)  # 01:00 of the next day in Việt Nam
    donor = enter_donor(LO, unit=union.school, actor=ACTOR, now=late)
    assert donor.memberships.get().starts_on == date(2026, 4, 2)


def test_person_may_be_a_member_of_several_units_and_of_none(union: Union, known: Donor) -> None:
    enter_donor(LO, unit=union.factory, **BY)
    today = date(2026, 4, 1)
    assert list(Donor.objects.members_of(union.factory, on=today)) == [known]
    for unit in (union.factory, union.school):
        leave_unit(known, unit, last_day=today, **BY)
    assert list(Donor.objects.members_of(union.school, on=date(2026, 4, 2))) == []
    assert list(Donor.objects.members_of(union.school, on=today)) == [known]


def test_who_comes_back_later_has_two_memberships(union: Union, known: Donor) -> None:
    leave_unit(known, union.school, last_day=date(2026, 4, 10), **BY)
    join_unit(known, union.school, on=date(2026, 6, 1), **BY)
    days = known.memberships.order_by("starts_on").values_list("starts_on", "ends_on")
    assert list(days) == [(date(2026, 4, 1), date(2026, 4, 10)), (date(2026, 6, 1), None)]


def test_who_is_entered_again_on_the_last_day_stays(union: Union, known: Donor) -> None:
    leave_unit(known, union.school, last_day=date(2026, 4, 1), **BY)
    enter_donor(LO, unit=union.school, **BY)
    assert known.memberships.get().ends_on is None


def test_earlier_first_day_is_taken_and_a_later_one_is_not(union: Union, known: Donor) -> None:
    join_unit(known, union.school, on=date(2020, 1, 1), **BY)
    join_unit(known, union.school, on=date(2026, 5, 1), **BY)
    assert known.memberships.get().starts_on == date(2020, 1, 1)
    assert AuditEntry.objects.filter(action="join_unit").count() == 1


def test_nobody_leaves_twice_or_before_joining(union: Union, known: Donor) -> None:
    with pytest.raises(LeftBeforeJoining):
        leave_unit(known, union.school, last_day=date(2026, 3, 31), **BY)
    leave_unit(known, union.school, last_day=date(2026, 4, 1), **BY)
    with pytest.raises(NotMember):
        leave_unit(known, union.school, last_day=date(2026, 4, 1), **BY)


# ── correcting ──


def test_revised_record_says_exactly_what_it_was_told(known: Donor) -> None:
    new = Person("Lò Thị Hồng", birth_year=1991)
    revise_person(known, new, **BY)
    known.refresh_from_db()
    assert known_of(known) == new
    assert (known.phone_hash, known.identity_last4, known.name_folded) == ("", "", "lo thi hong")


def test_revision_that_changes_nothing_writes_nothing(known: Donor) -> None:
    revise_person(known, known_of(known), **BY)
    assert not AuditEntry.objects.filter(action="revise_person").exists()


def test_revised_number_must_be_free(union: Union, known: Donor) -> None:
    other = make.donor(union.school)
    with pytest.raises(IdentityTaken):
        revise_person(other, replace(known_of(other), identity=LO.identity), **BY)


# ── at the same moment ──


def at_once(times: int, work: Callable[[int], Any]) -> list[Any]:
    """Run `work` in so many threads that start together; give what each returned or raised."""
    barrier, results = threading.Barrier(times), [None] * times

    def run(number: int) -> None:
        barrier.wait()
        try:
            results[number] = work(number)
        except Exception as error:  # the test looks at it
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def unit(transactional_db: None) -> Unit:
    return units.unit(None, "P")


@pytest.mark.slow
@pytest.mark.parametrize(
    "said",
    [LO, replace(LO, identity=""), replace(LO, identity="", phone="")],
    ids=["by identity", "by phone", "by birth in the unit"],
)
def test_person_entered_by_many_at_once_has_one_record(unit: Unit, said: Person) -> None:
    results = at_once(8, lambda _: enter_donor(said, unit=unit, **BY))
    assert results == [Donor.objects.get()] * 8
    assert Membership.objects.count() == 1


@pytest.mark.slow
def test_number_taken_at_once_by_two_who_act_alone_is_one_persons(unit: Unit) -> None:
    phones = [f"091234567{number}" for number in range(8)]
    results = at_once(8, lambda number: enter_proven(LO, phone=phones[number], **BY))
    assert all(isinstance(result, Donor) for result in results)
    assert Donor.objects.exclude(identity_hash="").count() == 1


@pytest.mark.slow
def test_import_that_takes_no_turns_makes_no_error(unit: Unit) -> None:
    """One that copies rows in, and commits while the other waits for the constraint."""
    ready = threading.Event()

    def copy_in() -> Donor:
        with transaction.atomic():
            donor = enter_donor(replace(LO, identity=""), **BY)
            Donor.objects.filter(pk=donor.pk).update(identity_hash=LO.identity_hash, phone_hash="")
            ready.set()
            time.sleep(0.3)
        return donor

    def enter(number: int) -> Donor:
        if number == 0:
            return copy_in()
        ready.wait(10)
        return enter_donor(replace(LO, phone=""), **BY)

    assert at_once(2, enter) == [Donor.objects.get()] * 2
