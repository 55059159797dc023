"""The official Báo cáo of a unit: drafted, numbered in the outgoing register, attached to its report."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from maudao.documents.actions import draft_outgoing, issue
from maudao.documents.models import IncomingDocument, OutgoingDocument
from maudao.documents.rules import DocumentType
from maudao.documents.writer.blocks import OfficialDocument
from maudao.organization.audit import Actor
from maudao.reports.actions.holding import hold, step
from maudao.reports.actions.refusals import ReportRefused
from maudao.reports.models import Report
from maudao.reports.rules import StepKind


class AlreadyIssued(ReportRefused):
    """The report has its official document: `document`."""

    reason = "already_issued"

    def __init__(self, document: OutgoingDocument) -> None:
        super().__init__(_("Báo cáo số %(number)s đã được ban hành.") % {"number": document.full_number})
        self.document = document


@transaction.atomic
def issue_report_document(
    report: Report, content: OfficialDocument, *, issued_on: date, signer: str, actor: Actor, now: datetime
) -> OutgoingDocument:
    """Issue `content` as the unit's official report under the next number of its register.

    Raises:
        AlreadyIssued: it has one; returned and mended, it gets another.
    """
    held = hold(report)
    if held.document is not None:
        raise AlreadyIssued(held.document)
    part = held.assignment
    draft = draft_outgoing(
        part.unit, content, doc_type=DocumentType.REPORT, basis=_basis(held), actor=actor, now=now
    )
    issued = issue(draft, issued_on=issued_on, signer=signer, actor=actor, now=now)
    held.document = issued
    held.save(update_fields=["document"])
    step(held, StepKind.ISSUED, actor=actor, now=now, reason=issued.full_number)
    return issued


def _basis(report: Report) -> IncomingDocument | None:
    campaign = report.assignment.campaign
    return campaign.directive if campaign.unit_id == report.assignment.unit_id else None
