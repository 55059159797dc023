"""Entering people, and their memberships of units."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from maudao.donors.models import Donor, Membership
from maudao.lib import vietnamese
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit
from maudao.organization.sealing import IDENTITY, PHONE, sealer


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


@transaction.atomic
def enter_donor(person: Person, *, actor: Actor, now: datetime, unit: Unit | None = None) -> Donor:
    """Return the person's record, made where there is none; with `unit`, a member of it from today on.

    The same identity number is the same person; else the same name, phone and birth. What the record lacks is
    filled in,
    and what it has never overwritten.
    """
    folded = vietnamese.fold(person.full_name)
    phone_hash = sealer().fingerprint(person.phone, purpose=PHONE) if person.phone else ""
    identity_hash = sealer().fingerprint(person.identity, purpose=IDENTITY) if person.identity else ""
    _take_turns(identity_hash or f"{folded}:{phone_hash}")
    donor = _known(person, folded=folded, phone_hash=phone_hash, identity_hash=identity_hash)
    if donor is None:
        name = " ".join(vietnamese.normalise(person.full_name).split())
        donor = Donor.objects.create(
            full_name=name,
            name_folded=folded,
            sort_key=vietnamese.sort_key(name),
            sex=person.sex,
            birth_date=person.birth_date,
            birth_year=person.birth_year or (person.birth_date.year if person.birth_date else None),
            phone_sealed=sealer().seal(person.phone, purpose=PHONE) if person.phone else None,
            phone_hash=phone_hash,
            identity_sealed=sealer().seal(person.identity, purpose=IDENTITY) if person.identity else None,
            identity_hash=identity_hash,
            identity_last4=person.identity[-4:],
            blood_group=person.blood_group,
            blood_group_source=person.blood_group_source,
            created_at=now,
        )
        audit.record("enter_person", donor, actor=actor, at=now, unit=unit)
    if unit is not None:
        Membership.objects.get_or_create(
            donor=donor, unit=unit, ends_on=None, defaults={"starts_on": now.date()}
        )
    return donor


def _take_turns(what: str) -> None:
    """Let only one transaction at a time look for, and then make, the same person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [what])


def _known(person: Person, *, folded: str, phone_hash: str, identity_hash: str) -> Donor | None:
    standing = Donor.objects.standing()
    if identity_hash and (found := standing.filter(identity_hash=identity_hash).first()):
        return found
    if phone_hash:
        same = standing.filter(phone_hash=phone_hash, name_folded=folded)
        if person.birth_date:
            same = same.filter(birth_date__in=[person.birth_date])
        return same.first()
    return None
