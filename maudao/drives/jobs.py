"""What the worker does for drives."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from maudao.drives.actions import counting
from maudao.drives.actions.closing import close_drive
from maudao.drives.actions.waiting import lapse_offer, offer_free_places
from maudao.drives.models import Drive, WaitingPlace
from maudao.drives.queries.drives import due_for_closing
from maudao.drives.rules import DriveState, OfferState
from maudao.organization.audit import system

#: So long its host may still type what was written on paper; then only the count of who was deferred stays.
_DAYS_OPEN = 7


@app.periodic(cron="*/5 * * * *")
@app.task(name="drives.count_late", queueing_lock="drives.count_late", pass_context=False)
def count_late(timestamp: int) -> None:
    """Count what was recorded while a sent report stood, once that report is opened again."""
    counting.count_late()


@app.periodic(cron="* * * * *")
@app.task(name="drives.pass_offers_on", queueing_lock="drives.pass_offers_on", pass_context=False)
def pass_offers_on(timestamp: int) -> None:
    """End offers whose time is over, and offer every free place to who waits longest."""
    lapse_offers()
    offer_places()


def lapse_offers() -> int:
    """End the offers whose time is over; return how many there were."""
    now = timezone.now()
    over = WaitingPlace.objects.filter(state=OfferState.OFFERED, offer_ends_at__lte=now)
    return sum(lapse_offer(place, now=now) for place in over.order_by("offer_ends_at", "pk"))


def offer_places() -> int:
    """Offer the free places of drives for which somebody waits; return how many were offered."""
    now = timezone.now()
    waited_for = WaitingPlace.objects.filter(state=OfferState.WAITING).values("drive")
    drives = Drive.objects.filter(pk__in=waited_for, state=DriveState.OPEN)
    free = drives.filter(slots__taken__lt=F("slots__capacity") + F("slots__overbooking")).distinct()
    return sum(len(offer_free_places(drive, now=now)) for drive in free.order_by("pk"))


@app.periodic(cron="20 2 * * *")
@app.task(name="drives.close_over", queueing_lock="drives.close_over", pass_context=False)
def close_drives(timestamp: int) -> None:
    """Close every drive whose host has left it open for a week after its day."""
    close_over(now=timezone.now())


def close_over(*, now: datetime) -> int:
    """Close the drives that nobody has closed; return how many there were."""
    actor = system("Hệ thống (kết thúc đợt hiến máu)")
    return len(
        [close_drive(drive, actor=actor, now=now) for drive in due_for_closing(now=now, days=_DAYS_OPEN)]
    )
