"""Tables in Word."""

from collections.abc import Iterator, Sequence

from . import layout
from .blocks import Align, HeaderGroup, Table
from .columns import column_widths
from .word_base import CELL
from .wordml import Element, cell, paragraph, row, run, table

_LAST_ROWS = 3


def table_elements(given: Table, *, width: float, keep_next: bool = False) -> list[Element]:
    """The caption and the table; `keep_next` holds its last rows together with what follows it."""
    widths = column_widths(given, width=width)
    rows = [*_header(given, widths), *_rows(given, widths, keep_next=keep_next)]
    made = table(rows, widths=widths, borders=True, padding=layout.CELL_PADDING_X)
    return [*_caption(given), made, paragraph(exact=layout.PARAGRAPH_GAP, keep_next=keep_next)]


def _caption(given: Table) -> list[Element]:
    if not given.caption:
        return []
    return [paragraph((run(given.caption, bold=True),), align="center", before=2, after=5, keep_next=True)]


def _rows(given: Table, widths: Sequence[float], *, keep_next: bool) -> Iterator[Element]:
    bodies = [(texts, place in given.bold_rows) for place, texts in enumerate(given.rows)]
    if given.total_row:
        bodies.append((given.total_row, True))
    for place, (texts, bold) in enumerate(bodies):
        kept = keep_next and place >= len(bodies) - _LAST_ROWS
        yield row(
            _cell(text, width=width, align=align, bold=bold, keep_next=kept)
            for text, width, align in zip(given.full_row(texts), widths, given.alignment, strict=True)
        )


def _cell(
    text: str,
    *,
    width: float,
    align: Align,
    bold: bool,
    keep_next: bool = False,
    across: int = 1,
    down: str | None = None,
) -> Element:
    words = paragraph((run(text, bold=bold),), style=CELL, align=align, keep_next=keep_next)
    return cell((words,), width=width, across=across, down=down, middle=True)


def _header(given: Table, widths: Sequence[float]) -> Iterator[Element]:
    if not given.groups:
        yield row(
            (_title(text, width) for text, width in zip(given.header, widths, strict=True)), header=True
        )
        return
    grouped = {column for group in given.groups for column in range(group.first, group.last + 1)}
    yield row(_upper_cells(given, widths), header=True)
    yield row(
        (
            _title(text, width, down=None if place in grouped else "continue", empty=place not in grouped)
            for place, (text, width) in enumerate(zip(given.header, widths, strict=True))
        ),
        header=True,
    )


def _upper_cells(given: Table, widths: Sequence[float]) -> Iterator[Element]:
    groups = {group.first: group for group in given.groups}
    place = 0
    while place < len(widths):
        group = groups.get(place, HeaderGroup(given.header[place], place, place))
        span = slice(group.first, group.last + 1)
        down = None if place in groups else "restart"
        yield _title(group.text, sum(widths[span]), across=group.last - group.first + 1, down=down)
        place = group.last + 1


def _title(
    text: str, width: float, *, across: int = 1, down: str | None = None, empty: bool = False
) -> Element:
    shown = "" if empty else text
    return _cell(shown, width=width, align="center", bold=True, keep_next=True, across=across, down=down)
