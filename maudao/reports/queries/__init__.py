"""Reads of reports: roll-ups over two trees, the desk, the figures of a form, and what figures are made of."""

from maudao.reports.queries.checks import Fault, fact_faults
from maudao.reports.queries.desk import Desk, DeskRow, Stand, desk, matching, with_reports
from maudao.reports.queries.figures import MadeOf, OwnFigures, as_if_sent, asked_of, made_of, own_figures
from maudao.reports.queries.hooks import open_campaigns_and_reports_touched, totals
from maudao.reports.queries.indicators import IndicatorRow
from maudao.reports.queries.papers import Paper, Voice, paper, paper_of, voices_below
from maudao.reports.queries.parts import FINAL, ReportMark, local_day
from maudao.reports.queries.reports import (
    Reviewer,
    closed_because,
    is_summed_up,
    report_of,
    reviewer_of,
    standing,
)
from maudao.reports.queries.roll_ups import NotTakingPart, roll_up, roll_up_of
from maudao.reports.queries.shapes import Completeness, RollUp, Row, Tally, Tree

__all__ = [
    "FINAL",
    "Completeness",
    "Desk",
    "DeskRow",
    "Fault",
    "IndicatorRow",
    "MadeOf",
    "NotTakingPart",
    "OwnFigures",
    "Paper",
    "ReportMark",
    "Reviewer",
    "RollUp",
    "Row",
    "Stand",
    "Tally",
    "Tree",
    "Voice",
    "as_if_sent",
    "asked_of",
    "closed_because",
    "desk",
    "fact_faults",
    "is_summed_up",
    "local_day",
    "made_of",
    "matching",
    "open_campaigns_and_reports_touched",
    "own_figures",
    "paper",
    "paper_of",
    "report_of",
    "reviewer_of",
    "roll_up",
    "roll_up_of",
    "standing",
    "totals",
    "voices_below",
    "with_reports",
]
