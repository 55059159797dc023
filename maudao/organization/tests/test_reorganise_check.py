"""A decision that the tree does not allow is refused whole, every fault listed, and nothing is written."""

from datetime import date

import pytest

from conftest import Union
from maudao.organization.actions.reorganise import DecisionRefused
from maudao.organization.models import Unit
from maudao.organization.tests import decisions


def _faults(
    changes: str, *, day: date = decisions.DAY, within: Unit | None = None, number: str = "9/QĐ"
) -> list[str]:
    before = decisions.everything()
    with pytest.raises(DecisionRefused) as refused:
        decisions.apply(changes, day=day, within=within, number=number)
    assert decisions.everything() == before
    return [fault.code for fault in refused.value.faults]


def _change(kind: str, **fields: str) -> str:
    return f'[[change]]\nkind = "{kind}"\n' + "".join(f"{name} = {value}\n" for name, value in fields.items())


def test_unknown_codes_are_all_listed(union: Union) -> None:
    assert _faults(_change("transfer", units='["X", "Y"]', to='"Z"')) == ["unknown_code"] * 3


def test_unit_does_not_move_below_itself(union: Union) -> None:
    assert _faults(_change("transfer", units='["MT"]', to='"MT-XP-01"')) == ["cycle"]


def test_unit_is_not_merged_into_one_below_it(union: Union) -> None:
    assert "cycle" in _faults(_change("merge", units='["TLD"]', into='"MT-XP-01"'))


def test_two_units_do_not_move_below_each_other(union: Union) -> None:
    changes = _change("transfer", units='["MT-CS-001"]', to='"MT-CS-002"')
    changes += _change("transfer", units='["MT-CS-002"]', to='"MT-CS-001"')
    assert set(_faults(changes)) == {"cycle"}


def test_new_units_do_not_stand_below_each_other(union: Union) -> None:
    create = {"unit_kind": '"commune"', "name": '"Mới"'}
    changes = _change("create", unit='"A"', parent='"B"', **create)
    changes += _change("create", unit='"B"', parent='"A"', **create)
    assert set(_faults(changes)) == {"cycle"}


@pytest.mark.parametrize("into", ['{"MT-CS-001" = 0.5, "MT-CS-003" = 0.4}', '{"MT-CS-001" = 1.1}'])
def test_shares_add_up_to_one(union: Union, into: str) -> None:
    assert _faults(_change("split", unit='"MT-CS-002"', into=into)) == ["shares"]


def test_share_is_above_zero(union: Union) -> None:
    into = '{"MT-CS-001" = 0, "MT-CS-003" = 1}'
    assert _faults(_change("split", unit='"MT-CS-002"', into=into)) == ["bad_share"]


def test_unit_is_named_once(union: Union) -> None:
    assert _faults(decisions.MERGE + decisions.DISSOLVE) == ["named_twice"]
    assert _faults(_change("dissolve", units='["MT-CS-001", "MT-CS-001"]')) == ["named_twice"]


def test_unit_is_made_once(union: Union) -> None:
    create = _change("create", unit='"A"', parent='"MT"', unit_kind='"commune"', name='"Mới"')
    assert "named_twice" in _faults(create + create)


def test_code_of_a_new_unit_is_free(union: Union) -> None:
    create = _change("create", unit='"MT-XP-01"', parent='"MT"', unit_kind='"commune"', name='"Mới"')
    assert _faults(create) == ["already_exists"]


def test_day_is_not_before_the_unit_opened(union: Union) -> None:
    assert set(_faults(decisions.RENAME, day=date(2019, 12, 31))) == {"before_opening"}
    assert _faults(decisions.TRANSFER, day=date(2019, 12, 31)) == ["before_opening"] * 2


def test_unit_does_not_end_on_the_day_it_opened(union: Union) -> None:
    assert _faults(decisions.DISSOLVE, day=date(2020, 1, 1)) == ["before_opening"]


def test_ended_unit_is_not_changed_again(union: Union) -> None:
    decisions.apply(decisions.DISSOLVE)
    assert _faults(decisions.RENAME, number="13/QĐ") == ["already_closed"]


def test_nothing_is_put_under_an_ended_unit(union: Union) -> None:
    decisions.apply(decisions.NEW_COMMUNE)
    assert _faults(decisions.TRANSFER, number="13/QĐ") == ["already_closed"]


def test_successor_does_not_end_by_the_same_decision(union: Union) -> None:
    merge = _change("merge", units='["MT-CS-001"]', into='"MT-CS-002"')
    assert _faults(merge + _change("dissolve", units='["MT-CS-002"]')) == ["successor_closed"]


def test_unit_does_not_merge_into_itself(union: Union) -> None:
    assert _faults(_change("merge", units='["MT-CS-001"]', into='"MT-CS-001"')) == ["successor_closed"]


def test_unit_does_not_end_over_open_units(union: Union) -> None:
    assert _faults(_change("dissolve", units='["MT-XP-01"]')) == ["children_left"]


def test_unit_that_was_placed_later_is_not_placed_before_that(union: Union) -> None:
    decisions.apply(decisions.TRANSFER, day=date(2025, 9, 1))
    move = _change("transfer", units='["MT-CS-004"]', to='"MT"')
    assert _faults(move, number="13/QĐ", day=date(2025, 8, 1)) == ["later_placement"]


def test_officer_touches_only_the_own_subtree(union: Union) -> None:
    move = _change("transfer", units='["LL-CS-001"]', to='"MT-XP-01"')
    assert _faults(move, within=union.province) == ["unknown_code"]


def test_number_names_one_decision(union: Union) -> None:
    decisions.apply(decisions.DISSOLVE, number="12/QĐ")
    assert _faults(decisions.TRANSFER, number="12/QĐ") == ["number_taken"]


def test_faults_of_all_kinds_are_listed_together(union: Union) -> None:
    changes = decisions.DISSOLVE + _change("split", unit='"MT-CS-002"', into='{"X" = 0.9}')
    assert set(_faults(changes + decisions.MERGE)) == {"unknown_code", "shares", "named_twice"}
