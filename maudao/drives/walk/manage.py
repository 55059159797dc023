"""For the walk over all pages: rows of a unit, of a phone, of a holder."""

from collections.abc import Callable
from typing import Any

from maudao.drives import make
from maudao.organization import make as units
from maudao.organization.models import Unit
from maudao.organization.rules import Role


def _unit(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code}


def _drive(unit: Unit) -> dict[str, Any]:
    return {"code": make.drive(unit).code}


def _office(unit: Unit) -> dict[str, Any]:
    user = units.holder(f"staff-{unit.code}", unit, Role.DRIVE_STAFF)
    return {"pk": user.offices.get().pk}


ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {
    "drive_list": _unit,
    "drive_new": _unit,
    "drive": _drive,
    "drive_edit": _drive,
    "drive_slots": _drive,
    "drive_open": _drive,
    "drive_copy": _drive,
    "drive_move": _drive,
    "drive_cancel": _drive,
    "drive_close": _drive,
    "drive_staff": _drive,
    "drive_staff_end": _office,
}
PROVEN: dict[str, Callable[[Unit], tuple[dict[str, Any], str | None]]] = {}
HOLDERS: dict[str, Callable[[Unit], dict[str, Any]]] = {}
