"""Booking by a unit for colleagues without phones: each alone, with one result for each; swapped and cancelled."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from maudao.donors.actions.consents import give_consent
from maudao.donors.actions.people import Person, enter_donor
from maudao.donors.models import Donor
from maudao.donors.queries.consents import standing
from maudao.donors.rules import ConsentMethod, ConsentPurpose
from maudao.drives.actions.booking import (
    book_slot,
    cancel_registration,
    change_slot,
    check_taking,
    close,
    enter,
    first_sent,
    locked_registration,
)
from maudao.drives.actions.counting import count_registration
from maudao.drives.actions.eligible import check_eligible
from maudao.drives.actions.places import WAITS, end_waiting, locked_place, share_drive
from maudao.drives.actions.refusals import (
    AlreadyBooked,
    BookingRefused,
    NoConsent,
    NotChangeable,
    NotColleague,
    NotEligible,
    SlotFull,
)
from maudao.drives.models import Drive, Registration, Slot, WaitingPlace
from maudao.drives.queries.open_drives import slot_rows
from maudao.drives.queries.registrations import taking_part
from maudao.drives.rules import OfferState
from maudao.drives.rules.booking import credited_unit, is_changeable
from maudao.organization.audit import Actor
from maudao.organization.models import Unit


@dataclass(frozen=True)
class Outcome:
    """What came of registering one colleague.

    `booked`; `already`; `too_soon` (told only to who may see the donation); `full`; `no_consent`; `not_possible`
    (whatever else it is, is nobody's business); `cancelled`, `not_open`, `past`.
    """

    donor: Donor
    result: str
    registration: Registration | None = None


@dataclass(frozen=True)
class Sending:
    """One sending of the form: the wanted slot (None: the first that has a place), its key, paper consents held."""

    slot: Slot | None
    key: str
    holds_papers: bool = False


def register_colleagues(
    unit: Unit, drive: Drive, *, donors: Iterable[Donor], sending: Sending, actor: Actor, now: datetime
) -> list[Outcome]:
    """Register several people of a unit at once; the same sending again changes nothing. Each stands alone.

    Who is no member of the unit today is left out with `not_possible`.
    """
    on = timezone.localdate(now)
    members = set(Donor.objects.members_of(unit, on=on).values_list("pk", flat=True))
    return [
        _registered(unit, drive, donor, sending, actor=actor, now=now)
        if donor.pk in members
        else Outcome(donor, "not_possible")
        for donor in donors
    ]


@transaction.atomic
def register_new_colleague(
    unit: Unit, drive: Drive, *, person: Person, sending: Sending, actor: Actor, now: datetime
) -> Outcome:
    """Enter a person into the unit's list and register them; the person stays in the list whatever comes of it."""
    donor = enter_donor(person, unit=unit, actor=actor, now=now)
    return _registered(unit, drive, donor, sending, actor=actor, now=now)


def _registered(
    unit: Unit, drive: Drive, donor: Donor, sending: Sending, *, actor: Actor, now: datetime
) -> Outcome:
    try:
        consented = _consented(unit, donor, sending, actor=actor, now=now)
        made = _booked(unit, drive, donor, sending, actor=actor, now=now)
    except NoConsent:
        return Outcome(donor, "no_consent")
    except BookingRefused as refused:
        return _outcome(donor, refused, chair_sees=ConsentPurpose.CHAIR_SEES in consented)
    return Outcome(donor, "booked", made)


def _consented(
    unit: Unit, donor: Donor, sending: Sending, *, actor: Actor, now: datetime
) -> set[ConsentPurpose]:
    """Return what a donor consents to, the paper that the unit holds noted.

    Raises:
        NoConsent: to take part, neither before nor on paper.
    """
    consented = standing(donor)
    if ConsentPurpose.CAMPAIGN not in consented:
        if not sending.holds_papers:
            raise NoConsent
        method, purpose = ConsentMethod.PAPER, ConsentPurpose.CAMPAIGN
        give_consent(donor, purpose, method=method, actor=actor, now=now, unit=unit)
    return consented


def _booked(
    unit: Unit, drive: Drive, donor: Donor, sending: Sending, *, actor: Actor, now: datetime
) -> Registration:
    """Book the wanted slot, or the first that has a place."""
    credited = credited_unit(drive.host, taking_part(donor, drive, on=timezone.localdate(now)), chosen=unit)
    key, refused = _key(sending, donor), SlotFull()
    for slot in _slots(drive, sending, now):
        try:
            return book_slot(
                slot,
                donor,
                credited_to=credited,
                idempotency_key=key,
                actor=actor,
                now=now,
                by_chair=True,
            )
        except SlotFull as full:
            refused = full
    raise refused


def _slots(drive: Drive, sending: Sending, now: datetime) -> Iterator[Slot]:
    if sending.slot is not None:
        yield sending.slot
        return
    rows = [row for row in slot_rows(drive, now=now) if not row.is_over]
    for row in sorted(
        rows, key=lambda row: not row.is_open
    ):  # full ones too: a repeated sending finds its first
        row.slot.drive = drive
        yield row.slot


def _outcome(donor: Donor, refused: BookingRefused, *, chair_sees: bool) -> Outcome:
    if isinstance(refused, AlreadyBooked) and (chair_sees or refused.registration.by_chair):
        return Outcome(donor, "already", refused.registration)
    if isinstance(refused, NotEligible) and refused.by_donation and chair_sees:
        return Outcome(donor, "too_soon")
    if isinstance(refused, AlreadyBooked | NotEligible):
        return Outcome(donor, "not_possible")
    return Outcome(donor, refused.reason)


def change_for_colleague(
    unit: Unit, registration: Registration, *, slot: Slot, actor: Actor, now: datetime
) -> Registration:
    """Move a colleague whom the unit registered to another slot.

    Raises:
        NotColleague: the registration is not the unit's doing.
        BookingRefused: as in `change_slot`.
    """
    check_own(unit, registration)
    return change_slot(registration, slot, actor=actor, now=now)


def cancel_for_colleague(
    unit: Unit, registration: Registration, *, actor: Actor, now: datetime
) -> Registration:
    """Cancel the registration of a colleague whom the unit registered.

    Raises:
        NotColleague: the registration is not the unit's doing.
        NotChangeable: as in `cancel_registration`.
    """
    check_own(unit, registration)
    return cancel_registration(registration, actor=actor, now=now)


def check_own(unit: Unit, registration: Registration) -> None:
    """Refuse where a unit did not register the person itself, or the person is not in its list.

    Raises:
        NotColleague: so it is.
    """
    if not registration.by_chair or not registration.donor.memberships.filter(unit=unit).exists():
        raise NotColleague


def swap_colleague(
    unit: Unit,
    registration: Registration,
    *,
    donor: Donor,
    sending: Sending,
    actor: Actor,
    now: datetime,
) -> Registration:
    """Give the place of one colleague to another of the same unit: it is free at no moment. Twice is once.

    Raises:
        NotColleague: the registration is not the unit's doing, or the other person is not in its list.
        NotChangeable: the first came already, or is cancelled.
        AlreadyBooked, KeyTaken, NotEligible, NotTaking, NoConsent: as in `book_slot`, of the second.
    """
    check_own(unit, registration)
    if not Donor.objects.members_of(unit, on=timezone.localdate(now)).filter(pk=donor.pk).exists():
        raise NotColleague
    try:
        with transaction.atomic():
            return _swapped(unit, registration, donor, sending, actor=actor, now=now)
    except IntegrityError:  # the other was booked at this very moment
        if registration.slot and (first := first_sent(registration.slot, donor, key=_key(sending, donor))):
            return first
        raise


def _key(sending: Sending, donor: Donor) -> str:
    return f"{sending.key}:{donor.pk}"


def _swapped(
    unit: Unit, registration: Registration, donor: Donor, sending: Sending, *, actor: Actor, now: datetime
) -> Registration:
    state, held_on = share_drive(registration.drive_id)
    held = locked_registration(registration.pk)
    slot = held.slot
    if slot is None:
        raise NotChangeable
    if first := first_sent(slot, donor, key=_key(sending, donor)):
        return first
    if not is_changeable(held.state):
        raise NotChangeable
    check_taking(state, ends_at=slot.ends_at, now=now)
    check_eligible(donor, on=held_on)
    _consented(unit, donor, sending, actor=actor, now=now)
    own = WaitingPlace.objects.filter(drive=held.drive, donor=donor, state__in=WAITS).first()
    if own is not None:
        end_waiting(locked_place(own.pk), OfferState.GONE, now=now)
    return _exchanged(unit, held, slot, donor, sending, actor=actor, now=now)


def _exchanged(
    unit: Unit,
    held: Registration,
    slot: Slot,
    donor: Donor,
    sending: Sending,
    *,
    actor: Actor,
    now: datetime,
) -> Registration:
    """Close the one and enter the other; the slot's count stays as it is."""
    units = taking_part(donor, held.drive, on=timezone.localdate(now))
    credited = credited_unit(held.drive.host, units, chosen=unit)
    close(held, slot, actor=actor, now=now)
    key = _key(sending, donor)
    made = enter(slot, donor, credited_to=credited, key=key, actor=actor, now=now, by_chair=True)
    count_registration(held, by=-1)
    count_registration(made, by=1)
    return made
