"""What donors do alone once they have proved a phone: enter themselves, consent, book or wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from maudao.donors.actions.consents import give_consents
from maudao.donors.actions.memberships import join_unit
from maudao.donors.actions.people import Person, enter_proven
from maudao.donors.models import Donor
from maudao.donors.rules import ConsentMethod
from maudao.drives.actions.booking import DONOR, book_slot
from maudao.drives.actions.waiting import join_waiting_list
from maudao.drives.models import Drive, Registration, Slot, WaitingPlace
from maudao.drives.queries.registrations import taking_part
from maudao.drives.rules.booking import credited_unit
from maudao.organization.models import Unit


@dataclass(frozen=True)
class Newcomer:
    """Somebody whom the phone did not know yet, and the unit that they named."""

    person: Person
    unit: Unit | None


@dataclass(frozen=True)
class Enrolment:
    """Who wants a place: a known person or a newcomer, with the consents ticked and the unit chosen of several."""

    who: Donor | Newcomer
    phone: str
    consents: Sequence[str] = ()
    unit: int | None = None


def register_self(slot: Slot, enrolment: Enrolment, *, idempotency_key: str, now: datetime) -> Registration:
    """Book a place for somebody who acts alone; of a newcomer all is kept or nothing.

    Raises:
        BookingRefused: as in `book_slot`.
    """
    if isinstance(enrolment.who, Newcomer):
        with transaction.atomic():
            return _book(slot, _entered(enrolment, now), enrolment, key=idempotency_key, now=now)
    return _book(slot, _entered(enrolment, now), enrolment, key=idempotency_key, now=now)


def _book(slot: Slot, donor: Donor, enrolment: Enrolment, *, key: str, now: datetime) -> Registration:
    unit = _credited(donor, slot.drive, enrolment, now)
    return book_slot(slot, donor, credited_to=unit, idempotency_key=key, actor=DONOR, now=now)


@transaction.atomic
def wait_self(
    drive: Drive, enrolment: Enrolment, *, now: datetime, wanted_slot: Slot | None = None
) -> WaitingPlace:
    """Let somebody who acts alone wait for a place.

    Raises:
        BookingRefused: as in `join_waiting_list`.
    """
    donor = _entered(enrolment, now)
    unit = _credited(donor, drive, enrolment, now)
    return join_waiting_list(drive, donor, credited_to=unit, wanted_slot=wanted_slot, actor=DONOR, now=now)


def _entered(enrolment: Enrolment, now: datetime) -> Donor:
    who = enrolment.who
    if isinstance(who, Donor):
        donor = who
    else:
        donor = enter_proven(who.person, phone=enrolment.phone, actor=DONOR, now=now)
        if who.unit is not None:
            join_unit(donor, who.unit, on=timezone.localdate(now), actor=DONOR, now=now)
    if enrolment.consents:
        give_consents(donor, enrolment.consents, method=ConsentMethod.ONLINE, actor=DONOR, now=now)
    return donor


def _credited(donor: Donor, drive: Drive, enrolment: Enrolment, now: datetime) -> Unit:
    units = taking_part(donor, drive, on=timezone.localdate(now))
    wanted = (
        enrolment.who.unit.pk
        if isinstance(enrolment.who, Newcomer) and enrolment.who.unit
        else enrolment.unit
    )
    chosen = next((unit for unit in units if unit.pk == wanted), None)
    return credited_unit(drive.host, units, chosen=chosen)
