"""What report pages share: finders of several address parts, the report of a part, addresses, who acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from maudao.campaigns.models import Assignment
from maudao.campaigns.queries import assignment
from maudao.campaigns.rules import Fact
from maudao.campaigns.views.asking import list_place
from maudao.organization.audit import Actor, system
from maudao.organization.models import Office, Unit
from maudao.reports import actions, queries
from maudao.reports.exports import FORMATS
from maudao.reports.models import Report
from maudao.reports.queries import ReportMark
from maudao.reports.rules import ReportState, StepKind

TONES: Mapping[ReportState, str] = {
    ReportState.DRAFT: "plain",
    ReportState.SUBMITTED: "wait",
    ReportState.RETURNED: "warn",
    ReportState.ACCEPTED: "good",
    ReportState.LOCKED: "good",
}


@dataclass(frozen=True)
class FactAt:
    """A fact of a unit in a campaign."""

    part: Assignment
    fact: Fact

    @property
    def unit(self) -> Unit:
        return self.part.unit


@dataclass(frozen=True)
class FileOf:
    """A file of a unit's report."""

    part: Assignment
    extension: str

    @property
    def unit(self) -> Unit:
        return self.part.unit


def fact_at(*, campaign: str, unit: str, fact: str) -> FactAt:
    """Find a fact of a unit by the parts of its address."""
    if fact not in Fact.values:
        raise Http404
    return FactAt(assignment(campaign=campaign, unit=unit), Fact(fact))


def file_of(*, campaign: str, unit: str, extension: str) -> FileOf:
    """Find what a file is made of by the parts of its address."""
    assert extension in FORMATS  # the address allows no other
    return FileOf(assignment(campaign=campaign, unit=unit), extension)


def opened_report(part: Assignment) -> Report:
    """Return the report on a part; one that no job has opened yet is opened."""
    try:
        return queries.report_of(part)
    except Report.DoesNotExist:
        actions.open_reports([part], actor=system("Hệ thống (mở báo cáo)"), now=timezone.now())
        return queries.report_of(part)


def actor_of(request: HttpRequest) -> Actor:
    """Return the signed-in person as the one who acts."""
    assert request.user.is_authenticated  # `opens` lets nobody else in
    return Actor.of(request.user)


def office_of(request: HttpRequest, unit: Unit) -> Office | None:
    """Return the office that the signed-in person holds at a unit. Cost: one query."""
    held = Office.objects.held_on(timezone.localdate()).filter(user=request.user.pk, unit=unit)
    return held.select_related("user").order_by("pk").first()


def address(name: str, part: Assignment, **more: str) -> str:
    """Return the address of a page about a part."""
    return reverse(name, kwargs={"campaign": part.campaign.code, "unit": part.unit.code, **more})


def path_of(part: Assignment) -> list[dict[str, str]]:
    """Return where a report page is: below the campaign, as the unit sees it."""
    here = {"label": part.campaign.title, "url": address("campaign", part)}
    return [list_place(part.unit.code), here]


def badge_of(report: Report | ReportMark) -> dict[str, str]:
    """Return a report's state as `pieces/_badge.html` shows it."""
    state = ReportState(report.state)
    nothing = report.is_nothing if isinstance(report, ReportMark) else report.is_nothing_to_report
    word = _("không phát sinh") if nothing and report.is_received else str(state.label)
    return {"word": word[:1].upper() + word[1:], "tone": TONES[state]}


def events_of(report: Report) -> list[dict[str, Any]]:
    """Return a report's way as `pieces/_timeline.html` shows it, the newest first. Cost: one query."""
    return [
        {"at": step.at, "title": _event(step.kind, step.reason), "who": step.actor_label}
        for step in report.steps.order_by("-at", "-pk")
    ]


def _event(kind: str, reason: str) -> str:
    label = str(StepKind(kind).label)
    told = label[:1].upper() + label[1:]
    return f"{told}: {reason}" if reason else told


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Go on where the form says, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(wanted if is_ours else otherwise)
