"""For the walk over all pages: rows of a phone."""

from collections.abc import Callable
from datetime import date
from typing import Any

from maudao.donors import make
from maudao.donors.actions.certificates import note_return
from maudao.donors.models import Donation
from maudao.lib.identifiers import parse_phone
from maudao.organization.make import NOW
from maudao.organization.models import Unit

_PHONE = parse_phone("0933 222 111")
Row = tuple[dict[str, Any], str | None]


def _itself(unit: Unit) -> Row:
    return {}, None


def _person(unit: Unit) -> Row:
    return {"pk": make.donor(unit, phone=_PHONE).pk}, _PHONE


def _donation(unit: Unit) -> Row:
    given = _given(unit)
    return {"pk": given.donor_id, "donation": given.pk}, _PHONE


def _given(unit: Unit) -> Donation:
    return make.donation(make.donor(unit, phone=_PHONE))


def _returned(unit: Unit) -> Row:
    given = _given(unit)
    noted = note_return(given, returned_on=date(2026, 2, 2), volume_ml=100, idempotency_key="walk", now=NOW)
    return {"pk": given.donor_id, "donation": given.pk, "returned": noted.pk}, _PHONE


def _consent(unit: Unit) -> Row:
    return {"pk": make.donor(unit, phone=_PHONE).pk, "purpose": "history"}, _PHONE


ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {}
PROVEN: dict[str, Callable[[Unit], Row]] = {
    "own_home": _itself,
    "own_person": _person,
    "own_details": _person,
    "own_not_before": _person,
    "own_feed_open": _person,
    "own_history": _person,
    "own_told_remove": _donation,
    "own_consents": _person,
    "own_consent_withdraw": _consent,
    "own_consents_withdraw_all": _person,
    "own_certificates": _person,
    "own_certificate": _donation,
    "own_return_remove": _returned,
}
HOLDERS: dict[str, Callable[[Unit], dict[str, Any]]] = {}
