"""What a donor is told about a place of their own: put into the outbox in the transaction of its cause."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from maudao.donors.models import Donor
from maudao.drives.models import Drive, Registration, Slot, WaitingPlace
from maudao.messaging.actions import queue_message
from maudao.organization.sealing import PHONE, sealer

_PURPOSE = "registration"


def tell_booked(registration: Registration, slot: Slot, *, now: datetime) -> None:
    """Say where and when, with the ticket."""
    _tell_registered(registration, slot, "booked", key=f"booked:{registration.pk}", now=now)


def tell_changed(registration: Registration, slot: Slot, *, now: datetime) -> None:
    """Say the new time, or that the registration is cancelled."""
    key = f"changed:{registration.pk}:{registration.sequence}"
    _tell_registered(registration, slot, "changed", key=key, now=now)


def _tell_registered(registration: Registration, slot: Slot, name: str, *, key: str, now: datetime) -> None:
    path = f"/ve/{registration.drive_id}-{registration.ticket}/"
    said = {"state": str(registration.state)}
    _tell(registration.donor, slot.drive, slot, name, said=said, path=path, key=key, now=now)


def tell_offer(place: WaitingPlace, slot: Slot, *, now: datetime) -> None:
    """Say that a place is kept, and until when."""
    assert place.offer_ends_at is not None
    said = {"until": _moment(place.offer_ends_at)}
    key = f"offer:{place.pk}"
    not_after = place.offer_ends_at
    _tell(
        place.donor,
        place.drive,
        slot,
        "offer",
        said=said,
        path=_of(place),
        key=key,
        now=now,
        not_after=not_after,
    )


def tell_lapsed(place: WaitingPlace, slot: Slot, *, now: datetime) -> None:
    """Say that the place was passed on, and how to wait again."""
    key = f"offer_lapsed:{place.pk}"
    _tell(place.donor, place.drive, slot, "offer_lapsed", said={}, path=_of(place), key=key, now=now)


def _of(place: WaitingPlace) -> str:
    return f"/cho/{place.drive_id}-{place.ticket}/"


def _tell(
    donor: Donor,
    drive: Drive,
    slot: Slot,
    name: str,
    *,
    said: dict[str, str],
    path: str,
    key: str,
    now: datetime,
    not_after: datetime | None = None,
) -> None:
    if donor.phone_sealed is None:
        return
    context = {"drive": drive.title, "place": drive.place, "at": _moment(slot.starts_at), **said}
    queue_message(
        drive.host,
        phone=sealer().open(donor.phone_sealed, purpose=PHONE),
        template=f"drives/messages/{name}.txt",
        context=context,
        secret={"link": f"{site_address()}{path}"},
        purpose=_PURPOSE,
        idempotency_key=key,
        not_after=not_after or slot.ends_at,
        now=now,
    )


def site_address() -> str:
    """Return the address that links in messages begin with."""
    scheme = "https" if settings.IS_HTTPS else "http"
    return str(getattr(settings, "SITE_ADDRESS", "")) or f"{scheme}://{settings.ALLOWED_HOSTS[0]}"


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}"
