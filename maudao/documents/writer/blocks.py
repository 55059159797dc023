"""The parts of an official document: what it says, not how it looks.

All texts are plain strings that are already formatted (`1.234.567,5`); they are cleaned on the way in (NFC,
no control characters), and a list given for a tuple becomes a tuple, so that equal documents compare equal.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from .text import clean

Align = Literal["left", "center", "right"]
Marker = Literal["1.", "1)", "a)"]
Urgency = Literal["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"]

_PNG = b"\x89PNG\r\n\x1a\n"


class BadDocument(ValueError):
    """The parts of a document do not fit together; the message says which."""


class _Part:
    """Cleans the texts of a frozen dataclass."""

    def __post_init__(self) -> None:
        for part in fields(self):  # type: ignore[arg-type]  # every subclass is a dataclass
            object.__setattr__(self, part.name, clean(getattr(self, part.name)))


@dataclass(frozen=True)
class Run(_Part):
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


Text = str | tuple[Run, ...]


def runs_of(text: Text) -> tuple[Run, ...]:
    """The runs of `text`; a plain string is one run without style."""
    return (Run(text),) if isinstance(text, str) else text


@dataclass(frozen=True)
class Heading(_Part):
    """A heading that carries its own number: "I. …" (level 1), "1. …" (2), "a) …" (3)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph(_Part):
    """A justified paragraph with an indented first line, or an aligned one without."""

    text: Text
    align: Align | None = None


@dataclass(frozen=True)
class Bullets(_Part):
    """Items led by a dash."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Numbered(_Part):
    """Items led by their number or letter, counted from `start`."""

    items: tuple[Text, ...]
    marker: Marker = "1."
    start: int = 1


@dataclass(frozen=True)
class HeaderGroup(_Part):
    """A title over the columns `first` to `last` of a table, counted from 0."""

    text: str
    first: int
    last: int


@dataclass(frozen=True)
class Table(_Part):
    """A bordered table whose header is repeated on every page and whose rows stay whole.

    `widths` are shares in any unit (empty: all equal), `align` one word a column (empty: left); `bold_rows`
    are the places of subtotal rows in `rows`. Short rows are filled up, long ones cut, to the header's.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()
    align: tuple[Align, ...] = ()
    groups: tuple[HeaderGroup, ...] = ()
    total_row: tuple[str, ...] = ()
    bold_rows: tuple[int, ...] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        count = len(self.header)
        if not count:
            raise BadDocument("a table needs at least one column")
        if any(len(given) not in (0, count) for given in (self.widths, self.align)):
            raise BadDocument("widths and align are empty or have one entry for each column")
        if any(width <= 0 for width in self.widths):
            raise BadDocument("the width of a column is positive")
        self._check_groups()

    def _check_groups(self) -> None:
        free = 0
        for group in self.groups:
            if not free <= group.first <= group.last < len(self.header):
                raise BadDocument("header groups stand in order, side by side, within the columns")
            free = group.last + 1

    @property
    def shares(self) -> tuple[float, ...]:
        """The width of every column as a part of 1."""
        widths = self.widths or (1.0,) * len(self.header)
        return tuple(width / sum(widths) for width in widths)

    @property
    def alignment(self) -> tuple[Align, ...]:
        """The alignment of every column."""
        return self.align or tuple("left" for _ in self.header)

    def full_row(self, row: tuple[str, ...]) -> tuple[str, ...]:
        """`row` with exactly one cell for each column."""
        count = len(self.header)
        return (row + ("",) * count)[:count]


@dataclass(frozen=True)
class PageBreak(_Part):
    """What follows begins on a new page."""


Block = Heading | Paragraph | Bullets | Numbered | Table | PageBreak


@dataclass(frozen=True)
class Appendix(_Part):
    """A phụ lục: begins on a new page, counts its own pages, and may lie on its side.

    `number` None: the only one ("Phụ lục"); otherwise it is written in Roman figures. `note` is the line
    "(Kèm theo …)" that paper needs and a signed electronic file does not.
    """

    title: str
    blocks: tuple[Block, ...]
    number: int | None = None
    landscape: bool = False
    note: str = ""


@dataclass(frozen=True)
class Signature(_Part):
    """Who signs: `TM. BAN THƯỜNG VỤ` / `KT. CHỦ TỊCH` / `PHÓ CHỦ TỊCH` / name; images are PNG."""

    title: str
    name: str = ""
    authority: str = ""
    deputising: str = ""
    signature_image: bytes | None = None
    seal_image: bytes | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for image in (self.signature_image, self.seal_image):
            if image is not None and not image.startswith(_PNG):
                raise BadDocument("the images of signature and seal are PNG files")


@dataclass(frozen=True)
class OfficialDocument(_Part):
    """One official document.

    `kind` is the tên loại ("BÁO CÁO"); None makes a công văn, whose subject stands under the number as
    "V/v …". `number` and `issued_on` None leave the place open (…). A newline in an issuer's name says where
    to break it.
    """

    issuer: str
    symbol: str
    place: str
    subject: str
    parent_issuer: str = ""
    number: int | None = None
    issued_on: date | None = None
    kind: str | None = None
    urgency: Urgency | None = None
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    closing: str = "./."
    signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    appendices: tuple[Appendix, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """This document as plain JSON values, for storing."""
        from .stored import to_json  # noqa: PLC0415  # stored needs every class above

        return to_json(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> OfficialDocument:
        """The document that `to_json` stored.

        Raises:
            BadDocument: `stored` is not such a document.
        """
        from .stored import from_json  # noqa: PLC0415  # stored needs every class above

        return from_json(stored)
