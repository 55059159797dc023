"""What a donor's own page shows of donation days (`settings.OWN_REGISTRATIONS`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from maudao.donors.models import Donor
from maudao.drives.models import Registration, WaitingPlace
from maudao.drives.rules import DriveState, OfferState, RegistrationState
from maudao.drives.rules.booking import told_state

_WAITS = (OfferState.WAITING, OfferState.OFFERED)


@dataclass(frozen=True)
class OwnRegistration:
    """One place at a donation day: what it is, its page, when, and its state in a word."""

    title: str
    url: str
    when: datetime | date
    state: str


def own_registrations(donor: Donor, *, on: date) -> list[OwnRegistration]:
    """Return a person's places at drives from a day on, and where the person waits, the next first. Two queries."""
    return [*_booked(donor, on), *_waited_for(donor, on)]


def _booked(donor: Donor, on: date) -> Iterator[OwnRegistration]:
    rows = Registration.objects.filter(donor=donor, drive__held_on__gte=on).select_related("drive", "slot")
    for row in rows.order_by("drive__held_on", "slot__starts_at", "pk"):
        url = reverse("ticket", kwargs={"drive": row.drive_id, "ticket": row.ticket})
        when = row.slot.starts_at if row.slot else row.drive.held_on
        yield OwnRegistration(row.drive.title, url, when, state_word(row))


def _waited_for(donor: Donor, on: date) -> Iterator[OwnRegistration]:
    live = Q(donor=donor, state__in=_WAITS, drive__held_on__gte=on)
    for row in WaitingPlace.objects.filter(live).select_related("drive").order_by("drive__held_on", "pk"):
        url = reverse("waiting", kwargs={"drive": row.drive_id, "ticket": row.ticket})
        word = _("có chỗ, chờ anh/chị nhận") if row.state == OfferState.OFFERED else _("đang chờ chỗ")
        yield OwnRegistration(row.drive.title, url, row.drive.held_on, word)


def state_word(registration: Registration) -> str:
    """Return the state of a registration as its owner reads it."""
    if registration.drive.state == DriveState.CANCELLED:
        return _("đợt hiến máu đã huỷ")
    return str(RegistrationState(told_state(registration.state)).label)
