"""Reads an official directive on blood donation: bytes or text in, a record out. Pure Python, no Django."""

from typing import Any

from maudao.documents.reader.lines import Source
from maudao.documents.reader.record import read_source


def read(text: str) -> dict[str, Any]:
    """Read a directive's text into the record of docs/READER.md.

    What the text does not say is None or an empty list. `spans` and every `span` are offsets in `text`.
    """
    return read_source(Source(text))


__all__ = ["read"]
