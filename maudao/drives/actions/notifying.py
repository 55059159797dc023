"""What a unit is to do where a drive moves or is cancelled: its own people told in person, on its desk until done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from maudao.donors.models import Donor, Membership
from maudao.donors.queries.consents import consents
from maudao.donors.rules import ConsentPurpose
from maudao.drives.actions.announcing import Recipient
from maudao.drives.models import Drive, Notice, NoticePerson
from maudao.drives.rules import NoticeKind
from maudao.drives.rules.telling import is_told_in_person
from maudao.messaging.channels import can_send
from maudao.organization import audit
from maudao.organization.audit import Actor


class NoticeReplaced(Exception):
    """The drive has changed once more since that notice: there is another one to read."""


@dataclass(frozen=True)
class _Change:
    """A drive that has changed: how, when, and on which day people believe it to be."""

    drive: Drive
    kind: NoticeKind
    was_on: date
    at: datetime


def notify_units(
    drive: Drive, people: Sequence[Recipient], kind: NoticeKind, *, was_on: date, now: datetime
) -> int:
    """Put onto the desk of each unit that people of its own are to be told, and return how many units that are.

    `people` had a place, or waited for one, when the held drive changed. A notice that its unit has not ended gives way
    to the new one. Without a channel of messages every unit that has people is told. Cost: eight queries at most.
    """
    change = _Change(drive, kind, was_on, now)
    waiting = drive.notices.filter(told_at=None)
    known = dict(waiting.values_list("unit", "was_on"))
    waiting.delete()
    seen = _let_the_chair_see(people)
    made = [
        _noted(replace(change, was_on=known.get(unit, was_on)), unit, own, seen)
        for unit, own in _by_unit(drive, people, on=timezone.localdate(now)).items()
        if _near(own, seen) or not can_send()
    ]
    Notice.objects.bulk_create(notice for notice, _ in made)
    NoticePerson.objects.bulk_create(_rows(made))
    return len(made)


def _let_the_chair_see(people: Sequence[Recipient]) -> set[int]:
    asked = Donor.objects.filter(pk__in=[one.donor.pk for one in people])
    return set(asked.filter(consents(ConsentPurpose.CHAIR_SEES)).values_list("pk", flat=True))


def _by_unit(drive: Drive, people: Sequence[Recipient], *, on: date) -> dict[int, list[Recipient]]:
    """Return the people of each unit; who is a member of none and has no phone is left to the host."""
    found: dict[int, list[Recipient]] = {}
    units = _memberships(people, on)
    for one in people:
        nobodys = [drive.host_id] if one.donor.phone_sealed is None else []
        for unit in units.get(one.donor.pk, nobodys):
            found.setdefault(unit, []).append(one)
    return found


def _memberships(people: Sequence[Recipient], on: date) -> dict[int, set[int]]:
    lasting = Q(ends_on=None) | Q(ends_on__gte=on)
    keys = [one.donor.pk for one in people]
    rows = Membership.objects.filter(lasting, donor__in=keys, starts_on__lte=on).order_by("unit")
    found: dict[int, set[int]] = {}
    for donor, unit in rows.values_list("donor", "unit"):
        found.setdefault(donor, set()).add(unit)
    return found


def _near(own: Sequence[Recipient], seen: set[int]) -> list[Recipient]:
    return [
        one
        for one in own
        if is_told_in_person(
            has_phone=one.donor.phone_sealed is not None,
            by_unit=one.by_unit,
            chair_sees=one.donor.pk in seen,
        )
    ]


def _noted(
    change: _Change, unit: int, own: Sequence[Recipient], seen: set[int]
) -> tuple[Notice, list[Recipient]]:
    near = _near(own, seen)
    notice = Notice(
        drive=change.drive,
        unit_id=unit,
        kind=change.kind,
        was_on=change.was_on,
        others=len(own) - len(near),
        made_at=change.at,
    )
    return notice, near


def _rows(made: Sequence[tuple[Notice, list[Recipient]]]) -> Iterator[NoticePerson]:
    for notice, near in made:
        for one in near:
            yield NoticePerson(notice=notice, donor=one.donor, by_unit=one.by_unit)


@transaction.atomic
def end_notice(notice: Notice, *, actor: Actor, now: datetime) -> Notice:
    """Write down that the people of a notice were told, and forget who they were. Twice is once.

    Raises:
        NoticeReplaced: the drive has changed once more.
    """
    held = Notice.objects.select_for_update(of=["self"]).select_related("unit", "drive").filter(pk=notice.pk)
    ended = held.first()
    if ended is None:
        raise NoticeReplaced
    if ended.told_at is not None:
        return ended
    ended.people.all().delete()
    ended.told_at = now
    ended.save(update_fields=["told_at"])
    changes = {"drive": ended.drive.code}
    audit.record("end_notice", ended, actor=actor, at=now, unit=ended.unit, changes=changes)
    return ended
