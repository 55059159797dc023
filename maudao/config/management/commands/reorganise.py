"""`maudao reorganise DECISION.toml --preview|--apply|--undo`: a dated decision over the tree."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from maudao.config import reorganising
from maudao.organization.actions import reorganise
from maudao.organization.actions.reorganise import Decision, DecisionRefused
from maudao.organization.audit import system

ACTOR = system("Dòng lệnh (sắp xếp tổ chức)")


def preview(decision: Decision) -> dict[str, Any]:
    """Return what the decision would do, with every fact at the root before and after; nothing is written."""
    found = reorganise.preview(
        decision, now=timezone.now(), totals=reorganising.totals, touched=reorganising.touched
    )
    return found.as_json()


def apply(decision: Decision) -> dict[str, Any]:
    """Apply the decision; applied already, it changes nothing."""
    done = reorganise.apply(decision, actor=ACTOR, now=timezone.now())
    return {"number": done.number, "applied_at": done.applied_at.isoformat()}


def undo(decision: Decision) -> dict[str, Any]:
    """Restore what was before the decision."""
    done = reorganise.undo(decision.number, actor=ACTOR, now=timezone.now())
    return {"number": done.number, "undone_at": done.undone_at.isoformat() if done.undone_at else None}


_DOES: dict[str, Callable[[Decision], dict[str, Any]]] = {"preview": preview, "apply": apply, "undo": undo}


class Command(BaseCommand):
    help = "Previews, applies or undoes a reorganisation decision."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("decision", type=Path, metavar="DECISION.toml")
        what = parser.add_mutually_exclusive_group(required=True)
        for name in _DOES:
            what.add_argument(f"--{name}", dest="does", action="store_const", const=name)

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["decision"]
        try:
            result = _DOES[options["does"]](reorganise.parse(file.read_bytes()))
        except OSError as unreadable:
            self.stderr.write(f"Không đọc được {file}: {unreadable.strerror}")
            raise SystemExit(2) from unreadable
        except DecisionRefused as refused:
            faults = [fault.as_json() for fault in refused.faults]
            self.stdout.write(json.dumps({"error": refused.reason, "faults": faults}, ensure_ascii=False))
            self.stderr.write("\n".join(fault["message"] for fault in faults))
            raise SystemExit(1) from refused
        self.stdout.write(json.dumps(result, ensure_ascii=False, default=str))
