"""A unit's own documents: seen as on paper, edited while drafts, issued, taken away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maudao.documents import actions, exports, queries
from maudao.documents.forms.outgoing import DraftForm, IssueForm
from maudao.documents.models import OutgoingDocument
from maudao.documents.views.incoming import actor_of
from maudao.documents.views.paper import Paper
from maudao.documents.writer.blocks import OfficialDocument
from maudao.lib import vietnamese
from maudao.organization import access
from maudao.organization.rules import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.VIEW_DOCUMENTS, queries.outgoing_document)
def outgoing_page(request: HttpRequest, document: OutgoingDocument) -> HttpResponse:
    """Show the document as it stands on paper; a draft can be edited and issued."""
    may_write = access.may(request, Permission.REGISTER_DOCUMENTS, document.unit)
    if request.method == "POST":
        if not may_write:
            raise Http404
        return (
            _issued(request, document)
            if request.POST.get("action") == "issue"
            else _revised(request, document)
        )
    return _page(request, document, may_write=may_write)


def _page(
    request: HttpRequest,
    document: OutgoingDocument,
    *,
    may_write: bool = True,
    form: DraftForm | None = None,
    issue_form: IssueForm | None = None,
    status: int = 200,
) -> HttpResponse:
    content = OfficialDocument.from_json(document.content)
    context: dict[str, Any] = {
        "document": document,
        "unit": document.unit,
        "may_open_basis": document.basis is not None and document.basis.unit_id == document.unit_id,
        "paper": Paper(content),
        "may_write": may_write and document.is_draft,
        "form": form or DraftForm(content),
        "issue_form": issue_form or IssueForm(today=timezone.localdate(), signer=document.signer),
        "is_editing": form is not None,
    }
    return render(request, "documents/outgoing_page.html", context, status=status)


def _revised(request: HttpRequest, document: OutgoingDocument) -> HttpResponse:
    form = DraftForm(OfficialDocument.from_json(document.content), request.POST)
    if not form.is_valid():
        return _page(request, document, form=form, status=422)
    try:
        actions.revise_outgoing(document, form.revised(), actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Đã lưu dự thảo."))
    except actions.AlreadyIssued:
        messages.error(request, _("Văn bản đã ban hành, không sửa được nữa. Hãy lập văn bản mới thay thế."))
    return redirect("outgoing_page", pk=document.pk)


def _issued(request: HttpRequest, document: OutgoingDocument) -> HttpResponse:
    form = IssueForm(request.POST, today=timezone.localdate(), signer=document.signer)
    if not form.is_valid():
        return _page(request, document, issue_form=form, status=422)
    issued = actions.issue(document, **form.cleaned_data, actor=actor_of(request), now=timezone.now())
    messages.success(request, _("Đã ban hành, số %s.") % issued.full_number)
    return redirect("outgoing_page", pk=document.pk)


@require_safe
@access.opens(Permission.VIEW_DOCUMENTS, queries.outgoing_rendition)
def outgoing_file(request: HttpRequest, rendition: queries.Rendition) -> HttpResponse:
    """Give the document as DOCX or PDF."""
    document, kind = rendition.document, rendition.kind
    name = slugify(vietnamese.fold(f"{document.full_number.replace('/', '-')} {document.subject}"))[
        :80
    ].strip("-")
    headers = {
        "Content-Disposition": content_disposition_header(True, f"{name or 'van-ban'}.{kind}")
        or "attachment",
        "Cache-Control": "private, no-store",
    }
    data = exports.outgoing_file(document, kind=kind)
    return HttpResponse(data, content_type=exports.MEDIA_TYPES[kind], headers=headers)
