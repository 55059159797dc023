"""Decisions for tests, and everything that the tree holds, to compare."""

from datetime import date
from typing import Any

from maudao.organization import make
from maudao.organization.actions import reorganise
from maudao.organization.actions.reorganise import Decision
from maudao.organization.models import MemberCount, Office, Placement, Reorganisation, Succession, Unit

DAY = date(2025, 7, 1)
HEAD = 'number = "{number}"\nsigned_on = 2025-06-20\nin_force_on = {day}\n'

TRANSFER = '[[change]]\nkind = "transfer"\nunits = ["MT-CS-004"]\nto = "MT-XP-01"\n'
MERGE = '[[change]]\nkind = "merge"\nunits = ["MT-CS-001", "MT-CS-002"]\ninto = "MT-CS-003"\n'
SPLIT = (
    '[[change]]\nkind = "split"\nunit = "MT-CS-002"\ninto = {"MT-CS-021" = 0.6, "MT-CS-003" = 0.4}\n'
    '[[change]]\nkind = "create"\nunit = "MT-CS-021"\nname = "CĐCS Xưởng hai"\nunit_kind = "grassroots"\n'
    'parent = "MT-XP-01"\n'
)
DISSOLVE = '[[change]]\nkind = "dissolve"\nunits = ["MT-CS-001"]\n'
RENAME = '[[change]]\nkind = "rename"\nunit = "MT-CS-001"\nname = "CĐCS Trường Ánh Dương"\n'
NEW_COMMUNE = (
    '[[change]]\nkind = "transfer"\nunits = ["MT-CS-001", "MT-CS-002", "MT-CS-003"]\nto = "MT-XP-02"\n'
    '[[change]]\nkind = "create"\nunit = "MT-XP-02"\nname = "Công đoàn xã Mường Hai"\nunit_kind = "commune"\n'
    'parent = "MT"\n[[change]]\nkind = "dissolve"\nunits = ["MT-XP-01"]\n'
)


def text(changes: str, *, number: str = "12/QĐ-LĐLĐ", day: date = DAY) -> str:
    """Return a decision in TOML."""
    return HEAD.format(number=number, day=day.isoformat()) + changes


def decision(changes: str, *, number: str = "12/QĐ-LĐLĐ", day: date = DAY) -> Decision:
    """Return a decision."""
    return reorganise.parse(text(changes, number=number, day=day))


def apply(
    changes: str, *, number: str = "12/QĐ-LĐLĐ", day: date = DAY, within: Unit | None = None
) -> Reorganisation:
    """Apply a decision as the tests do."""
    return reorganise.apply(
        decision(changes, number=number, day=day), actor=make.ACTOR, now=make.NOW, within=within
    )


def everything() -> dict[str, list[Any]]:
    """Return every row of the tree and what hangs on it."""
    kept = (Unit, Placement, Succession, MemberCount, Office)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in kept}
