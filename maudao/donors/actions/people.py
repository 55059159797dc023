"""Entering and correcting people. What a record lacks is filled in; what it has is changed by `revise_person` alone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from maudao.donors.actions.consents import give_consents, hold_donor
from maudao.donors.actions.donations import recount_of
from maudao.donors.actions.memberships import made_member
from maudao.donors.actions.recognising import (
    NoName,
    Person,
    holder_of,
    may_hold,
    of_phone,
    of_roster,
    take_turns,
)
from maudao.donors.models import Donor
from maudao.donors.queries.consents import standing
from maudao.donors.rules import ConsentMethod, ConsentPurpose
from maudao.donors.rules.duplicates import clearly_different
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit
from maudao.organization.sealing import IDENTITY, PHONE, sealer

__all__ = [
    "BloodGroupNeedsConsent",
    "IdentityTaken",
    "NoName",
    "Person",
    "enter_donor",
    "enter_on_paper",
    "enter_proven",
    "known_of",
    "revise_on_paper",
    "revise_person",
]


class IdentityTaken(Exception):
    """The identity number is on record for somebody of another name: one of the two was mistyped."""

    reason = "identity_taken"


class BloodGroupNeedsConsent(Exception):
    """A blood group is kept only while the person's consent to that stands."""

    reason = "blood_group_needs_consent"


def enter_donor(
    person: Person,
    *,
    actor: Actor,
    now: datetime,
    unit: Unit | None = None,
    member_from: date | None = None,
) -> Donor:
    """Return the person's record, made where there is none; with `unit`, a member of it from `member_from` or today.

    The same identity number is the same person; else the same name and phone, or the same name and day of birth among
    those of the unit, where nothing speaks against it. What the record lacks is filled in, what it has stays.

    Raises:
        IdentityTaken: the number is somebody's of a clearly different name.
        BloodGroupNeedsConsent: a blood group came with it, and no consent to keep it stands.
        NoName: the name is empty.
    """

    def enter() -> Donor:
        take_turns(person, unit=unit)
        donor = _on_record(person, unit)
        known = _made(person, actor, now, unit) if donor is None else _filled(donor, person, actor, now, unit)
        if unit is not None:
            _join(known, unit, member_from or timezone.localdate(now), actor, now, is_new=donor is None)
        return known

    return _tried_twice(enter)


def enter_proven(person: Person, *, phone: str, actor: Actor, now: datetime) -> Donor:
    """Return the record of somebody who acts alone and proved `phone`, made where there is none.

    Only a record of that phone is ever theirs: whoever types another's identity number gets a record of their own,
    without the number, and the search for duplicates brings both before the unit.

    Raises:
        BloodGroupNeedsConsent, NoName: as `enter_donor`.
    """
    own = replace(person, phone=phone)

    def enter() -> Donor:
        take_turns(own)
        donor = next(iter(of_phone(own)), None)
        free = replace(own, identity="") if holder_of(own.identity_hash, other_than=donor) else own
        return _made(free, actor, now, None) if donor is None else _filled(donor, free, actor, now, None)

    return _tried_twice(enter)


@transaction.atomic
def revise_person(
    donor: Donor, person: Person, *, actor: Actor, now: datetime, unit: Unit | None = None
) -> Donor:
    """Make a record say what `person` says, and nothing else; `known_of` gives what it says now.

    Raises:
        IdentityTaken: the number is somebody else's.
        BloodGroupNeedsConsent: no consent to keep the blood group stands.
        NoName: the name is empty.
    """
    take_turns(person)
    hold_donor(donor)
    donor.refresh_from_db()
    before = known_of(donor)
    fields = list(_changed(before, replace(person, full_name=person.name, birth_year=person.year)))
    if "identity" in fields and holder_of(person.identity_hash, other_than=donor):
        raise IdentityTaken
    try:
        return _written(donor, person, fields, actor=actor, now=now, unit=unit)
    except IntegrityError as taken:  # by an import, which takes no turns
        raise IdentityTaken from taken


@transaction.atomic
def enter_on_paper(
    person: Person,
    *,
    unit: Unit,
    member_from: date,
    purposes: Iterable[str],
    actor: Actor,
    now: datetime,
) -> Donor:
    """Enter a colleague together with the consents that they signed on paper; raises what `enter_donor` does."""
    bare = replace(person, blood_group="", blood_group_source="")
    donor = enter_donor(bare, unit=unit, member_from=member_from, actor=actor, now=now)
    give_consents(donor, purposes, method=ConsentMethod.PAPER, actor=actor, now=now, unit=unit)
    return _filled(donor, person, actor, now, unit)


@transaction.atomic
def revise_on_paper(
    donor: Donor, person: Person, *, unit: Unit, purposes: Iterable[str], actor: Actor, now: datetime
) -> Donor:
    """Correct a colleague's record together with the consents that they signed on paper; see `revise_person`."""
    give_consents(donor, purposes, method=ConsentMethod.PAPER, actor=actor, now=now, unit=unit)
    return revise_person(donor, person, actor=actor, now=now, unit=unit)


def known_of(donor: Donor) -> Person:
    """Return what a record says, with its numbers in clear."""
    phone, identity = donor.phone_sealed, donor.identity_sealed
    return Person(
        full_name=donor.full_name,
        birth_date=donor.birth_date,
        birth_year=donor.birth_year,
        sex=donor.sex,
        phone=sealer().open(phone, purpose=PHONE) if phone is not None else "",
        identity=sealer().open(identity, purpose=IDENTITY) if identity is not None else "",
        blood_group=donor.blood_group,
        blood_group_source=donor.blood_group_source,
    )


def _tried_twice(enter: Callable[[], Donor]) -> Donor:
    """Enter somebody; where an import, which takes no turns, was first with the number, look again."""
    try:
        with transaction.atomic():
            return enter()
    except IntegrityError:
        with transaction.atomic():
            return enter()


def _on_record(person: Person, unit: Unit | None) -> Donor | None:
    if holder := holder_of(person.identity_hash):
        if clearly_different(holder.full_name, person.full_name):
            raise IdentityTaken
        return holder
    alike = [*of_phone(person), *(of_roster(person, unit) if unit else [])]
    return next((donor for donor in alike if may_hold(donor, person.identity)), None)


def _join(donor: Donor, unit: Unit, on: date, actor: Actor, now: datetime, *, is_new: bool) -> None:
    """Make a member; that a new person is one is told by the entry of their making."""
    membership, is_changed = made_member(donor, unit, on=on)
    if is_changed and not is_new:
        recount_of(donor)
        audit.record("join_unit", membership, actor=actor, at=now, unit=unit)


def _made(person: Person, actor: Actor, now: datetime, unit: Unit | None) -> Donor:
    if person.blood_group:
        raise BloodGroupNeedsConsent
    donor = Donor.objects.create(created_at=now, **_columns(person, _FIELDS))
    audit.record("enter_person", donor, actor=actor, at=now, unit=unit)
    return donor


def _filled(donor: Donor, person: Person, actor: Actor, now: datetime, unit: Unit | None) -> Donor:
    """Fill in what the record lacks. What it has is never overwritten."""
    if not list(_gaps(donor, person)):
        return donor
    hold_donor(donor)
    donor.refresh_from_db()
    return _written(donor, person, list(_gaps(donor, person)), actor=actor, now=now, unit=unit)


def _gaps(donor: Donor, person: Person) -> Iterator[str]:
    """Return the fields that the person's words would fill in."""
    if (person.birth_date and not donor.birth_date and donor.birth_year in (None, person.year)) or (
        person.birth_year and donor.birth_year is None
    ):
        yield "birth_date"
    for field in ("sex", "blood_group"):
        if getattr(person, field) and not getattr(donor, field):
            yield field
    if person.phone and not donor.phone_hash:
        yield "phone"
    if person.identity and not donor.identity_hash:
        yield "identity"


_FIELDS = ("full_name", "birth_date", "sex", "phone", "identity", "blood_group")


def _changed(before: Person, after: Person) -> Iterator[str]:
    extra = {"birth_date": ("birth_year",), "blood_group": ("blood_group_source",)}
    for field in _FIELDS:
        names = (field, *extra.get(field, ()))
        if any(getattr(before, name) != getattr(after, name) for name in names):
            yield field


def _written(
    donor: Donor, person: Person, fields: list[str], *, actor: Actor, now: datetime, unit: Unit | None
) -> Donor:
    """Write the fields named; the audit names them and not what they say."""
    if not fields:
        return donor
    if "blood_group" in fields and person.blood_group and ConsentPurpose.BLOOD_GROUP not in standing(donor):
        raise BloodGroupNeedsConsent
    columns = _columns(person, fields)
    for column, value in columns.items():
        setattr(donor, column, value)
    donor.save(update_fields=list(columns))
    if "sex" in fields:
        recount_of(donor)
    audit.record("revise_person", donor, actor=actor, at=now, unit=unit, changes={"fields": fields})
    return donor


def _columns(person: Person, fields: list[str] | tuple[str, ...]) -> dict[str, Any]:
    """Return the columns that the fields named are kept in."""
    columns: dict[str, dict[str, Any]] = {
        "full_name": {
            "full_name": person.name,
            "name_folded": person.folded,
            "sort_key": person.sort_key,
        },
        "birth_date": {"birth_date": person.birth_date, "birth_year": person.year},
        "sex": {"sex": person.sex},
        "phone": {
            "phone_sealed": sealer().seal(person.phone, purpose=PHONE) if person.phone else None,
            "phone_hash": person.phone_hash,
        },
        "identity": {
            "identity_sealed": sealer().seal(person.identity, purpose=IDENTITY) if person.identity else None,
            "identity_hash": person.identity_hash,
            "identity_last4": person.identity[-4:],
        },
        "blood_group": {
            "blood_group": person.blood_group,
            "blood_group_source": person.blood_group_source,
        },
    }
    return {column: value for field in fields for column, value in columns[field].items()}
