"""Units told on their desk that people of their own are to be told of a change."""

from datetime import date, timedelta
from typing import Any

import pytest

from conftest import Union
from maudao.donors import make as donors
from maudao.donors.actions.consents import withdraw_consent
from maudao.donors.actions.merging import merge_donors
from maudao.donors.rules import ConsentPurpose
from maudao.drives import make
from maudao.drives.actions.closing import cancel_drive
from maudao.drives.actions.moving import Destination, move_drive
from maudao.drives.actions.notifying import NoticeReplaced, end_notice
from maudao.drives.models import Drive, Notice, NoticePerson
from maudao.drives.queries.notices import notice_people, waiting_notices
from maudao.drives.rules import NoticeKind, RegistrationState
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry, Unit

DAY, LATER = date(2026, 4, 7), date(2026, 4, 12)


@pytest.fixture(autouse=True)
def _channel(settings: Any) -> None:
    settings.SMS_CHANNEL = "console"


def _cancel(drive: Drive) -> int:
    return cancel_drive(drive, actor=ACTOR, now=NOW).units


def _move(drive: Drive, to: date = LATER) -> int:
    return move_drive(drive, Destination(to, drive.place), actor=ACTOR, now=NOW).units


def _names(unit: Unit) -> list[str]:
    return [one.name for one in notice_people(Notice.objects.get(unit=unit)).named]


def _school_people(union: Union, drive: Drive) -> None:
    """Five of the school: two by the unit, one with consent, one alone; one waits, with consent."""
    seen = {"consents": [ConsentPurpose.CHAIR_SEES]}
    make.registration(drive, donors.donor(union.school, full_name="Anh"), by_chair=True)
    make.registration(drive, donors.donor(union.school, full_name="Yên", phone=""), by_chair=True)
    make.registration(drive, donors.donor(union.school, full_name="Chi", **seen))
    make.registration(drive, donors.donor(union.school, full_name="Dung"))
    make.waiting_place(drive, donors.donor(union.school, full_name="Em", **seen))


def test_a_unit_learns_whom_to_tell_by_name_those_without_a_phone_first(union: Union) -> None:
    drive = make.drive(union.commune)
    _school_people(union, drive)
    assert _cancel(drive) == 1
    notice = Notice.objects.get()
    assert (notice.unit, notice.kind, notice.was_on) == (union.school, NoticeKind.CANCELLED, DAY)
    people = notice_people(notice)
    assert [one.name for one in people.named] == ["Yên", "Anh", "Chi", "Em"]
    assert (people.unnamed, people.others) == (0, 1)
    assert [bool(one.phone) for one in people.named] == [False, True, True, True]


def test_a_unit_learns_nothing_of_the_people_of_another(union: Union) -> None:
    drive = make.drive(union.commune)
    _school_people(union, drive)
    make.registration(drive, donors.donor(union.hospital, full_name="Hoa", phone=""), by_chair=True)
    make.registration(drive, donors.donor(union.factory))  # booked alone, told by message alone
    assert _move(drive) == 2
    assert _names(union.hospital) == ["Hoa"]
    assert "Hoa" not in _names(union.school)
    assert not Notice.objects.filter(unit=union.factory).exists()


def test_who_left_before_is_not_told_of(union: Union) -> None:
    drive = make.drive(union.commune)
    gone = {"by_chair": True, "state": RegistrationState.CANCELLED}
    make.registration(drive, donors.donor(union.school), **gone)
    assert _cancel(drive) == 0


def test_without_a_channel_every_unit_that_has_people_is_told(union: Union, settings: Any) -> None:
    settings.SMS_CHANNEL = "none"
    drive = make.drive(union.commune)
    make.registration(drive, donors.donor(union.factory))
    assert _cancel(drive) == 1
    people = notice_people(Notice.objects.get(unit=union.factory))
    assert (people.named, people.others) == ((), 1)


def test_who_is_in_no_unit_and_has_no_phone_is_left_to_the_host_without_a_name(union: Union) -> None:
    drive = make.drive(union.commune)
    make.registration(drive, donors.donor(phone=""), by_chair=True)
    make.registration(drive, donors.donor())
    assert _cancel(drive) == 1
    people = notice_people(Notice.objects.get(unit=union.commune))
    assert (people.named, people.unnamed, people.others) == ((), 1, 0)


def test_consent_that_was_taken_back_names_nobody_any_more(union: Union) -> None:
    drive = make.drive(union.commune)
    donor = donors.donor(union.school, consents=[ConsentPurpose.CHAIR_SEES])
    make.registration(drive, donor)
    _cancel(drive)
    withdraw_consent(donor, ConsentPurpose.CHAIR_SEES, actor=ACTOR, now=NOW)
    people = notice_people(Notice.objects.get())
    assert (people.named, people.others) == ((), 1)


def test_a_later_change_takes_the_place_of_one_nobody_was_told_of(union: Union) -> None:
    drive = make.drive(union.commune)
    _school_people(union, drive)
    _move(drive)
    stale = Notice.objects.get()
    _cancel(drive)
    notice = Notice.objects.get()
    assert (notice.kind, notice.was_on) == (NoticeKind.CANCELLED, DAY)  # the day that people still believe in
    with pytest.raises(NoticeReplaced):
        end_notice(stale, actor=ACTOR, now=NOW)
    assert Notice.objects.get().told_at is None


def test_a_change_after_people_were_told_is_a_new_notice(union: Union) -> None:
    drive = make.drive(union.commune)
    _school_people(union, drive)
    _move(drive)
    end_notice(Notice.objects.get(), actor=ACTOR, now=NOW)
    _cancel(drive)
    assert list(Notice.objects.order_by("pk").values_list("kind", "was_on")) == [
        (NoticeKind.MOVED, DAY),
        (NoticeKind.CANCELLED, LATER),
    ]


def test_once_they_were_told_nobody_knows_who_they_were(union: Union) -> None:
    drive = make.drive(union.commune)
    _school_people(union, drive)
    _cancel(drive)
    notice = Notice.objects.get()
    for hours in (0, 1):
        ended = end_notice(notice, actor=ACTOR, now=NOW + timedelta(hours=hours))
        assert ended.told_at == NOW
    assert not NoticePerson.objects.exists()
    entry = AuditEntry.objects.get(action="end_notice")
    assert (entry.unit, entry.changes) == (union.school, {"drive": drive.code})


def test_a_notice_waits_until_both_days_are_over(union: Union) -> None:
    drive = make.drive(union.commune)
    make.registration(drive, donors.donor(union.school), by_chair=True)
    _move(drive)
    waits = [waiting_notices(union.school, on=LATER + timedelta(days=day)).exists() for day in (0, 1)]
    assert waits == [True, False]
    assert not waiting_notices(union.factory, on=DAY).exists()


def test_a_person_of_two_records_is_told_of_once_after_they_are_merged(union: Union) -> None:
    drive = make.drive(union.commune)
    kept, merged = (donors.donor(union.school, full_name="An", phone=phone) for phone in ("0901234567", ""))
    make.registration(drive, kept, by_chair=True)
    make.registration(drive, merged, by_chair=True)
    _cancel(drive)
    merge_donors(kept, merged, unit=union.school, actor=ACTOR, now=NOW)
    assert _names(union.school) == ["An"]
