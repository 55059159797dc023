"""Vocabulary of reports, and what may follow what."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    """Draft → submitted → returned or accepted → locked."""

    DRAFT = "draft", _("đang làm")
    SUBMITTED = "submitted", _("đã gửi")
    RETURNED = "returned", _("được trả lại")
    ACCEPTED = "accepted", _("đã nhận")
    LOCKED = "locked", _("đã khoá sổ")


FOLLOWS: Mapping[ReportState, frozenset[ReportState]] = {
    ReportState.DRAFT: frozenset({ReportState.SUBMITTED}),
    ReportState.SUBMITTED: frozenset({ReportState.RETURNED, ReportState.ACCEPTED}),
    ReportState.RETURNED: frozenset({ReportState.SUBMITTED}),
    ReportState.ACCEPTED: frozenset({ReportState.RETURNED, ReportState.LOCKED}),
    ReportState.LOCKED: frozenset({ReportState.ACCEPTED}),
}

#: States in which the unit itself may change its report.
WRITABLE = frozenset({ReportState.DRAFT, ReportState.RETURNED})
#: States in which the level above has the report in hand.
RECEIVED = frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.LOCKED})


def may_follow(state: ReportState, after: ReportState) -> bool:
    """Say whether a report in `after` may go to `state`."""
    return state in FOLLOWS[after]


class StepKind(models.TextChoices):
    """One step of a report's way."""

    SUBMITTED = "submitted", _("gửi báo cáo")
    NOTHING = "nothing", _("gửi báo cáo: không phát sinh")
    RECALLED = "recalled", _("rút lại để sửa")
    RETURNED = "returned", _("trả lại")
    ACCEPTED = "accepted", _("nhận báo cáo")
    LOCKED = "locked", _("khoá sổ")
    REOPENED = "reopened", _("mở lại")
    EXTENDED = "extended", _("gia hạn")
    ISSUED = "issued", _("ban hành báo cáo")
