"""Registrations and waiting places as their owners, and the people who book, see them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from maudao.donors.models import Donor
from maudao.donors.queries.consents import consents
from maudao.donors.rules import ConsentPurpose
from maudao.drives.models import Drive, Registration, Slot, WaitingPlace
from maudao.drives.queries.open_drives import public_drive
from maudao.drives.rules import OfferState
from maudao.lib import vietnamese
from maudao.organization.models import Unit
from maudao.organization.rules import UnitKind
from maudao.organization.sealing import PHONE, sealer

MOST_UNITS = 12
MOST_EVENTS = 100

# by hand, since every booking asks them
_PERSON = """
    SELECT d.*, EXISTS (
        SELECT FROM donors_consent c
        WHERE c.donor_id = d.id AND c.purpose = %(purpose)s AND c.withdrawn_at IS NULL) AS has_consented
    FROM donors_donor d WHERE d.id = %(pk)s AND d.phone_hash = %(phone)s AND d.merged_into_id IS NULL
"""
_TAKING_PART = """
    SELECT u.* FROM organization_unit u
    JOIN (SELECT unit_id, max(starts_on) AS since FROM donors_membership
          WHERE donor_id = %(donor)s AND starts_on <= %(on)s AND (ends_on IS NULL OR ends_on >= %(on)s)
          GROUP BY unit_id) m ON m.unit_id = u.id
    WHERE u.id = %(host)s OR EXISTS (
        SELECT FROM campaigns_assignment a WHERE a.campaign_id = %(campaign)s AND a.unit_id = u.id)
    ORDER BY m.since DESC, u.id
"""


def registration(*, drive: int, ticket: str) -> Registration:
    """Find a registration by its ticket, with all that its page shows.

    Raises:
        Registration.DoesNotExist: there is none.
    """
    rows = Registration.objects.select_related("drive__host", "slot__drive__host", "donor", "credited_to")
    return rows.get(drive=drive, ticket=ticket)


def waiting_place(*, drive: int, ticket: str) -> WaitingPlace:
    """Find a waiting place by its ticket, with all that its page shows.

    Raises:
        WaitingPlace.DoesNotExist: there is none.
    """
    rows = WaitingPlace.objects.select_related("drive__host", "donor", "offered_slot", "wanted_slot")
    return rows.get(drive=drive, ticket=ticket)


def place_in_queue(place: WaitingPlace) -> int:
    """Return which one of those who wait for the drive this is, 1 being the next. Cost: one query."""
    before = Q(joined_at__lt=place.joined_at) | Q(joined_at=place.joined_at, pk__lt=place.pk)
    return WaitingPlace.objects.filter(before, drive=place.drive_id, state=OfferState.WAITING).count() + 1


def taking_part(donor: Donor, drive: Drive, *, on: date) -> list[Unit]:
    """Return the donor's units that a registration may be credited to: in the drive's campaign, or its host. One query.

    Where the donor came in last is first.
    """
    asked = {"donor": donor.pk, "on": on, "host": drive.host_id, "campaign": drive.campaign_id}
    return list(Unit.objects.raw(_TAKING_PART, asked))


def people_of(phone: str) -> QuerySet[Donor]:
    """Return the people behind a proved phone, each with `has_consented`: to take part in donation days."""
    own = Donor.objects.standing().filter(phone_hash=sealer().fingerprint(phone, purpose=PHONE))
    return own.annotate(has_consented=consents(ConsentPurpose.CAMPAIGN)).order_by("sort_key", "pk")


def person_of(phone: str, pk: int) -> Donor | None:
    """Return one of these people; by hand, since every booking asks it."""
    number = sealer().fingerprint(phone, purpose=PHONE)
    asked = {"pk": pk, "phone": number, "purpose": ConsentPurpose.CAMPAIGN.value}
    return next(iter(Donor.objects.raw(_PERSON, asked)), None)


def units_named(text: str, *, on: date) -> list[Unit]:
    """Return the grassroots unions whose code is `text`, else those whose name holds its words, without marks."""
    rows = Unit.objects.open_on(on).filter(kind=UnitKind.GRASSROOTS)
    if coded := rows.filter(code__iexact=text.strip()).first():
        return [coded]
    for word in vietnamese.fold(text).split():
        rows = rows.filter(name_folded__contains=word)
    return list(rows.order_by("sort_key", "code")[:MOST_UNITS])


@dataclass(frozen=True)
class Visit:
    """Somebody who proved a phone and stands before a drive."""

    phone: str
    drive: Drive


def visit(phone: str, *, code: str) -> Visit:
    """Return the drive that somebody who proved a phone wants to book at.

    Raises:
        Drive.DoesNotExist: there is none, or it is still being planned.
    """
    return Visit(phone, public_drive(code=code))


def slot_of(drive: Drive, pk: int) -> Slot:
    """Find a slot of a drive, with the drive loaded.

    Raises:
        Slot.DoesNotExist: it is none of the drive's.
    """
    slot = drive.slots.get(pk=pk)
    slot.drive = drive
    return slot


def slot_named(drive: Drive, pk: int) -> Slot:
    """Return a slot by its number alone, for `book_slot`, which reads it under the drive's lock and finds it or not."""
    return Slot(pk=pk, drive=drive)


def feed_of(*, key: str) -> Donor:
    """Find whose calendar a key opens.

    Raises:
        Donor.DoesNotExist: it opens none.
    """
    return Donor.objects.standing().exclude(feed_key="").get(feed_key=key)


def in_calendar(donor: Donor) -> list[Registration]:
    """Return all registrations of a person that had a time, cancelled ones too, the latest first. Cost: one query."""
    rows = Registration.objects.filter(donor=donor, slot__isnull=False)
    return list(rows.select_related("drive__host", "slot").order_by("-slot__starts_at", "-pk")[:MOST_EVENTS])
