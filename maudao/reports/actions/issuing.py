"""The official Báo cáo of a unit: drafted, numbered in the outgoing register, attached to its report."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from maudao.documents.actions import draft_outgoing, issue
from maudao.documents.models import IncomingDocument, OutgoingDocument
from maudao.documents.rules import DocumentType
from maudao.documents.writer.blocks import OfficialDocument
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.reports.actions.holding import hold, step
from maudao.reports.actions.refusals import ReportRefused
from maudao.reports.models import Report
from maudao.reports.rules import StepKind


class HasDocument(ReportRefused):
    """The report has its official document already, as a draft or issued: `document`."""

    reason = "has_document"

    def __init__(self, document: OutgoingDocument) -> None:
        super().__init__(_("Báo cáo đã có văn bản %(number)s.") % {"number": document.full_number})
        self.document = document


class NotSent(ReportRefused):
    """Before the report is sent, its typed figures are no facts yet, and its document would lack them."""

    reason = "not_sent"

    def __init__(self) -> None:
        super().__init__(_("Xin gửi báo cáo trước; văn bản được lập từ số liệu đã gửi."))


@transaction.atomic
def draft_report_document(
    report: Report, content: OfficialDocument, *, actor: Actor, now: datetime
) -> OutgoingDocument:
    """Put `content` among the unit's drafts, to be edited and issued there, and attach it to the report.

    Raises:
        NotSent: it is still being written.
        HasDocument: it has one; returned and mended, it gets another.
    """
    held = hold(report)
    document = _attach(held, content, actor=actor, now=now)
    audit.record(
        "report_draft_document",
        held,
        actor=actor,
        at=now,
        unit=held.assignment.unit,
        changes={"document": document.pk},
    )
    return document


@transaction.atomic
def issue_report_document(
    report: Report, content: OfficialDocument, *, issued_on: date, signer: str, actor: Actor, now: datetime
) -> OutgoingDocument:
    """Issue `content` as the unit's official report under the next number of its register, and attach it.

    Raises:
        NotSent, HasDocument: as for `draft_report_document`.
    """
    held = hold(report)
    draft = _attach(held, content, actor=actor, now=now)
    issued = issue(draft, issued_on=issued_on, signer=signer, actor=actor, now=now)
    step(held, StepKind.ISSUED, actor=actor, now=now, reason=issued.full_number)
    return issued


def _attach(report: Report, content: OfficialDocument, *, actor: Actor, now: datetime) -> OutgoingDocument:
    if not report.is_received:
        raise NotSent
    if report.document is not None:
        raise HasDocument(report.document)
    draft = draft_outgoing(
        report.assignment.unit,
        content,
        doc_type=DocumentType.REPORT,
        basis=_basis(report),
        actor=actor,
        now=now,
    )
    report.document = draft
    report.save(update_fields=["document"])
    return draft


def _basis(report: Report) -> IncomingDocument | None:
    """The directive, where it stands in this unit's own register."""
    campaign = report.assignment.campaign
    return campaign.directive if campaign.unit_id == report.assignment.unit_id else None
