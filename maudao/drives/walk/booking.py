"""For the walk over all pages: rows of a unit, of a phone, of a holder."""

from collections.abc import Callable
from typing import Any

from maudao.donors import make as people
from maudao.donors.actions.own import open_feed
from maudao.drives import make
from maudao.drives.models import Registration, WaitingPlace
from maudao.drives.rules.tickets import new_ticket
from maudao.organization.make import NOW
from maudao.organization.models import Unit


def _visit(unit: Unit) -> tuple[dict[str, Any], str | None]:
    return {"code": make.drive(unit).code}, None


def _named(row: Registration | WaitingPlace) -> dict[str, Any]:
    return {"drive": row.drive_id, "ticket": row.ticket}


def _ticket(unit: Unit) -> dict[str, Any]:
    return _named(make.registration(make.drive(unit), people.donor(unit)))


def _waiting(unit: Unit) -> dict[str, Any]:
    place = WaitingPlace.objects.create(
        drive=make.drive(unit), donor=people.donor(unit), ticket=new_ticket(), joined_at=NOW
    )
    return _named(place)


def _feed(unit: Unit) -> dict[str, Any]:
    return {"key": open_feed(people.donor(unit))}


ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {}
PROVEN: dict[str, Callable[[Unit], tuple[dict[str, Any], str | None]]] = {
    "booking_new": _visit,
    "waiting_new": _visit,
}
HOLDERS: dict[str, Callable[[Unit], dict[str, Any]]] = {
    "ticket": _ticket,
    "ticket_change": _ticket,
    "ticket_cancel": _ticket,
    "ticket_calendar": _ticket,
    "waiting": _waiting,
    "waiting_accept": _waiting,
    "waiting_leave": _waiting,
    "calendar_feed": _feed,
}
