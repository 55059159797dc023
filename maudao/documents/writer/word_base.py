"""The empty Word document that every other starts from: its typeface, its styles, its page number."""

from functools import lru_cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from . import layout
from .wordml import Element, element, paragraph, run

TYPEFACE = "Times New Roman"
BODY = "NoiDung"
CELL = "OBang"

_HEADINGS = ("Heading 1", "Heading 2", "Heading 3")


def base_document() -> Any:
    """A new Word document without content, with the styles of official documents."""
    return Document(BytesIO(_base_file()))


@lru_cache(maxsize=1)
def _base_file() -> bytes:
    document = Document()
    _set_typeface(document.styles["Normal"], size=layout.SIZE_BODY)
    _set_gaps(document.styles["Normal"], after=0, factor=1)
    _add_body_style(document)
    _add_cell_style(document)
    for level, name in enumerate(_HEADINGS, start=1):
        _set_heading(document, name=name, italic=level > 2)
    _speak_vietnamese(document)
    _number_pages(document.sections[0])
    _forget_the_template(document.core_properties)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _set_typeface(style: Any, *, size: float) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), TYPEFACE)
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)


def _set_gaps(style: Any, *, after: float, factor: float) -> None:
    style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = factor


def _add_style(document: Any, *, name: str, identifier: str) -> Any:
    style = document.styles.add_style(name, 1)
    style.element.set(qn("w:styleId"), identifier)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    return style


def _add_body_style(document: Any) -> None:
    style = _add_style(document, name="Nội dung", identifier=BODY)
    _set_gaps(style, after=layout.PARAGRAPH_GAP, factor=layout.LINE_FACTOR)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    style.paragraph_format.first_line_indent = Pt(layout.INDENT)


def _add_cell_style(document: Any) -> None:
    style = _add_style(document, name="Ô bảng", identifier=CELL)
    style.font.size = Pt(layout.SIZE_TABLE)
    style.paragraph_format.space_before = Pt(layout.CELL_PADDING_Y)
    style.paragraph_format.space_after = Pt(layout.CELL_PADDING_Y)


def _set_heading(document: Any, *, name: str, italic: bool) -> None:
    style = document.styles[name]
    style.base_style = document.styles["Nội dung"]
    _set_typeface(style, size=layout.SIZE_BODY)
    style.font.bold, style.font.italic = True, italic
    _set_gaps(style, after=layout.PARAGRAPH_GAP, factor=layout.LINE_FACTOR)
    style.paragraph_format.keep_with_next = True
    style.paragraph_format.keep_together = True


def _speak_vietnamese(document: Any) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def _number_pages(section: Any) -> None:
    """The page number in the middle of the top margin; the first page of a section has an empty header."""
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    header = section.header.paragraphs[0]._p
    header.getparent().replace(header, paragraph(_page_field(), align="center"))


def _forget_the_template(properties: Any) -> None:
    """Take out who made the template that comes with python-docx, and when."""
    properties.author = properties.comments = ""
    for name in ("dcterms:created", "dcterms:modified"):
        for moment in properties._element.findall(qn(name)):
            properties._element.remove(moment)


def _page_field() -> list[Element]:
    return [element("fldSimple", run("2", size=layout.SIZE_PAGE_NUMBER), instr="PAGE")]
