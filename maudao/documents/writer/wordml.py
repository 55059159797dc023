"""Small makers of WordprocessingML elements; lengths in points."""

from collections.abc import Iterable, Sequence
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

Element = Any  # lxml's elements carry no types here

EMU = 12700


def element(tag: str, *children: Element, **attributes: str | float) -> Element:
    """`<w:tag w:attribute="…">children</w:tag>`; whole numbers are what the format wants."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value if isinstance(value, str) else str(round(value)))
    made.extend(children)
    return made


def twips(points: float) -> int:
    """Word's unit of length, a twentieth of a point."""
    return round(points * 20)


def run(text: str, *, size: float | None = None, bold: bool = False, italic: bool = False) -> Element:
    """A run of `text`, newlines as line breaks; without `size`, bold or italic it follows its style."""
    look = element("rPr")
    if bold:
        look.append(element("b"))
    if italic:
        look.append(element("i"))
    if size is not None:
        look.extend((element("sz", val=size * 2), element("szCs", val=size * 2)))
    made = element("r", look) if len(look) else element("r")
    for place, line in enumerate(text.split("\n")):
        if place:
            made.append(element("br"))
        made.append(_text(line))
    return made


def _text(line: str) -> Element:
    made = element("t")
    made.text = line
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def paragraph(
    runs: Iterable[Element] = (),
    *,
    style: str | None = None,
    align: str | None = None,
    before: float | None = None,
    after: float | None = None,
    indent: tuple[float, float] | None = None,
    first: float | None = None,
    keep_next: bool = False,
    exact: float | None = None,
    borders: Element | None = None,
) -> Element:
    """A paragraph; `indent` is (left, right), a negative `first` hangs, `exact` is a fixed line height."""
    look = element("pPr")
    if style is not None:
        look.append(element("pStyle", val=style))
    if keep_next:
        look.append(element("keepNext"))
    if borders is not None:
        look.append(borders)
    spacing = _spacing(before=before, after=after, exact=exact)
    if spacing:
        look.append(element("spacing", **spacing))
    if indent is not None or first is not None:
        look.append(_indents(*(indent or (0.0, 0.0)), first=first or 0.0))
    if align is not None:
        look.append(element("jc", val=align))
    return element("p", look, *runs)


def _indents(left: float, right: float, *, first: float) -> Element:
    kind = "hanging" if first < 0 else "firstLine"
    return element("ind", left=twips(left), right=twips(right), **{kind: twips(abs(first))})


def _spacing(*, before: float | None, after: float | None, exact: float | None) -> dict[str, str | float]:
    given: dict[str, str | float] = {}
    if before is not None:
        given["before"] = twips(before)
    if after is not None:
        given["after"] = twips(after)
    if exact is not None:
        given |= {"line": twips(exact), "lineRule": "exact"}
    return given


def rule(width: float, *, column: float) -> Element:
    """A line of exactly `width` in the middle of a column: a paragraph whose indents leave that much."""
    side = max((column - width) / 2, 0.0)
    return paragraph(indent=(side, side), exact=4, borders=_borders("top"), before=2, after=0)


def boxed(runs: Iterable[Element], *, width: float, column: float, padding: float) -> Element:
    """A centred paragraph with a frame of `width` around it, in the middle of a column."""
    side = max((column - width) / 2, 0.0)
    frame = _borders("top", "left", "bottom", "right", space=padding)
    return paragraph(
        runs, indent=(side, side), align="center", borders=frame, before=6 + padding, after=padding
    )


def _borders(*edges: str, space: float = 0) -> Element:
    lines = (element(edge, val="single", sz=6, space=space, color="000000") for edge in edges)
    return element("pBdr", *lines)


def cell(
    paragraphs: Sequence[Element],
    *,
    width: float,
    across: int = 1,
    down: str | None = None,
    middle: bool = False,
) -> Element:
    """A table cell; `across` columns, `down` "restart" or "continue" for one that is merged downwards."""
    look = element("tcPr", element("tcW", w=twips(width), type="dxa"))
    if across > 1:
        look.append(element("gridSpan", val=across))
    if down is not None:
        look.append(element("vMerge", val=down))
    if middle:
        look.append(element("vAlign", val="center"))
    return element("tc", look, *paragraphs)


def row(cells: Iterable[Element], *, header: bool = False) -> Element:
    """A table row that is never split; a `header` row is repeated on every page."""
    look = element("trPr", element("cantSplit"))
    if header:
        look.append(element("tblHeader"))
    return element("tr", look, *cells)


def table(rows: Iterable[Element], *, widths: Sequence[float], borders: bool, padding: float) -> Element:
    """A table of fixed column widths."""
    look = element(
        "tblPr", element("tblW", w=twips(sum(widths)), type="dxa"), element("tblInd", w=0, type="dxa")
    )
    if borders:
        edges = ("top", "left", "bottom", "right", "insideH", "insideV")
        look.append(
            element("tblBorders", *(element(edge, val="single", sz=4, color="000000") for edge in edges))
        )
    look.append(element("tblLayout", type="fixed"))
    sides = (element(side, w=twips(padding), type="dxa") for side in ("left", "right"))
    look.append(element("tblCellMar", *sides))
    columns = element("tblGrid", *(element("gridCol", w=twips(width)) for width in widths))
    return element("tbl", look, columns, *rows)
