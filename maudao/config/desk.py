"""The inbox of a unit's desk: what waits there, found from the state of rows, never stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maudao.campaigns.models import Activity, Assignment, Campaign
from maudao.campaigns.queries import indicator_results
from maudao.campaigns.rules import CampaignState
from maudao.campaigns.views.presenting import ProgressLine, progress_lines
from maudao.documents.models import IncomingDocument, OutgoingDocument
from maudao.documents.rules import IncomingState, OutgoingState
from maudao.lib import vietnamese
from maudao.organization.models import Unit
from maudao.reports.models import Report
from maudao.reports.rules import WRITABLE, ReportState


@dataclass(frozen=True)
class Item:
    """One thing to do: what, about what, where, and how pressing (`tone` as in `pieces/_badge.html`)."""

    title: str
    meta: str
    url: str
    word: str = ""
    tone: str = "plain"

    @property
    def badge(self) -> dict[str, str] | None:
        return {"word": self.word, "tone": self.tone} if self.word else None


def inbox(unit: Unit, *, on: date) -> list[Item]:
    """Return what waits at `unit`, most pressing first: documents in, campaigns, reports, documents out."""
    assignments = _assignments(unit)
    return [
        *_returned(assignments),
        *_to_acknowledge(assignments),
        *_from_below(unit),
        *_documents_in(unit),
        *_campaigns_to_launch(unit),
        *_own_part(assignments, on=on),
        *_documents_out(unit),
    ]


@dataclass(frozen=True)
class CampaignCard:
    """A campaign as the desk shows it: its progress at the unit with all below it, and when the report is due."""

    title: str
    url: str
    due_on: date
    days_left: int
    sent_on: date | None
    lines: list[ProgressLine]


def campaigns(unit: Unit, *, on: date) -> list[CampaignCard]:
    """Return the campaigns that run at `unit`, the first due first. Cost: five queries a campaign."""
    return [_card(assignment, on=on) for assignment in _assignments(unit)]


def _card(assignment: Assignment, *, on: date) -> CampaignCard:
    report = _report(assignment)
    due_on = report.last_day if report else assignment.campaign.report_due_on
    sent_at = report.submitted_at if report and report.is_received else None
    return CampaignCard(
        title=assignment.campaign.title,
        url=_address("campaign", assignment),
        due_on=due_on,
        days_left=(due_on - on).days,
        sent_on=timezone.localdate(sent_at) if sent_at else None,
        lines=progress_lines(indicator_results(assignment), assignment),
    )


def _assignments(unit: Unit) -> list[Assignment]:
    rows = (
        Assignment.objects.filter(unit=unit, campaign__state=CampaignState.OPEN)
        .select_related("campaign", "unit")
        .prefetch_related("reports")
        .annotate(
            has_activity=Exists(Activity.objects.filter(assignment=OuterRef("pk"), withdrawn_at=None)),
            has_children=Exists(Assignment.objects.filter(parent=OuterRef("pk"))),
        )
        .order_by("campaign__report_due_on")
    )
    return list(rows)


def _report(assignment: Assignment) -> Report | None:
    return next((report for report in assignment.reports.all() if report.period == "final"), None)


def _address(name: str, assignment: Assignment) -> str:
    return reverse(name, kwargs={"campaign": assignment.campaign.code, "unit": assignment.unit.code})


def _returned(assignments: list[Assignment]) -> Iterator[Item]:
    for assignment in assignments:
        report = _report(assignment)
        if report and report.state == ReportState.RETURNED:
            yield Item(
                _("Sửa báo cáo và gửi lại"),
                assignment.campaign.title,
                _address("report", assignment),
                _("được trả lại"),
                "warn",
            )


def _to_acknowledge(assignments: list[Assignment]) -> Iterator[Item]:
    for assignment in assignments:
        if assignment.acknowledged_at is None:
            yield Item(
                _("Xác nhận đã nhận chiến dịch"),
                assignment.campaign.title,
                _address("campaign", assignment),
                _("mới"),
                "info",
            )


def _from_below(unit: Unit) -> Iterator[Item]:
    below = (
        Report.objects.filter(assignment__parent__unit=unit, state=ReportState.SUBMITTED)
        .values("assignment__campaign__code", "assignment__campaign__title")
        .annotate(waiting=Count("pk"))
    )
    for row in below:
        title = ngettext("%d báo cáo chờ duyệt", "%d báo cáo chờ duyệt", row["waiting"]) % row["waiting"]
        url = reverse(
            "report_desk", kwargs={"campaign": row["assignment__campaign__code"], "unit": unit.code}
        )
        yield Item(title, row["assignment__campaign__title"], url, _("chờ duyệt"), "wait")


def _documents_in(unit: Unit) -> Iterator[Item]:
    waiting = IncomingDocument.objects.filter(unit=unit).filter(
        Q(state=IncomingState.PROPOSED)
        | Q(state=IncomingState.REGISTERED, campaigns=None, supersedes=None, superseded_by=None)
        & ~Exists(Campaign.objects.filter(versions__directive=OuterRef("pk")))
    )
    for document in waiting.order_by("created_at"):
        is_new = document.state == IncomingState.PROPOSED
        title = _("Kiểm tra và vào sổ văn bản đến") if is_new else _("Lập chiến dịch từ văn bản")
        url = reverse("incoming_review" if is_new else "campaign_new", kwargs={"pk": document.pk})
        yield Item(title, document.subject or str(document), url, _("văn bản"), "info")


def _campaigns_to_launch(unit: Unit) -> Iterator[Item]:
    for campaign in Campaign.objects.filter(unit=unit, state=CampaignState.DRAFT):
        url = reverse("campaign_launch", kwargs={"campaign": campaign.code, "unit": unit.code})
        yield Item(_("Phát động chiến dịch"), campaign.title, url, _("đang chuẩn bị"), "wait")


def _own_part(assignments: list[Assignment], *, on: date) -> Iterator[Item]:
    for assignment in assignments:
        if assignment.acknowledged_at is None:
            continue
        if assignment.directed_on is None:
            yield Item(
                _("Ban hành văn bản triển khai"),
                assignment.campaign.title,
                _address("campaign_direction", assignment),
            )
        elif not assignment.has_activity:  # type: ignore[attr-defined]  # annotated by `_assignments`
            yield Item(
                _("Ghi hoạt động đầu tiên"), assignment.campaign.title, _address("activity_new", assignment)
            )
        yield from _due(assignment, on=on)


def _due(assignment: Assignment, *, on: date) -> Iterator[Item]:
    report = _report(assignment)
    if report is None or report.state not in WRITABLE or report.state == ReportState.RETURNED:
        return
    days = (report.last_day - on).days
    is_late = days < 0
    word = _("quá hạn") if is_late else _("còn %d ngày") % days
    yield Item(
        _("Gửi báo cáo, chậm nhất ngày %s") % vietnamese.format_date(report.last_day),
        assignment.campaign.title,
        _address("report", assignment),
        word,
        "stop" if is_late else "wait",
    )


def _documents_out(unit: Unit) -> Iterator[Item]:
    for document in OutgoingDocument.objects.filter(unit=unit, state=OutgoingState.DRAFT):
        url = reverse("outgoing_page", kwargs={"pk": document.pk})
        yield Item(_("Ban hành dự thảo"), document.subject, url, _("dự thảo"), "plain")
