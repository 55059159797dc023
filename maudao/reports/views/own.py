"""Pages of the unit that reports: the form, the look before sending, sending, "nothing to report", taking back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maudao.campaigns.models import Assignment
from maudao.campaigns.queries import assignment
from maudao.organization import access
from maudao.organization.rules import Permission
from maudao.reports import actions, queries
from maudao.reports.actions import ReportRefused
from maudao.reports.forms import TEXTS, ReportForm, SignForm, VersionForm, signed_by
from maudao.reports.models import Report
from maudao.reports.queries import RollUp
from maudao.reports.rules import ReportState, StepKind
from maudao.reports.rules.figures import findings
from maudao.reports.views import shown
from maudao.reports.views.frame import (
    actor_of,
    address,
    office_of,
    opened_report,
    path_of,
)


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.WRITE_REPORT, assignment)
def report(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Show the unit's own report: the form while it is open, else why it is closed. POST keeps what the form says."""
    row = opened_report(part)
    if request.method != "POST":
        return _page(request, row)
    form = _form(row, data=request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    try:
        actions.save_report(
            row,
            form.draft(),
            version=form.cleaned_data["version"],
            actor=actor_of(request),
            now=timezone.now(),
        )
    except ReportRefused as refused:
        return _refused(request, part, refused)
    if "draft" in request.POST:
        messages.success(request, _("Đã lưu nháp."))
        return redirect(address("report", part))
    return redirect(address("report_preview", part))


def _refused(request: HttpRequest, part: Assignment, refused: ReportRefused) -> HttpResponse:
    """Show the form again with all that was typed, on what stands now; nothing is lost."""
    row = queries.report_of(part)
    standing = {"version": row.version, "basis": queries.own_figures(row).basis}
    again = _form(row, data={**request.POST.dict(), **standing})
    again.is_valid()
    if isinstance(refused, actions.FiguresRefused):
        for finding in refused.findings:
            again.add_error(finding.fact.value, finding.sentence)
    else:
        again.add_error(None, refused.sentence)
    theirs = row if isinstance(refused, actions.StaleReport) else None
    return _page(request, row, form=again, theirs=theirs, status=422)


def _form(row: Report, *, data: Any = None, texts: dict[str, str] | None = None) -> ReportForm:
    return ReportForm(
        row,
        queries.own_figures(row),
        queries.asked_of(row),
        link=lambda fact: address("report_fact", row.assignment, fact=fact.value),
        data=data,
        texts=texts,
    )


def _page(
    request: HttpRequest,
    row: Report,
    *,
    form: ReportForm | None = None,
    theirs: Report | None = None,
    status: int = 200,
) -> HttpResponse:
    part, today = row.assignment, timezone.localdate()
    rolled = queries.roll_up(part, as_of=today)
    closed = queries.closed_because(row, on=today)
    voices = queries.voices_below(part) if rolled.children else []
    gathered = _gathered(row, voices) if "gather" in request.GET else None
    context = {
        **_shared(row, rolled),
        "closed": closed,
        "form": None if closed else form or _form(row, texts=gathered),
        "theirs": theirs,
        "kept": shown.kept(form) if closed and form else [],
        "voices": voices,
        "returned": _returned(row),
        "may_say_nothing": not closed and not rolled.facts.total(),
        "may_recall": row.state == ReportState.SUBMITTED
        and closed is not None
        and closed.code == "submitted",
    }
    return render(request, "reports/report.html", context, status=status)


def _shared(row: Report, rolled: RollUp) -> dict[str, Any]:
    part = row.assignment
    return {
        **shown.of_report(row, rolled, on=timezone.localdate()),
        "path": path_of(part),
        "progress": shown.progress(rolled),
    }


def _gathered(row: Report, voices: list[queries.Voice]) -> dict[str, str]:
    """Return the unit's words with those of the units below after them, each led by its name."""
    return {
        name: "\n".join(
            [
                *([getattr(row, name)] if getattr(row, name) else []),
                *(
                    f"- {voice.unit_name}: {text}"
                    for voice in voices
                    if (text := getattr(voice, name).strip())
                ),
            ]
        )
        for name in TEXTS
    }


def _returned(row: Report) -> dict[str, str] | None:
    if row.state != ReportState.RETURNED:
        return None
    step = row.steps.filter(kind__in=[StepKind.RETURNED, StepKind.RECALLED]).last()
    if step is None or step.kind == StepKind.RECALLED:
        return None
    return {"who": step.actor_label, "reason": step.reason}


@require_safe
@access.opens(Permission.WRITE_REPORT, assignment)
def report_preview(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Show the report as it would be sent, what deserves a second look, and who signs."""
    return _preview(request, part)


def _preview(
    request: HttpRequest, part: Assignment, *, form: SignForm | None = None, status: int = 200
) -> HttpResponse:
    row = opened_report(part)
    if queries.closed_because(row, on=timezone.localdate()):
        return redirect(address("report", part))
    own = queries.own_figures(row)
    rolled = queries.as_if_sent(queries.roll_up(part, as_of=timezone.localdate()), row, own)
    found = findings(own.totals, members=part.members or None)
    context = {
        **_shared(row, rolled),
        "rows": shown.own_rows(own),
        "refusals": [finding for finding in found if finding.is_refusal],
        "warnings": [finding for finding in found if not finding.is_refusal],
        "reviewer": queries.reviewer_of(part, on=timezone.localdate()),
        "form": form or SignForm(initial=signed_by(row, office_of(request, part.unit))),
    }
    return render(request, "reports/report_preview.html", context, status=status)


@require_POST
@access.opens(Permission.WRITE_REPORT, assignment)
def report_submit(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Send the report up."""
    form = SignForm(request.POST)
    if not form.is_valid():
        return _preview(request, part, form=form, status=422)
    try:
        actions.submit(opened_report(part), **form.cleaned_data, actor=actor_of(request), now=timezone.now())
    except ReportRefused as refused:
        messages.error(request, refused.sentence)
        return redirect(address("report", part))
    messages.success(request, _sent_to(part))
    return redirect(address("report", part))


@require_POST
@access.opens(Permission.WRITE_REPORT, assignment)
def report_nothing(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Send "nothing to report", in one tap."""
    row = opened_report(part)
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    who = signed_by(row, office_of(request, part.unit))
    try:
        actions.submit_nothing(
            row,
            version=row.version if version is None else version,
            signer=who["signer"],
            signer_title=who["signer_title"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        messages.success(request, _sent_to(part))
    except ReportRefused as refused:
        messages.error(request, refused.sentence)
    return redirect(address("report", part))


@require_POST
@access.opens(Permission.WRITE_REPORT, assignment)
def report_recall(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Take back a report that is waiting, to mend it."""
    try:
        actions.recall(opened_report(part), actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Đã rút lại báo cáo. Sửa xong, xin gửi lại."))
    except ReportRefused as refused:
        messages.error(request, refused.sentence)
    return redirect(address("report", part))


def _sent_to(part: Assignment) -> str:
    reviewer = queries.reviewer_of(part, on=timezone.localdate())
    return _("Đã gửi báo cáo đến %(unit)s.") % {"unit": reviewer.unit_name}
