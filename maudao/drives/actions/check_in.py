"""Check-in: what devices at a drive wrote down comes in, in any order and as often as they like."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from maudao.donors.rules.donations import refusal
from maudao.drives.actions.check_in_outcomes import apply_outcomes, taken_serials
from maudao.drives.actions.check_in_people import Found, Incoming, find_people
from maudao.drives.actions.planning import ENDED, locked
from maudao.drives.models import CheckInRecord, Drive, Registration
from maudao.drives.rules import CheckInOutcome
from maudao.drives.rules.check_in import Noted
from maudao.organization import audit
from maudao.organization.audit import Actor

MOST_RECORDS = 1000


class CheckInClosed(Exception):
    """The drive takes no records: `reason` is "done" or "cancelled" (its state)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooManyRecords(Exception):
    """More records at once than a request may carry."""

    reason = "too_many"


@dataclass(frozen=True)
class Answer:
    """What became of a record: taken for a registration that is now in a state, or refused for a reason.

    `reason`: volume_impossible, in_future, serial_taken, unknown, other_drive, unknown_person, unknown_unit, key_taken;
    and what `forms.check_in` finds wrong with a line.
    """

    key: str
    registration: int | None = None
    state: str = ""
    reason: str = ""


@transaction.atomic
def sync_check_in(
    drive: Drive, records: Sequence[Incoming], *, device: str, actor: Actor, now: datetime
) -> list[Answer]:
    """Take in what a device wrote down; answer every record, in their order. Sent again, it changes nothing.

    A record that is refused keeps no other from being taken. A cancelled registration whose donor comes after all is
    revived, as somebody who walks in: its slot was given away. Syncs of one drive take turns.

    Raises:
        CheckInClosed: the drive is done or cancelled; nothing was taken.
        TooManyRecords: more than `MOST_RECORDS`.
    """
    if len(records) > MOST_RECORDS:
        raise TooManyRecords
    held = locked(drive, no_key=True)
    if held.state in ENDED:
        raise CheckInClosed(held.state)
    kept = {row.key: row for row in CheckInRecord.objects.filter(key__in=[r.note.key for r in records])}
    fresh = list({r.note.key: r for r in reversed(records) if r.note.key not in kept}.values())[::-1]
    refused = _impossible(held, fresh, now=now)
    found = find_people(held, [r for r in fresh if r.note.key not in refused], actor=actor, now=now)
    refused |= found.refused | taken_serials(held, _about(fresh, found))
    taken = [
        _kept(held, r, found.registrations[r.note.key], device, now)
        for r in fresh
        if r.note.key not in refused
    ]
    if taken:
        apply_outcomes(held, taken, actor=actor, now=now)
        changes = {"records": len(taken)}
        audit.record("sync_check_in", held, actor=actor, at=now, unit=held.host, changes=changes)
    return _answers(held, records, kept | {record.key: record for record in taken}, refused)


def _impossible(drive: Drive, records: Iterable[Incoming], *, now: datetime) -> dict[str, str]:
    """Return why records cannot be true, by key."""
    today = timezone.localdate(now)
    return {r.note.key: reason for r in records if (reason := _refusal(drive, r.note, today))}


def _refusal(drive: Drive, note: Noted, today: date) -> str:
    if drive.held_on > today:
        return "in_future"
    if note.outcome != CheckInOutcome.DONATED:
        return ""
    return refusal(kind=note.kind, volume_ml=note.volume_ml or 0, donated_on=drive.held_on, today=today)


def _about(records: Iterable[Incoming], found: Found) -> dict[str, tuple[Registration, Noted]]:
    rows = found.registrations
    return {r.note.key: (rows[r.note.key], r.note) for r in records if r.note.key in rows}


def _kept(
    drive: Drive, record: Incoming, registration: Registration, device: str, now: datetime
) -> CheckInRecord:
    note = record.note
    return CheckInRecord(
        drive=drive,
        registration=registration,
        key=note.key,
        device=device,
        outcome=note.outcome,
        at=note.at,
        kind=note.kind,
        volume_ml=note.volume_ml,
        certificate_serial=note.certificate_serial,
        received_at=now,
    )


def _answers(
    drive: Drive, records: Iterable[Incoming], kept: dict[str, CheckInRecord], refused: dict[str, str]
) -> list[Answer]:
    named = {row.registration_id for row in kept.values() if row.drive_id == drive.pk}
    states = dict(Registration.objects.filter(pk__in=named).values_list("pk", "state"))

    def answer(key: str) -> Answer:
        if key in refused:
            return Answer(key, reason=refused[key])
        pk = kept[key].registration_id
        return Answer(key, pk, states[pk]) if pk in states else Answer(key, reason="key_taken")

    return [answer(record.note.key) for record in records]
