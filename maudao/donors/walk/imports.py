"""For the walk over all pages: rows of a unit, of a phone, of a holder."""

from collections.abc import Callable
from typing import Any

from maudao.organization.models import Unit


def _code(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code}


ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {
    "people_import": _code,
    "people_import_sample": _code,
}
PROVEN: dict[str, Callable[[Unit], tuple[dict[str, Any], str | None]]] = {}
HOLDERS: dict[str, Callable[[Unit], dict[str, Any]]] = {}
