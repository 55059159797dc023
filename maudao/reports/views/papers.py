"""Files of a report, the official document, and what a figure is made of."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maudao.campaigns.models import Assignment
from maudao.campaigns.queries import assignment
from maudao.documents.views.paper import Paper as Sheet
from maudao.organization import access
from maudao.organization.rules import Permission
from maudao.reports import actions, exports, queries
from maudao.reports.actions import ReportRefused
from maudao.reports.forms import FileForm, IssueForm, signed_by
from maudao.reports.models import Report
from maudao.reports.queries import Paper
from maudao.reports.views import shown
from maudao.reports.views.frame import (
    FactAt,
    FileOf,
    actor_of,
    address,
    fact_at,
    file_of,
    office_of,
    opened_report,
    path_of,
)


@require_safe
@access.opens(Permission.EXPORT_REPORT, file_of)
def report_file(request: HttpRequest, found: FileOf) -> HttpResponse:
    """Give the report as a file; `as_of` and `tree` ask for another day and the tree as it is now."""
    form = FileForm(request.GET)
    if not form.is_valid():
        return HttpResponse(
            _("Ngày hoặc cây không đúng."), status=422, content_type="text/plain; charset=utf-8"
        )
    asked = form.cleaned_data
    row = opened_report(found.part)
    if not row.is_received and not access.may(request, Permission.WRITE_REPORT, found.unit):
        row.results = row.difficulties = row.proposals = ""  # a draft's words are its unit's alone
    paper = queries.paper(row, as_of=asked["as_of"] or timezone.localdate(), tree=asked["tree"] or "then")
    as_issued = not asked["as_of"] and not asked["tree"]
    name = exports.file_name(paper, found.extension)
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Cache-Control": "private, no-store",
    }
    data = exports.report_file(paper, found.extension, as_issued=as_issued)
    return HttpResponse(data, content_type=exports.FORMATS[found.extension], headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.WRITE_REPORT, assignment)
def report_issue(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Show the official report as it stands on paper; issue it, or put it among the drafts to be edited."""
    row, today = opened_report(part), timezone.localdate()
    paper = queries.paper(row, as_of=today)
    if request.method != "POST":
        return _issue_page(request, paper)
    form = IssueForm(request.POST, today=today)
    if not form.is_valid():
        return _issue_page(request, paper, form=form, status=422)
    try:
        document = _made(request, row, paper, form)
    except ReportRefused as refused:
        messages.error(request, refused.sentence)
        return redirect(address("report_issue", part))
    return redirect("outgoing_page", pk=document.pk)


def _made(request: HttpRequest, row: Report, paper: Paper, form: IssueForm) -> Any:
    given, actor, now = form.cleaned_data, actor_of(request), timezone.now()
    content = exports.official_report(paper, signer=given["signer"], signer_title=given["signer_title"])
    if "draft" in request.POST:
        messages.success(request, _("Đã lập dự thảo. Sửa xong, ban hành ngay tại đây."))
        return actions.draft_report_document(row, content, actor=actor, now=now)
    issued = actions.issue_report_document(
        row, content, issued_on=given["issued_on"], signer=given["signer"], actor=actor, now=now
    )
    messages.success(request, _("Đã ban hành báo cáo số %(number)s.") % {"number": issued.full_number})
    return issued


def _issue_page(
    request: HttpRequest, paper: Paper, *, form: IssueForm | None = None, status: int = 200
) -> HttpResponse:
    row, part = paper.report, paper.report.assignment
    today, office = timezone.localdate(), office_of(request, part.unit)
    who = signed_by(row, office)
    content = exports.official_report(paper, signer=who["signer"], signer_title=who["signer_title"])
    context = {
        "report": row,
        "part": part,
        "unit": part.unit,
        "path": [*path_of(part), {"label": _("Báo cáo"), "url": address("report", part)}],
        "paper": Sheet(content),
        "document": row.document,
        "completeness": shown.completeness_sentence(paper.rolled) if paper.rolled.missing() else "",
        "form": form or IssueForm(initial={"issued_on": today, **who}, today=today),
    }
    return render(request, "reports/report_issue.html", context, status=status)


@require_safe
@access.opens(Permission.VIEW_REPORT, fact_at)
def report_fact(request: HttpRequest, found: FactAt) -> HttpResponse:
    """Show what a figure is made of: the children's shares, the unit's own activities and drives, what was typed."""
    part, fact, today = found.part, found.fact, timezone.localdate()
    made = queries.made_of(queries.roll_up(part, as_of=today), fact)
    context = {
        "part": part,
        "unit": part.unit,
        "path": [*path_of(part), {"label": _("Báo cáo"), "url": address("report_view", part)}],
        "title": str(fact.label)[:1].upper() + str(fact.label)[1:],
        "made": made,
        "children": shown.share_rows(made, part),
        "entries": shown.entry_rows(
            made,
            may_open=access.may(request, Permission.VIEW_ACTIVITIES, part.unit),
            drives=access.reach(request.user, Permission.VIEW_DRIVES, on=today),
        ),
    }
    return render(request, "reports/report_fact.html", context)
