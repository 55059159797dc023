"""Test data: plain functions that make a row as the actions do."""

from datetime import UTC, date, datetime

from maudao.accounts.models import User
from maudao.organization import actions
from maudao.organization.audit import system
from maudao.organization.models import Unit
from maudao.organization.rules import Role, UnitKind

ACTOR = system("tests")
NOW = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)  # 09:00 in Việt Nam
OPENED = date(2020, 1, 1)
PASSWORD = "mau-dao-thu-nghiem"


def unit(
    parent: Unit | None,
    code: str,
    *,
    kind: UnitKind = UnitKind.GRASSROOTS,
    name: str = "",
    members: int | None = None,
    workers: int | None = None,
    short_name: str = "CĐCS",
    place: str = "Mường Thử",
) -> Unit:
    """Make a unit, opened at the start of 2020, with members counted that day where given."""
    made = actions.create_unit(
        parent,
        code=code,
        name=name or f"Công đoàn {code}",
        kind=kind,
        opened_on=OPENED,
        short_name=short_name,
        place=place,
        actor=ACTOR,
        now=NOW,
    )
    if members is not None:
        actions.set_member_count(made, members, workers=workers, counted_on=OPENED, actor=ACTOR, now=NOW)
    return made


def user(username: str, *, full_name: str = "") -> User:
    """Make a person who signs in with `PASSWORD`."""
    return actions.make_user(
        username, PASSWORD, full_name=full_name or username.title(), actor=ACTOR, now=NOW
    )


def holder(username: str, at: Unit, role: Role = Role.OFFICER) -> User:
    """Make a person who holds `role` at a unit since 2020."""
    person = user(username)
    actions.appoint(person, at, role=role, starts_on=OPENED, title="Chủ tịch", actor=ACTOR, now=NOW)
    return person
