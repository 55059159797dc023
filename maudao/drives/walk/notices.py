"""For the walk over all pages: rows of a unit, of a phone, of a holder."""

from collections.abc import Callable
from typing import Any

from maudao.drives import make
from maudao.organization.models import Unit


def _notice(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code, "drive": make.notice(make.drive(unit), unit).drive.code}


ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {"notice": _notice}
PROVEN: dict[str, Callable[[Unit], tuple[dict[str, Any], str | None]]] = {}
HOLDERS: dict[str, Callable[[Unit], dict[str, Any]]] = {}
