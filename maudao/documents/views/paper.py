"""An official document as a page shows it: the words of the writer, cut for the template."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from maudao.documents.writer import wording
from maudao.documents.writer.blocks import (
    Block,
    Bullets,
    Heading,
    Numbered,
    OfficialDocument,
    PageBreak,
    Paragraph,
    Table,
    runs_of,
)
from maudao.documents.writer.letterhead import letterhead_of


@dataclass(frozen=True)
class Paper:
    """What the sheet of paper shows, from its head to its foot."""

    content: OfficialDocument

    @property
    def head(self) -> dict[str, Any]:
        """Both columns of the letterhead."""
        measured = letterhead_of(self.content)
        return {
            "parents": measured.parents,
            "issuers": measured.issuers,
            "number": wording.number_line(self.content),
            "about": wording.about_line(self.content),
            "nation": wording.NATION,
            "motto": wording.MOTTO,
            "date": wording.date_line(self.content),
        }

    @property
    def addressees(self) -> list[str]:
        return wording.addressee_lines(self.content)

    @property
    def blocks(self) -> Iterator[dict[str, Any]]:
        """The body, closed as the writer closes it."""
        return (_shown(block) for block in wording.closed_body(self.content))

    @property
    def appendices(self) -> list[dict[str, Any]]:
        return [
            {
                "name": wording.appendix_name(appendix),
                "title": appendix.title,
                "note": appendix.note,
                "blocks": [_shown(block) for block in appendix.blocks],
            }
            for appendix in self.content.appendices
        ]

    @property
    def recipients(self) -> list[str]:
        return wording.listed(self.content.recipients, lead="- ")

    @property
    def signer_titles(self) -> list[str]:
        return wording.signer_titles(self.content.signature) if self.content.signature else []

    @property
    def signer(self) -> str:
        return self.content.signature.name if self.content.signature else ""


def _shown(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "runs": wording.heading_runs(block)}
        case Paragraph():
            return {"kind": "paragraph", "runs": runs_of(block.text), "align": block.align}
        case Bullets() | Numbered():
            return {"kind": "items", "items": wording.item_runs(block)}
        case Table():
            return {"kind": "table", **_shown_table(block)}
        case PageBreak():
            return {"kind": "break"}


def _shown_table(table: Table) -> dict[str, Any]:
    rows = [
        {"cells": _cells(table, row), "is_bold": place in table.bold_rows}
        for place, row in enumerate(table.rows)
    ]
    if table.total_row:
        rows.append({"cells": _cells(table, table.total_row), "is_bold": True})
    return {"caption": table.caption, "header": table.header, "rows": rows}


def _cells(table: Table, row: tuple[str, ...]) -> list[dict[str, str]]:
    pairs = zip(table.full_row(row), table.alignment, strict=True)
    return [{"text": text, "align": align} for text, align in pairs]
