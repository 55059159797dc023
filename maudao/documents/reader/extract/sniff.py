"""What a file is, told by its bytes."""

import io
import re
import zipfile

from maudao.documents.reader.extract.model import UnreadableDocument, broken_document, locked_document

_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|div|table|p|span|meta|title|article)\b", re.IGNORECASE
)
_PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_OTHER = {
    b"GIF8": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"BM": "BMP",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"\x1f\x8b": "gzip",
    b"\x7fELF": "ELF",
    b"MZ": "EXE",
    b"OggS": "Ogg",
    b"ID3": "MP3",
}


def sniff(data: bytes, name: str) -> str:
    """Give the kind: docx, pdf, doc, rtf, png, jpeg, html or txt.

    Raises:
        UnreadableDocument: a kind that cannot be read, or a locked Office file.
    """
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:2048]
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _sniff_zip(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _sniff_ole(data)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    picture = next((kind for magic, kind in _PICTURES.items() if data.startswith(magic)), None)
    return picture or _sniff_text(data, head, name)


def _sniff_text(data: bytes, head: bytes, name: str) -> str:
    for magic, other in _OTHER.items():
        if data.startswith(magic) and b"\0" in data[:4096]:
            raise _unsupported(other)
    narrow = head.replace(b"\0", b"")
    if _HTML.search(narrow[:1024]) and (
        narrow.lstrip(b"\xff\xfe").startswith(b"<") or name.lower().endswith((".htm", ".html"))
    ):
        return "html"
    return "txt"


def _unsupported(kind: str) -> UnreadableDocument:
    message = f"Không đọc được loại tệp này ({kind}). Hãy gửi DOCX, PDF, DOC, TXT, HTML, PNG hoặc JPG."
    return UnreadableDocument("unsupported", message)


def _sniff_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise broken_document("DOCX") from error
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return "docx"
    raise _unsupported("ZIP, XLSX, PPTX hoặc ODT")


def _sniff_ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise locked_document()
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    if "Workbook".encode("utf-16-le") in data or "PowerPoint".encode("utf-16-le") in data:
        raise _unsupported("XLS hoặc PPT")
    raise broken_document("DOC")
