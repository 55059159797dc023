"""What donors write down about themselves, alone."""

import secrets
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from maudao.donors.actions.consents import hold_donor, withdraw_consent
from maudao.donors.actions.donations import record_donation, withdraw_donation
from maudao.donors.actions.people import known_of, revise_person
from maudao.donors.models import Donation, Donor
from maudao.donors.queries.consents import standing
from maudao.donors.rules import ConsentPurpose
from maudao.organization import audit
from maudao.organization.audit import system

#: Whoever acts alone: no name rises in the journal.
ONESELF = system("Người hiến máu (tự làm)")


class HistoryNeedsConsent(Exception):
    """What donors tell of themselves is kept only while their consent to keep a history stands."""

    reason = "history_needs_consent"


class KnownAlready(Exception):
    """A donation on that day is on record."""

    reason = "known_already"


class NotTold(Exception):
    """The donation was recorded by an organiser: its unit corrects it."""

    reason = "not_told"


@transaction.atomic
def tell_donation(
    donor: Donor, *, donated_on: date, kind: str, volume_ml: int, idempotency_key: str, now: datetime
) -> Donation:
    """Keep a donation that a person tells of: never counted anywhere. The same key sent again returns the first.

    Raises:
        HistoryNeedsConsent: no consent to keep a history stands.
        KnownAlready: a donation on that day is on record.
        DonationRefused: it cannot have been so.
    """
    hold_donor(donor)
    if first := donor.donations.filter(idempotency_key=idempotency_key).first():
        return first
    _check_history(donor)
    if donor.donations.filter(donated_on=donated_on).exists():
        raise KnownAlready
    return record_donation(
        donor,
        donated_on=donated_on,
        kind=kind,
        volume_ml=volume_ml,
        campaign=None,
        credited_to=None,
        idempotency_key=idempotency_key,
        is_self_told=True,
        actor=ONESELF,
        now=now,
    )


def take_back_told(donation: Donation, *, now: datetime) -> None:
    """Take away a donation that the person told. Twice is once.

    Raises:
        NotTold: somebody else recorded it.
    """
    if not donation.is_self_told:
        raise NotTold
    withdraw_donation(donation, actor=ONESELF, now=now)


@transaction.atomic
def set_not_before(donor: Donor, day: date | None, *, now: datetime) -> Donor:
    """Keep the day before which a person was told not to give, or none: a day, never a reason.

    Raises:
        HistoryNeedsConsent: no consent to keep a history stands.
    """
    hold_donor(donor)
    if day is not None:
        _check_history(donor)
    donor.refresh_from_db(fields=["not_before"])
    if donor.not_before != day:
        donor.not_before = day
        donor.save(update_fields=["not_before"])
        audit.record("revise_person", donor, actor=ONESELF, at=now)
    return donor


@transaction.atomic
def correct_details(
    donor: Donor,
    *,
    full_name: str,
    birth_date: date | None,
    sex: str,
    identity: str = "",
    now: datetime,
) -> Donor:
    """Correct a person's own name, birth and sex; the identity number where one is given.

    Raises:
        IdentityTaken, NoName: as `revise_person`.
    """
    hold_donor(donor)
    donor.refresh_from_db()
    known = known_of(donor)
    corrected = replace(
        known,
        full_name=full_name,
        birth_date=birth_date,
        birth_year=birth_date.year if birth_date else known.birth_year,
        sex=sex,
        identity=identity or known.identity,
    )
    return revise_person(donor, corrected, actor=ONESELF, now=now)


@transaction.atomic
def withdraw_all(donor: Donor, *, now: datetime) -> list[ConsentPurpose]:
    """Take back every consent that stands, with all that was kept by it; return the purposes. Twice is once."""
    hold_donor(donor)
    purposes = sorted(standing(donor))
    for purpose in purposes:
        withdraw_consent(donor, purpose, actor=ONESELF, now=now)
    return purposes


@transaction.atomic
def open_feed(donor: Donor, *, renew: bool = False) -> str:
    """Return the key of a person's calendar, made where there is none; `renew`: a new one, and the old address dies."""
    held = Donor.objects.select_for_update(no_key=True).get(pk=donor.pk)
    if renew or not held.feed_key:
        held.feed_key = secrets.token_hex(16)
        held.save(update_fields=["feed_key"])
    donor.feed_key = held.feed_key
    return held.feed_key


def _check_history(donor: Donor) -> None:
    if ConsentPurpose.HISTORY not in standing(donor):
        raise HistoryNeedsConsent
