"""Writes on reports: one function, one transaction, one step on the report's way, one audit entry."""

from maudao.reports.actions.issuing import HasDocument, NotSent, draft_report_document, issue_report_document
from maudao.reports.actions.locking import lock
from maudao.reports.actions.opening import follow_deadline, open_reports
from maudao.reports.actions.refusals import (
    EmptyReport,
    FiguresMoved,
    FiguresRefused,
    FormClosed,
    HasFacts,
    ReasonMissing,
    ReportRefused,
    StaleReport,
    SummedUp,
    WrongState,
)
from maudao.reports.actions.reviewing import accept, accept_all, extend, reopen, return_report
from maudao.reports.actions.writing import Draft, recall, save_report, submit, submit_nothing

__all__ = [
    "Draft",
    "EmptyReport",
    "FiguresMoved",
    "FiguresRefused",
    "FormClosed",
    "HasDocument",
    "HasFacts",
    "NotSent",
    "ReasonMissing",
    "ReportRefused",
    "StaleReport",
    "SummedUp",
    "WrongState",
    "accept",
    "accept_all",
    "draft_report_document",
    "extend",
    "follow_deadline",
    "issue_report_document",
    "lock",
    "open_reports",
    "recall",
    "reopen",
    "return_report",
    "save_report",
    "submit",
    "submit_nothing",
]
