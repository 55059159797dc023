"""What a donor's own pages show: the people of one phone, and what is on record of each."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from maudao.donors.models import CertificateReturn, Donation, Donor, DonorQuerySet
from maudao.donors.rules.eligibility import next_eligible_on
from maudao.organization.models import Unit
from maudao.organization.sealing import PHONE, sealer


class OwnRegistration(Protocol):
    """A donor's place at a donation day: what `settings.OWN_REGISTRATIONS` gives."""

    @property
    def title(self) -> str: ...

    @property
    def url(self) -> str: ...

    @property
    def when(self) -> datetime | date: ...

    @property
    def state(self) -> str: ...


def people_of(phone: str) -> DonorQuerySet:
    """Return the people behind a phone: several may share one."""
    own = Donor.objects.standing().filter(phone_hash=sealer().fingerprint(phone, purpose=PHONE))
    return own.order_by("sort_key", "pk")


def phone_itself(phone: str) -> str:
    """Return the phone, for the page that is about nobody yet."""
    return phone


def person_of(phone: str, *, pk: int) -> Donor:
    """Return a person of the phone.

    Raises:
        Donor.DoesNotExist: the person is another phone's.
    """
    return people_of(phone).get(pk=pk)


def purpose_of(phone: str, *, pk: int, purpose: str) -> tuple[Donor, str]:
    """Return a person of the phone with the purpose that is asked about.

    Raises:
        Donor.DoesNotExist: the person is another phone's.
    """
    return person_of(phone, pk=pk), purpose


def donation_of(phone: str, *, pk: int, donation: int) -> Donation:
    """Return a donation of a person of the phone.

    Raises:
        Donation.DoesNotExist: it is another's.
    """
    return Donation.objects.select_related("donor").get(pk=donation, donor=pk, donor__in=people_of(phone))


def return_of(phone: str, *, pk: int, donation: int, returned: int) -> CertificateReturn:
    """Return what was noted on a certificate of a person of the phone.

    Raises:
        Donation.DoesNotExist, CertificateReturn.DoesNotExist: it is another's.
    """
    return CertificateReturn.objects.select_related("donation__donor").get(
        pk=returned, donation=donation_of(phone, pk=pk, donation=donation)
    )


def donations_of(donor: Donor) -> list[Donation]:
    """Return everything that a person gave, told donations included, the latest first. Cost: one query."""
    return list(
        donor.donations.select_related("campaign", "credited_to").order_by(
            "-donated_on", "-recorded_at", "-pk"
        )
    )


def next_day(donor: Donor, donations: Iterable[Donation], *, on: date) -> date | None:
    """Return from which day a person may give again, by what is on record; None: never again."""
    given = [(donation.donated_on, donation.kind) for donation in donations]
    return next_eligible_on(given, on=on, birth_date=donor.birth_date, not_before=donor.not_before)


def units_of(donor: Donor, *, on: date) -> list[Unit]:
    """Return the units of which a person is a member on a day. Cost: one query."""
    lasting = donor.memberships.filter(starts_on__lte=on).exclude(ends_on__lt=on)
    return list(Unit.objects.filter(pk__in=lasting.values("unit")).order_by("path"))


def registrations_of(donor: Donor, *, on: date) -> list[OwnRegistration]:
    """Return a person's places at donation days, as the app above tells them (docs/decisions/0007)."""
    try:
        told = import_string(settings.OWN_REGISTRATIONS)
    except ImportError:  # an installation without donation days
        return []
    return list(told(donor, on=on))
