"""Every action that any app records can be told in a sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import maudao
from maudao.organization.models import AuditEntry
from maudao.organization.wording import audit_sentence
from maudao.reports.rules import StepKind

#: Names that are put together: the expression, and what it comes to.
PUT_TOGETHER = {"f'report_{kind.value}'": {f"report_{kind.value}" for kind in StepKind}}


def actions_recorded() -> Iterator[str]:
    """Return every name that an app gives to an audit entry, read from the source."""
    for path in sorted(Path(next(iter(maudao.__path__))).rglob("*.py")):
        if "tests" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.record":
                yield from _named(call.args[0])


def _named(name: ast.expr) -> Iterator[str]:
    if isinstance(name, ast.Constant):
        yield str(name.value)
    elif isinstance(name, ast.IfExp):
        yield from (*_named(name.body), *_named(name.orelse))
    else:
        yield from PUT_TOGETHER[ast.unparse(name)]


def test_every_action_has_a_sentence() -> None:
    recorded = set(actions_recorded())
    assert {"launch", "close_campaign", "report_returned", "reorganise", "issue"} <= recorded
    plain = {action.replace("_", " ") for action in recorded}
    assert plain & {audit_sentence(AuditEntry(action=action)) for action in recorded} == set()
