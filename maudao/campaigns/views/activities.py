"""What units did, and its evidence."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maudao.campaigns import actions, queries
from maudao.campaigns.forms import ActivityForm
from maudao.campaigns.models import Activity, Assignment, Evidence
from maudao.campaigns.rules import ActivityKind, EvidenceKind, FactsDisagree
from maudao.campaigns.views import asking
from maudao.organization import access
from maudao.organization.rules import Permission

_PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.ACT_IN_CAMPAIGN, queries.assignment)
@asking.while_open
def activity_new(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Record what the unit did: first its kind, then a day, a number and a photo."""
    asked = request.GET.get("loai", "")
    kind = ActivityKind(asked) if asked in ActivityKind.values else None
    if kind is None:
        return _kinds_page(request, assignment)
    is_sent = request.method == "POST"
    form = ActivityForm(
        kind,
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        today=timezone.localdate(),
        counted=lambda day: import_string(settings.COUNTED_DRIVES)(assignment, on=day),
    )
    if is_sent and form.is_valid() and (activity := _recorded(request, assignment, form)):
        messages.success(request, _("Đã ghi hoạt động."))
        return redirect("activity", pk=activity.pk)
    context = asking.context_of(request, assignment, form=form, kind=kind)
    return render(request, "campaigns/activity_new.html", context, status=422 if is_sent else 200)


def _kinds_page(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Show the kinds as big choices, those that the directive asks for first."""
    asked = set(assignment.campaign.tasks.values_list("activity_kind", flat=True))
    kinds = sorted(ActivityKind, key=lambda kind: kind.value not in asked)
    rows = [
        {
            "title": str(kind.label)[:1].upper() + str(kind.label)[1:],
            "url": f"?loai={kind.value}",
            "meta": _("văn bản yêu cầu") if kind.value in asked else "",
        }
        for kind in kinds
    ]
    context = asking.context_of(request, assignment, kinds=rows)
    status = 422 if request.method == "POST" else 200
    return render(request, "campaigns/activity_kinds.html", context, status=status)


def _recorded(request: HttpRequest, assignment: Assignment, form: ActivityForm) -> Activity | None:
    """Record what the form holds; a refusal becomes an error of the form."""
    given = form.cleaned_data
    try:
        return actions.record_activity(
            assignment,
            kind=form.kind,
            title=given["title"],
            held_on=given["held_on"],
            place=given["place"],
            facts=form.facts(),
            evidence=form.evidence(),
            idempotency_key=given["key"],
            actor=asking.actor_of(request),
            now=timezone.now(),
        )
    except (FactsDisagree, actions.EvidenceRefused) as refused:
        form.add_error(None, refused.message)
    except actions.KeyTaken:
        form.add_error(None, _("Biểu mẫu này đã được dùng. Mở lại trang để ghi hoạt động khác."))
    return None


@require_safe
@access.opens(Permission.VIEW_ACTIVITIES, queries.assignment)
def activity_list(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Show the activities of the unit and of all below it, the latest first."""
    asked = request.GET.get("loai", "")
    kind = asked if asked in ActivityKind.values else ""
    page = Paginator(queries.activities_within(assignment, kind=kind), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    counts = queries.activity_counts(Assignment.objects.within(assignment))
    context = asking.context_of(
        request,
        assignment,
        page=page,
        rows=[_row(activity) for activity in page],
        tabs=_tabs(counts, kind),
    )
    return render(request, "campaigns/activity_list.html", context)


def _row(activity: Activity) -> dict[str, Any]:
    meta = [activity.assignment.name, f"{activity.held_on:%d/%m/%Y}", str(activity.get_kind_display())]
    pieces: int = activity.pieces  # type: ignore[attr-defined]  # counted by `activities_within`
    badge = None if pieces else {"word": _("chưa có minh chứng"), "tone": "plain"}
    return {
        "title": activity.title,
        "url": reverse("activity", kwargs={"pk": activity.pk}),
        "meta": " · ".join(meta),
        "badge": badge,
    }


def _tabs(counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    every = {"label": _("Tất cả"), "url": "?", "current": not current, "count": sum(counts.values())}
    kinds = [
        {
            "label": kind.label,
            "url": f"?loai={kind.value}",
            "current": kind.value == current,
            "count": counts[kind],
        }
        for kind in ActivityKind
        if kind in counts
    ]
    return [every, *kinds]


@require_safe
@access.opens(Permission.VIEW_ACTIVITIES, queries.activity)
def activity(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Show an activity with its figures and its evidence."""
    closed = queries.part_closed_because(activity.assignment)
    may_act = not closed and access.may(request, Permission.ACT_IN_CAMPAIGN, activity.unit)
    context = asking.context_of(
        request,
        activity.assignment,
        activity=activity,
        figures=[(fact.get_fact_display(), fact.value) for fact in queries.facts_of(activity)],
        evidence=[_shown(piece) for piece in activity.evidence.select_related("file")],
        may_withdraw=may_act and activity.withdrawn_at is None,
        new_url=asking.address("activity_new", activity.assignment) if may_act else "",
    )
    return render(request, "campaigns/activity.html", context)


def _shown(piece: Evidence) -> dict[str, Any]:
    url = piece.url or reverse("evidence_file", kwargs={"pk": piece.pk})
    titles = {EvidenceKind.PHOTO: _("Ảnh"), EvidenceKind.LINK: piece.url, EvidenceKind.FILE: _("Tệp")}
    name = piece.file.name if piece.file and piece.kind == EvidenceKind.FILE else ""
    return {
        "url": url,
        "kind": piece.kind,
        "title": piece.caption or name or titles[EvidenceKind(piece.kind)],
        "thumbnail_url": url if piece.kind == EvidenceKind.PHOTO else "",
    }


@require_POST
@access.opens(Permission.ACT_IN_CAMPAIGN, queries.activity)
@asking.while_open
def activity_withdraw(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Take back what was entered by mistake."""
    actions.withdraw_activity(activity, actor=asking.actor_of(request), now=timezone.now())
    messages.success(request, _("Đã rút hoạt động; số liệu của nó không còn được tính."))
    return redirect("activity", pk=activity.pk)


@require_safe
@access.opens(Permission.VIEW_ACTIVITIES, queries.evidence)
def evidence_file(request: HttpRequest, evidence: Evidence) -> HttpResponseBase:
    """Give a photo to be shown, or a file to be taken away."""
    if evidence.file is None:
        raise Http404
    return FileResponse(
        evidence.file.content.open("rb"),
        as_attachment=evidence.kind != EvidenceKind.PHOTO,
        filename=evidence.file.name,
        content_type=evidence.file.media_type,
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"},
    )
