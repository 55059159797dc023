"""What donors write down about themselves, alone."""

import threading
from datetime import date

import pytest
from django.db import connection

from maudao.donors import make
from maudao.donors.actions.donations import DonationRefused
from maudao.donors.actions.own import (
    HistoryNeedsConsent,
    KnownAlready,
    NotTold,
    correct_details,
    open_feed,
    set_not_before,
    take_back_told,
    tell_donation,
    withdraw_all,
)
from maudao.donors.actions.people import IdentityTaken, known_of
from maudao.donors.models import Donation, Donor
from maudao.donors.queries.consents import standing
from maudao.organization.make import NOW
from maudao.organization.models import AuditEntry


@pytest.fixture
def person(union):
    return make.donor(union.factory, consents=["history", "campaign"])


def tell(donor, *, on=date(2025, 11, 3), volume_ml=350, key="told:1"):
    return tell_donation(
        donor, donated_on=on, kind="whole_blood", volume_ml=volume_ml, idempotency_key=key, now=NOW
    )


def test_a_told_donation_is_nobodys_result(person):
    told = tell(person)
    assert (told.is_self_told, told.campaign, told.credited_to) == (True, None, None)


def test_the_same_key_again_returns_the_first(person):
    assert tell(person).pk == tell(person).pk
    assert Donation.objects.count() == 1


def test_what_is_told_is_kept_by_consent_alone(union):
    stranger = make.donor(union.factory)
    with pytest.raises(HistoryNeedsConsent):
        tell(stranger)
    with pytest.raises(HistoryNeedsConsent):
        set_not_before(stranger, date(2026, 6, 1), now=NOW)


def test_a_day_that_is_on_record_is_not_told_again(person):
    make.donation(person, on=date(2025, 11, 3))
    with pytest.raises(KnownAlready):
        tell(person)


def test_a_bag_that_there_is_not_is_refused(person):
    with pytest.raises(DonationRefused):
        tell(person, volume_ml=300)


def test_what_was_told_is_taken_back_and_what_was_recorded_is_not(person):
    told, recorded = tell(person), make.donation(person)
    take_back_told(told, now=NOW)
    take_back_told(told, now=NOW)
    with pytest.raises(NotTold):
        take_back_told(recorded, now=NOW)
    assert list(Donation.objects.all()) == [recorded]


def test_a_day_to_wait_for_is_kept_and_taken_away(person):
    set_not_before(person, date(2026, 6, 1), now=NOW)
    assert Donor.objects.get(pk=person.pk).not_before == date(2026, 6, 1)
    set_not_before(person, None, now=NOW)
    assert Donor.objects.get(pk=person.pk).not_before is None


def test_the_journal_says_nothing_of_the_day(person):
    set_not_before(person, date(2026, 6, 1), now=NOW)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.changes, entry.unit) == ("revise_person", {}, None)


def test_corrected_details_leave_phone_and_number_as_they_are(union):
    person = make.donor(union.factory, identity="011190000123")
    before = known_of(person)
    correct_details(person, full_name="Lò Thị Đúng", birth_date=date(1991, 2, 3), sex="F", now=NOW)
    after = known_of(Donor.objects.get(pk=person.pk))
    assert (after.full_name, after.birth_date) == ("Lò Thị Đúng", date(1991, 2, 3))
    assert (after.phone, after.identity) == (before.phone, before.identity)


def test_anothers_identity_number_is_not_taken(union):
    make.donor(union.factory, identity="011190000123")
    person = make.donor(union.school)
    with pytest.raises(IdentityTaken):
        correct_details(
            person,
            full_name=person.full_name,
            birth_date=person.birth_date,
            sex="F",
            identity="011190000123",
            now=NOW,
        )


def test_taking_back_everything_erases_what_was_kept_by_it(person):
    tell(person)
    recorded = make.donation(person)
    set_not_before(person, date(2026, 6, 1), now=NOW)
    assert len(withdraw_all(person, now=NOW)) == 2
    assert withdraw_all(person, now=NOW) == []
    assert standing(person) == set()
    assert list(Donation.objects.all()) == [recorded]
    assert Donor.objects.get(pk=person.pk).not_before is None


def test_a_calendar_has_one_address_until_it_is_renewed(person):
    key = open_feed(person)
    assert open_feed(person) == key
    assert len(key) == 32
    assert open_feed(person, renew=True) != key


@pytest.mark.slow
def test_two_who_open_the_calendar_at_once_get_one_address(transactional_db):
    person = make.donor()
    start, keys = threading.Barrier(4), []

    def run():
        start.wait()
        keys.append(open_feed(Donor.objects.get(pk=person.pk)))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 1
