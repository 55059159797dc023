"""What a unit answers: that it knows, and with which document it passes the campaign on."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from maudao.campaigns.actions.evidence import EvidenceFile, EvidencePhoto, checked, stored
from maudao.campaigns.actions.holding import check_open, check_running, hold
from maudao.campaigns.models import Assignment
from maudao.documents.actions import draft_outgoing
from maudao.documents.models import OutgoingDocument, StoredFile
from maudao.documents.rules import DocumentType, OutgoingState
from maudao.documents.writer.blocks import OfficialDocument
from maudao.organization import audit
from maudao.organization.audit import Actor


class NotIssued(Exception):
    """The implementing document is still a draft, without a number."""

    reason = "not_issued"


class NotOfUnit(Exception):
    """The document or file is another unit's."""

    reason = "not_of_unit"


class DirectedInFuture(Exception):
    """A document cannot have been issued on a day that is still to come."""

    reason = "in_future"


@transaction.atomic
def acknowledge(assignment: Assignment, *, actor: Actor, now: datetime) -> Assignment:
    """Note that the unit has seen its part; a second time changes nothing.

    Raises:
        CampaignClosed: the campaign has ended.
    """
    held = hold(assignment)
    if held.acknowledged_at is None:
        check_running(held.campaign)
        _acknowledge(held, actor, now)
        held.save(update_fields=["acknowledged_at", "acknowledged_by"])
        audit.record("acknowledge", held, actor=actor, at=now, unit=held.unit)
    return held


@transaction.atomic
def direct(
    assignment: Assignment,
    *,
    directed_on: date,
    actor: Actor,
    now: datetime,
    document: OutgoingDocument | None = None,
    file: StoredFile | None = None,
) -> Assignment:
    """Note the document with which the unit passes the campaign on: an issued one of its register, or an uploaded file.

    A later one takes the place of the first. Who directs has also seen.

    Raises:
        NotIssued: the document is a draft.
        NotOfUnit: document or file is another unit's.
        DirectedInFuture: the day is still to come.
        CampaignClosed, FiguresLocked: the campaign has ended, or a report that counts the unit was sent.
    """
    if (document is None) == (file is None):
        raise ValueError("either a document or a file")
    held = hold(assignment)
    check_open(held)
    _check_direction(held, document, file, directed_on, timezone.localdate(now))
    before = str(held.directed_on or "")
    held.direction_document, held.direction_file, held.directed_on = document, file, directed_on
    if held.acknowledged_at is None:
        _acknowledge(held, actor, now)
    held.save()
    changes = {"directed_on": [before, str(directed_on)], "document": str(document or file)}
    audit.record("direct", held, actor=actor, at=now, unit=held.unit, changes=changes)
    return held


@transaction.atomic
def draft_direction(
    assignment: Assignment, content: OfficialDocument, *, doc_type: DocumentType, actor: Actor, now: datetime
) -> OutgoingDocument:
    """Make the unit's implementing document as a draft; it counts once it is issued and noted by `direct`.

    A draft that was made before and not issued is kept in the register of drafts, and no longer the one in hand.

    Raises:
        CampaignClosed, FiguresLocked: the campaign has ended, or a report that counts the unit was sent.
    """
    held = hold(assignment)
    check_open(held)
    basis = held.campaign.directive
    is_own = basis is not None and basis.unit_id == held.unit_id
    document = draft_outgoing(
        held.unit, content, doc_type=doc_type, basis=basis if is_own else None, actor=actor, now=now
    )
    if held.directed_on is None:
        held.direction_document = document
        held.save(update_fields=["direction_document"])
    audit.record("draft_direction", held, actor=actor, at=now, unit=held.unit, changes={"type": doc_type})
    return document


@transaction.atomic
def keep_direction_file(
    assignment: Assignment, *, name: str, data: bytes, actor: Actor, now: datetime
) -> StoredFile:
    """Keep a signed document that was made elsewhere: a PDF or DOCX, or a photo of the paper.

    Raises:
        EvidenceRefused: it is none of these, or too large.
    """
    is_paper = data.startswith((b"%PDF-", b"PK\x03\x04"))
    piece = EvidenceFile(name, data) if is_paper else EvidencePhoto(data)
    return stored(assignment.unit, checked(piece), actor=actor, now=now)


def _acknowledge(assignment: Assignment, actor: Actor, now: datetime) -> None:
    assignment.acknowledged_at, assignment.acknowledged_by = now, actor.user


def _check_direction(
    assignment: Assignment, document: OutgoingDocument | None, file: StoredFile | None, on: date, today: date
) -> None:
    if document is not None and document.state != OutgoingState.ISSUED:
        raise NotIssued
    if any(thing is not None and thing.unit_id != assignment.unit_id for thing in (document, file)):
        raise NotOfUnit
    if on > today:
        raise DirectedInFuture
