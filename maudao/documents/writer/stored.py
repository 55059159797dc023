"""Documents as JSON: every part is an object with its kind under "part"; dates are ISO, images are base64."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from . import blocks
from .blocks import BadDocument, OfficialDocument

_PARTS: dict[str, type] = {
    part.__name__: part
    for part in (
        blocks.Run,
        blocks.Heading,
        blocks.Paragraph,
        blocks.Bullets,
        blocks.Numbered,
        blocks.HeaderGroup,
        blocks.Table,
        blocks.PageBreak,
        blocks.Appendix,
        blocks.Signature,
        blocks.OfficialDocument,
    )
}
_READ: dict[str, Callable[[Any], Any]] = {
    "issued_on": date.fromisoformat,
    "signature_image": lambda text: b64decode(text, validate=True),
    "seal_image": lambda text: b64decode(text, validate=True),
}


def to_json(document: OfficialDocument) -> dict[str, Any]:
    """`document` as plain JSON values."""
    stored: dict[str, Any] = _written(document)
    return stored


def from_json(stored: dict[str, Any]) -> OfficialDocument:
    """The document that `to_json` wrote.

    Raises:
        BadDocument: `stored` is not such a document.
    """
    try:
        document = _read(stored)
    except (TypeError, ValueError, KeyError, AttributeError) as fault:
        raise BadDocument(f"not a stored document: {fault}") from fault
    if not isinstance(document, OfficialDocument):
        raise BadDocument("not a stored document: it is a part of one")
    return document


def _written(value: Any) -> Any:
    if is_dataclass(value):
        values = {part.name: _written(getattr(value, part.name)) for part in fields(value)}
        return {"part": type(value).__name__, **values}
    if isinstance(value, tuple):
        return [_written(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_read(part) for part in value)
    if isinstance(value, dict):
        values = {name: _read_field(name, part) for name, part in value.items() if name != "part"}
        return _PARTS[value["part"]](**values)
    return value


def _read_field(name: str, value: Any) -> Any:
    read = _READ.get(name, _read)
    return None if value is None else read(value)
