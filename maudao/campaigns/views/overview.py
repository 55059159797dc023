"""The campaigns of a unit, and one campaign as seen from a unit."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from maudao.campaigns import queries
from maudao.campaigns.forms import LACKING, ChildFilter
from maudao.campaigns.models import Assignment, Campaign
from maudao.campaigns.queries import Lacking
from maudao.campaigns.rules import CampaignState, Denominator
from maudao.campaigns.views import asking, presenting
from maudao.organization import access
from maudao.organization import queries as units
from maudao.organization.models import Unit
from maudao.organization.rules import Permission

_PER_PAGE = 50
_SHOWN_ACTIVITIES = 6


@require_safe
@access.opens(Permission.VIEW_CAMPAIGN, units.unit)
def campaign_list(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show the campaigns in which the unit takes part, and those that it prepares."""
    parts = Paginator(queries.assignments_of(unit), _PER_PAGE).get_page(request.GET.get("page"))
    may_run = access.may(request, Permission.RUN_CAMPAIGN, unit)
    drafts = list(queries.campaigns_of(unit).filter(state=CampaignState.DRAFT)) if may_run else []
    called = queries.titles([*drafts, *(part.campaign for part in parts)])
    context = {
        "unit": unit,
        "may_run": may_run,
        "drafts": [
            {
                "title": called[draft.pk],
                "url": asking.own_address("campaign_edit", draft),
                "meta": _span(draft),
            }
            for draft in drafts
        ],
        "page": parts,
        "rows": [_row(part, called) for part in parts],
    }
    return render(request, "campaigns/campaign_list.html", context)


def _span(campaign: Campaign) -> str:
    return f"{campaign.starts_on:%d/%m/%Y} – {campaign.ends_on:%d/%m/%Y}"


def _row(part: Assignment, called: dict[int, str]) -> dict[str, Any]:
    return {
        "title": called[part.campaign_id],
        "url": asking.address("campaign", part),
        "meta": f"{part.campaign.unit.name}, {_span(part.campaign)}",
        "badge": badge(part.campaign),
    }


def badge(campaign: Campaign) -> dict[str, str]:
    """Return the campaign's state as a badge."""
    tone = {CampaignState.DRAFT: "wait", CampaignState.OPEN: "info", CampaignState.CLOSED: "plain"}
    return {"word": campaign.get_state_display(), "tone": tone[CampaignState(campaign.state)]}


@require_safe
@access.opens(Permission.VIEW_CAMPAIGN, queries.assignment)
def campaign(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Show the campaign as seen from a unit: by when, how far, what to do next, and the units below."""
    today = timezone.localdate()
    abilities = asking.abilities(request, assignment)
    results = queries.indicator_results(assignment)
    due = import_string(settings.REPORT_DUE)(assignment, on=today)
    context = {
        "assignment": assignment,
        "campaign": assignment.campaign,
        "unit": assignment.unit,
        "badge": badge(assignment.campaign),
        "path": asking.places_above(request, assignment),
        "due": due,
        "lines": presenting.progress_lines(results, assignment),
        "quota_lacks": assignment.is_root and _lacks_quota(results),
        **_next(assignment, abilities, due=due),
        **_below(request, assignment),
        **_contents(assignment.campaign),
        **abilities,
    }
    return render(request, "campaigns/campaign.html", context)


def _lacks_quota(results: list[queries.IndicatorResult]) -> bool:
    return any(one.indicator.denominator == Denominator.QUOTA and not one.denominator for one in results)


def _next(assignment: Assignment, abilities: dict[str, Any], *, due: Any) -> dict[str, Any]:
    """What the unit itself has done, and what comes next."""
    activities = list(assignment.activities.standing())
    report_url = _address("report", assignment)
    steps = presenting.steps(
        assignment,
        activities=len(activities),
        report_url=report_url,
        reported_on=due.done_on,
        due_on=due.on,
    )
    current = next((step for step in steps if step["state"] == "current"), None)
    return {
        "steps": steps,
        "current": current,
        "must_acknowledge": assignment.acknowledged_at is None and not due.done_on,
        "activities": activities[:_SHOWN_ACTIVITIES] if abilities["may_view_activities"] else [],
        "activity_count": len(activities),
        "report_url": report_url,
        "report_desk_url": _address("report_desk", assignment),
    }


def _address(name: str, assignment: Assignment) -> str:
    """Return the address of a page of the app above, where it stands."""
    try:
        return reverse(name, kwargs={"campaign": assignment.campaign.code, "unit": assignment.unit.code})
    except NoReverseMatch:
        return ""


def _below(request: HttpRequest, assignment: Assignment) -> dict[str, Any]:
    """The units directly below: a page of them, as the filter says."""
    form = ChildFilter(request.GET)
    chosen = form.chosen()
    page = Paginator(queries.children_of(assignment, **chosen), _PER_PAGE).get_page(request.GET.get("page"))
    counts = queries.unit_counts(Assignment.objects.within(assignment).exclude(pk=assignment.pk))
    rows = queries.child_rows(assignment, list(page)) if len(page) else []
    return {
        "filter": form,
        "is_filtered": any(chosen.values()),
        "has_children": bool(rows) or (any(chosen.values()) and assignment.children.exists()),
        "page": page,
        "child_rows": presenting.child_cells(rows),
        "counts": counts,
        "waiting_count": counts.units - counts.acknowledged,
    }


def _contents(campaign: Campaign) -> dict[str, Any]:
    """What the directive offers and asks for."""
    return {
        "slogans": campaign.slogans.filter(is_offered=True),
        "tasks": campaign.tasks.all(),
        "programmes": campaign.programmes.all(),
        "versions": campaign.versions.select_related("directive").order_by("-number"),
    }


@require_safe
@access.opens(Permission.VIEW_CAMPAIGN, queries.assignment)
def campaign_audit(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Show who gave whom what, at and below the unit."""
    page = Paginator(queries.target_changes(assignment), _PER_PAGE).get_page(request.GET.get("page"))
    context = asking.context_of(request, assignment, page=page)
    return render(request, "campaigns/campaign_audit.html", context)


@require_safe
@access.opens(Permission.VIEW_CAMPAIGN, queries.assignment)
def campaign_unacknowledged(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Show every unit below that has not acknowledged; or has no document, or no activity yet."""
    asked = request.GET.get("thieu", "")
    lacking = Lacking(asked) if asked in set(Lacking) else Lacking.ACKNOWLEDGEMENT
    page = Paginator(queries.lacking_below(assignment, lacking), _PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"title": part.name, "url": asking.address("campaign", part), "meta": part.get_kind_display()}
        for part in page
    ]
    context = asking.context_of(request, assignment, page=page, rows=rows, tabs=_lacking_tabs(lacking))
    return render(request, "campaigns/campaign_unacknowledged.html", context)


def _lacking_tabs(current: Lacking) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"?thieu={value}", "current": value == current} for value, label in LACKING
    ]
