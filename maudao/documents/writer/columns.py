"""The widths of a table's columns."""

from . import layout
from .blocks import Table
from .typeface import text_width


def column_widths(table: Table, *, width: float) -> list[float]:
    """Share out `width` points as the table asks, but give every column room for its longest word.

    Where even that does not fit, the shares stand and long words are broken.
    """
    wanted = [share * width for share in table.shares]
    least = [_least_width(table, column) for column in range(len(table.header))]
    if sum(least) > width:
        return wanted
    short = [max(floor - given, 0.0) for floor, given in zip(least, wanted, strict=True)]
    spare = [max(given - floor, 0.0) for floor, given in zip(least, wanted, strict=True)]
    kept = 1 - sum(short) / sum(spare) if sum(short) else 1.0
    return [floor + more * kept if more else floor for floor, more in zip(least, spare, strict=True)]


def _least_width(table: Table, column: int) -> float:
    """Room for the widest word of the header, and of the cells unless they are flush left, as prose is."""
    texts = [table.header[column]]
    if table.alignment[column] != "left":
        texts += [table.full_row(row)[column] for row in (*table.rows, table.total_row)]
    words = {word for text in texts for word in text.split()}
    widest = max((text_width(word, size=layout.SIZE_TABLE, face="Bold") for word in words), default=0.0)
    return widest + 2 * layout.CELL_PADDING_X + 1
