"""The list of a drive's day, for those who stand there."""

from datetime import date

from django.db.models import Q, QuerySet

from maudao.donors.models import Donor
from maudao.drives.models import Drive, Registration
from maudao.drives.rules import DriveState, RegistrationState
from maudao.drives.rules.staffing import days_served
from maudao.organization.models import Unit

_MOST_UNITS = 500


def drive_to_check_in(*, code: str, on: date) -> Drive:
    """Find a drive by its code, where its lists are open on a day.

    Raises:
        Drive.DoesNotExist: there is none.
    """
    drives = Drive.objects.select_related("host", "campaign", "centre")
    return drives.get(code=code, held_on__range=days_served(on))


def drives_to_check_in(host: Unit, *, on: date) -> list[Drive]:
    """Return the drives of a host whose lists are open on a day, by day. Cost: one query."""
    shown = (DriveState.OPEN, DriveState.DONE)
    found = Drive.objects.filter(host=host, state__in=shown, held_on__range=days_served(on))
    return list(found.order_by("held_on", "pk"))


def people_at(drive: Drive) -> QuerySet[Registration]:
    """Return the live registrations with their donors, by name. Cost: one query."""
    rows = drive.registrations.exclude(state=RegistrationState.CANCELLED)
    return rows.select_related("donor", "credited_to", "slot", "donation").order_by("donor__sort_key", "pk")


def units_at(drive: Drive) -> list[Unit]:
    """Return the units that somebody who walks in may be of: host, co-hosts, and the campaign's, at most 500."""
    about = Q(pk=drive.host_id) | Q(co_hosted_drives=drive)
    if drive.campaign_id:
        about |= Q(assignments__campaign=drive.campaign_id)
    return list(Unit.objects.filter(about).distinct().order_by("sort_key")[:_MOST_UNITS])


def units_taking_part(drive: Drive, donor: Donor, *, on: date) -> list[Unit]:
    """Return the donor's units on a day that take part in the drive's campaign, the longest membership first."""
    if drive.campaign_id is None:
        return []
    lasting = Q(ends_on=None) | Q(ends_on__gte=on)
    memberships = donor.memberships.filter(lasting, starts_on__lte=on).order_by("starts_on", "pk")
    own = memberships.filter(unit__assignments__campaign=drive.campaign_id).select_related("unit")
    return [membership.unit for membership in own]
