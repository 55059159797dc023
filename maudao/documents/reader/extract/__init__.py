"""Takes the text out of a file: TXT, HTML, DOCX, PDF, DOC, RTF, PNG or JPEG, told apart by content."""

from collections.abc import Callable
from importlib import import_module

from maudao.documents.reader.extract.model import (
    MAX_BYTES,
    MAX_TEXT,
    Extracted,
    UnreadableDocument,
    empty_document,
)
from maudao.documents.reader.extract.sniff import sniff


def extract(data: bytes, name: str) -> Extracted:
    """Take the text out of `data`; `name` only helps to word a refusal.

    Raises:
        UnreadableDocument: too large, empty, locked, broken, hostile, or of a kind that cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(
            "too_large",
            "Tệp lớn hơn 10 MB. Hãy gửi tệp nhỏ hơn, hoặc chỉ gửi những trang có nội dung chỉ đạo.",
        )
    if not data.strip(b"\0 \t\r\n"):
        raise empty_document()
    extracted = _extract(data, sniff(data, name))
    if not extracted.text.strip():
        raise empty_document()
    return extracted if len(extracted.text) <= MAX_TEXT else _shortened(extracted)


_READERS = {
    "docx": ("docx", "read_docx"),
    "pdf": ("pdf", "read_pdf"),
    "doc": ("word97", "read_doc"),
    "rtf": ("word97", "read_rtf"),
    "png": ("ocr", "read_png"),
    "jpeg": ("ocr", "read_jpeg"),
    "html": ("html", "read_html"),
    "txt": ("plain", "read_plain"),
}


def _extract(data: bytes, kind: str) -> Extracted:
    """Hand over to the one format; its parts are imported only when they are needed, so that start-up stays quick."""
    module, function = _READERS[kind]
    reader: Callable[[bytes], Extracted] = getattr(import_module(f"{__name__}.{module}"), function)
    return reader(data)


def _shortened(extracted: Extracted) -> Extracted:
    note = "Văn bản quá dài nên chỉ lấy phần đầu."
    return Extracted(
        extracted.text[:MAX_TEXT], extracted.kind, extracted.pages, extracted.ocr, [*extracted.notes, note]
    )


__all__ = ["Extracted", "UnreadableDocument", "extract"]
