"""Takes the text out of a file: TXT, HTML, DOCX, PDF, DOC, RTF, PNG or JPEG, told apart by content."""

from maudao.documents.reader.extract.model import MAX_BYTES, MAX_TEXT, Extracted, UnreadableDocument, empty_document
from maudao.documents.reader.extract.sniff import sniff


def extract(data: bytes, name: str) -> Extracted:
    """Take the text out of `data`; `name` only helps to word a refusal.

    Raises:
        UnreadableDocument: too large, empty, locked, broken, hostile, or of a kind that cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDocument("too_large", "Tệp lớn hơn 10 MB. Hãy gửi tệp nhỏ hơn, hoặc chỉ gửi những trang có nội dung chỉ đạo.")
    if not data.strip(b"\0 \t\r\n"):
        raise empty_document()
    extracted = _extract(data, sniff(data, name))
    if not extracted.text.strip():
        raise empty_document()
    return extracted if len(extracted.text) <= MAX_TEXT else _shortened(extracted)


def _extract(data: bytes, kind: str) -> Extracted:
    """Hand over to the one format; each is imported only when it is needed."""
    match kind:
        case "docx":
            from maudao.documents.reader.extract.docx import read_docx

            return read_docx(data)
        case "pdf":
            from maudao.documents.reader.extract.pdf import read_pdf

            return read_pdf(data)
        case "doc" | "rtf":
            from maudao.documents.reader.extract.word97 import read_word97

            return read_word97(data, kind)
        case "png" | "jpeg":
            from maudao.documents.reader.extract.ocr import read_picture

            return read_picture(data, kind)
        case "html":
            from maudao.documents.reader.extract.html import read_html

            return read_html(data)
        case _:
            from maudao.documents.reader.extract.plain import read_plain

            return read_plain(data)


def _shortened(extracted: Extracted) -> Extracted:
    note = "Văn bản quá dài nên chỉ lấy phần đầu."
    return Extracted(extracted.text[:MAX_TEXT], extracted.kind, extracted.pages, extracted.ocr, [*extracted.notes, note])


__all__ = ["Extracted", "UnreadableDocument", "extract"]
