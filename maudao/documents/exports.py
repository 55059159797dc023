"""Registers as workbooks; a unit's own documents as DOCX and PDF."""

import hashlib
import json
from collections.abc import Iterable

from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext as _

from maudao.documents.models import IncomingDocument, OutgoingDocument
from maudao.documents.writer.blocks import OfficialDocument
from maudao.documents.writer.docx import render_docx
from maudao.documents.writer.pdf import render_pdf
from maudao.documents.writer.xlsx import Column, Sheet, Workbook, render_xlsx
from maudao.organization.models import Unit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_RENDERERS = {"docx": render_docx, "pdf": render_pdf}
_KEPT_SECONDS = 3600


@translation.override("vi")  # official papers are Vietnamese, whoever makes them
def incoming_register(unit: Unit, documents: Iterable[IncomingDocument], *, year: int | None) -> bytes:
    """Write the register of documents that came in, with the columns of Nghị định 30/2020/NĐ-CP, Phụ lục IV."""
    columns = (
        Column(_("Ngày đến"), 12, "date"),
        Column(_("Số đến"), 9, "integer"),
        Column(_("Tác giả (nơi ban hành)"), 34),
        Column(_("Số, ký hiệu"), 18),
        Column(_("Ngày văn bản"), 13, "date"),
        Column(_("Tên loại và trích yếu nội dung"), 60),
        Column(_("Thay thế số đến"), 12),
        Column(_("Người vào sổ"), 24),
        Column(_("Ghi chú"), 20),
    )
    rows = tuple(
        (
            document.arrived_on,
            document.arrival_number,
            document.issuer,
            document.number,
            document.issued_on,
            _typed_subject(document.doc_type, document.subject),
            _arrival(document.supersedes) if document.supersedes else "",
            str(document.registered_by or ""),
            "",
        )
        for document in documents
    )
    return _register(_("Sổ đăng ký văn bản đến"), unit, columns, rows, year=year)


@translation.override("vi")  # official papers are Vietnamese, whoever makes them
def outgoing_register(unit: Unit, documents: Iterable[OutgoingDocument], *, year: int | None) -> bytes:
    """Write the register of the unit's own documents, with the columns of Nghị định 30/2020/NĐ-CP, Phụ lục IV."""
    columns = (
        Column(_("Số, ký hiệu"), 18),
        Column(_("Ngày văn bản"), 13, "date"),
        Column(_("Tên loại và trích yếu nội dung"), 60),
        Column(_("Người ký"), 24),
        Column(_("Nơi nhận"), 40),
        Column(_("Ghi chú"), 20),
    )
    rows = tuple(
        (
            document.full_number,
            document.issued_on,
            _typed_subject(document.get_doc_type_display(), document.subject),
            document.signer,
            document.recipients,
            "",
        )
        for document in documents
    )
    return _register(_("Sổ đăng ký văn bản đi"), unit, columns, rows, year=year)


def _arrival(document: IncomingDocument) -> str:
    return f"{document.arrival_number}/{document.arrival_year}"


def _typed_subject(doc_type: str, subject: str) -> str:
    return f"{doc_type[:1].upper()}{doc_type[1:]}: {subject}" if doc_type else subject


def _register(
    title: str,
    unit: Unit,
    columns: tuple[Column, ...],
    rows: tuple[tuple[object, ...], ...],
    *,
    year: int | None,
) -> bytes:
    lines = (title.upper(), unit.name, _("Năm %s") % year if year else _("Tất cả các năm"))
    return render_xlsx(Workbook((Sheet(title, columns, rows, title_lines=lines),)))  # type: ignore[arg-type]


@translation.override("vi")  # official papers are Vietnamese, whoever makes them
def outgoing_file(document: OutgoingDocument, *, kind: str) -> bytes:
    """Render a document as `docx` or `pdf`. Cost: up to a second for a long PDF; the same content is rendered once."""
    content = json.dumps(document.content, sort_keys=True, ensure_ascii=False).encode()
    key = f"outgoing:{kind}:{hashlib.sha256(content).hexdigest()}"
    data: bytes | None = cache.get(key)
    if data is None:
        data = _RENDERERS[kind](OfficialDocument.from_json(document.content))
        cache.set(key, data, _KEPT_SECONDS)
    return data
