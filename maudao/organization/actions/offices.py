"""Who holds which office."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from maudao.accounts.models import User
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Office, Unit
from maudao.organization.rules import Role


class AlreadyInOffice(Exception):
    """The person holds that office at that unit already."""

    reason = "already_in_office"


class UsernameTaken(Exception):
    """Somebody signs in by that name already."""

    reason = "username_taken"


@dataclass(frozen=True)
class Appointment:
    """An office given to a person who had no account: the password is shown once, and stored only as a hash."""

    office: Office
    password: str


@transaction.atomic
def make_user(
    username: str, password: str, *, full_name: str, actor: Actor, now: datetime, phone: str = ""
) -> User:
    """Make a person who signs in; what they may do comes from `appoint`."""
    user = User.objects.create_user(username=username, password=password, full_name=full_name, phone=phone)
    audit.record("make_user", user, actor=actor, at=now, changes={"username": username})
    return user


@transaction.atomic
def appoint(
    user: User,
    unit: Unit,
    *,
    role: Role,
    starts_on: date,
    actor: Actor,
    now: datetime,
    title: str = "",
    ends_on: date | None = None,
) -> Office:
    """Give `user` an office at `unit`.

    Raises:
        AlreadyInOffice: the same office at the same unit is held without an end.
    """
    try:
        with transaction.atomic():
            office = Office.objects.create(
                user=user, unit=unit, role=role, title=title, starts_on=starts_on, ends_on=ends_on
            )
    except IntegrityError as error:
        raise AlreadyInOffice from error
    audit.record("appoint", office, actor=actor, at=now, unit=unit, changes={"user": user.pk, "role": role})
    return office


@transaction.atomic
def end_office(office: Office, *, ends_on: date, actor: Actor, now: datetime) -> Office:
    """End an office; `ends_on` is its last day."""
    office.ends_on = max(ends_on, office.starts_on)
    office.save(update_fields=["ends_on"])
    audit.record(
        "end_office", office, actor=actor, at=now, unit=office.unit, changes={"ends_on": str(office.ends_on)}
    )
    return office


@transaction.atomic
def appoint_newcomer(
    unit: Unit,
    *,
    username: str,
    full_name: str,
    role: Role,
    starts_on: date,
    actor: Actor,
    now: datetime,
    title: str = "",
    phone: str = "",
) -> Appointment:
    """Make an account with a password of its own for a new person, and give them an office at `unit`.

    Raises:
        UsernameTaken: there is such an account; `appoint` gives an office to it.
    """
    password = _password()
    try:
        with transaction.atomic():
            user = make_user(username, password, full_name=full_name, phone=phone, actor=actor, now=now)
    except IntegrityError as error:
        raise UsernameTaken from error
    office = appoint(user, unit, role=role, title=title, starts_on=starts_on, actor=actor, now=now)
    return Appointment(office, password)


@transaction.atomic
def renew_sign_in(user: User, *, actor: Actor, now: datetime) -> str:
    """Give a person who cannot sign in any more a new password, returned this once, and take off the second factor.

    Their sessions end; whoever needs a second factor sets it up anew at the next sign-in.
    """
    password = _password()
    user.set_password(password)
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    audit.record("renew_sign_in", user, actor=actor, at=now)
    return password


_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # read aloud or copied from paper: no i, l, o, 0, 1


def _password() -> str:
    """Return a password of 59 bits, in groups that can be read out over the telephone."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(groups)
