"""What kind of file came in, by its first bytes and never by its name; whether reading it takes long. No database."""

import io
import zipfile
from enum import StrEnum

import pypdfium2


class Kind(StrEnum):
    """Kinds of file that can be read, with the media type that they are kept under."""

    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    DOC = "application/msword"
    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    HTML = "text/html"
    TEXT = "text/plain"
    OTHER = "application/octet-stream"


_MAGIC = (
    (b"%PDF-", Kind.PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.DOC),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
)
_PICTURES = frozenset({Kind.PNG, Kind.JPEG})
_HTML_STARTS = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body", b"<div", b"<p", b"<meta")
_LOOKED_AT = 3  # pages of a PDF in which a text layer is looked for
_LEAST_CHARACTERS = 40  # a page with fewer is a picture of a page: stamps and page numbers are text too


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
    """Say whether reading needs character recognition (seconds a page), so that a worker should do it."""
    kind = kind_of(data)
    return kind in _PICTURES or (kind is Kind.PDF and not _has_text_layer(data))


def _has_text_layer(data: bytes) -> bool:
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            pages = range(min(len(pdf), _LOOKED_AT))
            return all(pdf[page].get_textpage().count_chars() >= _LEAST_CHARACTERS for page in pages)
    except pypdfium2.PdfiumError:
        return True  # locked or damaged: the reader says so at once
