"""The campaigns of a desk: progress, deadline, and who below has not acted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from maudao.campaigns.models import Assignment
from maudao.campaigns.queries import Lacking, indicator_results, titles, unit_counts
from maudao.campaigns.views.presenting import ProgressLine, progress_lines
from maudao.config.desk.deadline import Due, due
from maudao.config.desk.parts import address
from maudao.drives.queries.asking import asking
from maudao.drives.queries.asking import to_ask as whom_to_ask
from maudao.organization.rules import UnitKind
from maudao.reports.models import Report
from maudao.reports.rules import RECEIVED

_FRESH = timedelta(days=30)  # how long a campaign whose report is sent keeps its whole card
_NAMED = 3


@dataclass(frozen=True)
class Lack:
    """Something that units below have not done: how many of how many, and where they are listed."""

    label: str
    missing: int
    units: int
    url: str


@dataclass(frozen=True)
class CampaignCard:
    """A campaign as the desk shows it. A past one has no lines: its report is sent, its time is over."""

    title: str
    url: str
    due: Due
    is_past: bool
    lines: list[ProgressLine]
    lacks: list[Lack]
    late: list[tuple[str, str]]  # name and address of units directly below that owe a report
    late_more: int
    late_url: str
    activity_url: str
    report_url: str
    chair_url: str = ""  # the chair's one screen, of a grassroots unit
    to_ask: int = 0  # colleagues who could give and are neither asked nor registered
    over: str = ""  # why nobody is asked any more


def campaigns(parts: Sequence[Assignment], *, on: date, now: datetime) -> list[CampaignCard]:
    """Return a card for each part. Cost: the same for each that is not past, however many stand below."""
    called = titles(part.campaign for part in parts)
    return [_card(part, due(part, on=on), called[part.campaign_id], on=on, now=now) for part in parts]


def _card(part: Assignment, report: Due, title: str, *, on: date, now: datetime) -> CampaignCard:
    is_past = report.done_on is not None and on > report.on + _FRESH
    has_children: bool = part.has_children  # type: ignore[attr-defined]  # annotated by `parts_of`
    looks_below = has_children and not is_past
    late = _late(part) if looks_below else []
    has_chair = part.kind == UnitKind.GRASSROOTS and not has_children and not is_past
    to_ask, over = _left_to_ask(part, on=on, now=now) if has_chair else (0, "")
    return CampaignCard(
        title=title,
        url=address("campaign", part),
        due=report,
        is_past=is_past,
        lines=[] if is_past else progress_lines(indicator_results(part), part),
        lacks=_lacks(part) if looks_below else [],
        late=[(one.name, address("campaign", one)) for one in late[:_NAMED]],
        late_more=max(len(late) - _NAMED, 0),
        late_url=address("report_desk", part),
        activity_url="" if part.is_root else address("activity_new", part),
        report_url=address("report", part),
        chair_url=address("chair", part) if has_chair else "",
        to_ask=to_ask,
        over=over,
    )


def _left_to_ask(part: Assignment, *, on: date, now: datetime) -> tuple[int, str]:
    """Return how many the chair's screen has to ask, or why it asks nobody any more."""
    found = asking(part, now=now, today=on)
    return (0, found.over) if found.over else (len(whom_to_ask(part, on=found.on, today=on)), "")


def _lacks(part: Assignment) -> list[Lack]:
    below = Assignment.objects.within(part).exclude(pk=part.pk)
    counts = unit_counts(below)
    reported = Report.objects.filter(assignment__in=below, state__in=RECEIVED).values("assignment").distinct()
    lists = address("campaign_unacknowledged", part)
    return [
        Lack(label, counts.units - done, counts.units, url)
        for label, done, url in (
            (_("Chưa xác nhận"), counts.acknowledged, lists),
            (_("Chưa có văn bản"), counts.directed, f"{lists}?thieu={Lacking.DIRECTION}"),
            (_("Chưa có hoạt động"), counts.with_activity, f"{lists}?thieu={Lacking.ACTIVITY}"),
            (_("Chưa gửi báo cáo"), reported.count(), address("report_desk", part)),
        )
    ]


def _late(part: Assignment) -> list[Assignment]:
    """Return the units directly below that owe their report, the largest first."""
    received = Report.objects.filter(assignment=OuterRef("pk"), state__in=RECEIVED)
    children = Assignment.objects.filter(~Exists(received), parent=part).select_related("unit", "campaign")
    return list(children.order_by("-members", "sort_key"))
