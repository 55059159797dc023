"""PDF: its own text, and OCR for pages that are pictures."""

from typing import Any

import pypdfium2 as pdfium

from maudao.documents.reader.extract import ocr
from maudao.documents.reader.extract.model import (
    MAX_OCR_PAGES,
    MAX_PAGES,
    MAX_TEXT,
    MIN_PAGE_TEXT,
    Extracted,
    UnreadableDocument,
    broken_document,
    locked_document,
)
from maudao.documents.reader.extract.plain import legacy_encoding, repair

_LONG_SIDE = 2339  # A4 at 200 dpi


def read_pdf(data: bytes) -> Extracted:
    """Take the text out of a PDF.

    Raises:
        UnreadableDocument: locked, broken, more than 200 pages, or scanned where tesseract is missing.
    """
    document = _open(data)
    try:
        count = len(document)
        if count > MAX_PAGES:
            message = (
                f"Tệp PDF có {count} trang, nhiều hơn {MAX_PAGES}. Hãy chỉ gửi những trang của văn bản "
                "chỉ đạo."
            )
            raise UnreadableDocument("too_many_pages", message)
        return _read_pages(document, count)
    finally:
        document.close()


def _open(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise locked_document() from error
        raise broken_document("PDF") from error


def _read_pages(document: Any, count: int) -> Extracted:
    texts: list[str] = []
    scanned: list[int] = []
    size = 0
    for index in range(count):
        text = _page_text(document, index)
        texts.append(text)
        size += len(text)
        if len(text.strip()) < MIN_PAGE_TEXT or legacy_encoding(text):
            scanned.append(index)
        if size > MAX_TEXT:
            break
    notes = _recognise_pages(document, texts, scanned)
    text, repaired = repair("\n".join(texts))
    return Extracted(text, "pdf", pages=count, ocr=bool(notes), notes=notes + repaired)


def _page_text(document: Any, index: int) -> str:
    try:
        page = document[index]
        text_page = page.get_textpage()
        text: str = text_page.get_text_bounded()
        text_page.close()
        page.close()
    except pdfium.PdfiumError:
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-")


def _recognise_pages(document: Any, texts: list[str], scanned: list[int]) -> list[str]:
    """Replace the text of scanned pages in place; a short last page beside readable ones may stay as it is."""
    wanted = [index for index in scanned if _has_picture_or_letters(document, index)][:MAX_OCR_PAGES]
    if not wanted:
        return []
    if not ocr.can_read_pictures():
        if len(scanned) < len(texts):
            return ["Một số trang là ảnh và chưa đọc được vì máy chủ thiếu công cụ nhận dạng chữ."]
        raise ocr.no_ocr()
    for index in wanted:
        recognised = ocr.recognise(_render(document, index))
        if len(recognised.strip()) > len(texts[index].strip()) or legacy_encoding(texts[index]):
            texts[index] = recognised
    note = f"{len(wanted)} trang được nhận dạng từ ảnh, hãy soát lại số và ngày."
    return (
        [note]
        if len(scanned) <= MAX_OCR_PAGES
        else [note, f"Chỉ nhận dạng {MAX_OCR_PAGES} trang ảnh đầu tiên."]
    )


def _has_picture_or_letters(document: Any, index: int) -> bool:
    try:
        return next(iter(document[index].get_objects(max_depth=2)), None) is not None
    except pdfium.PdfiumError:
        return False


def _render(document: Any, index: int) -> Any:
    page = document[index]
    scale = min(200 / 72, _LONG_SIDE / max(1.0, *page.get_size()))
    try:
        return page.render(scale=scale, grayscale=True).to_pil()
    except (pdfium.PdfiumError, MemoryError, ValueError) as error:
        raise broken_document("PDF") from error
