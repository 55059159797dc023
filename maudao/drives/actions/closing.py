"""The end of a donation day: cancelled with everybody told at once, or closed with nothing kept that names who was
deferred (docs/decisions/0011)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from maudao.drives.actions import counting
from maudao.drives.actions.announcing import CANCELLED, Recipient, clock, recipients, tell
from maudao.drives.actions.moving import check_not_begun
from maudao.drives.actions.notifying import notify_units
from maudao.drives.actions.noting import note_activity
from maudao.drives.actions.planning import DriveRefused, check_not_ended, locked
from maudao.drives.models import Drive, Registration
from maudao.drives.queries.drives import ToTell
from maudao.drives.rules import DriveState, NoticeKind, OfferState, RegistrationState
from maudao.organization import audit
from maudao.organization.audit import Actor

_WAITS = (OfferState.WAITING, OfferState.OFFERED)


@transaction.atomic
def cancel_drive(drive: Drive, *, actor: Actor, now: datetime, note: str = "") -> ToTell:
    """Cancel a drive: every registration ends, nobody waits any more, and all are told at once. Twice is once.

    `note` is a sentence of the host's that goes into the message. Who books at this moment waits for the drive's row,
    and is then refused.

    Raises:
        DriveRefused: `ended` (it is done), `begun` (somebody has come).
    """
    held = locked(drive)
    if held.state == DriveState.CANCELLED:
        return ToTell(0, 0)
    check_not_ended(held)
    check_not_begun(held)
    news = recipients(held)
    _end_registrations(held, now)
    _end_waiting(held)
    held.slots.update(taken=0)
    held.state, held.closed_at, held.sequence = DriveState.CANCELLED, now, held.sequence + 1
    held.save(update_fields=["state", "closed_at", "sequence"])
    counting.recount(held)
    told = tell(held, _words(held, news, note), CANCELLED, days=[held.held_on], now=now)
    units = notify_units(held, news, NoticeKind.CANCELLED, was_on=held.held_on, now=now)
    audit.record("cancel_drive", held, actor=actor, at=now, unit=held.host)
    return replace(told, units=units)


def _end_registrations(held: Drive, now: datetime) -> None:
    rows = held.registrations.filter(state=RegistrationState.REGISTERED)
    keys = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    Registration.objects.filter(pk__in=keys).update(state=RegistrationState.CANCELLED, closed_at=now)


def _end_waiting(held: Drive) -> None:
    places = held.waiting_places.filter(state__in=_WAITS)
    keys = list(places.select_for_update().order_by("pk").values_list("pk", flat=True))
    held.waiting_places.filter(pk__in=keys).update(
        state=OfferState.GONE, offered_slot=None, offer_ends_at=None
    )


def _words(held: Drive, news: list[Recipient], note: str) -> list[tuple[Recipient, dict[str, Any]]]:
    shared = {"drive": held.title, "day": f"{held.held_on:%d/%m/%Y}", "place": held.place, "note": note}
    return [(recipient, {**shared, "time": clock(recipient.starts_at)}) for recipient in news]


@transaction.atomic
def close_drive(drive: Drive, *, actor: Actor, now: datetime) -> Drive:
    """End a drive after its day: who did not come is written down as that, and who was deferred becomes a number.

    What the devices at the drive sent is deleted. Twice is once.

    Raises:
        DriveRefused: `ended` (it was cancelled), `not_over` (its day is not over).
    """
    held = locked(drive, no_key=True)
    if held.state == DriveState.DONE:
        return held
    check_not_ended(held)
    if timezone.localdate(now) <= held.held_on:
        raise DriveRefused("not_over")
    held.deferred_count = _settle_registrations(held, now)
    _end_waiting(held)
    _count_places(held)
    held.check_in_records.all().delete()
    held.state, held.closed_at = DriveState.DONE, now
    held.save(update_fields=["state", "closed_at", "deferred_count"])
    note_activity(held, actor=actor, now=now)
    counting.recount(held)
    audit.record("close_drive", held, actor=actor, at=now, unit=held.host)
    return held


def _settle_registrations(held: Drive, now: datetime) -> int:
    """End every registration without an outcome, and return how many people were deferred."""
    states = dict(held.registrations.select_for_update().order_by("pk").values_list("pk", "state"))
    _put(states, RegistrationState.REGISTERED, into=RegistrationState.NO_SHOW, now=now)
    _put(states, RegistrationState.ARRIVED, into=RegistrationState.LEFT, now=now)
    return _put(states, RegistrationState.DEFERRED, into=RegistrationState.LEFT, now=now)


def _put(states: dict[int, str], state: str, *, into: str, now: datetime) -> int:
    keys = [key for key, now_in in states.items() if now_in == state]
    closed = Coalesce(F("closed_at"), now)
    return Registration.objects.filter(pk__in=keys).update(state=into, closed_at=closed)


def _count_places(held: Drive) -> None:
    """Let the slots say how many had a place: those offered to who waited are free again."""
    live = ~Q(state=RegistrationState.CANCELLED)
    rows = Registration.objects.filter(live, slot=OuterRef("pk")).order_by().values("slot")
    held.slots.update(taken=Coalesce(Subquery(rows.annotate(people=Count("pk")).values("people")), 0))
