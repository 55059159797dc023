"""A unit's own documents: drafted, revised, issued under a number."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from maudao.documents.actions.numbering import draw_number
from maudao.documents.models import IncomingDocument, OutgoingDocument
from maudao.documents.rules import Direction, DocumentType, OutgoingState, register_year, symbol
from maudao.documents.writer.blocks import OfficialDocument
from maudao.lib import vietnamese
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit


class AlreadyIssued(Exception):
    """An issued document is not changed any more; a new one takes its place: `document`."""

    reason = "already_issued"

    def __init__(self, document: OutgoingDocument) -> None:
        super().__init__(document.full_number)
        self.document = document


@transaction.atomic
def draft_outgoing(
    unit: Unit,
    content: OfficialDocument,
    *,
    doc_type: DocumentType,
    actor: Actor,
    now: datetime,
    basis: IncomingDocument | None = None,
) -> OutgoingDocument:
    """Make a draft; its symbol comes from its type and the unit's short name, its number only when it is issued."""
    document = OutgoingDocument(
        unit=unit,
        doc_type=doc_type,
        symbol=symbol(doc_type, unit.short_name or unit.code)[:40],
        basis=basis,
        created_at=now,
        created_by=actor.user,
    )
    _fill(document, content)
    document.save()
    audit.record(
        "draft_outgoing", document, actor=actor, at=now, unit=unit, changes={"subject": document.subject}
    )
    return document


@transaction.atomic
def revise_outgoing(
    document: OutgoingDocument, content: OfficialDocument, *, actor: Actor, now: datetime
) -> OutgoingDocument:
    """Replace what a draft says.

    Raises:
        AlreadyIssued: it is no draft any more.
    """
    locked = _locked(document)
    if not locked.is_draft:
        raise AlreadyIssued(locked)
    _fill(locked, content)
    locked.save()
    audit.record(
        "revise_outgoing", locked, actor=actor, at=now, unit=locked.unit, changes={"subject": locked.subject}
    )
    return locked


@transaction.atomic
def issue(
    document: OutgoingDocument, *, issued_on: date, signer: str, actor: Actor, now: datetime
) -> OutgoingDocument:
    """Give a draft the next number of its year, a day and a signer; what was issued already is returned as it is."""
    locked = _locked(document)
    if not locked.is_draft:
        return locked
    locked.year = register_year(issued_on)
    locked.number = draw_number(locked.unit, direction=Direction.OUTGOING, year=locked.year)
    locked.issued_on, locked.signer, locked.state = issued_on, signer[:120], OutgoingState.ISSUED
    _fill(locked, _signed_by(OfficialDocument.from_json(locked.content), signer))
    locked.save()
    changes = {"number": locked.full_number, "issued_on": str(issued_on), "signer": locked.signer}
    audit.record("issue", locked, actor=actor, at=now, unit=locked.unit, changes=changes)
    return locked


def _locked(document: OutgoingDocument) -> OutgoingDocument:
    return OutgoingDocument.objects.select_for_update(of=["self"]).select_related("unit").get(pk=document.pk)


def _signed_by(content: OfficialDocument, signer: str) -> OfficialDocument:
    return (
        replace(content, signature=replace(content.signature, name=signer)) if content.signature else content
    )


def _fill(document: OutgoingDocument, content: OfficialDocument) -> None:
    """Copy `content` into the row, with the row's own symbol, number and day: they are the register's to give."""
    content = replace(content, symbol=document.symbol, number=document.number, issued_on=document.issued_on)
    document.content = content.to_json()
    document.subject = content.subject
    document.recipients = "\n".join(content.recipients)
    if content.signature and not document.signer:
        document.signer = content.signature.name[:120]
    document.folded = vietnamese.fold(f"{document.full_number} {document.subject}")
