"""For the walk over all pages: rows of a unit, of a phone, of a holder."""

from collections.abc import Callable
from typing import Any

from maudao.donors import make as people
from maudao.drives import make
from maudao.organization.models import Unit


def _at_drive(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code, "drive": make.drive(unit).code}


def _colleague(unit: Unit) -> dict[str, Any]:
    held = make.registration(make.drive(unit), people.donor(unit), by_chair=True)
    return {"code": unit.code, "drive": held.drive.code, "pk": held.pk}


ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {
    "colleagues": _at_drive,
    "colleague_new": _at_drive,
    "colleague": _colleague,
}
PROVEN: dict[str, Callable[[Unit], tuple[dict[str, Any], str | None]]] = {}
HOLDERS: dict[str, Callable[[Unit], dict[str, Any]]] = {}
