"""Who of a unit is or can be registered at a drive, as its chair may see it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Prefetch, QuerySet, When

from maudao.donors.models import Donor
from maudao.donors.queries.consents import consents
from maudao.donors.rules import ConsentPurpose
from maudao.drives.models import Drive, Registration
from maudao.drives.queries.open_drives import public_drive
from maudao.drives.rules.booking import NOT_LIVE
from maudao.lib import vietnamese
from maudao.organization import queries as organization
from maudao.organization.models import Unit


@dataclass(frozen=True)
class UnitAtDrive:
    """A unit whose people are registered at a drive, its own or another's."""

    unit: Unit
    drive: Drive


@dataclass(frozen=True)
class ColleagueAtDrive:
    """One registration that a unit made for somebody of its own."""

    unit: Unit
    registration: Registration


def unit_at_drive(*, code: str, drive: str) -> UnitAtDrive:
    """Find a unit and a drive.

    Raises:
        Unit.DoesNotExist, Drive.DoesNotExist: there is none, or the drive is still being planned.
    """
    return UnitAtDrive(organization.unit(code=code), public_drive(code=drive))


def colleague_at_drive(*, code: str, drive: str, pk: int) -> ColleagueAtDrive:
    """Find a registration that a unit made for one of its people.

    Raises:
        Unit.DoesNotExist, Registration.DoesNotExist: there is none, or it is somebody else's doing.
    """
    unit = organization.unit(code=code)
    rows = Registration.objects.select_related("drive__host", "slot__drive__host", "donor", "credited_to")
    made = rows.filter(by_chair=True, donor__memberships__unit=unit).distinct()
    return ColleagueAtDrive(unit, made.get(pk=pk, drive__code=drive))


def colleagues_at(
    unit: Unit, drive: Drive, *, on: date, search: str = "", first: int | None = None
) -> QuerySet[Donor]:
    """Return the unit's people by name, each with `chair_sees` and, in `here`, the live registration at the drive.

    `first` is the number of one of them who comes before all others; anybody else's changes nothing.
    What is in `here` may be shown only as `shown_registration` says. Cost: two queries.
    """
    people = Donor.objects.members_of(unit, on=on)
    for word in vietnamese.fold(search).split():
        people = people.filter(name_folded__contains=word)
    live = Registration.objects.filter(drive=drive).exclude(state=NOT_LIVE).select_related("slot")
    people = people.annotate(
        chair_sees=consents(ConsentPurpose.CHAIR_SEES), has_consented=consents(ConsentPurpose.CAMPAIGN)
    )
    here: Any = Prefetch("registrations", queryset=live, to_attr="here")
    is_later = Case(When(pk=first, then=0), default=1)
    return people.prefetch_related(here).order_by(*([is_later] if first else []), "sort_key", "pk")


def shown_registration(donor: Any) -> Registration | None:
    """Return the registration that a chair may know of: made by the unit, or of who lets the chair see."""
    found: Registration | None = next(iter(donor.here), None)
    return found if found is not None and (found.by_chair or donor.chair_sees) else None
