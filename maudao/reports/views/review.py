"""Pages of the level above: the desk of its children's reports, one report, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maudao.campaigns.models import Assignment
from maudao.campaigns.queries import assignment, campaign_closed_because
from maudao.organization import access
from maudao.organization.rules import Permission
from maudao.reports import actions, queries
from maudao.reports.actions import ReportRefused
from maudao.reports.forms import DeskFilter, ExtendForm, ReasonForm, VersionForm
from maudao.reports.models import Report
from maudao.reports.queries import Desk, Stand
from maudao.reports.rules import ReportState
from maudao.reports.views import shown
from maudao.reports.views.frame import (
    actor_of,
    address,
    back,
    opened_report,
    path_of,
)

_A_PAGE = 25


@require_safe
@access.opens(Permission.VIEW_REPORT, assignment)
def report_desk(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Show the reports of the units directly below, late ones first."""
    today = timezone.localdate()
    rolled = queries.roll_up(part, as_of=today)
    desk = queries.desk(rolled, on=today)
    form = DeskFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.matching(desk.rows, search=asked.get("search", ""), stand=asked.get("stand", ""))
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    queries.with_reports(list(page.object_list))
    ended = campaign_closed_because(part.campaign)
    may_review = not ended and access.may(request, Permission.RUN_CAMPAIGN, part.unit)
    is_closed = not ended and queries.is_summed_up(part)
    context = {
        "part": part,
        "unit": part.unit,
        "path": path_of(part),
        "rolled": rolled,
        "summary": shown.completeness_sentence(rolled),
        "tabs": _tabs(desk, part, asked.get("stand", "")),
        "filter": form,
        "is_filtered": bool(asked.get("search")),
        "found": len(found),
        "page": page,
        "rows": [
            shown.desk_row(row, part, is_closed=is_closed or ended is not None) for row in page.object_list
        ],
        "is_closed": is_closed,
        "ended": ended,
        "waiting": desk.counts[Stand.SUBMITTED] if may_review else 0,
        "may_review": may_review,
    }
    return render(request, "reports/report_desk.html", context)


def _tabs(desk: Desk, part: Assignment, chosen: str) -> list[dict[str, Any]]:
    here = address("report_desk", part)
    tabs = [{"label": _("Tất cả"), "url": here, "current": not chosen, "count": len(desk.rows)}]
    tabs += [
        {
            "label": stand.label,
            "url": f"{here}?stand={stand.value}",
            "current": chosen == stand.value,
            "count": desk.counts[stand],
        }
        for stand in Stand
    ]
    return tabs


@require_safe
@access.opens(Permission.VIEW_REPORT, assignment)
def report_view(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Show a report to those above the unit: figures, words, its way, and what can be done with it."""
    return _view(request, part)


def _view(
    request: HttpRequest, part: Assignment, *, reason_form: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    row, today = opened_report(part), timezone.localdate()
    rolled = queries.roll_up(part, as_of=today)
    ended = campaign_closed_because(part.campaign)
    may_review = not ended and access.may(request, Permission.REVIEW_REPORTS, part.unit)
    context = {
        **shown.of_report(row, rolled, on=today),
        "path": _path(request, part),
        "indicators": [shown.percent_line(one) for one in rolled.indicators],
        "words": shown.words(row) if row.is_received else [],
        "ended": ended,
        "may_review": may_review,
        "can": _possible(row) if may_review else {},
        "reason_form": reason_form or ReasonForm(initial={"version": row.version}),
        "extend_form": ExtendForm(),
    }
    return render(request, "reports/report_view.html", context, status=status)


def _path(request: HttpRequest, part: Assignment) -> list[dict[str, str]]:
    path = path_of(part)
    if part.parent is not None and access.may(request, Permission.VIEW_REPORT, part.parent.unit):
        desk = {"campaign": part.campaign.code, "unit": part.parent.unit.code}
        path.append({"label": part.parent.name, "url": shown.desk_address(**desk)})
    return path


def _possible(row: Report) -> dict[str, bool]:
    return {
        "accept": row.state == ReportState.SUBMITTED,
        "give_back": row.state in (ReportState.SUBMITTED, ReportState.ACCEPTED),
        "reopen": row.state == ReportState.LOCKED,
        "extend": not row.is_received,
    }


def _done(request: HttpRequest, part: Assignment, act: Callable[[], object], told: str) -> HttpResponse:
    try:
        act()
        messages.success(request, told)
    except ReportRefused as refused:
        messages.error(request, refused.sentence)
    return back(request, address("report_view", part))


@require_POST
@access.opens(Permission.REVIEW_REPORTS, assignment)
def report_accept(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Accept a report."""
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    row = opened_report(part)
    return _done(
        request,
        part,
        lambda: actions.accept(row, version=version, actor=actor_of(request), now=timezone.now()),
        _("Đã nhận báo cáo của %(unit)s.") % {"unit": part.name},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.REVIEW_REPORTS, assignment)
def report_return(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Give a report back with a reason, or open a locked one; the page alone shows the report and the form."""
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        return _view(
            request, part, reason_form=form if form.is_bound else None, status=422 if form.is_bound else 200
        )
    row = opened_report(part)
    return _done(
        request,
        part,
        lambda: actions.return_report(row, **form.cleaned_data, actor=actor_of(request), now=timezone.now()),
        _("Đã trả lại báo cáo của %(unit)s.") % {"unit": part.name},
    )


@require_POST
@access.opens(Permission.REVIEW_REPORTS, assignment)
def report_reopen(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Unlock a locked report."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _view(request, part, reason_form=form, status=422)
    row, reason = opened_report(part), form.cleaned_data["reason"]
    return _done(
        request,
        part,
        lambda: actions.reopen(row, reason=reason, actor=actor_of(request), now=timezone.now()),
        _("Đã mở lại báo cáo của %(unit)s. Cần đơn vị sửa thì trả lại kèm lý do.") % {"unit": part.name},
    )


@require_POST
@access.opens(Permission.REVIEW_REPORTS, assignment)
def report_extend(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Give a unit more days, in one tap."""
    form = ExtendForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Xin chọn gia hạn 3 hay 7 ngày."))
        return back(request, address("report_view", part))
    row = opened_report(part)
    return _done(
        request,
        part,
        lambda: actions.extend(row, **form.cleaned_data, actor=actor_of(request), now=timezone.now()),
        _("Đã gia hạn cho %(unit)s thêm %(days)s ngày.")
        % {"unit": part.name, "days": form.cleaned_data["days"]},
    )


@require_POST
@access.opens(
    Permission.RUN_CAMPAIGN, assignment
)  # the officer of the very unit: `REVIEW_REPORTS` begins below it
def report_accept_all(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Accept every report that waits on the unit's desk."""
    try:
        taken = actions.accept_all(part, actor=actor_of(request), now=timezone.now())
    except ReportRefused as refused:
        messages.error(request, refused.sentence)
        return redirect(address("report_desk", part))
    number = len(taken)
    if taken:
        told = ngettext("Đã nhận %(number)d báo cáo.", "Đã nhận %(number)d báo cáo.", number)
        messages.success(request, told % {"number": number})
    else:
        messages.info(request, _("Không có báo cáo nào đang chờ."))
    return redirect(address("report_desk", part))
