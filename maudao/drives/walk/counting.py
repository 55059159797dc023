"""For the walk over all pages: rows of a unit, of a phone, of a holder."""

from collections.abc import Callable
from typing import Any

from maudao.campaigns import walk as campaigns
from maudao.donors import make as donors
from maudao.organization.models import Unit


def _part(unit: Unit) -> dict[str, Any]:
    return campaigns.ARGUMENTS["campaign"](unit)


def _colleague(unit: Unit) -> dict[str, Any]:
    return {**_part(unit), "pk": donors.donor(unit).pk}


ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {"chair": _part, "ask_person": _colleague}
PROVEN: dict[str, Callable[[Unit], tuple[dict[str, Any], str | None]]] = {}
HOLDERS: dict[str, Callable[[Unit], dict[str, Any]]] = {}
