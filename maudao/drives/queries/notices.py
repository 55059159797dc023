"""What a unit is to tell people of its own: that a drive has moved or is cancelled."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from maudao.donors.models import Donor, Membership
from maudao.donors.queries.consents import consents
from maudao.donors.queries.people import phone_of
from maudao.donors.rules import ConsentPurpose
from maudao.drives.models import Notice
from maudao.organization.models import Unit


def notice(*, code: str, drive: str) -> Notice:
    """Find the latest notice to a unit about a drive.

    Raises:
        Notice.DoesNotExist: there is none.
    """
    found = Notice.objects.filter(unit__code=code, drive__code=drive).select_related("unit", "drive__host")
    latest = found.order_by("-made_at", "-pk").first()
    if latest is None:
        raise Notice.DoesNotExist
    return latest


def waiting_notices(unit: Unit, *, on: date) -> QuerySet[Notice]:
    """Return what a unit has still to tell while it is of use, the next drive first. Cost: one query."""
    matters = Q(was_on__gte=on) | Q(drive__held_on__gte=on)
    found = Notice.objects.filter(matters, unit=unit, told_at=None).select_related("drive")
    return found.order_by("was_on", "pk")


@dataclass(frozen=True)
class ToldInPerson:
    """Somebody whom the unit tells: by name, with a phone where there is one."""

    name: str
    phone: str


@dataclass(frozen=True)
class NoticePeople:
    """Whom a unit tells, those without a phone first; how many more have none; and how many have one."""

    named: tuple[ToldInPerson, ...]
    unnamed: int
    others: int


def notice_people(notice: Notice) -> NoticePeople:
    """Return whom a unit tells: by name only who is or was its own and whom it registered itself, or who consented.

    Consent counts as it stands now. Cost: two queries.
    """
    by_unit = dict(notice.people.values_list("donor", "by_unit"))
    own = Membership.objects.filter(donor=OuterRef("pk"), unit=notice.unit_id)
    standing = Donor.objects.standing().filter(pk__in=by_unit).order_by("sort_key", "pk")
    people: Any = standing.annotate(is_own=Exists(own), is_seen=consents(ConsentPurpose.CHAIR_SEES))
    named: list[Donor] = []
    silent: list[Donor] = []
    for donor in people:
        may_name = donor.is_own and (by_unit[donor.pk] or donor.is_seen)
        (named if may_name else silent).append(donor)
    told = sorted((ToldInPerson(donor.full_name, phone_of(donor)) for donor in named), key=_has_phone)
    unnamed = sum(donor.phone_sealed is None for donor in silent)
    return NoticePeople(tuple(told), unnamed, notice.others + len(silent) - unnamed)


def _has_phone(one: ToldInPerson) -> bool:
    return bool(one.phone)
