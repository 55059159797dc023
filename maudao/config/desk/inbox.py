"""The inbox of a unit's desk: what waits there, found from the state of rows, never stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maudao.campaigns.models import Assignment, Campaign
from maudao.campaigns.rules import CampaignState
from maudao.config.desk.deadline import due, report_of
from maudao.config.desk.parts import address
from maudao.documents.models import IncomingDocument, OutgoingDocument
from maudao.documents.rules import IncomingState, OutgoingState
from maudao.drives.models import Notice
from maudao.drives.queries.notices import waiting_notices
from maudao.drives.rules import NoticeKind
from maudao.lib import vietnamese
from maudao.organization.models import Unit
from maudao.reports.models import Report
from maudao.reports.rules import ReportState


@dataclass(frozen=True)
class Item:
    """One thing to do: what, about what, where, and how pressing (`tone` as in `pieces/_badge.html`)."""

    title: str
    meta: str
    url: str
    verb: str  # what the button says that opens it
    word: str = ""
    tone: str = "plain"

    @property
    def badge(self) -> dict[str, str] | None:
        return {"word": self.word, "tone": self.tone} if self.word else None


def inbox(unit: Unit, parts: Sequence[Assignment], *, on: date) -> list[Item]:
    """Return what waits at `unit`, most pressing first: people to tell, documents, campaigns, reports, drafts.

    `parts` are those of `parts_of`. What a unit has reported on, or a unit above has summed up, it is not asked for.
    """
    open_parts = [part for part in parts if part.locked_at is None and not due(part, on=on).done_on]
    return [
        *_to_tell(unit, on=on),
        *_returned(open_parts),
        *_to_acknowledge(open_parts),
        *_from_below(unit),
        *_documents_in(unit),
        *_replacements(unit),
        *_campaigns_to_launch(unit),
        *_own_part(open_parts, on=on),
        *_documents_out(unit),
    ]


def _to_tell(unit: Unit, *, on: date) -> Iterator[Item]:
    """Drives that moved or were cancelled, of which the unit's own people do not know yet."""
    for notice in waiting_notices(unit, on=on):
        url = reverse("notice", kwargs={"code": unit.code, "drive": notice.drive.code})
        is_moved = notice.kind == NoticeKind.MOVED
        word = _("đã dời") if is_moved else _("đã huỷ")
        yield Item(
            _("Báo cho đồng nghiệp: %s") % _news(notice),
            notice.drive.title,
            url,
            _("Xem báo cho ai"),
            word,
            "warn" if is_moved else "stop",
        )


def _news(notice: Notice) -> str:
    days = {
        "was": vietnamese.format_date(notice.was_on),
        "day": vietnamese.format_date(notice.drive.held_on),
    }
    if notice.kind == NoticeKind.CANCELLED:
        return _("đợt ngày %(was)s đã huỷ") % days
    if notice.was_on == notice.drive.held_on:
        return _("đợt ngày %(day)s đổi giờ hoặc nơi") % days
    return _("đợt ngày %(was)s dời sang %(day)s") % days


def _returned(assignments: Sequence[Assignment]) -> Iterator[Item]:
    for assignment in assignments:
        report = report_of(assignment)
        if report and report.state == ReportState.RETURNED:
            yield Item(
                _("Sửa báo cáo và gửi lại"),
                assignment.campaign.title,
                address("report", assignment),
                _("Sửa báo cáo"),
                _("được trả lại"),
                "warn",
            )


def _to_acknowledge(assignments: Sequence[Assignment]) -> Iterator[Item]:
    for assignment in assignments:
        if assignment.acknowledged_at is None:
            yield Item(
                _("Xác nhận đã nhận chiến dịch"),
                assignment.campaign.title,
                address("campaign", assignment),
                _("Xem và xác nhận"),
                _("mới"),
                "info",
            )


def _from_below(unit: Unit) -> Iterator[Item]:
    below = (
        Report.objects.filter(
            assignment__parent__unit=unit,
            assignment__campaign__state=CampaignState.OPEN,
            state=ReportState.SUBMITTED,
        )
        .values("assignment__campaign__code", "assignment__campaign__title")
        .annotate(waiting=Count("pk"))
    )
    for row in below:
        title = ngettext("%d báo cáo chờ xem", "%d báo cáo chờ xem", row["waiting"]) % row["waiting"]
        url = reverse(
            "report_desk", kwargs={"campaign": row["assignment__campaign__code"], "unit": unit.code}
        )
        yield Item(title, row["assignment__campaign__title"], url, _("Xem báo cáo"), _("chờ xem"), "wait")


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
        verb = _("Kiểm tra văn bản") if is_new else _("Lập chiến dịch")
        yield Item(title, document.subject or str(document), url, verb, _("văn bản"), "info")


def _replacements(unit: Unit) -> Iterator[Item]:
    """Documents that replace the directive of a campaign that has not followed them yet."""
    running = (
        Campaign.objects.exclude(state=CampaignState.CLOSED).filter(unit=unit).select_related("directive")
    )
    for campaign in running.filter(directive__superseded_by__state=IncomingState.REGISTERED).distinct():
        url = reverse("campaign_supersede", kwargs={"campaign": campaign.code, "unit": unit.code})
        yield Item(
            _("Cập nhật chiến dịch theo văn bản thay thế"),
            campaign.title,
            url,
            _("Cập nhật"),
            _("văn bản"),
            "info",
        )


def _campaigns_to_launch(unit: Unit) -> Iterator[Item]:
    for campaign in Campaign.objects.filter(unit=unit, state=CampaignState.DRAFT):
        url = reverse("campaign_launch", kwargs={"campaign": campaign.code, "unit": unit.code})
        yield Item(
            _("Phát động chiến dịch"), campaign.title, url, _("Chọn đơn vị"), _("đang chuẩn bị"), "wait"
        )


def _own_part(assignments: Sequence[Assignment], *, on: date) -> Iterator[Item]:
    for assignment in assignments:
        if assignment.acknowledged_at is not None:
            yield from _to_do(assignment)
        yield from _due(assignment, on=on)


def _to_do(assignment: Assignment) -> Iterator[Item]:
    if assignment.directed_on is None:
        yield Item(
            _("Ban hành văn bản triển khai"),
            assignment.campaign.title,
            address("campaign_direction", assignment),
            _("Soạn văn bản"),
        )
    elif not assignment.has_activity:  # type: ignore[attr-defined]  # annotated by `parts_of`
        yield Item(
            _("Ghi hoạt động đầu tiên"),
            assignment.campaign.title,
            address("activity_new", assignment),
            _("Ghi hoạt động"),
        )


def _due(assignment: Assignment, *, on: date) -> Iterator[Item]:
    report, last = report_of(assignment), due(assignment, on=on)
    if report and report.state == ReportState.RETURNED:
        return
    is_late = last.days_left < 0
    word = _("quá hạn") if is_late else _("còn %d ngày") % last.days_left
    yield Item(
        _("Gửi báo cáo, chậm nhất ngày %s") % vietnamese.format_date(last.on),
        assignment.campaign.title,
        address("report", assignment),
        _("Làm báo cáo"),
        word,
        "stop" if is_late else "wait",
    )


def _documents_out(unit: Unit) -> Iterator[Item]:
    for document in OutgoingDocument.objects.filter(unit=unit, state=OutgoingState.DRAFT):
        url = reverse("outgoing_page", kwargs={"pk": document.pk})
        yield Item(_("Ban hành dự thảo"), document.subject, url, _("Mở dự thảo"), _("dự thảo"), "plain")
