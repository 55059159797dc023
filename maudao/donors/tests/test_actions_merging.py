"""Merging two records of one person, and making them two again exactly as they were."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import Sum

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.models import FactEntry
from maudao.donors import make
from maudao.donors.actions.consents import give_consent, withdraw_consent
from maudao.donors.actions.memberships import join_unit
from maudao.donors.actions.merging import (
    MergeRefused,
    UndoRefused,
    merge_donors,
    references,
    undo_merge,
)
from maudao.donors.actions.people import enter_donor, known_of, revise_person
from maudao.donors.models import Consent, Donor, DonorMerge
from maudao.donors.queries.consents import standing
from maudao.donors.rules import ConsentMethod, ConsentPurpose
from maudao.organization import make as units
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry

LATER = NOW + timedelta(days=1)
BLOOD_GROUP, HISTORY = ConsentPurpose.BLOOD_GROUP, ConsentPurpose.HISTORY


@pytest.fixture
def kept(union: Union) -> Donor:
    return make.donor(union.factory, full_name="Lò Thị Hoà", phone="", birth_date=None)


@pytest.fixture
def merged(union: Union) -> Donor:
    made = make.donor(
        union.school,
        full_name="Lò Thị Hoà",
        birth_date=date(1990, 5, 2),
        phone="0912345678",
        identity="011190001234",
        blood_group="O-",
        consents=[HISTORY],
    )
    Donor.objects.filter(pk=made.pk).update(not_before=date(2026, 6, 1))
    made.refresh_from_db()
    return made


def merge(kept: Donor, merged: Donor, union: Union) -> DonorMerge:
    return merge_donors(kept, merged, unit=union.factory, actor=ACTOR, now=NOW)


def undo(done: DonorMerge) -> DonorMerge:
    return undo_merge(done, actor=ACTOR, now=LATER)


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


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table that knows people."""
    tables: set[type[models.Model]] = {reference.model for reference in references()} | {Donor}
    return {table._meta.label: list(table._base_manager.order_by("pk").values()) for table in tables}


def test_everything_moves_and_gaps_are_filled(union: Union, kept: Donor, merged: Donor) -> None:
    donation = make.donation(merged)
    merge(kept, merged, union)
    kept.refresh_from_db()
    donation.refresh_from_db()
    assert donation.donor == kept
    known = known_of(kept)
    assert (known.phone, known.identity, known.birth_date) == ("0912345678", "011190001234", date(1990, 5, 2))
    assert (kept.blood_group, kept.not_before, kept.birth_year) == ("O-", date(2026, 6, 1), 1990)
    assert standing(kept) == {BLOOD_GROUP, HISTORY}
    assert {membership.unit for membership in kept.memberships.all()} == {union.factory, union.school}


def test_merged_record_is_found_no_more_and_its_number_leads_to_the_kept(
    union: Union, kept: Donor, merged: Donor
) -> None:
    person = known_of(merged)
    merge(kept, merged, union)
    assert list(Donor.objects.standing()) == [kept]
    assert enter_donor(person, actor=ACTOR, now=LATER) == kept


def test_nothing_of_the_kept_record_is_overwritten(union: Union, merged: Donor) -> None:
    kept = make.donor(union.factory, sex="M", identity="011190009999")
    before = known_of(kept)
    merge(kept, merged, union)
    kept.refresh_from_db()
    after = known_of(kept)
    assert (after.full_name, after.phone, after.identity, after.sex, after.birth_date) == (
        before.full_name,
        before.phone,
        before.identity,
        before.sex,
        before.birth_date,
    )


def test_undo_restores_every_row(union: Union, kept: Donor, merged: Donor) -> None:
    for donor in (kept, merged):
        join_unit(donor, union.clinic, on=date(2026, 1, donor.pk % 20 + 1), actor=ACTOR, now=NOW)
        give_consent(donor, HISTORY, method=ConsentMethod.PAPER, actor=ACTOR, now=NOW)
        make.donation(donor)
    before = everything()
    done = merge(kept, merged, union)
    assert everything() != before
    undo(done)
    assert everything() == before


def test_undo_restores_every_row_the_other_way_round(union: Union, kept: Donor, merged: Donor) -> None:
    for number, donor in enumerate((merged, kept)):
        join_unit(donor, union.clinic, on=date(2026, 1, number + 1), actor=ACTOR, now=NOW)
    before = everything()
    undo(merge(merged, kept, union))
    assert everything() == before


def test_membership_of_both_begins_on_the_earlier_day(union: Union) -> None:
    kept, merged = make.donor(union.factory), make.donor(union.factory)
    join_unit(merged, union.factory, on=date(2020, 1, 1), actor=ACTOR, now=NOW)
    merge(kept, merged, union)
    assert kept.memberships.get().starts_on == date(2020, 1, 1)


def test_record_cannot_be_merged_with_itself_or_twice(union: Union, kept: Donor, merged: Donor) -> None:
    with pytest.raises(MergeRefused, match="same_record"):
        merge(kept, kept, union)
    merge(kept, merged, union)
    with pytest.raises(MergeRefused, match="merged_already"):
        merge(make.donor(union.factory), merged, union)


@pytest.mark.parametrize("way_round", [False, True])
def test_consent_taken_back_in_one_record_is_not_brought_back_by_the_other(
    union: Union, kept: Donor, merged: Donor, way_round: bool
) -> None:
    give_consent(kept, HISTORY, method=ConsentMethod.PAPER, actor=ACTOR, now=NOW)
    withdraw_consent(kept, HISTORY, actor=ACTOR, now=LATER)
    pair = (merged, kept) if way_round else (kept, merged)
    with pytest.raises(MergeRefused, match="consents_disagree"):
        merge(*pair, union)


def test_withdrawal_after_merging_erases_in_both_records(union: Union, kept: Donor, merged: Donor) -> None:
    give_consent(kept, BLOOD_GROUP, method=ConsentMethod.PAPER, actor=ACTOR, now=NOW)
    done = merge(kept, merged, union)
    withdraw_consent(kept, BLOOD_GROUP, actor=ACTOR, now=LATER)
    undo(done)
    assert not Donor.objects.exclude(blood_group="").exists()
    assert not Consent.objects.filter(purpose=BLOOD_GROUP, withdrawn_at=None).exists()


def test_what_was_written_since_stays(union: Union, kept: Donor, merged: Donor) -> None:
    done = merge(kept, merged, union)
    kept.refresh_from_db()
    new = known_of(kept)
    revise_person(kept, type(new)(**{**vars(new), "phone": "0987654321"}), actor=ACTOR, now=LATER)
    undo(done)
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (known_of(kept).phone, known_of(kept).identity) == ("0987654321", "")
    assert known_of(merged).phone == "0912345678"


def test_undo_is_refused_where_somebody_took_the_number_meanwhile(union: Union, merged: Donor) -> None:
    kept = make.donor(union.factory, full_name="Lò Thị Hoà", identity="011190009999")
    done = merge(kept, merged, union)
    make.donor(union.factory, identity="011190001234")
    with pytest.raises(UndoRefused, match="later_records"):
        undo(done)


def test_merges_are_undone_from_the_last(union: Union, kept: Donor, merged: Donor) -> None:
    first = merge(kept, merged, union)
    second = merge(kept, make.donor(union.factory), union)
    with pytest.raises(UndoRefused, match="merged_since"):
        undo(first)
    undo(second)
    undo(first)
    with pytest.raises(UndoRefused, match="undone_already"):
        undo(first)


def test_record_that_was_merged_on_is_not_parted(union: Union, kept: Donor, merged: Donor) -> None:
    first = merge(kept, merged, union)
    merge(make.donor(union.factory), kept, union)
    with pytest.raises(UndoRefused, match="merged_since"):
        undo(first)


def test_audit_names_what_was_filled_and_no_values(union: Union, kept: Donor, merged: Donor) -> None:
    merge(kept, merged, union)
    entry = AuditEntry.objects.get(action="merge_donors")
    assert entry.unit == union.factory
    assert "phone_hash" in entry.changes["fields"]
    assert "O-" not in str(entry.changes)


def test_two_records_of_one_person_are_counted_as_one_and_as_two_again(
    union: Union, kept: Donor, merged: Donor
) -> None:
    campaign = campaigns.launched(union.province)
    for donor in (kept, merged):
        make.donation(donor, on=date(2026, 3, 25), campaign=campaign, credited_to=union.factory)

    def counted() -> dict[str, int]:
        facts = FactEntry.objects.filter(assignment__campaign=campaign, fact__in=["donations", "donors"])
        return dict(facts.values_list("fact").annotate(Sum("value")).order_by())

    done = merge(kept, merged, union)
    assert counted() == {"donations": 2, "donors": 1}
    undo(done)
    assert counted() == {"donations": 2, "donors": 2}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_merge_asked_for_by_many_at_once_happens_once() -> None:
    unit = units.unit(None, "P")
    kept, merged = make.donor(unit), make.donor(unit)

    def attempt(number: int) -> DonorMerge:
        pair = (kept, merged) if number % 2 else (merged, kept)
        return merge_donors(*pair, unit=unit, actor=ACTOR, now=NOW)

    results = at_once(6, attempt)
    refused = {result.reason for result in results if isinstance(result, MergeRefused)}
    assert (refused, DonorMerge.objects.count(), Donor.objects.standing().count()) == (
        {"merged_already"},
        1,
        1,
    )
