"""DOCX: headers, paragraphs, tables and text boxes in the order of the page, with the numbers that Word prints."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from maudao.documents.reader.extract.model import (
    MAX_TEXT,
    Extracted,
    UnreadableDocument,
    broken_document,
    locked_document,
)
from maudao.documents.reader.extract.numbering import Numbering
from maudao.documents.reader.extract.plain import repair

MAX_MEMBERS = 2_000
MAX_UNPACKED = 60 * 1024 * 1024
MAX_XML_PART = 8 * 1024 * 1024
MAX_RATIO = 250
_CHUNK = 256 * 1024
_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(data: bytes) -> Extracted:
    """Take the text out of a DOCX file.

    Raises:
        UnreadableDocument: locked, broken, a zip bomb, or XML that declares entities.
    """
    check_archive(data)
    try:
        document = Document(io.BytesIO(data))
        text, notes = repair("\n".join(_document_lines(document))[:MAX_TEXT])
    except (
        OpcError,
        KeyError,
        ValueError,
        AttributeError,
        etree.LxmlError,
        zipfile.BadZipFile,
        IndexError,
    ) as error:
        raise broken_document("DOCX") from error
    return Extracted(text, "docx", notes=notes)


def check_archive(data: bytes) -> None:
    """Refuse an archive that would grow too large, by what it declares and by what it really holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
                raise _bomb()
            if any(member.flag_bits & 0x1 for member in members):
                raise locked_document()
            left = MAX_UNPACKED
            for member in members:
                left -= _check_member(archive, member, left)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as error:
        raise broken_document("DOCX") from error


def _bomb() -> UnreadableDocument:
    return UnreadableDocument(
        "zip_bomb",
        "Tệp DOCX giải nén ra quá lớn nên không an toàn để đọc. Hãy lưu lại tệp, bớt ảnh, rồi gửi lại.",
    )


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """Unpack a member piece by piece and give its true size."""
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    limit = min(left, MAX_XML_PART) if is_xml else left
    size, tail = 0, b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit or (size > 1_000_000 and size > MAX_RATIO * max(1, member.compress_size)):
                raise _bomb()
            if is_xml and _ENTITIES.search((tail + chunk).replace(b"\0", b"")):
                raise UnreadableDocument(
                    "unsafe_xml",
                    "Tệp DOCX chứa khai báo XML không an toàn nên không được đọc. Hãy lưu lại bằng "
                    "Word rồi gửi.",
                )
            tail = chunk[-64:]
    return size


def _document_lines(document: Any) -> Iterator[str]:
    numbering = Numbering(document)
    section = document.sections[0] if len(document.sections) else None
    if section is not None:
        first = section.different_first_page_header_footer
        yield from _margin_lines(section.first_page_header if first else section.header, numbering)
    yield from _block_lines(document.element.body, numbering)
    if section is not None:
        yield from _margin_lines(section.footer, numbering)


def _margin_lines(margin: Any, numbering: Numbering) -> Iterator[str]:
    if not margin.is_linked_to_previous:
        yield from _block_lines(margin._element, numbering)


def _block_lines(container: Any, numbering: Numbering) -> Iterator[str]:
    for child in container:
        if child.tag == qn("w:p"):
            yield from _paragraph_lines(child, numbering)
        elif child.tag == qn("w:tbl"):
            yield from _table_lines(child, numbering)
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent")):
            yield from _block_lines(child, numbering)


def _paragraph_lines(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    text = numbering.label(paragraph) + "".join(_run_text(paragraph))
    yield text.strip("\n")
    for box in paragraph.iter(qn("w:txbxContent")):
        if not any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors()):
            yield from _block_lines(box, numbering)


def _run_text(paragraph: Any) -> Iterator[str]:
    """Give a paragraph's own words, leaving out those of its text boxes."""
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")):
        if any(
            ancestor.tag in (qn("w:txbxContent"), _FALLBACK, qn("w:tabs"))
            for ancestor in _inside(node, paragraph)
        ):
            continue
        match node.tag:
            case tag if tag == qn("w:t"):
                yield node.text or ""
            case tag if tag == qn("w:tab"):
                yield "    "
            case tag if tag == qn("w:noBreakHyphen"):
                yield "-"
            case _:
                yield "\n"


def _inside(node: Any, paragraph: Any) -> Iterator[Any]:
    for ancestor in node.iterancestors():
        if ancestor is paragraph:
            return
        yield ancestor


def _table_lines(table: Any, numbering: Numbering) -> Iterator[str]:
    """Give a row in one line where every cell has one; else cell after cell, as in a letterhead."""
    for row in table.iterchildren(qn("w:tr")):
        cells = [
            [line.strip() for line in _block_lines(cell, numbering) if line.strip()]
            for cell in row.iterchildren(qn("w:tc"))
        ]
        if all(len(cell) <= 1 for cell in cells):
            yield " | ".join(cell[0] if cell else "" for cell in cells)
        else:
            for cell in cells:
                yield from cell
                yield ""
    yield ""
