"""What kind of file came in, by its first bytes and never by its name; whether reading it takes long. No database."""

import io
import shutil
import zipfile
from enum import StrEnum

import pypdfium2

from maudao.documents.reader.extract.plain import legacy_encoding


class Kind(StrEnum):
    """Kinds of file that can be read, with the media type that they are kept under."""

    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    DOC = "application/msword"
    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    RTF = "application/rtf"
    HTML = "text/html"
    TEXT = "text/plain"
    OTHER = "application/octet-stream"


_MAGIC = (
    (b"%PDF-", Kind.PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.DOC),
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
)
_HTML_STARTS = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body", b"<div", b"<p", b"<meta")
_LOOKED_AT = 200  # pages of a PDF: longer ones are refused
_LEAST_CHARACTERS = 50  # a page with fewer is a picture of a page: stamps and page numbers are text too


def kind_of(data: bytes) -> Kind:
    """Return the kind that the content shows."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return Kind.DOCX if _has_word_part(data) else Kind.OTHER
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:16].lower().startswith(_HTML_STARTS):
        return Kind.HTML
    return (
        Kind.OTHER
        if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
        else Kind.TEXT
    )


def _has_word_part(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.startswith("word/") for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def reads_slowly(data: bytes) -> bool:
    """Say whether reading takes more than a moment, so that a worker should do it.

    Character recognition takes seconds a page, LibreOffice seconds to start.
    """
    match kind_of(data):
        case Kind.PNG | Kind.JPEG | Kind.RTF:
            return True
        case Kind.DOC:
            return shutil.which("antiword") is None
        case Kind.PDF:
            return _has_scanned_page(data)
    return False


def _has_scanned_page(data: bytes) -> bool:
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            return any(_is_scanned(pdf, page) for page in range(min(len(pdf), _LOOKED_AT)))
    except pypdfium2.PdfiumError:
        return False  # locked or damaged: the reader says so at once


def _is_scanned(pdf: pypdfium2.PdfDocument, number: int) -> bool:
    """Say whether a page is a picture; so is one in an old font, whose text is not what it shows."""
    page = pdf[number]
    text_page = page.get_textpage()
    text = text_page.get_text_bounded()
    text_page.close()
    page.close()
    return len(text.strip()) < _LEAST_CHARACTERS or legacy_encoding(text) is not None
