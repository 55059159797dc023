"""For the walk over all pages: rows of a unit, of a phone, of a holder."""

from collections.abc import Callable
from typing import Any

from maudao.organization.models import Unit

ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {"staff_drives": lambda unit: {"code": unit.code}}
PROVEN: dict[str, Callable[[Unit], tuple[dict[str, Any], str | None]]] = {}
HOLDERS: dict[str, Callable[[Unit], dict[str, Any]]] = {}
