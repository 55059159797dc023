"""A document's text with the places marked in which values were read. No database.

A place is named by a reference made from its pointer (`/targets/0` → `targets-0`): `<mark id="span-targets-0"
data-span="targets-0">`. Marks may lie within one another or cross; a crossing one is cut and goes on under the same
reference, only its first part carrying the id.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, order=True)
class Place:
    """From where to where (character offsets) a value stands in the text; `tone` is "value" or "warning"."""

    start: int
    end: int
    reference: str
    tone: str = "value"


def reference_of(pointer: str) -> str:
    """Return the name that pages use for a pointer."""
    return pointer.strip("/").replace("/", "-")


def places_of(spans: Mapping[str, Sequence[int]], *, length: int) -> list[Place]:
    """Return the places of a record's spans, without those that the text does not have."""
    return [
        Place(span[0], span[1], reference_of(pointer))
        for pointer, span in spans.items()
        if len(span) == 2 and 0 <= span[0] < span[1] <= length
    ]


def marked_text(text: str, places: Iterable[Place]) -> SafeString:
    """Return the text as HTML with every place marked, however the places lie to one another."""
    wanted = sorted(set(places), key=lambda place: (place.start, -place.end, place.reference))
    cuts = sorted({0, len(text), *(edge for place in wanted for edge in (place.start, place.end))})
    written: list[str] = []
    open_marks: list[Place] = []
    begun: set[Place] = set()
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        _close(written, open_marks, at=start)
        _open(written, open_marks, begun, (place for place in wanted if place.start == start))
        written.append(escape(text[start:end]))
    return mark_safe("".join(written))  # every piece of text went through escape


def _close(written: list[str], open_marks: list[Place], *, at: int) -> None:
    """Close the marks that end here; those opened later are closed too and opened again."""
    ending = [place for place in open_marks if place.end == at]
    if not ending:
        return
    lowest = open_marks.index(ending[0])
    reopened = [place for place in open_marks[lowest:] if place.end != at]
    written.extend("</mark>" for _ in open_marks[lowest:])
    del open_marks[lowest:]
    for place in reopened:
        written.append(_tag(place, first=False))
        open_marks.append(place)


def _open(written: list[str], open_marks: list[Place], begun: set[Place], starting: Iterable[Place]) -> None:
    for place in starting:
        written.append(_tag(place, first=place not in begun))
        begun.add(place)
        open_marks.append(place)


def _tag(place: Place, *, first: bool) -> str:
    name = escape(place.reference)
    identity = f' id="span-{name}"' if first else ""
    tone = ' class="mark-warning"' if place.tone == "warning" else ""
    return f'<mark{identity}{tone} data-span="{name}">'


def clause(text: str, span: Sequence[int] | None, *, longest: int = 240) -> str:
    """Return the words that a span covers, in one line, shortened where they are many; empty for none."""
    if not span:
        return ""
    return shortened(text[span[0] : span[1]], longest=longest)


def shortened(text: str, *, longest: int = 240) -> str:
    """Return a text in one line, cut at a word where it is long."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[:longest].rsplit(' ', 1)[0]} …"
