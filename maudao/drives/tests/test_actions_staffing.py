"""Who serves at a drive, and for how long."""

from datetime import date, timedelta

import pytest

from conftest import Union
from maudao.accounts.models import User
from maudao.drives import make
from maudao.drives.actions.planning import DriveRefused
from maudao.drives.actions.staffing import StaffRefused, appoint_new_staff, appoint_staff, end_staff
from maudao.drives.queries.drives import staff_of
from maudao.drives.rules import DriveState
from maudao.organization import access
from maudao.organization import make as units
from maudao.organization.actions import UsernameTaken
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry, Office
from maudao.organization.rules import Permission, Role

DAY = date(2026, 4, 7)


def _may(user: User, union: Union, *, on: date) -> bool:
    return access.reach(user, Permission.CHECK_IN, on=on).covers(union.factory)


def test_somebody_serves_from_a_week_before_to_a_month_after(union: Union) -> None:
    user = units.user("phuc-vu")
    drive = make.drive(union.factory, held_on=date(2026, 5, 20))
    office = appoint_staff(drive, user, actor=ACTOR, now=NOW)
    assert (office.starts_on, office.ends_on) == (date(2026, 5, 13), date(2026, 6, 19))
    days = (date(2026, 5, 12), date(2026, 5, 13), date(2026, 6, 19), date(2026, 6, 20))
    assert [_may(user, union, on=day) for day in days] == [False, True, True, False]


def test_who_is_chosen_late_serves_from_that_day_on(union: Union) -> None:
    office = appoint_staff(make.drive(union.factory), units.user("phuc-vu"), actor=ACTOR, now=NOW)
    assert (office.starts_on, office.ends_on) == (date(2026, 4, 1), date(2026, 5, 7))


def test_somebody_new_gets_a_password_that_opens_the_account(union: Union) -> None:
    drive = make.drive(union.factory)
    said = {"username": "moi", "full_name": "Lò Thị Én"}
    made = appoint_new_staff(drive, **said, actor=ACTOR, now=NOW)
    assert made.office.user.check_password(made.password)
    assert (made.office.role, made.office.unit, made.office.ends_on) == (
        Role.DRIVE_STAFF,
        union.factory,
        date(2026, 5, 7),
    )
    assert AuditEntry.objects.get(action="appoint_staff").unit == union.factory
    with pytest.raises(UsernameTaken):
        appoint_new_staff(drive, **said, actor=ACTOR, now=NOW)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.OFFICER])
def test_who_leads_the_unit_does_not_see_who_was_deferred(union: Union, role: Role) -> None:
    leader, above = units.holder("leader", union.factory, role), units.holder("above", union.province)
    drive = make.drive(union.factory)
    for user in (leader, above):
        with pytest.raises(StaffRefused) as refused:
            appoint_staff(drive, user, actor=ACTOR, now=NOW)
        assert refused.value.reason == "leads"


def test_the_chair_of_another_unit_may_help(union: Union) -> None:
    helper = units.holder("helper", union.school, Role.CHAIR)
    assert appoint_staff(make.drive(union.factory), helper, actor=ACTOR, now=NOW).pk


def test_nobody_serves_twice_on_one_day_but_may_again_on_another(union: Union) -> None:
    user, drive = units.user("phuc-vu"), make.drive(union.factory)
    appoint_staff(drive, user, actor=ACTOR, now=NOW)
    with pytest.raises(StaffRefused) as refused:
        appoint_staff(drive, user, actor=ACTOR, now=NOW)
    assert refused.value.reason == "already"
    later = make.drive(union.factory, held_on=date(2026, 6, 1))
    assert appoint_staff(later, user, actor=ACTOR, now=NOW).pk


def test_nobody_is_chosen_for_what_has_ended(union: Union) -> None:
    drive = make.drive(union.factory, state=DriveState.DONE)
    with pytest.raises(DriveRefused):
        appoint_staff(drive, units.user("phuc-vu"), actor=ACTOR, now=NOW)


@pytest.mark.parametrize("days", [0, 3])
def test_serving_ends_at_once(union: Union, days: int) -> None:
    user, drive, now = units.user("phuc-vu"), make.drive(union.factory), NOW + timedelta(days=days)
    office = appoint_staff(drive, user, actor=ACTOR, now=NOW)
    end_staff(office, actor=ACTOR, now=now)
    end_staff(office, actor=ACTOR, now=now)
    assert not _may(user, union, on=now.date())
    assert not staff_of(union.factory, around=drive).exists()
    assert Office.objects.filter(user=user).exists() == (days > 0)
    assert AuditEntry.objects.filter(action="end_office").count() == 1
