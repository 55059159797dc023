"""Whether a person is on record already: looked for one at a time, so that two who enter them find one record."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from maudao.donors.models import Donor, DonorQuerySet
from maudao.lib import vietnamese
from maudao.organization.models import Unit
from maudao.organization.sealing import IDENTITY, PHONE, sealer

_NAME_MOST, _KEY_MOST = 120, 240


class NoName(Exception):
    """A person is entered under a name."""

    reason = "no_name"


@dataclass(frozen=True)
class Person:
    """What is known of a person. Phone and identity number are in the form that `lib.identifiers` gives, or empty."""

    full_name: str
    birth_date: date | None = None
    birth_year: int | None = None
    sex: str = ""
    phone: str = ""
    identity: str = ""
    blood_group: str = ""
    blood_group_source: str = ""

    @property
    def year(self) -> int | None:
        """The year of birth."""
        return self.birth_date.year if self.birth_date else self.birth_year

    @property
    def name(self) -> str:
        """The name as it is stored: one spelling, single spaces, no longer than the column."""
        name = " ".join(vietnamese.normalise(self.full_name).split())[:_NAME_MOST].rstrip()
        if not name:
            raise NoName
        return name

    @property
    def folded(self) -> str:
        """The name as it is found."""
        return vietnamese.fold(self.name)[:_NAME_MOST]

    @property
    def sort_key(self) -> str:
        """The name as it is sorted."""
        return vietnamese.sort_key(self.name)[:_KEY_MOST]

    @property
    def phone_hash(self) -> str:
        """The phone as it is found; empty where there is none."""
        return sealer().fingerprint(self.phone, purpose=PHONE) if self.phone else ""

    @property
    def identity_hash(self) -> str:
        """The identity number as it is found; empty where there is none."""
        return sealer().fingerprint(self.identity, purpose=IDENTITY) if self.identity else ""


def take_turns(person: Person, *, unit: Unit | None = None) -> None:
    """Let only one transaction at a time look for, and then make or change, the same person.

    Whoever enters many people in one transaction enters them in the order of their names, or two such may wait for
    each other.
    """
    keys = [f"p:{person.folded}:{person.phone_hash}"] if person.phone else []
    keys += [f"i:{person.identity_hash}"] if person.identity else []
    keys += [f"u:{unit.pk}:{person.folded}:{person.birth_date}"] if unit and person.birth_date else []
    if not keys:
        return  # a name alone finds nobody
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(key, 1)) FROM unnest(%s::text[]) AS key",
            [sorted(keys)],
        )


def holder_of(identity_hash: str, *, other_than: Donor | None = None) -> Donor | None:
    """Return who holds an identity number, another than the one given."""
    if not identity_hash:
        return None
    holders = Donor.objects.standing().filter(identity_hash=identity_hash)
    return (holders.exclude(pk=other_than.pk) if other_than else holders).first()


def of_phone(person: Person) -> list[Donor]:
    """Return the records of the same phone and name whose birth does not speak against it, the same birth first."""
    if not person.phone:
        return []
    return _of_birth(Donor.objects.standing().filter(phone_hash=person.phone_hash), person)


def of_roster(person: Person, unit: Unit) -> list[Donor]:
    """Return the members of a unit, now or before, of the same name and day of birth, and not of another phone."""
    if not person.birth_date:
        return []
    members = Donor.objects.standing().filter(memberships__unit=unit, birth_date=person.birth_date)
    if person.phone:
        members = members.filter(phone_hash="")
    return _of_birth(members.distinct(), person)


def _of_birth(donors: DonorQuerySet, person: Person) -> list[Donor]:
    named = donors.filter(name_folded=person.folded)
    if person.year:
        named = named.filter(Q(birth_year=None) | Q(birth_year=person.year))
    if person.birth_date:
        named = named.filter(Q(birth_date=None) | Q(birth_date=person.birth_date))
    if person.sex:
        named = named.filter(sex__in=["", person.sex])
    return sorted(named, key=lambda donor: (donor.birth_date != person.birth_date, donor.pk))


def may_hold(donor: Donor, identity: str) -> bool:
    """Say whether a record's own identity number leaves room for another: none, or the other kind (9 and 12 digits)."""
    if not identity or donor.identity_sealed is None:
        return True
    held = sealer().open(donor.identity_sealed, purpose=IDENTITY)
    return held == identity or len(held) != len(identity)
