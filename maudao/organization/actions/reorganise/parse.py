"""From TOML to a decision, and back to what is stored."""

import tomllib
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from maudao.lib import vietnamese
from maudao.organization.actions.reorganise.decision import (
    Change,
    Create,
    Decision,
    DecisionRefused,
    Dissolve,
    Fault,
    Merge,
    Rename,
    Split,
    Transfer,
)
from maudao.organization.rules import ChangeKind, UnitKind

_LONGEST_NAME = 200
_LONGEST_CODE = 32
_LONGEST_NUMBER = 60
_NO_DAY = date.min


def parse(text: str | bytes) -> Decision:
    """Read a decision written in TOML.

    Raises:
        DecisionRefused: it is not TOML, or something is missing or of the wrong kind; every such fault is listed.
    """
    try:
        raw = tomllib.loads(text if isinstance(text, str) else text.decode("utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = _("Tệp không đúng định dạng TOML: %(error)s") % {"error": error}
        raise DecisionRefused([Fault("bad_toml", message)]) from error
    return from_raw(raw)


def from_raw(raw: dict[str, Any]) -> Decision:
    """Read a decision from the mapping that its TOML holds.

    Raises:
        DecisionRefused: something is missing or of the wrong kind; every such fault is listed.
    """
    head = _Fields(raw, 0)
    decision = Decision(
        number=head.text("number", longest=_LONGEST_NUMBER),
        signed_on=head.day("signed_on"),
        in_force_on=head.day("in_force_on"),
        changes=(),
    )
    tables = raw.get("change")
    if not isinstance(tables, list) or not tables:
        head.fault("missing", _("Quyết định chưa có thay đổi nào: cần ít nhất một mục [[change]]."))
        tables = []
    fields = [_Fields(table, number) for number, table in enumerate(tables, start=1)]
    changes = [change for each in fields if (change := _change(each))]
    if faults := [fault for each in (head, *fields) for fault in each.faults]:
        raise DecisionRefused(faults)
    return Decision(decision.number, decision.signed_on, decision.in_force_on, tuple(changes))


class _Fields:
    """The fields of one table; remembers what is wrong with them and goes on."""

    def __init__(self, raw: Any, number: int) -> None:
        self.raw: dict[str, Any] = raw if isinstance(raw, dict) else {}
        self.number = number
        self.faults: list[Fault] = []

    def fault(self, code: str, message: str) -> None:
        self.faults.append(Fault(code, message, self.number))

    def wrong(self, name: str) -> None:
        code = "bad_value" if name in self.raw else "missing"
        self.fault(code, _("Mục %(name)s bị thiếu hoặc sai kiểu.") % {"name": name})

    def text(self, name: str, *, longest: int = _LONGEST_NAME) -> str:
        value = self.raw.get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            self.wrong(name)
            return ""
        return vietnamese.normalise(value)

    def code(self, name: str) -> str:
        return self.text(name, longest=_LONGEST_CODE)

    def optional(self, name: str) -> str:
        return self.text(name, longest=40) if name in self.raw else ""

    def day(self, name: str) -> date:
        value = self.raw.get(name)
        if not isinstance(value, date) or isinstance(value, datetime):
            self.wrong(name)
            return _NO_DAY
        return value

    def codes(self, name: str) -> tuple[str, ...]:
        value = self.raw.get(name)
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(code, str) and code for code in value)
        ):
            self.wrong(name)
            return ()
        return tuple(value)

    def shares(self, name: str) -> dict[str, Decimal]:
        value = self.raw.get(name)
        if not isinstance(value, dict) or not value or not all(map(_is_number, value.values())):
            self.wrong(name)
            return {}
        return {code: Decimal(share) for code, share in value.items()}

    def unit_kind(self, name: str) -> UnitKind | None:
        try:
            return UnitKind(str(self.raw.get(name)))
        except ValueError:
            self.wrong(name)
            return None


def _is_number(value: Any) -> bool:
    is_one = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return is_one and Decimal(value).is_finite()


def _change(fields: _Fields) -> Change | None:
    try:
        return _READERS[ChangeKind(str(fields.raw.get("kind")))](fields)
    except ValueError:
        known = ", ".join(ChangeKind.values)
        fault = _("Loại thay đổi không có: %(kind)r. Chọn một trong: %(known)s.")
        fields.fault("unknown_kind", fault % {"kind": fields.raw.get("kind"), "known": known})
        return None


def _create(fields: _Fields) -> Create:
    return Create(
        unit=fields.code("unit"),
        name=fields.text("name"),
        parent=fields.code("parent"),
        unit_kind=fields.unit_kind("unit_kind"),
        short_name=fields.optional("short_name"),
        place=fields.optional("place"),
    )


def _merge(fields: _Fields) -> Merge:
    into = fields.code("into")
    made = None
    if "name" in fields.raw or "parent" in fields.raw:
        kind = fields.unit_kind("unit_kind") if "unit_kind" in fields.raw else None
        made = Create(into, fields.text("name"), fields.code("parent"), kind, fields.optional("short_name"))
    return Merge(fields.codes("units"), into, made)


_READERS: dict[ChangeKind, Callable[[_Fields], Change]] = {
    ChangeKind.CREATE: _create,
    ChangeKind.RENAME: lambda fields: Rename(fields.code("unit"), fields.text("name")),
    ChangeKind.TRANSFER: lambda fields: Transfer(fields.codes("units"), fields.code("to")),
    ChangeKind.MERGE: _merge,
    ChangeKind.SPLIT: lambda fields: Split(fields.code("unit"), fields.shares("into")),
    ChangeKind.DISSOLVE: lambda fields: Dissolve(fields.codes("units")),
}


def to_json(decision: Decision) -> dict[str, Any]:
    """Return the decision as it is stored, in the shape of its TOML."""
    return {
        "number": decision.number,
        "signed_on": decision.signed_on.isoformat(),
        "in_force_on": decision.in_force_on.isoformat(),
        "change": [{"kind": change.kind.value, **_stored(change)} for change in decision.changes],
    }


def _stored(change: Change) -> dict[str, Any]:
    match change:
        case Create():
            return _stored_create(change)
        case Rename(unit, name):
            return {"unit": unit, "name": name}
        case Transfer(units, to):
            return {"units": list(units), "to": to}
        case Merge(units, into, made):
            return {**(_stored_create(made) if made else {}), "units": list(units), "into": into}
        case Split(unit, into):
            return {"unit": unit, "into": {code: str(share) for code, share in into.items()}}
        case Dissolve(units):
            return {"units": list(units)}


def _stored_create(create: Create) -> dict[str, Any]:
    return {
        "unit": create.unit,
        "name": create.name,
        "parent": create.parent,
        "unit_kind": create.unit_kind.value if create.unit_kind else None,
        "short_name": create.short_name,
        "place": create.place,
    }
