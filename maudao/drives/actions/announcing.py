"""Telling everybody who has a place at a donation day, or waits for one, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from maudao.donors.models import Donor
from maudao.drives.actions.telling import site_address
from maudao.drives.models import Drive
from maudao.drives.queries.drives import ToTell
from maudao.drives.rules import OfferState, RegistrationState
from maudao.drives.rules.slots import LOCAL, at
from maudao.drives.rules.telling import is_urgent
from maudao.messaging.actions import queue_message
from maudao.organization.sealing import PHONE, sealer


@dataclass(frozen=True)
class News:
    """A template of a message, and for what purpose it is sent: these two go also to who wants no other messages."""

    template: str
    purpose: str


MOVED = News("drives/messages/moved.txt", "change")
CANCELLED = News("drives/messages/cancelled.txt", "cancellation")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Recipient:
    """Somebody to be told: who has a place from some moment on, or waits (None); and where to see it."""

    donor: Donor
    starts_at: datetime | None
    path: str
    by_unit: bool = False  # registered by the unit


def recipients(drive: Drive) -> list[Recipient]:
    """Return who has a place at a held drive, then who waits and has none; each once. Cost: two queries."""
    found: dict[int, Recipient] = {}
    booked = drive.registrations.filter(state=RegistrationState.REGISTERED).select_related("donor", "slot")
    for row in booked:
        starts_at = row.slot.starts_at if row.slot else None
        found[row.donor_id] = Recipient(row.donor, starts_at, f"/ve/{drive.pk}-{row.ticket}/", row.by_chair)
    live = (OfferState.WAITING, OfferState.OFFERED)
    for place in drive.waiting_places.filter(state__in=live).select_related("donor"):
        found.setdefault(place.donor_id, Recipient(place.donor, None, f"/cho/{drive.pk}-{place.ticket}/"))
    return list(found.values())


def clock(moment: datetime | None, *, later: timedelta = timedelta()) -> str:
    """Return what the local clock shows at a moment, or so much later; nothing for none."""
    return f"{(moment + later).astimezone(LOCAL):%H:%M}" if moment else ""


def tell(
    drive: Drive,
    letters: Sequence[tuple[Recipient, dict[str, Any]]],
    news: News,
    *,
    days: Sequence[date],
    now: datetime,
) -> ToTell:
    """Put a message to each into the outbox; count who has no phone and must be told by the chair.

    `days` are those that it is about: near ones are told at night too. The same change of the drive (its `sequence`)
    tells nobody twice. Cost: one INSERT a person; a job more where it is urgent.
    """
    by_chair = 0
    for recipient, context in letters:
        sealed = recipient.donor.phone_sealed
        if sealed is None:
            by_chair += 1
            continue
        queue_message(
            drive.host,
            phone=sealer().open(bytes(sealed), purpose=PHONE),
            template=news.template,
            context=context,
            secret={"link": f"{site_address()}{recipient.path}"},
            purpose=news.purpose,
            idempotency_key=f"drive:{drive.pk}:{drive.sequence}:{recipient.donor.pk}",
            now=now,
            not_after=at(max(days) + _ONE_DAY, time()),
            urgent=is_urgent(days, at=now),
        )
    return ToTell(len(letters) - by_chair, by_chair)
