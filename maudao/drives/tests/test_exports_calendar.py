"""Calendar files: read back, and held against RFC 5545."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from conftest import Union
from maudao.donors import make as people
from maudao.drives import make
from maudao.drives.exports.calendar import calendar_feed, calendar_file
from maudao.drives.exports.qr import qr_image
from maudao.drives.models import Drive, Registration
from maudao.drives.rules import DriveState, RegistrationState
from maudao.organization.make import NOW

SITE = "https://mau-dao.example"


@pytest.fixture
def booked(union: Union) -> Registration:
    drive = make.drive(
        union.commune,
        title="Ngày hội hiến máu của công nhân, viên chức; đợt “Giọt hồng nghĩa tình” năm 2026",
        place="Hội trường tầng 2, Công ty may Bình Minh, đường Nguyễn Thị Minh Khai, phường Mường Thử",
        notice="Ăn nhẹ trước khi đến.\nMang căn cước.",
        latitude="21.38602",
        longitude="103.02301",
    )
    return make.registration(Drive.objects.get(pk=drive.pk), people.donor())


def event_of(registration: Registration) -> Any:
    assert registration.slot is not None
    raw = calendar_file(registration, registration.slot, site=SITE, now=NOW)
    return Calendar.from_ical(raw).walk("VEVENT")[0]


def test_lines_end_as_the_rfc_asks_and_none_is_longer_than_75_octets(booked: Registration) -> None:
    assert booked.slot is not None
    raw = calendar_file(booked, booked.slot, site=SITE, now=NOW)
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    for line in raw.split(b"\r\n"):
        line.decode()  # no letter is cut in two


def test_event_says_when_where_and_by_whom(booked: Registration) -> None:
    event = event_of(booked)
    assert event.decoded("dtstart") == datetime(2026, 4, 7, 0, 30, tzinfo=UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=30)
    assert (str(event["location"]), str(event["summary"])) == (
        booked.drive.place,
        f"Hiến máu: {booked.drive.title}",
    )
    assert (event["geo"].latitude, event["geo"].longitude) == (21.38602, 103.02301)
    assert str(event["url"]) == f"{SITE}/ve/{booked.drive_id}-{booked.ticket}/"
    assert event["organizer"].params["CN"] == booked.drive.host.name
    assert booked.donor.full_name not in event.to_ical().decode()


def test_alarm_rings_the_evening_before(booked: Registration) -> None:
    alarm = event_of(booked).walk("VALARM")[0]
    assert alarm.decoded("trigger") == datetime(2026, 4, 6, 12, 0, tzinfo=UTC)
    assert alarm["trigger"].params["VALUE"] == "DATE-TIME"


def test_moved_drive_is_the_same_event_with_a_later_sequence(booked: Registration) -> None:
    before = event_of(booked)
    Drive.objects.update(sequence=1)
    booked.slot.starts_at += timedelta(days=1)  # type: ignore[union-attr]
    booked.slot.ends_at += timedelta(days=1)  # type: ignore[union-attr]
    booked.drive.refresh_from_db()
    after = event_of(booked)
    assert (after["uid"], after["sequence"], after["status"]) == (before["uid"], 1, "CONFIRMED")
    assert after.decoded("dtstart") - before.decoded("dtstart") == timedelta(days=1)


@pytest.mark.parametrize("whose", ["registration", "drive"])
def test_cancelled_place_takes_the_event_out(booked: Registration, whose: str) -> None:
    uid = event_of(booked)["uid"]
    if whose == "drive":
        booked.drive.state = DriveState.CANCELLED
    else:
        booked.state, booked.sequence = RegistrationState.CANCELLED, 1
    assert booked.slot is not None
    raw = calendar_file(booked, booked.slot, site=SITE, now=NOW)
    calendar = Calendar.from_ical(raw)
    event = calendar.walk("VEVENT")[0]
    assert (calendar["method"], event["status"], event["uid"]) == ("CANCEL", "CANCELLED", uid)
    assert not event.walk("VALARM")


def test_feed_holds_every_place_cancelled_ones_too(booked: Registration, union: Union) -> None:
    other = make.registration(make.drive(union.commune), booked.donor, state=RegistrationState.CANCELLED)
    calendar = Calendar.from_ical(calendar_feed([booked, other], site=SITE, now=NOW))
    assert [event["status"] for event in calendar.walk("VEVENT")] == ["CONFIRMED", "CANCELLED"]
    assert len({event["uid"] for event in calendar.walk("VEVENT")}) == 2
    assert (calendar["method"], calendar["version"]) == ("PUBLISH", "2.0")


def test_qr_is_an_image_that_the_content_policy_lets_through() -> None:
    assert qr_image(f"{SITE}/ve/12-ABCDEFGH1234/").startswith("data:image/svg+xml")
