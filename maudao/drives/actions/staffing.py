"""Who serves at a donation day: the office that opens its list of names, for a few days around it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from maudao.accounts.models import User
from maudao.drives.actions.planning import check_not_ended
from maudao.drives.models import Drive
from maudao.drives.rules.staffing import DAYS_AFTER, DAYS_BEFORE
from maudao.lib import paths
from maudao.organization import actions, audit
from maudao.organization.actions import Appointment
from maudao.organization.audit import Actor
from maudao.organization.models import Office
from maudao.organization.rules import Role

_LEADS = (Role.OFFICER, Role.CHAIR)


class StaffRefused(Exception):
    """The person cannot serve: `leads` (an officer or a chair would see who was deferred), `already`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def serving_days(drive: Drive, *, on: date) -> tuple[date, date]:
    """Return the first and the last day of serving at a drive, for somebody chosen on a day."""
    last = drive.held_on + DAYS_AFTER
    return min(max(drive.held_on - DAYS_BEFORE, on), last), last


@transaction.atomic
def appoint_staff(drive: Drive, user: User, *, actor: Actor, now: datetime) -> Office:
    """Let somebody who has an account serve at a drive of its host.

    Raises:
        StaffRefused: `leads`, `already`.
        DriveRefused: `ended`.
    """
    check_not_ended(drive)
    starts_on, ends_on = serving_days(drive, on=timezone.localdate(now))
    User.objects.select_for_update(no_key=True).get(
        pk=user.pk
    )  # nobody is given the same office twice at once
    _check(drive, user, starts_on=starts_on, ends_on=ends_on)
    office = actions.appoint(
        user,
        drive.host,
        role=Role.DRIVE_STAFF,
        starts_on=starts_on,
        ends_on=ends_on,
        actor=actor,
        now=now,
    )
    _record(drive, office, actor, now)
    return office


@transaction.atomic
def appoint_new_staff(
    drive: Drive, *, username: str, full_name: str, actor: Actor, now: datetime, phone: str = ""
) -> Appointment:
    """Let somebody without an account serve at a drive; the password is returned this once.

    Raises:
        UsernameTaken: there is such an account; `appoint_staff` takes it.
        DriveRefused: `ended`.
    """
    check_not_ended(drive)
    starts_on, ends_on = serving_days(drive, on=timezone.localdate(now))
    made = actions.appoint_newcomer(
        drive.host,
        username=username,
        full_name=full_name,
        phone=phone,
        role=Role.DRIVE_STAFF,
        starts_on=starts_on,
        actor=actor,
        now=now,
    )
    office = actions.end_office(made.office, ends_on=ends_on, actor=actor, now=now)
    _record(drive, office, actor, now)
    return Appointment(office, made.password)


@transaction.atomic
def end_staff(office: Office, *, actor: Actor, now: datetime) -> None:
    """Let somebody serve no more, from this moment on. An office that has not lasted a day leaves no trace but this.

    `office` is that of a person who serves at drives.
    """
    today = timezone.localdate(now)
    held = Office.objects.select_for_update(of=["self"]).select_related("unit").filter(pk=office.pk).first()
    if held is None or (held.ends_on and held.ends_on < today):
        return
    last = today - timedelta(days=1)
    if held.starts_on <= last:
        actions.end_office(held, ends_on=last, actor=actor, now=now)
        return
    audit.record("end_office", held, actor=actor, at=now, unit=held.unit, changes={"ends_on": str(last)})
    held.delete()


def _check(drive: Drive, user: User, *, starts_on: date, ends_on: date) -> None:
    lasting = Office.objects.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on), user=user)
    above = [*paths.ancestors(drive.host.path), drive.host.path]
    if lasting.filter(role__in=_LEADS, unit__path__in=above, starts_on__lte=ends_on).exists():
        raise StaffRefused("leads")
    serving = lasting.filter(role=Role.DRIVE_STAFF, unit=drive.host, starts_on__lte=drive.held_on)
    if serving.filter(Q(ends_on=None) | Q(ends_on__gte=drive.held_on)).exists():
        raise StaffRefused("already")


def _record(drive: Drive, office: Office, actor: Actor, now: datetime) -> None:
    changes = {"user": office.user_id, "drive": drive.code}
    audit.record("appoint_staff", drive, actor=actor, at=now, unit=drive.host, changes=changes)
