"""Whom the records of a device are about: tickets, rows of its list, and people who walked in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Q

from maudao.donors.actions.people import IdentityTaken, Person, enter_donor
from maudao.donors.models import Donor
from maudao.drives.models import Drive, Registration
from maudao.drives.queries.check_in import units_taking_part
from maudao.drives.rules import RegistrationState
from maudao.drives.rules.booking import credited_unit
from maudao.drives.rules.check_in import Noted
from maudao.drives.rules.tickets import new_ticket
from maudao.drives.rules.walk_ins import Traits, is_same
from maudao.lib import vietnamese
from maudao.organization.audit import Actor
from maudao.organization.models import Unit
from maudao.organization.sealing import IDENTITY, PHONE, sealer


@dataclass(frozen=True)
class WalkIn:
    """Somebody who came without a booking. `key` is the device's own; without a name, an earlier record told it."""

    key: str
    full_name: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    sex: str = ""
    phone: str = ""
    identity: str = ""
    unit: str = ""  # its code


@dataclass(frozen=True)
class Incoming:
    """A record as a device sends it: what it noted, and about whom (one of the three)."""

    note: Noted
    registration: int | None = None
    ticket: str = ""
    walk_in: WalkIn | None = None


@dataclass(frozen=True)
class Found:
    """By key of the record: the registration it is about, locked; or why there is none."""

    registrations: dict[str, Registration] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def find_people(drive: Drive, records: Sequence[Incoming], *, actor: Actor, now: datetime) -> Found:
    """Find or make the registrations that records are about, and lock them by their keys. Hold the drive first."""
    arrivals = _Arrivals(drive, records, actor, now)
    named = {record.note.key: _named(record, arrivals) for record in records}
    booked = _Booked(drive, records)
    placed = {r.note.key: named[r.note.key] or booked.find(r) for r in records}
    refused = {key: about for key, about in placed.items() if isinstance(about, str)}
    live = _standing_for(drive, {about for about in placed.values() if isinstance(about, int)})
    rows = Registration.objects.select_for_update(of=["self"]).select_related(
        "donor", "credited_to", "donation"
    )
    held = {row.pk: row for row in rows.filter(pk__in=set(live.values())).order_by("pk")}
    about = {key: held[live[pk]] for key, pk in placed.items() if isinstance(pk, int)}
    return Found(about, refused)


def _named(record: Incoming, arrivals: "_Arrivals") -> int | str | None:
    return arrivals.find(record.walk_in) if record.walk_in else None


def _standing_for(drive: Drive, named: Collection[int]) -> dict[int, int]:
    """Return for each registration the one that holds: itself, or the live one that its donor has beside it."""
    rows = Registration.objects.filter(drive=drive, donor__registrations__in=named).order_by("pk")
    known = {pk: (donor, state) for pk, donor, state in rows.values_list("pk", "donor", "state")}
    live = {donor: pk for pk, (donor, state) in known.items() if state != RegistrationState.CANCELLED}
    return {pk: live.get(known[pk][0], pk) for pk in named}


class _Booked:
    """The registrations that tickets and keys of rows name."""

    def __init__(self, drive: Drive, records: Iterable[Incoming]) -> None:
        keys = {r.registration for r in records if r.registration}
        tickets = {r.ticket for r in records if r.ticket}
        rows = Registration.objects.filter(Q(pk__in=keys) | Q(ticket__in=tickets))
        self._drive = drive
        self._by_key = {pk: (pk, at) for pk, _, at in rows.values_list("pk", "ticket", "drive")}
        self._by_ticket = {ticket: (pk, at) for pk, ticket, at in rows.values_list("pk", "ticket", "drive")}

    def find(self, record: Incoming) -> int | str:
        by_key = self._by_key.get(record.registration or 0)
        found = by_key or self._by_ticket.get(record.ticket)
        if found is None:
            return "unknown"
        return found[0] if found[1] == self._drive.pk else "other_drive"


class _Arrivals:
    """Who walked in: the same person typed on two devices, or booked at the drive, is one registration."""

    def __init__(self, drive: Drive, records: Iterable[Incoming], actor: Actor, now: datetime) -> None:
        self._drive, self._actor, self._now = drive, actor, now
        everybody = [record.walk_in for record in records if record.walk_in]
        told = {walk_in.key: walk_in for walk_in in reversed(everybody) if walk_in.full_name}
        self._units = {
            unit.code: unit for unit in Unit.objects.filter(code__in={w.unit for w in told.values()})
        }
        keys = {_idempotency_key(drive, walk_in) for walk_in in everybody}
        known = Registration.objects.filter(idempotency_key__in=keys) if keys else Registration.objects.none()
        self._known = dict(known.values_list("idempotency_key", "pk"))
        self._candidates = self._alike(told.values())
        # Always in one order, so that two syncs never wait for each other's people.
        for walk_in in sorted(told.values(), key=lambda w: (w.identity, vietnamese.fold(w.full_name), w.key)):
            self._settle(walk_in)

    def find(self, walk_in: WalkIn) -> int | str:
        if walk_in.unit and walk_in.unit not in self._units:
            return "unknown_unit"
        return self._known.get(_idempotency_key(self._drive, walk_in), "unknown_person")

    def _settle(self, walk_in: WalkIn) -> None:
        key = _idempotency_key(self._drive, walk_in)
        if key in self._known or (walk_in.unit and walk_in.unit not in self._units):
            return
        traits = _traits(walk_in)
        same = (pk for pk, other in self._candidates if is_same(traits, other))
        pk = next(same, None) or self._enter(walk_in, key)
        self._known[key] = pk
        self._candidates.append((pk, traits))

    def _alike(self, walk_ins: Iterable[WalkIn]) -> list[tuple[int, Traits]]:
        """Return everybody at the drive who might be one of these, live registrations first."""
        wanted = [_traits(walk_in) for walk_in in walk_ins]
        if not wanted:
            return []
        identities = {traits.identity for traits in wanted if traits.identity}
        alike = Q(donor__name_folded__in={t.name for t in wanted}) | Q(donor__identity_hash__in=identities)
        rows = Registration.objects.filter(alike, drive=self._drive).select_related("donor", "credited_to")
        live_first = sorted(rows, key=lambda row: (row.state == RegistrationState.CANCELLED, row.pk))
        return [(row.pk, _traits_of(row)) for row in live_first]

    def _enter(self, walk_in: WalkIn, key: str) -> int:
        unit = self._units.get(walk_in.unit)
        donor = self._donor(_person(walk_in), unit)
        rows = Registration.objects.filter(drive=self._drive, donor=donor).order_by("pk")
        live = rows.exclude(state=RegistrationState.CANCELLED)
        found = live.first() or rows.filter(is_walk_in=True).first()
        return found.pk if found else self._register(donor, unit, key).pk

    def _donor(self, person: Person, unit: Unit | None) -> Donor:
        """Enter who walked in. A number that is somebody else's was mistyped at the door: it is left out."""
        try:
            return enter_donor(person, unit=unit, actor=self._actor, now=self._now)
        except IdentityTaken:
            return enter_donor(replace(person, identity=""), unit=unit, actor=self._actor, now=self._now)

    def _register(self, donor: Donor, unit: Unit | None, key: str) -> Registration:
        """Make a registration that the first outcome brings to life; a record that is refused leaves none behind."""
        taking_part = units_taking_part(self._drive, donor, on=self._drive.held_on)
        return Registration.objects.create(
            drive=self._drive,
            donor=donor,
            credited_to=credited_unit(self._drive.host, taking_part, chosen=unit),
            state=RegistrationState.CANCELLED,
            ticket=new_ticket(),
            is_walk_in=True,
            idempotency_key=key,
            registered_at=self._now,
            closed_at=self._now,
        )


def _idempotency_key(drive: Drive, walk_in: WalkIn) -> str:
    return f"walk-in:{drive.pk}:{walk_in.key}"


def _person(walk_in: WalkIn) -> Person:
    return Person(
        full_name=walk_in.full_name,
        birth_date=walk_in.birth_date,
        birth_year=walk_in.birth_year,
        sex=walk_in.sex,
        phone=walk_in.phone,
        identity=walk_in.identity,
    )


def _traits(walk_in: WalkIn) -> Traits:
    phone, identity = walk_in.phone, walk_in.identity
    return Traits(
        name=vietnamese.fold(walk_in.full_name),
        birth_date=walk_in.birth_date,
        birth_year=walk_in.birth_date.year if walk_in.birth_date else walk_in.birth_year,
        sex=walk_in.sex,
        phone=sealer().fingerprint(phone, purpose=PHONE) if phone else "",
        identity=sealer().fingerprint(identity, purpose=IDENTITY) if identity else "",
        unit=walk_in.unit,
    )


def _traits_of(row: Registration) -> Traits:
    donor = row.donor
    return Traits(
        name=donor.name_folded,
        birth_date=donor.birth_date,
        birth_year=donor.birth_date.year if donor.birth_date else donor.birth_year,
        sex=donor.sex,
        phone=donor.phone_hash,
        identity=donor.identity_hash,
        unit=row.credited_to.code if row.credited_to else "",
        is_walk_in=row.is_walk_in,
    )
