"""Copying a drive, and moving it with everybody told."""

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.actions import close_campaign
from maudao.donors import make as donors
from maudao.drives import make
from maudao.drives.actions.moving import Destination, copy_drive, move_drive
from maudao.drives.actions.planning import DriveRefused
from maudao.drives.actions.slotting import span_of
from maudao.drives.models import Drive, Slot
from maudao.drives.queries.drives import ToTell, people_to_tell
from maudao.drives.rules import DriveState, RegistrationState
from maudao.drives.rules.planning import Position
from maudao.drives.rules.slots import at, overlapping
from maudao.messaging.models import Message
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry

DAY, LATER = date(2026, 4, 7), date(2026, 4, 12)
THERE = Destination(LATER, "Nhà văn hoá")


def _move(drive: Drive, to: Destination = THERE, **more: Any) -> ToTell:
    return move_drive(drive, to, actor=ACTOR, now=NOW, **more)


def _reason(work: Callable[[], Any]) -> str:
    with pytest.raises(DriveRefused) as refused:
        work()
    return refused.value.reason


# ── copy ──


def test_a_copy_has_the_slots_of_the_day_and_nobody_in_them(union: Union) -> None:
    campaign = campaigns.launched(union.province)
    drive = make.drive(
        union.factory, campaign=campaign, notice="Mang CCCD", latitude="21.0", longitude="105.0"
    )
    drive.co_hosts.set([union.school])
    Slot.objects.filter(drive=drive).update(overbooking=2)
    make.registration(drive, donors.donor())
    make.waiting_place(drive, donors.donor())
    copy = copy_drive(drive, held_on=LATER, actor=ACTOR, now=NOW)
    copy.refresh_from_db()
    assert (copy.state, copy.code, copy.campaign) == (DriveState.PLANNED, "mt-cs-002-1204", campaign)
    assert (copy.notice, copy.latitude, copy.sequence) == ("Mang CCCD", Decimal("21.0"), 0)
    assert set(copy.co_hosts.all()) == {union.school}
    rows = copy.slots.values_list("starts_at", "capacity", "overbooking", "taken")
    assert list(rows) == [(at(LATER, time(7, 30)), 10, 2, 0), (at(LATER, time(8)), 10, 2, 0)]
    assert not copy.registrations.exists()
    assert not copy.waiting_places.exists()


def test_a_copy_leaves_out_slots_that_were_taken_away_and_a_campaign_that_has_ended(union: Union) -> None:
    campaign = campaigns.launched(union.province)
    drive = make.drive(union.factory, campaign=campaign, state=DriveState.DONE)
    Slot.objects.filter(pk=drive.slots.order_by("starts_at").first().pk).update(capacity=0)  # type: ignore[union-attr]
    close_campaign(campaign, actor=ACTOR, now=NOW)
    copy = copy_drive(drive, held_on=LATER, actor=ACTOR, now=NOW)
    assert copy.campaign is None
    assert [slot.starts_at for slot in copy.slots.all()] == [at(LATER, time(8))]


def test_nothing_is_copied_into_the_past(union: Union) -> None:
    drive = make.drive(union.factory)
    yesterday = date(2026, 3, 31)
    assert _reason(lambda: copy_drive(drive, held_on=yesterday, actor=ACTOR, now=NOW)) == "past"


# ── move ──


def test_everybody_with_a_place_and_everybody_who_waits_is_told_once(union: Union) -> None:
    drive = make.drive(union.factory)
    second = drive.slots.last()
    make.registration(drive, donors.donor(phone="0901234567"), slot=second)
    make.registration(drive, donors.donor(phone=""))
    make.registration(drive, donors.donor(), state=RegistrationState.CANCELLED)
    make.waiting_place(drive, donors.donor())
    make.waiting_place(drive, donors.donor(), state="gone")
    assert people_to_tell(drive) == ToTell(by_message=2, by_chair=1)
    told = _move(drive, Destination(LATER, "Sân vận động", starts=time(9)), note="Vì mưa bão.")
    assert told == ToTell(by_message=2, by_chair=1, units=1)
    booked, waits = Message.objects.order_by("pk")
    assert booked.context["old_time"] == "08:00"
    assert booked.context["time"] == "09:30"
    assert (booked.context["old_day"], booked.context["day"]) == ("07/04/2026", "12/04/2026")
    assert (booked.context["old_place"], booked.context["place"]) == ("Nhà văn hoá", "Sân vận động")
    assert (booked.purpose, booked.is_urgent) == ("change", False)
    assert waits.context["time"] == ""
    assert "0901234567" not in str(booked.context)


def test_a_move_is_written_down_and_grows_the_sequence(union: Union) -> None:
    drive = make.drive(union.factory, latitude="21.0", longitude="105.0")
    _move(drive, Destination(LATER, "Sân vận động", position=Position(Decimal("20.9"), Decimal("105.1"))))
    drive.refresh_from_db()
    assert (drive.held_on, drive.place, drive.sequence) == (LATER, "Sân vận động", 1)
    assert (drive.latitude, drive.state) == (Decimal("20.9"), DriveState.OPEN)
    assert AuditEntry.objects.get(action="move_drive").changes["held_on"] == ["2026-04-07", "2026-04-12"]


def test_a_new_place_without_a_point_on_the_map_forgets_the_old_point(union: Union) -> None:
    drive = make.drive(union.factory, latitude="21.0", longitude="105.0")
    _move(drive, Destination(DAY, "Sân vận động"))
    drive.refresh_from_db()
    assert drive.latitude is None


def test_a_drive_of_tomorrow_is_told_at_night_too(union: Union) -> None:
    drive = make.drive(union.factory)
    make.registration(drive, donors.donor())
    move_drive(drive, THERE, actor=ACTOR, now=NOW + timedelta(days=5))
    assert Message.objects.get().is_urgent


def test_half_an_hour_later_on_the_same_day_moves_every_slot(union: Union) -> None:
    drive = make.drive(union.factory, slots=4)
    _move(drive, Destination(DAY, "Nhà văn hoá", starts=time(8)))
    starts = [f"{slot.starts_at.astimezone(at(DAY, time()).tzinfo):%H:%M}" for slot in drive.slots.all()]
    assert starts == ["08:00", "08:30", "09:00", "09:30"]


def test_a_move_that_makes_no_sense_is_refused(union: Union) -> None:
    drive = make.drive(union.factory)
    same = Destination(DAY, "Nhà  văn hoá", starts=time(7, 30))
    assert _reason(lambda: _move(drive, same)) == "unchanged"
    assert _reason(lambda: _move(drive, Destination(date(2026, 3, 31), "X"))) == "past"
    assert _reason(lambda: _move(drive, Destination(LATER, "X", starts=time(23, 30)))) == "off_the_day"


def test_nothing_moves_once_somebody_has_come_or_it_has_ended(union: Union) -> None:
    drive, done = make.drive(union.factory), make.drive(union.factory, state=DriveState.DONE)
    make.registration(drive, donors.donor(), state=RegistrationState.ARRIVED)
    assert _reason(lambda: _move(drive)) == "begun"
    assert _reason(lambda: _move(done)) == "ended"
    assert not Message.objects.exists()


@given(
    st.integers(1, 20),
    st.times(time(0), time(14)).map(lambda moment: moment.replace(second=0, microsecond=0)),
    st.lists(st.integers(0, 3), min_size=2, max_size=2),
)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_moving_and_copying_keep_the_counts_and_never_overlap(
    union: Union, days: int, starts: time, people: list[int]
) -> None:
    drive = make.drive(union.factory, slots=6)
    for slot, count in zip(drive.slots.all(), people, strict=False):
        Slot.objects.filter(pk=slot.pk).update(taken=count)
    before = list(drive.slots.values_list("pk", "capacity", "overbooking", "taken"))
    copy = copy_drive(drive, held_on=DAY + timedelta(days=days), actor=ACTOR, now=NOW)
    _move(drive, Destination(DAY + timedelta(days=days), "Nhà văn hoá", starts=starts))
    assert list(drive.slots.values_list("pk", "capacity", "overbooking", "taken")) == before
    assert [slot.capacity for slot in copy.slots.all()] == [row[1] for row in before]
    for rows in (drive.slots.all(), copy.slots.all()):
        assert overlapping([span_of(slot) for slot in rows]) is None


def test_the_message_says_old_and_new(union: Union) -> None:
    said = {
        "drive": "Ngày hội",
        "old_day": "07/04/2026",
        "old_time": "07:30",
        "old_place": "Nhà văn hoá",
        "day": "12/04/2026",
        "time": "09:00",
        "place": "Sân vận động",
        "note": "",
        "link": "https://x/ve/1-A/",
    }
    text = render_to_string("drives/messages/moved.txt", said)
    assert all(value in text for value in said.values())
    assert "\n" not in text
