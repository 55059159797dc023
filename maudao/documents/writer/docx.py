"""Official documents as DOCX, for the clerk who still has to change a word."""

from collections.abc import Iterable
from io import BytesIO

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
    Table,
    runs_of,
)
from .word_base import BODY, base_document
from .word_end import ending, section
from .word_head import head
from .word_table import table_elements
from .wordml import Element, element, paragraph, run


def render_docx(document: OfficialDocument) -> bytes:
    """Write `document` as a Word file in Times New Roman, with real headings, tables and page numbers."""
    word = base_document()
    word.core_properties.title = document.subject[:255]
    word.core_properties.author = document.issuer.replace("\n", " ")[:255]
    body = word.element.body
    base = body.sectPr
    body.clear_content()
    for part in (*_main(document, word.part), *_appendices(document, base)):
        base.addprevious(part)
    landscape = bool(document.appendices) and document.appendices[-1].landscape
    body.replace(base, section(base, landscape=landscape))
    written = BytesIO()
    word.save(written)
    return written.getvalue()


def _main(document: OfficialDocument, part: object) -> list[Element]:
    bases = [_body((Run(line, italic=True),)) for line in wording.listed(document.bases)]
    end = ending(document, part)
    blocks = _blocks(wording.closed_body(document), layout.TEXT_WIDTH, keep_last=bool(end))
    return [*head(document), *bases, *blocks, *end, paragraph(exact=1)]


def _appendices(document: OfficialDocument, base: Element) -> list[Element]:
    """The appendices; each begins by closing the section of what stands before it."""
    parts: list[Element] = []
    landscape = False
    for appendix in document.appendices:
        parts += [_section_end(base, landscape=landscape), *_appendix(appendix)]
        landscape = appendix.landscape
    return parts


def _section_end(base: Element, *, landscape: bool) -> Element:
    closing = paragraph(exact=1)
    closing.pPr.append(section(base, landscape=landscape))
    return closing


def _appendix(appendix: Appendix) -> list[Element]:
    width = layout.text_width(landscape=appendix.landscape)
    name = run(wording.appendix_name(appendix), bold=True)
    title = run(appendix.title.upper(), bold=True)
    notes = [run(appendix.note, italic=True)] if appendix.note else []
    lines = [paragraph((words,), align="center", keep_next=True) for words in (name, title, *notes)]
    return [
        *lines,
        paragraph(exact=8),
        *_blocks(wording.filled(appendix.blocks), width),
    ]


def _blocks(blocks: tuple[Block, ...], width: float, *, keep_last: bool = False) -> list[Element]:
    """The elements of `blocks`; `keep_last` ties the last (and a table above a bare "./.") to the next."""
    tied = _tied_to_the_end(blocks) if keep_last else 0
    return [
        made
        for place, block in enumerate(blocks)
        for made in _elements(block, width, keep_next=place >= len(blocks) - tied)
    ]


def _tied_to_the_end(blocks: tuple[Block, ...]) -> int:
    match blocks:
        case (*_, Table(), Paragraph(text=str(text))) if wording.is_bare_closing(text):
            return 2
    return 1


def _elements(block: Block, width: float, *, keep_next: bool) -> list[Element]:
    match block:
        case Heading():
            return [paragraph((run(block.text),), style=f"Heading{min(max(block.level, 1), 3)}")]
        case Paragraph():
            return [_body(runs_of(block.text), align=block.align, keep_next=keep_next)]
        case Bullets() | Numbered():
            items = wording.item_runs(block)
            last = len(items) - 1
            return [_body(item, keep_next=keep_next and place == last) for place, item in enumerate(items)]
        case Table():
            return table_elements(block, width=width, keep_next=keep_next)
        case PageBreak():
            return [paragraph((element("r", element("br", type="page")),), exact=1)]


def _body(runs: Iterable[Run], *, align: str | None = None, keep_next: bool = False) -> Element:
    words = [run(part.text, bold=part.bold, italic=part.italic) for part in runs]
    first = None if align is None else 0.0
    return paragraph(words, style=BODY, align=align, first=first, keep_next=keep_next)
