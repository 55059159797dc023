"""Consent: proof of what was said, one that stands, and what goes when it is taken back."""

from datetime import date, timedelta

import pytest

from conftest import Union
from maudao.donors import make
from maudao.donors.actions.consents import (
    NoConsent,
    SignedInFuture,
    give_consent,
    give_consents,
    withdraw_consent,
)
from maudao.donors.forms.consents import ConsentForm
from maudao.donors.models import Consent, Donor
from maudao.donors.queries.consents import consents, standing
from maudao.donors.rules import ConsentMethod, ConsentPurpose
from maudao.donors.rules.consents import NoConsentText
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry

TODAY = date(2026, 4, 1)
BLOOD_GROUP, HISTORY, CHAIR_SEES = (
    ConsentPurpose.BLOOD_GROUP,
    ConsentPurpose.HISTORY,
    ConsentPurpose.CHAIR_SEES,
)


@pytest.fixture
def donor(union: Union) -> Donor:
    return make.donor(union.factory)


def give(donor: Donor, purpose: str, **known: object) -> Consent:
    said = {"method": ConsentMethod.PAPER, "actor": ACTOR, "now": NOW, **known}
    return give_consent(donor, purpose, **said)  # type: ignore[arg-type]


def test_consent_keeps_its_proof(donor: Donor) -> None:
    consent = give(donor, HISTORY)
    kept = (consent.text_version, consent.method, consent.given_at, consent.recorded_by, consent.withdrawn_at)
    assert kept == ("2026-01", "paper", NOW, None, None)
    assert standing(donor) == {HISTORY}


def test_consent_given_twice_is_one(donor: Donor) -> None:
    assert give(donor, HISTORY) == give(donor, HISTORY, now=NOW + timedelta(days=1))
    assert donor.consents.count() == 1


def test_newer_words_end_the_older_consent(donor: Donor) -> None:
    old = give(donor, HISTORY)
    Consent.objects.filter(pk=old.pk).update(text_version="2025-01")
    new = give(donor, HISTORY, now=NOW + timedelta(days=1))
    old.refresh_from_db()
    assert (old.withdrawn_at, new.text_version) == (NOW + timedelta(days=1), "2026-01")


def test_paper_counts_from_the_day_it_was_signed(donor: Donor) -> None:
    consent = give(donor, HISTORY, signed_on=date(2026, 3, 5))
    assert consent.given_at.isoformat() == "2026-03-05T00:00:00+07:00"


def test_paper_of_tomorrow_or_before_any_text_is_refused(donor: Donor) -> None:
    with pytest.raises(SignedInFuture):
        give(donor, HISTORY, signed_on=date(2026, 4, 2))
    with pytest.raises(NoConsentText):
        give(donor, HISTORY, signed_on=date(2025, 12, 31))
    assert standing(donor) == set()


def test_several_consents_are_given_together(donor: Donor) -> None:
    give_consents(donor, [HISTORY, CHAIR_SEES], method=ConsentMethod.ONLINE, actor=ACTOR, now=NOW)
    assert standing(donor) == {HISTORY, CHAIR_SEES}


def test_withdrawal_ends_the_consent_and_keeps_its_proof(donor: Donor) -> None:
    give(donor, CHAIR_SEES)
    consent = withdraw_consent(donor, CHAIR_SEES, actor=ACTOR, now=NOW + timedelta(days=2))
    assert (consent.given_at, consent.withdrawn_at) == (NOW, NOW + timedelta(days=2))
    assert standing(donor) == set()


def test_what_was_not_given_cannot_be_withdrawn(donor: Donor) -> None:
    with pytest.raises(NoConsent):
        withdraw_consent(donor, CHAIR_SEES, actor=ACTOR, now=NOW)


def test_blood_group_goes_with_its_consent(union: Union) -> None:
    donor = make.donor(union.factory, blood_group="O-")
    withdraw_consent(donor, BLOOD_GROUP, actor=ACTOR, now=NOW)
    donor.refresh_from_db()
    assert (donor.blood_group, donor.blood_group_source) == ("", "")


def test_history_that_was_told_goes_with_its_consent_and_counted_donations_stay(donor: Donor) -> None:
    give(donor, HISTORY)
    counted = make.donation(donor)
    told = make.donation(donor, on=date(2025, 1, 5))
    donor.donations.filter(pk=told.pk).update(is_self_told=True)
    Donor.objects.filter(pk=donor.pk).update(not_before=date(2026, 6, 1))
    withdraw_consent(donor, HISTORY, actor=ACTOR, now=NOW)
    donor.refresh_from_db()
    assert (list(donor.donations.all()), donor.not_before) == ([counted], None)


def test_consent_is_found_for_many_at_once(union: Union) -> None:
    one, other = make.donor(union.factory, consents=[HISTORY]), make.donor(union.factory)
    assert [standing(each) for each in (one, other)] == [{HISTORY}, set()]
    assert list(Donor.objects.filter(consents(HISTORY))) == [one]


def test_audit_tells_the_purpose_and_no_value(union: Union) -> None:
    donor = make.donor(union.factory, blood_group="AB-")
    withdraw_consent(donor, BLOOD_GROUP, actor=ACTOR, now=NOW, unit=union.factory)
    entries = AuditEntry.objects.filter(action__in=["give_consent", "revise_person", "withdraw_consent"])
    assert "AB-" not in str(list(entries.values_list("changes", flat=True)))
    assert entries.get(action="withdraw_consent").changes == {"purpose": "blood_group"}


def test_no_box_is_ticked_beforehand() -> None:
    form = ConsentForm(on=TODAY)
    assert [box.text.purpose for box in form.boxes] == list(ConsentPurpose)
    assert not any(box.field.value() for box in form.boxes)


def test_only_ticked_purposes_are_given_and_what_stands_is_not_asked_again() -> None:
    form = ConsentForm({"dong-y-history": "on"}, on=TODAY, standing=[CHAIR_SEES])
    assert form.is_valid()
    assert form.given() == [HISTORY]
    assert CHAIR_SEES not in form.fields


def test_needed_consent_is_asked_for() -> None:
    form = ConsentForm({}, on=TODAY, needed=[ConsentPurpose.CAMPAIGN])
    assert form.errors.as_data()[ConsentPurpose.CAMPAIGN][0].code == "required"
