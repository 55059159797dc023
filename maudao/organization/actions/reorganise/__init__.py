"""Reorganisation decisions: read from TOML, checked whole, previewed, applied once, undone exactly."""

from maudao.organization.actions.reorganise.apply import apply
from maudao.organization.actions.reorganise.decision import (
    Change,
    Create,
    Decision,
    DecisionRefused,
    Dissolve,
    Fault,
    Merge,
    Rename,
    Split,
    Transfer,
)
from maudao.organization.actions.reorganise.parse import parse, to_json
from maudao.organization.actions.reorganise.preview import Preview, Totals, Touched, preview
from maudao.organization.actions.reorganise.undo import UndoRefused, undo

__all__ = [
    "Change",
    "Create",
    "Decision",
    "DecisionRefused",
    "Dissolve",
    "Fault",
    "Merge",
    "Preview",
    "Rename",
    "Split",
    "Totals",
    "Touched",
    "Transfer",
    "UndoRefused",
    "apply",
    "parse",
    "preview",
    "to_json",
    "undo",
]
