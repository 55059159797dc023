"""Rows for the templates: results as progress bars, children as table rows, what to do next as steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from maudao.campaigns.models import Assignment, Indicator
from maudao.campaigns.queries import ChildRow, IndicatorResult
from maudao.campaigns.rules import (
    Denominator,
    TargetOwner,
    is_allocatable,
    requirement,
    share_asked,
    unit_of,
)
from maudao.campaigns.views.asking import address
from maudao.lib.vietnamese import format_number

Cell = dict[str, Any]


def plain(number: Decimal) -> int | Decimal:
    """Return a whole number as one, another with one decimal."""
    return int(number) if number == int(number) else number.quantize(Decimal("0.1"))


@dataclass(frozen=True)
class ProgressLine:
    """An indicator as `pieces/_progress.html` draws it, with what it asks for and the clause it answers to."""

    indicator: Indicator
    label: str
    asked: str
    done: int | Decimal
    unit: str
    targets: list[dict[str, Any]]
    share: str
    verdict: str
    clause: str
    is_single: bool  # of one unit: yes or no, not a number


def progress_lines(results: Sequence[IndicatorResult], assignment: Assignment) -> list[ProgressLine]:
    """Return one line an indicator."""
    return [_line(result, assignment) for result in results]


def _line(result: IndicatorResult, assignment: Assignment) -> ProgressLine:
    indicator = result.indicator
    return ProgressLine(
        indicator=indicator,
        label=indicator.name,
        asked=requirement(indicator),
        done=plain(result.numerator),
        unit=unit_of(indicator.measure),
        targets=_goals(result, assignment),
        share=_share(result),
        verdict={True: "met", False: "unmet", None: "unknown"}[result.is_met],
        clause=indicator.clause,
        is_single=indicator.denominator == Denominator.UNITS and result.denominator == 1,
    )


def _goals(result: IndicatorResult, assignment: Assignment) -> list[dict[str, Any]]:
    owners = {TargetOwner.UNION: _giver(assignment), TargetOwner.COMMITTEE: _("Ban Chỉ đạo")}
    goals = [
        {"owner": owners[target.owner], "value": target.value, "left": plain(target.left)}
        for target in result.targets
        if target.value
    ]
    return goals or _goal_of_the_directive(result)


def _giver(assignment: Assignment) -> str:
    """The owner's own target is what the directive comes to for the whole."""
    return assignment.parent.name if assignment.parent else _("Văn bản")


def _goal_of_the_directive(result: IndicatorResult) -> list[dict[str, Any]]:
    """Where nobody gave a number: what the directive's share comes to here."""
    if result.indicator.denominator in {Denominator.NONE, Denominator.QUOTA} or not result.denominator:
        return []
    value = share_asked(result.indicator, result.denominator)
    if not value:
        return []
    return [{"owner": _("Văn bản"), "value": value, "left": plain(max(value - result.numerator, Decimal(0)))}]


def _share(result: IndicatorResult) -> str:
    """Say the percentage together with the number that it is of."""
    if result.indicator.denominator in {Denominator.NONE, Denominator.UNITS}:
        return ""  # the bar has said it
    whole = {
        Denominator.MEMBERS: _("đoàn viên"),
        Denominator.MEMBERS_AND_WORKERS: _("đoàn viên, người lao động"),
        Denominator.QUOTA: _("đơn vị máu Ban Chỉ đạo giao"),
    }[Denominator(result.indicator.denominator)]
    if result.value is None or result.denominator is None:
        if result.indicator.denominator == Denominator.QUOTA:
            return _("Chưa có chỉ tiêu Ban Chỉ đạo giao cho đơn vị này, nên chưa tính được tỷ lệ.")
        return _("Chưa có số %(whole)s, nên chưa tính được tỷ lệ.") % {"whole": whole}
    return _("%(percent)s%% của %(count)s %(whole)s.") % {
        "percent": format_number(result.value.quantize(Decimal("0.1"))),
        "count": format_number(result.denominator),
        "whole": whole,
    }


def steps(
    assignment: Assignment, *, activities: int, report_url: str, reported_on: date | None, due_on: date
) -> list[dict[str, Any]]:
    """Return what a unit does in a campaign, and how far it is: acknowledge, direct, act, report."""
    done = [assignment.acknowledged_at is not None, assignment.directed_on is not None, activities > 0]
    states = _states([*done, reported_on is not None])
    return [
        {"title": _("Xác nhận đã nhận"), "state": states[0], "note": _day(assignment.acknowledged_at)},
        {
            "title": _("Ban hành văn bản triển khai"),
            "state": states[1],
            "note": _day(assignment.directed_on),
            "url": address("campaign_direction", assignment),
        },
        {
            "title": _("Tổ chức hoạt động"),
            "state": states[2],
            "note": _("%(count)d hoạt động") % {"count": activities} if activities else "",
            "url": address("activity_new", assignment),
        },
        {
            "title": _("Gửi báo cáo"),
            "state": states[3],
            "note": _day(reported_on) or _("hạn %(day)s") % {"day": _day(due_on)},
            "url": report_url,
        },
    ]


def _states(done: Sequence[bool]) -> list[str]:
    """The first that is not done is the current one; when the last is done, none is."""
    left = [] if done[-1] else [place for place, is_done in enumerate(done) if not is_done]
    current = min(left, default=len(done))
    return [
        "done" if is_done else "current" if place == current else "todo" for place, is_done in enumerate(done)
    ]


def _day(moment: date | None) -> str:
    """Write a day, or the local day of a moment."""
    if isinstance(moment, datetime):
        moment = timezone.localdate(moment)
    return moment.strftime("%d/%m/%Y") if moment else ""


def child_cells(rows: Sequence[ChildRow]) -> list[list[Cell]]:
    """Return the children as rows of `pieces/_table.html`."""
    return [_cells(row) for row in rows]


def _cells(row: ChildRow) -> list[Cell]:
    part = row.assignment
    return [
        {"label": _("Đơn vị"), "text": part.name, "url": address("campaign", part)},
        {"label": _("Xác nhận"), "badge": _badge(part.acknowledged_at is not None, _("đã nhận"))},
        {"label": _("Văn bản"), "badge": _badge(part.directed_on is not None, _("đã có"))},
        {"label": _("Hoạt động"), "text": format_number(row.activities), "number": True},
        *(_result_cell(result) for result in row.results),
    ]


def _badge(is_done: bool, word: str) -> dict[str, str]:
    return {"word": word, "tone": "good"} if is_done else {"word": _("chưa"), "tone": "plain"}


def _result_cell(result: IndicatorResult) -> Cell:
    done = format_number(plain(result.numerator))
    target = result.target_of(TargetOwner.UNION) or result.target_of(TargetOwner.COMMITTEE)
    whole = (
        target.value if target else None if is_allocatable(result.indicator.measure) else result.denominator
    )
    text = f"{done}/{format_number(whole)}" if whole else done
    share = f" ({format_number(round(result.numerator * 100 / whole))}%)" if whole and whole > 1 else ""
    return {"label": result.indicator.name, "text": f"{text}{share}", "number": True}
