"""Undo restores the tree exactly, or says which later records depend on the decision."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Union
from maudao.accounts.models import User
from maudao.organization import actions, make
from maudao.organization.actions import reorganise
from maudao.organization.actions.reorganise import UndoRefused
from maudao.organization.tests import decisions

LATER = make.NOW + timedelta(days=1)
PARTS = [decisions.TRANSFER, decisions.MERGE, decisions.SPLIT, decisions.DISSOLVE, decisions.RENAME]


def _undo(number: str = "12/QĐ-LĐLĐ") -> None:
    reorganise.undo(number, actor=make.ACTOR, now=LATER)


def _faults(number: str = "12/QĐ-LĐLĐ") -> list[str]:
    before = decisions.everything()
    with pytest.raises(UndoRefused) as refused:
        _undo(number)
    assert decisions.everything() == before
    return [fault.code for fault in refused.value.faults]


@pytest.mark.parametrize("changes", [*PARTS, decisions.NEW_COMMUNE, decisions.TRANSFER + decisions.SPLIT])
def test_undo_restores_everything(union: Union, chair: User, changes: str) -> None:
    before = decisions.everything()
    decisions.apply(changes)
    assert decisions.everything() != before
    _undo()
    assert decisions.everything() == before


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from([0, 1, 2, 3, 4]), min_size=1, max_size=3, unique=True), data=st.data())
def test_undo_of_the_last_decision_restores_what_was_before_it(
    union: Union, steps: list[int], data: st.DataObject
) -> None:
    with transaction.atomic():
        _apply_and_undo(steps, data)
        transaction.set_rollback(True)


def _apply_and_undo(steps: list[int], data: st.DataObject) -> None:
    applied = []
    for place, step in enumerate(steps):
        before, number = decisions.everything(), f"{place}/QĐ"
        day = decisions.DAY + timedelta(days=data.draw(st.integers(0, 2)) + place)
        try:
            decisions.apply(PARTS[step], number=number, day=day)
        except reorganise.DecisionRefused:
            assert decisions.everything() == before
        else:
            applied.append((number, before))
    for number, before in reversed(applied):
        _undo(number)
        assert decisions.everything() == before


def test_undone_twice_changes_nothing(union: Union) -> None:
    decisions.apply(decisions.MERGE)
    _undo()
    before = decisions.everything()
    _undo()
    assert decisions.everything() == before


def test_undone_decision_can_be_applied_again(union: Union) -> None:
    decisions.apply(decisions.MERGE)
    _undo()
    again = decisions.apply(decisions.MERGE)
    assert again.undone_at is None
    assert again.successions.count() == 2


def test_unknown_number_is_refused(union: Union) -> None:
    assert _faults("404/QĐ") == ["unknown_decision"]


def test_member_count_of_the_day_is_given_back(union: Union) -> None:
    actions.set_member_count(union.hospital, 71, counted_on=decisions.DAY, actor=make.ACTOR, now=make.NOW)
    before = decisions.everything()
    decisions.apply(decisions.MERGE)
    _undo()
    assert decisions.everything() == before


def test_later_decision_stands_in_the_way(union: Union) -> None:
    decisions.apply(decisions.TRANSFER)
    decisions.apply(
        '[[change]]\nkind = "transfer"\nunits = ["MT-CS-004"]\nto = "MT"\n',
        number="13/QĐ",
        day=date(2025, 8, 1),
    )
    assert set(_faults()) == {"later_decision", "unit_changed"}


def test_office_at_a_new_unit_stands_in_the_way(union: Union) -> None:
    decisions.apply(decisions.SPLIT)
    new = union.factory.successions.get(successor__code="MT-CS-021").successor
    make.holder("new", new)
    assert "record" in _faults()


def test_unit_opened_below_stands_in_the_way(union: Union) -> None:
    decisions.apply(decisions.TRANSFER)
    union.clinic.refresh_from_db()
    make.unit(union.clinic, "MT-CS-099")
    assert "unit_below" in _faults()


def test_count_corrected_since_stands_in_the_way(union: Union) -> None:
    decisions.apply(decisions.MERGE)
    actions.set_member_count(union.hospital, 1, counted_on=decisions.DAY, actor=make.ACTOR, now=make.NOW)
    assert _faults() == ["count_changed"]
