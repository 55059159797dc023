"""Registrations and waiting places as their owners, and the people who book, see them."""

from datetime import date

from django.db.models import Q

from maudao.donors.models import Donor
from maudao.drives.models import Drive, Registration, Slot, WaitingPlace
from maudao.drives.rules import OfferState
from maudao.organization.models import Unit


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
    lasting = Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=on)
    mine = Unit.objects.filter(lasting, memberships__donor=donor, memberships__starts_on__lte=on)
    counts = Q(pk=drive.host_id)
    if drive.campaign_id:
        counts |= Q(assignments__campaign=drive.campaign_id)
    return list(mine.filter(counts).order_by("-memberships__starts_on", "pk").distinct())


def open_slots(drive: Drive) -> list[Slot]:
    """Return all slots of a drive, the earliest first, those that are full or over too. Cost: one query."""
    return list(drive.slots.order_by("starts_at", "pk"))
