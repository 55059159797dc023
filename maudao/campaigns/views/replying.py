"""What a unit answers: acknowledged, and passed on by a document."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maudao.campaigns import actions, exports, queries
from maudao.campaigns.forms import ChosenForm, DraftForm, IssueForm, UploadForm
from maudao.campaigns.models import Assignment
from maudao.campaigns.views import asking
from maudao.documents import actions as documents
from maudao.documents import exports as papers
from maudao.documents.models import OutgoingDocument, StoredFile
from maudao.documents.rules import DocumentType, OutgoingState
from maudao.organization import access
from maudao.organization.rules import Permission

_PRIVATE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


@require_POST
@access.opens(Permission.ACT_IN_CAMPAIGN, queries.assignment)
@asking.while_open
def campaign_acknowledge(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Note that the unit knows of its part."""
    actions.acknowledge(assignment, actor=asking.actor_of(request), now=timezone.now())
    messages.success(request, _("Đã xác nhận. Bước tiếp theo: ban hành văn bản triển khai."))
    return redirect(asking.address("campaign", assignment))


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.ACT_IN_CAMPAIGN, queries.assignment)
@asking.while_open
def campaign_direction(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Have the implementing document written, issue it, choose one from the register, or send in a signed one."""
    page = DirectionPage(request, assignment)
    doing = {"draft": page.drafted, "issue": page.issued, "upload": page.uploaded, "choose": page.chose}
    if request.method == "POST" and (do := doing.get(request.POST.get("action", ""))):
        return do() or page.shown(status=422)
    return page.shown(status=200 if request.method != "POST" else 422)


class DirectionPage:
    """The forms of the page: each is bound only when it was the one sent."""

    def __init__(self, request: HttpRequest, assignment: Assignment) -> None:
        self.request, self.assignment = request, assignment
        self.action = request.POST.get("action", "") if request.method == "POST" else ""
        self.today, self.now = timezone.localdate(), timezone.now()
        data, files = request.POST, request.FILES
        document = assignment.direction_document
        self.draft = DraftForm(data if self.action == "draft" else None)
        self.issue = IssueForm(
            data if self.action == "issue" else None,
            today=self.today,
            signer=document.signer if document else "",
        )
        self.upload = UploadForm(
            *((data, files) if self.action == "upload" else (None, None)), today=self.today
        )
        self.choice = ChosenForm(
            queries.issued_documents(assignment), data if self.action == "choose" else None
        )

    def drafted(self) -> HttpResponse | None:
        """Write the document as a draft."""
        if not self.draft.is_valid():
            return None
        doc_type = DocumentType(self.draft.cleaned_data["doc_type"])
        content = exports.implementing_document(self.assignment, doc_type, on=self.today)
        actions.draft_direction(
            self.assignment,
            content,
            doc_type=doc_type,
            actor=asking.actor_of(self.request),
            now=self.now,
        )
        messages.success(self.request, _("Đã soạn dự thảo. Xem, sửa nếu cần, rồi ban hành ở dưới."))
        return redirect(self.request.path)

    def issued(self) -> HttpResponse | None:
        """Issue the draft in hand, and note it."""
        document = self.assignment.direction_document
        if document is None or not self.issue.is_valid():
            return None
        document = documents.issue(
            document, **self.issue.cleaned_data, actor=asking.actor_of(self.request), now=self.now
        )
        return self._direct(document=document)

    def uploaded(self) -> HttpResponse | None:
        """Keep a signed document that was made elsewhere, and note it."""
        if not self.upload.is_valid():
            return None
        given = self.upload.cleaned_data
        try:
            file = actions.keep_direction_file(
                self.assignment,
                name=given["file"].name,
                data=given["file"].read(documents.MAX_BYTES + 1),
                actor=asking.actor_of(self.request),
                now=self.now,
            )
        except actions.EvidenceRefused as refused:
            self.upload.add_error("file", refused.message)
            return None
        return self._direct(file=file)

    def chose(self) -> HttpResponse | None:
        """Note a document that stands in the register already."""
        return self._direct(document=self.choice.chosen()) if self.choice.is_valid() else None

    def _direct(
        self, *, document: OutgoingDocument | None = None, file: StoredFile | None = None
    ) -> HttpResponse:
        on = document.issued_on if document else self.upload.cleaned_data["directed_on"]
        actions.direct(
            self.assignment,
            document=document,
            file=file,
            directed_on=on or self.today,
            actor=asking.actor_of(self.request),
            now=self.now,
        )
        messages.success(self.request, _("Đã ghi nhận văn bản triển khai của đơn vị."))
        return redirect(asking.address("campaign", self.assignment))

    def shown(self, *, status: int) -> HttpResponse:
        document = self.assignment.direction_document
        is_draft = document is not None and document.state == OutgoingState.DRAFT
        context: dict[str, Any] = asking.context_of(
            self.request,
            self.assignment,
            document=document,
            is_draft=is_draft,
            is_open=self.action in {"upload", "choose"},
            is_done=self.assignment.directed_on is not None,
            draft_form=self.draft,
            issue_form=self.issue,
            upload_form=self.upload,
            choice_form=self.choice if self.choice.documents else None,
        )
        return render(self.request, "campaigns/campaign_direction.html", context, status=status)


@require_safe
@access.opens(Permission.VIEW_CAMPAIGN, queries.assignment)
def campaign_direction_file(request: HttpRequest, assignment: Assignment) -> HttpResponseBase:
    """Give the document by which the unit passed the campaign on: those above see that it did."""
    return _paper_of(assignment)


@require_safe
@access.opens(Permission.VIEW_CAMPAIGN, queries.assignment)
def campaign_parent_file(request: HttpRequest, assignment: Assignment) -> HttpResponseBase:
    """Give the document by which the level above passed the campaign on to this unit; to the owner, the directive."""
    if assignment.parent is None:
        return redirect(asking.address("campaign_directive", assignment))
    return _paper_of(assignment.parent)


def _paper_of(assignment: Assignment) -> HttpResponseBase:
    if assignment.directed_on is None:
        raise Http404
    if assignment.direction_file is not None:
        return _stored(assignment.direction_file)
    if assignment.direction_document is None:
        raise Http404
    data = papers.outgoing_file(assignment.direction_document, kind="pdf")
    headers = {**_PRIVATE, "Content-Disposition": 'inline; filename="van-ban-trien-khai.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def _stored(file: StoredFile) -> FileResponse:
    return FileResponse(
        file.content.open("rb"),
        as_attachment=True,
        filename=file.name,
        content_type=file.media_type,
        headers=_PRIVATE,
    )


@require_safe
@access.opens(Permission.VIEW_CAMPAIGN, queries.assignment)
def campaign_directive(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Show the text of the directive: whoever takes part may read what it answers to."""
    directive = assignment.campaign.directive
    if directive is None:
        raise Http404
    context = asking.context_of(request, assignment, directive=directive)
    return render(request, "campaigns/campaign_directive.html", context)
