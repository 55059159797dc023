"""Vocabulary of reports and pure decisions about them, by topic."""

from maudao.reports.rules.states import FOLLOWS, RECEIVED, WRITABLE, ReportState, StepKind, may_follow

__all__ = ["FOLLOWS", "RECEIVED", "WRITABLE", "ReportState", "StepKind", "may_follow"]
