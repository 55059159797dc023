"""Never more comes back by a certificate than was given; and only its donor knows."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maudao.donors import make
from maudao.donors.actions.certificates import ReturnRefused, note_return, take_back_return
from maudao.donors.models import CertificateReturn
from maudao.donors.queries.certificates import certificate_of, certificates
from maudao.organization.make import NOW
from maudao.organization.models import AuditEntry

GIVEN_ON = date(2026, 1, 5)


def note(donation, volume_ml, *, key="k", on=date(2026, 2, 2)):
    return note_return(donation, returned_on=on, volume_ml=volume_ml, idempotency_key=key, now=NOW)


def refused(donation, volume_ml, **known):
    with pytest.raises(ReturnRefused) as refusal:
        note(donation, volume_ml, **known)
    return refusal.value


@pytest.fixture
def donation(db):
    return make.donation(make.donor(), on=GIVEN_ON, volume_ml=350)


def test_what_came_back_is_taken_from_what_was_given(donation):
    note(donation, 100, key="a")
    note(donation, 200, key="b")
    assert certificate_of(donation).left_ml == 50


def test_more_than_what_is_left_is_refused(donation):
    note(donation, 300, key="a")
    refusal = refused(donation, 51, key="b")
    assert (refusal.reason, refusal.left_ml) == ("more_than_left", 50)
    note(donation, 50, key="b")


@pytest.mark.parametrize(
    ("on", "volume_ml", "reason"),
    [
        (GIVEN_ON - timedelta(days=1), 100, "before_donation"),
        (date(2026, 4, 2), 100, "in_future"),
        (GIVEN_ON, 0, "nothing"),
    ],
)
def test_what_cannot_have_been_so_is_refused(donation, on, volume_ml, reason):
    assert refused(donation, volume_ml, on=on).reason == reason


def test_the_same_key_again_changes_nothing(donation):
    assert note(donation, 100).pk == note(donation, 100).pk
    assert CertificateReturn.objects.count() == 1


def test_what_was_noted_by_mistake_is_taken_away_once(donation):
    noted = note(donation, 100)
    take_back_return(noted)
    take_back_return(noted)
    assert certificate_of(donation).left_ml == 350


def test_the_journal_knows_nothing_of_it(donation):
    before = AuditEntry.objects.count()
    take_back_return(note(donation, 100))
    assert AuditEntry.objects.count() == before


def test_every_donation_has_its_certificate_the_latest_first(donation):
    later = make.donation(donation.donor, on=date(2026, 4, 1), volume_ml=250, certificate_serial="HM-7")
    note(donation, 100)
    ledger = certificates(donation.donor)
    assert [(one.serial, one.left_ml) for one in ledger] == [("HM-7", 250), ("", 250)]
    assert ledger[0].donation == later


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(-10, 400), max_size=8))
def test_the_sum_of_returns_never_passes_what_was_given(donation, volumes):
    CertificateReturn.objects.all().delete()
    taken = 0
    for number, volume_ml in enumerate(volumes):
        if 1 <= volume_ml <= 350 - taken:
            note(donation, volume_ml, key=f"k-{number}")
            taken += volume_ml
        else:
            refused(donation, volume_ml, key=f"k-{number}")
    assert certificate_of(donation).returned_ml == taken


@pytest.mark.slow
def test_eight_at_once_never_take_more_than_was_given(transactional_db):
    donation = make.donation(make.donor(), on=GIVEN_ON, volume_ml=350)
    start, outcomes = threading.Barrier(8), []

    def run(number):
        start.wait()
        try:
            note(donation, 100, key=f"k-{number}")
            outcomes.append("noted")
        except ReturnRefused as refusal:
            outcomes.append(refusal.reason)
        connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["more_than_left"] * 5 + ["noted"] * 3
    assert certificate_of(donation).left_ml == 50
