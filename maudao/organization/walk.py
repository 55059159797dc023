"""Rows for the walk over the URL table: for each address, one that belongs to a unit."""

from collections.abc import Callable
from datetime import date
from typing import Any

from maudao.organization import make
from maudao.organization.models import Reorganisation, Unit
from maudao.organization.rules import Role


def _code(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code}


def _office(unit: Unit) -> dict[str, Any]:
    held = make.holder(f"walk-{unit.pk}", unit, Role.VIEWER)
    return {"pk": held.offices.get().pk}


def _reorganisation(unit: Unit) -> dict[str, Any]:
    day = date(2025, 7, 1)
    number = f"walk-{unit.pk}"
    row = Reorganisation.objects.create(
        number=number,
        signed_on=day,
        in_force_on=day,
        unit=unit,
        decision={"number": number, "change": []},
        before={
            "units": [],
            "placements": [],
            "counts": [],
            "offices": [],
            "created": [],
            "after": [],
            "counts_after": [],
        },
        applied_at=make.NOW,
    )
    return {"pk": row.pk}


ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {
    "unit_tree": _code,
    "unit_history": _code,
    "unit_offices": _code,
    "unit_office_new": _code,
    "unit_office_end": _office,
    "unit_sign_in_renew": _office,
    "unit_audit": _code,
    "unit_import": _code,
    "unit_list_file": _code,
    "reorganisation_list": _code,
    "reorganisation_new": _code,
    "reorganisation": _reorganisation,
}
