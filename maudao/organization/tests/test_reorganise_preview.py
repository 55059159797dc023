"""A preview says what a decision would do and writes nothing."""

from collections.abc import Collection, Mapping
from typing import Any

import pytest

from conftest import Union
from maudao.organization import make
from maudao.organization.actions import reorganise
from maudao.organization.actions.reorganise import DecisionRefused
from maudao.organization.models import AuditEntry, MemberCount, Reorganisation, Unit
from maudao.organization.tests import decisions


def _preview(changes: str, **hooks: Any) -> dict[str, Any]:
    return reorganise.preview(decisions.decision(changes), now=make.NOW, **hooks).as_json()


def test_preview_writes_nothing(union: Union) -> None:
    before, entries = decisions.everything(), AuditEntry.objects.count()
    _preview(decisions.NEW_COMMUNE)
    assert decisions.everything() == before
    assert AuditEntry.objects.count() == entries
    assert not Reorganisation.objects.exists()


def test_units_are_counted_by_kind_before_and_after(union: Union) -> None:
    shown = _preview(decisions.NEW_COMMUNE + decisions.RENAME.replace("MT-CS-001", "MT-CS-004"))
    assert shown["units_before"] == shown["units_after"]
    assert shown["units_before"]["commune"] == 1
    assert _preview(decisions.DISSOLVE)["units_after"]["grassroots"] == 4


def test_members_moved_and_ended_are_told_apart(union: Union) -> None:
    shown = _preview(decisions.TRANSFER + decisions.DISSOLVE)
    assert (shown["members_moved"], shown["members_ended"]) == (12, 30)
    assert (shown["members_before"], shown["members_after"]) == (362, 332)


def test_totals_are_asked_for_before_and_after_at_the_top(union: Union) -> None:
    def totals(root: Unit, *, tree: str) -> Mapping[str, int]:
        count = MemberCount.objects.filter(unit__closed_on=None, unit__path__startswith=root.path).count()
        return {"counts": count if tree == "then" else -1}

    shown = _preview(decisions.DISSOLVE, totals=totals)
    assert shown["root"] == "TLD"
    assert shown["totals_before"] == {"then": {"counts": 5}, "now": {"counts": -1}}
    assert shown["totals_after"]["then"] == {"counts": 4}


def test_units_concerned_are_handed_to_whoever_knows_campaigns(union: Union) -> None:
    asked: set[int] = set()

    def touched(units: Collection[int]) -> Mapping[str, list[Any]]:
        asked.update(units)
        return {"campaigns": ["07-4"], "reports": [{"unit": "MT-CS-001"}]}

    shown = _preview(decisions.MERGE, touched=touched)
    assert asked == {union.school.pk, union.factory.pk, union.hospital.pk}
    assert shown["campaigns_touched"] == ["07-4"]
    assert shown["reports_touched"] == [{"unit": "MT-CS-001"}]


def test_preview_of_an_applied_decision_changes_nothing_more(union: Union) -> None:
    decisions.apply(decisions.MERGE)
    shown = _preview(decisions.MERGE)
    assert shown["applied"] is True
    assert shown["units_before"] == shown["units_after"]


def test_preview_lists_every_fault(union: Union) -> None:
    with pytest.raises(DecisionRefused):
        _preview('[[change]]\nkind = "dissolve"\nunits = ["X"]\n')
