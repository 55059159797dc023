"""What a piece of the templates and one of its states are."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

HERE = "#vi-du"
MORNING = datetime(2026, 4, 7, 2, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Example:
    """One state of a piece: what it shows, and the context that it is drawn with."""

    title: str
    context: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the templates; `wrap` is the class of the list or box that it stands in."""

    name: str
    about: str
    template: str
    examples: tuple[Example, ...]
    wrap: str = ""
    script: str = ""

    @property
    def slug(self) -> str:
        """Return its name in the address: that of its file, without the underscore."""
        return self.template.removeprefix("pieces/_").removesuffix(".html").replace("_", "-")
