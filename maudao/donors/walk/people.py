"""For the walk over all pages: rows of a unit, of a phone, of a holder."""

from collections.abc import Callable
from typing import Any

from maudao.donors import make
from maudao.donors.actions.merging import merge_donors
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import Unit


def _code(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code}


def _person(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code, "pk": make.donor(unit).pk}


def _pair(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code, "first": make.donor(unit).pk, "second": make.donor(unit).pk}


def _merge(unit: Unit) -> dict[str, Any]:
    merge = merge_donors(make.donor(unit), make.donor(unit), unit=unit, actor=ACTOR, now=NOW)
    return {"code": unit.code, "pk": merge.pk}


ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {
    "people_list": _code,
    "person_new": _code,
    "people_consent_paper": _code,
    "duplicate_list": _code,
    "merge_preview": _pair,
    "merge_undo": _merge,
    "person": _person,
    "person_edit": _person,
    "person_leave": _person,
    "person_join": _person,
    "person_consents": _person,
    "consent_withdraw": _person,
    "person_consent_paper": _person,
}
PROVEN: dict[str, Callable[[Unit], tuple[dict[str, Any], str | None]]] = {}
HOLDERS: dict[str, Callable[[Unit], dict[str, Any]]] = {}
