"""Consent per purpose: given, with its proof, and withdrawn, with all that depended on it."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from maudao.donors.models import Consent, Donation, Donor
from maudao.donors.rules import ConsentPurpose
from maudao.donors.rules.consents import consent_text
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit


class NoConsent(Exception):
    """There is no consent to this purpose that stands."""

    reason = "no_consent"


class SignedInFuture(Exception):
    """A paper is signed before it is recorded."""

    reason = "signed_in_future"


@transaction.atomic
def give_consent(
    donor: Donor,
    purpose: str,
    *,
    method: str,
    actor: Actor,
    now: datetime,
    signed_on: date | None = None,
    unit: Unit | None = None,
) -> Consent:
    """Record that a person consents to a purpose, in the words in force on that day; `signed_on` for a paper.

    One that stands in the same words is returned as it is; one in older words ends as the new one begins.

    Raises:
        SignedInFuture: the paper bears a day that is still to come.
        NoConsentText: no text was in force on that day.
    """
    today = timezone.localdate(now)
    day = signed_on or today
    if day > today:
        raise SignedInFuture
    text = consent_text(purpose, day)
    hold_donor(donor)
    standing = donor.consents.filter(purpose=purpose, withdrawn_at=None).first()
    if standing is not None:
        if standing.text_version >= text.version:
            return standing
        Consent.objects.filter(pk=standing.pk).update(withdrawn_at=now)
    consent = Consent.objects.create(
        donor=donor,
        purpose=purpose,
        text_version=text.version,
        method=method,
        given_at=now if day == today else _start_of(day),
        recorded_by=actor.user,
    )
    changes = {"purpose": str(purpose), "version": text.version, "method": str(method)}
    audit.record("give_consent", consent, actor=actor, at=now, unit=unit, changes=changes)
    return consent


@transaction.atomic
def give_consents(
    donor: Donor,
    purposes: Iterable[str],
    *,
    method: str,
    actor: Actor,
    now: datetime,
    signed_on: date | None = None,
    unit: Unit | None = None,
) -> list[Consent]:
    """Record consent to several purposes of one form: all of them or none. See `give_consent`."""
    said = {"method": method, "signed_on": signed_on}
    return [
        give_consent(donor, purpose, actor=actor, now=now, unit=unit, **said)  # type: ignore[arg-type]
        for purpose in sorted(purposes)
    ]


@transaction.atomic
def withdraw_consent(
    donor: Donor, purpose: str, *, actor: Actor, now: datetime, unit: Unit | None = None
) -> Consent:
    """Record that a person takes a consent back, and erase what was kept by it alone.

    `blood_group`: the blood group. `history`: donations that the person told, and the day before which not to give.
    The proof that consent was given stays, with its end.

    Raises:
        NoConsent: none stands.
    """
    hold_donor(donor)
    consent = donor.consents.filter(purpose=purpose, withdrawn_at=None).first()
    if consent is None:
        raise NoConsent
    records = _with_merged(donor)
    Consent.objects.filter(donor__in=records, purpose=purpose, withdrawn_at=None).update(withdrawn_at=now)
    if erase := _KEPT_BY.get(purpose):
        erase(records)
    donor.refresh_from_db()
    consent.refresh_from_db()
    audit.record("withdraw_consent", consent, actor=actor, at=now, unit=unit, changes={"purpose": purpose})
    return consent


def _with_merged(donor: Donor) -> list[int]:
    """Return the keys of a record and of those merged into it: what is erased is erased in all of them."""
    found: list[int] = []
    layer = [donor.pk]
    while layer:
        found += layer
        layer = list(Donor.objects.filter(merged_into__in=layer).values_list("pk", flat=True))
    return found


def hold_donor(donor: Donor) -> None:
    """Let nobody else change this person until the transaction ends; rows may be added to them meanwhile."""
    Donor.objects.select_for_update(no_key=True).get(pk=donor.pk)


def _erase_blood_group(records: list[int]) -> None:
    Donor.objects.filter(pk__in=records).update(blood_group="", blood_group_source="")


def _erase_told_history(records: list[int]) -> None:
    Donation.objects.filter(donor__in=records, is_self_told=True).delete()
    Donor.objects.filter(pk__in=records).update(not_before=None)


_KEPT_BY: dict[str, Callable[[list[int]], None]] = {
    ConsentPurpose.BLOOD_GROUP: _erase_blood_group,
    ConsentPurpose.HISTORY: _erase_told_history,
}


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())
