"""For the walk over all pages: rows of a unit, of a phone, of a holder."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from maudao.drives import make
from maudao.organization.models import Unit


def _code(unit: Unit) -> dict[str, Any]:
    return {"code": make.drive(unit, held_on=timezone.localdate()).code}


ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {
    "check_in": _code,
    "check_in_list": _code,
    "check_in_sync": _code,
    "paper_list": _code,
}
PROVEN: dict[str, Callable[[Unit], tuple[dict[str, Any], str | None]]] = {}
HOLDERS: dict[str, Callable[[Unit], dict[str, Any]]] = {}
