"""The people of a unit: who asks sees those of their own unit alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from maudao.donors.models import Consent, Donation, Donor, DonorMerge, DonorQuerySet, Membership
from maudao.donors.rules import ConsentPurpose
from maudao.lib import vietnamese
from maudao.lib.identifiers import masked, parse_identity, parse_phone
from maudao.organization.models import Unit
from maudao.organization.sealing import IDENTITY, PHONE, sealer


@dataclass(frozen=True)
class PersonAt:
    """A person as one unit knows them."""

    donor: Donor
    unit: Unit


def person_at(*, code: str, pk: int) -> PersonAt:
    """Find a person by the unit of which they are, or were, a member.

    Raises:
        Donor.DoesNotExist, Unit.DoesNotExist: there is none.
    """
    unit = Unit.objects.get(code=code)
    return PersonAt(Donor.objects.standing().filter(memberships__unit=unit).distinct().get(pk=pk), unit)


def people_of(
    unit: Unit,
    *,
    on: date,
    search: str = "",
    has_phone: bool | None = None,
    has_consented: bool | None = None,
    has_left: bool = False,
) -> DonorQuerySet:
    """Return the members of a unit on a day, or those who were members before, in the order of their names.

    `search` is a part of a name without its accents, a whole phone or identity number, or the last four digits of an
    identity number. Each is annotated with `has_consent`: that any consent stands.
    """
    members = Donor.objects.members_of(unit, on=on)
    if has_left:
        members = _left(unit, on).exclude(pk__in=members.values("pk"))
    found = members.filter(_sought(search)).annotate(
        has_consent=Exists(Consent.objects.filter(donor=OuterRef("pk"), withdrawn_at=None))
    )
    if has_phone is not None:
        found = found.filter(~Q(phone_hash="") if has_phone else Q(phone_hash=""))
    if has_consented is not None:
        found = found.filter(has_consent=has_consented)
    return found.order_by("sort_key", "pk")


def _left(unit: Unit, on: date) -> DonorQuerySet:
    left = Membership.objects.filter(donor=OuterRef("pk"), unit=unit, ends_on__lt=on)
    return Donor.objects.standing().filter(Exists(left))


def _sought(search: str) -> Q:
    """Return the condition for what was typed into the search."""
    text = search.strip()
    if phone := _parsed(parse_phone, text):
        return Q(phone_hash=sealer().fingerprint(phone, purpose=PHONE))
    if identity := _parsed(parse_identity, text):
        return Q(identity_hash=sealer().fingerprint(identity, purpose=IDENTITY))
    if text.isdecimal() and len(text) == 4:
        return Q(identity_last4=text)
    return Q(name_folded__contains=vietnamese.fold(text)) if text else Q()


def _parsed(parse: Callable[[str], str], text: str) -> str:
    try:
        return parse(text)
    except ValueError:
        return ""


def phone_of(donor: Donor) -> str:
    """Return a person's phone in clear; empty where there is none."""
    return sealer().open(donor.phone_sealed, purpose=PHONE) if donor.phone_sealed is not None else ""


def masked_phone(donor: Donor) -> str:
    """Return a person's phone of which only the last three digits can be read; empty where there is none."""
    phone = phone_of(donor)
    return masked(phone) if phone else ""


def memberships_of(donor: Donor) -> QuerySet[Membership]:
    """Return all memberships of a person with their units, the latest first."""
    return donor.memberships.select_related("unit").order_by("-starts_on", "-pk")


def is_member(donor: Donor, unit: Unit, *, on: date) -> bool:
    """Say whether a person is a member of a unit on a day."""
    return Donor.objects.members_of(unit, on=on).filter(pk=donor.pk).exists()


def donations_seen(donor: Donor, *, purposes: set[ConsentPurpose]) -> QuerySet[Donation]:
    """Return the donations that the unit may see by name: all on record where the person consents to it, else none."""
    if ConsentPurpose.CHAIR_SEES not in purposes:
        return Donation.objects.none()
    return donor.donations.filter(is_self_told=False).order_by("-donated_on", "-pk")


def merges_of(donor: Donor, unit: Unit) -> QuerySet[DonorMerge]:
    """Return the merges into a person that a unit asked for and that still hold, the latest first."""
    return donor.merges.filter(unit=unit, undone_at=None).select_related("merged")
