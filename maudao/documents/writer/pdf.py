"""Official documents as PDF, by typst: `official.typ` lays out what this file hands it as data."""

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from . import layout, wording
from .blocks import (
    Appendix,
    Block,
    Bullets,
    Heading,
    Numbered,
    OfficialDocument,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    Table,
    runs_of,
)
from .columns import column_widths
from .letterhead import letterhead_of
from .typeface import FONT_FOLDER, breakable, text_width

_TEMPLATE = Path(__file__).parent / "official.typ"
_LAST_ROWS = 3
_LAST_LINES = 6
_ADDRESSEE_WIDTH = layout.TEXT_WIDTH - layout.ADDRESSEE_INDENT - layout.ADDRESSEE_HANG
_MANY_RECIPIENTS = 30
_HIGHEST_WHOLE_ROW = layout.PAGE_WIDTH / 3
_HIGHEST_END = layout.PAGE_HEIGHT / 3

Item = dict[str, Any]


def render_pdf(document: OfficialDocument) -> bytes:
    """Write `document` as a tagged PDF with its fonts embedded."""
    content = json.dumps(_content(document), ensure_ascii=False)
    pdf: bytes = typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": content},
        format="pdf",
    )
    return pdf


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONT_FOLDER])


def _content(document: OfficialDocument) -> Item:
    return {
        "measures": layout.measures(),
        "title": document.subject,
        "author": document.issuer.replace("\n", " "),
        **_opening(document),
        **_flow_and_ending(document),
        "appendices": [_appendix(appendix) for appendix in document.appendices],
    }


def _opening(document: OfficialDocument) -> Item:
    return {
        "nation": wording.NATION,
        "motto": wording.MOTTO,
        "head": _head(document),
        "number": wording.number_line(document),
        "date": breakable(wording.date_line(document), width=layout.RIGHT_COLUMN, size=layout.SIZE_DATE),
        "urgency": _urgency(document),
        "kind": (document.kind or "").upper(),
        "to": wording.TO,
        "addressees": _soft(wording.addressee_lines(document), _ADDRESSEE_WIDTH),
    }


def _flow_and_ending(document: OfficialDocument) -> Item:
    bases = [Paragraph((Run(line, italic=True),)) for line in wording.listed(document.bases)]
    items = _items((*bases, *wording.closed_body(document)), layout.TEXT_WIDTH)
    many = len(document.recipients) > _MANY_RECIPIENTS
    flow, ending = (items, []) if many else _parted(items)
    return {
        "flow": flow,
        "ending": ending,
        "ending_splits": many,
        "signed": bool(flow) and flow[-1].get("signed", False),
        "recipients_title": wording.RECIPIENTS,
        "recipients": _soft(wording.listed(document.recipients, lead="- "), layout.SIGNATURE_COLUMN),
        "signer": _signer(document.signature),
    }


def _head(document: OfficialDocument) -> Item:
    head = letterhead_of(document)
    return {
        **asdict(head),
        "parents": _soft(head.parents, layout.LEFT_COLUMN),
        "issuers": _soft(head.issuers, layout.LEFT_COLUMN),
        "about": _soft(head.about, layout.LEFT_COLUMN),
        "subject": _soft(head.subject, layout.TEXT_WIDTH),
    }


def _soft(lines: list[str], width: float) -> list[str]:
    return [breakable(line, width=width, size=layout.SIZE_BODY, face="Bold") for line in lines]


def _urgency(document: OfficialDocument) -> Item | None:
    if document.urgency is None:
        return None
    return {"text": document.urgency, "width": layout.URGENCY_WIDTHS[document.urgency]}


def _signer(signature: Signature | None) -> Item | None:
    if signature is None:
        return None
    return {
        "titles": wording.signer_titles(signature),
        "name": signature.name,
        "signature": None if signature.signature_image is None else list(signature.signature_image),
        "seal": None if signature.seal_image is None else list(signature.seal_image),
    }


def _appendix(appendix: Appendix) -> Item:
    return {
        "name": wording.appendix_name(appendix),
        "title": appendix.title.upper(),
        "note": appendix.note,
        "landscape": appendix.landscape,
        "flow": _items(wording.filled(appendix.blocks), layout.text_width(landscape=appendix.landscape)),
    }


def _items(blocks: tuple[Block, ...], width: float) -> list[Item]:
    return [item for block in blocks for item in _items_of(block, width)]


def _items_of(block: Block, width: float) -> list[Item]:
    match block:
        case Heading():
            return [_paragraph(wording.heading_runs(block), width, sticky=True)]
        case Paragraph():
            return [_paragraph(runs_of(block.text), width, align=block.align)]
        case Bullets() | Numbered():
            return [_paragraph(runs, width) for runs in wording.item_runs(block)]
        case Table():
            return [_table(block, width)]
        case PageBreak():
            return [{"kind": "break"}]


def _paragraph(
    runs: tuple[Run, ...], width: float, *, align: str | None = None, sticky: bool = False
) -> Item:
    styled = [
        {**asdict(run), "text": breakable(run.text, width=width, size=layout.SIZE_BODY)} for run in runs
    ]
    return {"kind": "paragraph", "runs": styled, "align": align, "sticky": sticky, "signed": False}


def _table(table: Table, width: float) -> Item:
    columns = column_widths(table, width=width)
    widths = [column - 2 * layout.CELL_PADDING_X for column in columns]
    rows = [
        _row(table.full_row(row), widths, bold=place in table.bold_rows)
        for place, row in enumerate(table.rows)
    ]
    if table.total_row:
        rows.append(_row(table.full_row(table.total_row), widths, bold=True))
    return {
        "kind": "table",
        "caption": table.caption,
        "header": [_cell(text, cell) for text, cell in zip(table.header, widths, strict=True)],
        "groups": [asdict(group) for group in table.groups],
        "widths": columns,
        "align": table.alignment,
        "rows": rows,
        "headed": True,
    }


def _row(cells: tuple[str, ...], widths: list[float], *, bold: bool) -> Item:
    texts = [_cell(text, width) for text, width in zip(cells, widths, strict=True)]
    lines = max(
        text_width(text, size=layout.SIZE_TABLE) / width + text.count("\n")
        for text, width in zip(texts, widths, strict=True)
    )
    height = (lines + 1) * layout.SIZE_TABLE
    return {"cells": texts, "bold": bold, "height": height, "splits": height > _HIGHEST_WHOLE_ROW}


def _cell(text: str, width: float) -> str:
    return breakable(text, width=width, size=layout.SIZE_TABLE, face="Bold")


def _parted(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """What flows, and what goes with the signature: a short last paragraph, or the last rows of a table.

    A long last paragraph flows, and takes the signature into its last line (`signed`): typst never parts the last
    two lines of a paragraph.
    """
    match items:
        case [*before, {"kind": "table"} as table]:
            flowing, end = _parted_table(table)
            return [*before, *flowing], end
        case [*before, {"kind": "table"} as table, {"kind": "paragraph"} as last] if _is_bare_closing(last):
            flowing, end = _parted_table(table)
            return [*before, *flowing], [*end, last]
        case [*before, {"kind": "paragraph"} as last] if _is_short(last):
            return before, [last]
        case [*before, {"kind": "paragraph"} as last]:
            return [*before, {**last, "signed": True}], []
    return items, []


def _is_bare_closing(paragraph: Item) -> bool:
    return wording.is_bare_closing(_text(paragraph))


def _is_short(paragraph: Item) -> bool:
    return text_width(_text(paragraph), size=layout.SIZE_BODY) < _LAST_LINES * layout.TEXT_WIDTH


def _text(paragraph: Item) -> str:
    return "".join(run["text"] for run in paragraph["runs"])


def _parted_table(table: Item) -> tuple[list[Item], list[Item]]:
    first, last = table["rows"][:-_LAST_ROWS], table["rows"][-_LAST_ROWS:]
    if sum(row["height"] for row in last) > _HIGHEST_END:
        return [table], []
    if not first:
        return [], [table]
    return [{**table, "rows": first}], [{**table, "rows": last, "caption": "", "headed": False}]
