"""What any text goes through before it enters a document."""

import re
import unicodedata
from typing import Any

# What XML 1.0 cannot carry and (U+0000, lone surrogates) PostgreSQL's jsonb refuses, and the C1 controls.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean_text(text: str) -> str:
    """Compose `text` to NFC, make line ends newlines and tabs spaces, and drop control characters."""
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", lines))


def clean(value: Any) -> Any:
    """Clean every string in `value`, lists and tuples included (both come back as tuples)."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list | tuple):
        return tuple(clean(part) for part in value)
    return value
