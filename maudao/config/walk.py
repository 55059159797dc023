"""Rows for the permission walk over the home pages."""

from collections.abc import Callable
from typing import Any

from maudao.organization.models import Unit

ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {"desk": lambda unit: {"code": unit.code}}
