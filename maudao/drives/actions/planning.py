"""Planning a donation day: what it is, where and when, for which campaign; and opening it for registrations."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from maudao.campaigns.actions.holding import share
from maudao.campaigns.models import Campaign, Programme
from maudao.campaigns.rules import PROGRAMMES
from maudao.drives.actions.slotting import shift_slots
from maudao.drives.models import Drive, ReceivingCentre
from maudao.drives.queries.drives import campaigns_for
from maudao.drives.rules import DriveState
from maudao.drives.rules.planning import Position, drive_code, slug
from maudao.lib.vietnamese import fold, normalise
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit


class DriveRefused(Exception):
    """A drive cannot be that: `reason` says why.

    `past` (the day is over), `campaign` (the host takes no part in it, or it has ended), `campaign_taken` (somebody has
    registered for another), `told` (it is open: day and place change by moving it), `ended` (cancelled or done),
    `no_slots`, `begun` (somebody has come), `unchanged`, `off_the_day` (slots would run past midnight), `not_over`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class DrivePlan:
    """What its host says of a drive. `programmes` are codes; `new_centre` names a receiving centre not in the list."""

    title: str
    place: str
    held_on: date
    position: Position | None = None
    centre: ReceivingCentre | None = None
    new_centre: str = ""
    campaign: Campaign | None = None
    programmes: tuple[str, ...] = ()
    co_hosts: tuple[Unit, ...] = ()
    expected_units: int | None = None
    notice: str = ""
    is_listed: bool = True


ENDED = (DriveState.CANCELLED, DriveState.DONE)


def locked(drive: Drive, *, no_key: bool = False) -> Drive:
    """Lock and return the drive's row as it is now. A booking holds it shared, and so waits or is waited for.

    `no_key`: rows that merely point at it (what a device at the drive sends) need not wait.
    """
    rows = Drive.objects.select_for_update(of=["self"], no_key=no_key)
    return rows.select_related("host", "campaign", "centre").get(pk=drive.pk)


@transaction.atomic
def plan_drive(host: Unit, plan: DrivePlan, *, actor: Actor, now: datetime) -> Drive:
    """Plan a drive of `host`. It takes no registrations until it is opened.

    Raises:
        DriveRefused: `past`, `campaign`.
    """
    _check_day(plan.held_on, now)
    _check_campaign(host, plan.campaign, now)
    drive = Drive.objects.create(
        code=free_code(host, plan.held_on), host=host, held_on=plan.held_on, created_at=now, **_said(plan)
    )
    _relate(drive, plan)
    changes = {"code": drive.code, "held_on": str(drive.held_on)}
    audit.record("plan_drive", drive, actor=actor, at=now, unit=host, changes=changes)
    return drive


@transaction.atomic
def revise_drive(drive: Drive, plan: DrivePlan, *, actor: Actor, now: datetime) -> Drive:
    """Change what is said of a drive; before it is opened its day too, and its slots go with it.

    Raises:
        DriveRefused: `ended`, `told`, `past`, `campaign`, `campaign_taken`.
    """
    held = locked(drive)
    _check_revision(held, plan, now)
    said = {**_said(plan), "held_on": plan.held_on}
    changes = _changed(held, said)
    shift_slots(held, plan.held_on - held.held_on)
    for name, value in said.items():
        setattr(held, name, value)
    held.save(update_fields=list(said))
    _relate(held, plan)
    audit.record("revise_drive", held, actor=actor, at=now, unit=held.host, changes=changes)
    return held


@transaction.atomic
def open_drive(drive: Drive, *, actor: Actor, now: datetime) -> Drive:
    """Take registrations from now on. Twice is once.

    Raises:
        DriveRefused: `ended`, `no_slots`, `past` (every slot is over).
    """
    held = locked(drive)
    if held.state == DriveState.OPEN:
        return held
    check_not_ended(held)
    offered = held.slots.filter(capacity__gt=0)
    if not offered.exists():
        raise DriveRefused("no_slots")
    if not offered.filter(ends_at__gt=now).exists():
        raise DriveRefused("past")
    held.state = DriveState.OPEN
    held.save(update_fields=["state"])
    audit.record("open_drive", held, actor=actor, at=now, unit=held.host)
    return held


def check_not_ended(drive: Drive) -> None:
    """Refuse where a held drive was cancelled or is done.

    Raises:
        DriveRefused: `ended`.
    """
    if drive.state in ENDED:
        raise DriveRefused("ended")


def free_code(host: Unit, held_on: date) -> str:
    """Return a code that no drive has. Until the transaction ends, nobody else looks for one for that host."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [host.code])
    alike = Drive.objects.filter(code__startswith=slug(host.code)[:40])
    return drive_code(host.code, held_on, taken=set(alike.values_list("code", flat=True)))


def _check_day(held_on: date, now: datetime) -> None:
    if held_on < timezone.localdate(now):
        raise DriveRefused("past")


def _check_campaign(host: Unit, campaign: Campaign | None, now: datetime) -> None:
    """Refuse a campaign that the host takes no part in; it cannot end until the transaction does."""
    if campaign is None:
        return
    share(campaign.pk)
    if not campaigns_for(host).filter(pk=campaign.pk).exists():
        raise DriveRefused("campaign")


def _check_revision(held: Drive, plan: DrivePlan, now: datetime) -> None:
    check_not_ended(held)
    is_elsewhere = plan.held_on != held.held_on or _tidy(plan.place, 200) != held.place
    if held.state == DriveState.OPEN and is_elsewhere:
        raise DriveRefused("told")
    if plan.held_on != held.held_on:
        _check_day(plan.held_on, now)
    if plan.campaign != held.campaign:
        if held.registrations.exists():
            raise DriveRefused("campaign_taken")
        _check_campaign(held.host, plan.campaign, now)


def _said(plan: DrivePlan) -> dict[str, Any]:
    position = plan.position
    return {
        "title": _tidy(plan.title, 200),
        "place": _tidy(plan.place, 200),
        "latitude": position.latitude if position else None,
        "longitude": position.longitude if position else None,
        "centre": plan.centre or _centre(plan.new_centre),
        "campaign": plan.campaign,
        "expected_units": plan.expected_units,
        "notice": normalise(plan.notice).strip(),
        "is_listed": plan.is_listed,
    }


def _tidy(text: str, most: int) -> str:
    return " ".join(normalise(text).split())[:most]


def _centre(name: str) -> ReceivingCentre | None:
    """Return the centre of that name, made where there is none; names that differ in tones alone are one."""
    tidy = _tidy(name, 200)
    if not tidy:
        return None
    alike = (centre for centre in ReceivingCentre.objects.all() if fold(centre.name) == fold(tidy))
    if known := next(alike, None):
        return known
    return ReceivingCentre.objects.get_or_create(code=slug(tidy)[:32], defaults={"name": tidy})[0]


def _relate(drive: Drive, plan: DrivePlan) -> None:
    drive.co_hosts.set([unit for unit in plan.co_hosts if unit.pk != drive.host_id])
    drive.programmes.set([_programme(code) for code in plan.programmes])


def _programme(code: str) -> Programme:
    name = PROGRAMMES[code][0] if code in PROGRAMMES else code
    return Programme.objects.get_or_create(code=code, defaults={"name": name})[0]


def _changed(drive: Drive, said: dict[str, Any]) -> dict[str, list[str]]:
    """Return what changes, before and after, in words."""
    before = {name: getattr(drive, name) for name in said}
    return {
        name: [str(before[name]), str(value)]
        for name, value in said.items()
        if str(before[name]) != str(value)
    }
