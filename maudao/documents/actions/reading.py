"""From the bytes or the text of a document to the reader's proposal."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from maudao.documents import records
from maudao.documents.models import IncomingDocument
from maudao.documents.reader import read
from maudao.documents.reader.extract import Extracted, UnreadableDocument, extract
from maudao.documents.records import Record
from maudao.documents.rules import IncomingState
from maudao.lib import vietnamese
from maudao.organization import audit

MAX_READINGS = 3
_READER = audit.system("Hệ thống (đọc văn bản)")
_log = logging.getLogger(__name__)


def text_of(data: bytes, name: str) -> Extracted:
    """Take the text out of a file.

    Raises:
        UnreadableDocument: it has none, or a fault that the log tells more about.
    """
    try:
        return extract(data, name)
    except UnreadableDocument:
        raise
    except Exception as fault:
        # A file made to break a parser must end in a sentence, never in a page that waits for ever.
        _log.exception("text of %s bytes cannot be taken out", len(data))
        message = _("Không đọc được tệp này. Hãy gửi bản khác, hoặc dán phần chữ của văn bản vào ô.")
        raise UnreadableDocument("failed", message) from fault


def read_received(document: IncomingDocument, *, now: datetime) -> IncomingDocument:
    """Read the document's file and propose a record, or say why it cannot be read (state UNREADABLE).

    May be called again and again: a document that is past READING is returned as it is. No lock is held while
    characters are recognised; whoever finishes first writes. Cost: up to minutes for a scan.
    """
    document = IncomingDocument.objects.select_related("unit", "file").get(pk=document.pk)
    if document.state != IncomingState.READING or document.file is None:
        return document
    if not _begin(document):
        message = _("Máy đã dừng giữa chừng nhiều lần khi đọc tệp này. Hãy dán phần chữ của văn bản vào ô.")
        return _fail(document, message, now=now)
    try:
        with document.file.content.open("rb") as content:
            extracted = text_of(content.read(), document.file.name)
    except UnreadableDocument as refusal:
        return _fail(document, refusal.message, now=now)
    return read_text(document, extracted.text, notes=extracted.notes, now=now)


def _begin(document: IncomingDocument) -> bool:
    """Count the attempt before it starts, so that a file that kills the worker does not do so for ever."""
    waiting = IncomingDocument.objects.filter(pk=document.pk, readings__lt=MAX_READINGS)
    return waiting.update(readings=F("readings") + 1) == 1


@transaction.atomic
def read_text(
    document: IncomingDocument, text: str, *, now: datetime, notes: Sequence[str] = ()
) -> IncomingDocument:
    """Propose the record read in `text`, unless another reading came first; `notes` say how the text was got."""
    locked = _locked_while_unread(document)
    if locked is None:
        return IncomingDocument.objects.select_related("unit", "file").get(pk=document.pk)
    locked.text = vietnamese.normalise(text)
    locked.proposal, locked.failure = _proposal(locked)
    locked.proposal["notes"] = list(notes)
    locked.record = records.with_provenance(locked.proposal, locked.proposal, sources={})
    locked.state = IncomingState.PROPOSED
    fill_register_columns(locked)
    locked.save()
    audit.record("read", locked, actor=_READER, at=now, unit=locked.unit)
    return locked


def _proposal(document: IncomingDocument) -> tuple[Record, str]:
    try:
        return read(document.text), ""
    except Exception:
        # The officer can type the values beside the text; losing the text would be worse. The log has the fault.
        _log.exception("nothing can be proposed for document %s", document.pk)
        return records.empty_record(), _(
            "Máy chưa đề xuất được giá trị nào. Hãy nhập theo phần chữ của văn bản."
        )


def fill_register_columns(document: IncomingDocument) -> None:
    """Copy what the register prints and what a search looks into from the record to the row's columns."""
    for column, value in records.register_columns(document.record).items():
        setattr(document, column, value)
    document.folded = vietnamese.fold(" ".join((document.number, document.issuer, document.subject)))


@transaction.atomic
def _fail(document: IncomingDocument, message: str, *, now: datetime) -> IncomingDocument:
    locked = _locked_while_unread(document)
    if locked is None:
        return IncomingDocument.objects.select_related("unit", "file").get(pk=document.pk)
    locked.state, locked.failure = IncomingState.UNREADABLE, message
    locked.save(update_fields=["state", "failure"])
    audit.record("read", locked, actor=_READER, at=now, unit=locked.unit, changes={"failure": message})
    return locked


def _locked_while_unread(document: IncomingDocument) -> IncomingDocument | None:
    states = (IncomingState.READING, IncomingState.UNREADABLE)
    rows = IncomingDocument.objects.select_for_update(of=["self"]).select_related("unit", "file")
    return rows.filter(pk=document.pk, state__in=states).first()
