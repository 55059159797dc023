"""For the walk over all pages: arguments for a row that belongs to a given unit."""

from collections.abc import Callable
from typing import Any

from maudao.documents import actions, make
from maudao.documents.models import IncomingDocument
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import Unit


def _code(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code}


def _with_file(unit: Unit) -> IncomingDocument:
    data = make.DIRECTIVE.format(number=31).encode()
    try:
        return actions.receive(unit, name="huong-dan.txt", data=data, actor=ACTOR, now=NOW)
    except actions.AlreadyReceived as same:
        return same.document


def _incoming(unit: Unit) -> dict[str, Any]:
    return {"pk": _with_file(unit).pk}


def _outgoing(unit: Unit) -> dict[str, Any]:
    return {"pk": make.draft(unit).pk}


ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {
    "incoming_list": _code,
    "incoming_register": _code,
    "incoming_upload": _code,
    "outgoing_list": _code,
    "outgoing_register": _code,
    "incoming_review": _incoming,
    "incoming_text": _incoming,
    "incoming_discard": _incoming,
    "incoming_file": _incoming,
    "outgoing_page": _outgoing,
    "outgoing_file": lambda unit: {**_outgoing(unit), "kind": "docx"},
}
