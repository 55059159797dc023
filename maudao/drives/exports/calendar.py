"""Calendar files (RFC 5545): one stable UID for a registration, told as moved, changed or cancelled by its SEQUENCE."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress, vUri

from maudao.drives.models import Registration, Slot
from maudao.drives.rules import DriveState, RegistrationState

_LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_EVENING = time(19)
_PRODUCT = "-//Mau Dao//maudao//VI"


def calendar_file(registration: Registration, slot: Slot, *, site: str, now: datetime) -> bytes:
    """Return one registration as a file to take into a calendar; one that is cancelled takes the event out again.

    `site` is what addresses begin with ("https://mau-dao.example").
    """
    calendar = _calendar("CANCEL" if is_cancelled(registration) else "PUBLISH")
    calendar.add_component(_event(registration, slot, site=site, now=now))
    return bytes(calendar.to_ical())


def calendar_feed(registrations: Iterable[Registration], *, site: str, now: datetime) -> bytes:
    """Return all registrations of a person as a calendar to subscribe to, cancelled ones too."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", _("Lịch hiến máu của tôi"))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for registration in registrations:
        if registration.slot is not None:
            calendar.add_component(_event(registration, registration.slot, site=site, now=now))
    return bytes(calendar.to_ical())


def is_cancelled(registration: Registration) -> bool:
    """Say whether a registration or its drive was cancelled."""
    return (
        registration.state == RegistrationState.CANCELLED or registration.drive.state == DriveState.CANCELLED
    )


def uid_of(registration: Registration) -> str:
    """Return what the event is known by, whatever becomes of it. The ticket cannot be worked out from it."""
    return f"{sha256(registration.ticket.encode()).hexdigest()[:24]}@maudao"


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(registration: Registration, slot: Slot, *, site: str, now: datetime) -> Event:
    drive, event = registration.drive, Event()
    event.add("uid", uid_of(registration))
    event.add("sequence", registration.sequence + drive.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", slot.starts_at.astimezone(UTC))
    event.add("dtend", slot.ends_at.astimezone(UTC))
    event.add("summary", _("Hiến máu: %(title)s") % {"title": drive.title})
    event.add("location", drive.place)
    link = f"{site}/ve/{registration.drive_id}-{registration.ticket}/"
    event.add("url", vUri(link))
    event.add("description", "\n".join(part for part in (drive.notice.strip(), link) if part))
    event.add("organizer", _organiser(registration, site))
    event.add("status", "CANCELLED" if is_cancelled(registration) else "CONFIRMED")
    if drive.latitude is not None and drive.longitude is not None:
        event.add("geo", (float(drive.latitude), float(drive.longitude)))
    if not is_cancelled(registration):
        event.add_component(_evening_before(slot))
    return event


def _organiser(registration: Registration, site: str) -> vCalAddress:
    """Return who publishes it: RFC 5546 wants an organiser, and a unit has no address of its own."""
    address = vCalAddress(site)
    address.params["CN"] = registration.drive.host.name
    return address


def _evening_before(slot: Slot) -> Alarm:
    day = slot.starts_at.astimezone(_LOCAL).date() - timedelta(days=1)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Ngày mai anh/chị có hẹn hiến máu."))
    moment = datetime.combine(day, _EVENING, _LOCAL).astimezone(UTC)
    alarm.add("trigger", moment, parameters={"VALUE": "DATE-TIME"})
    return alarm
