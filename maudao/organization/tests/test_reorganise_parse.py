"""Reading a decision: everything that is wrong with its form is listed at once."""

from datetime import date
from decimal import Decimal

import pytest

from maudao.organization.actions import reorganise
from maudao.organization.actions.reorganise import Create, DecisionRefused, Merge, Split
from maudao.organization.rules import UnitKind
from maudao.organization.tests import decisions


def _faults(text: str | bytes) -> set[tuple[str, int]]:
    with pytest.raises(DecisionRefused) as refused:
        reorganise.parse(text)
    return {(fault.code, fault.change) for fault in refused.value.faults}


def test_days_and_number_are_read() -> None:
    read = decisions.decision(decisions.DISSOLVE)
    assert (read.number, read.signed_on, read.in_force_on) == (
        "12/QĐ-LĐLĐ",
        date(2025, 6, 20),
        date(2025, 7, 1),
    )


def test_shares_are_exact_decimals() -> None:
    split = decisions.decision(decisions.SPLIT).changes[0]
    assert isinstance(split, Split)
    assert split.into == {"MT-CS-021": Decimal("0.6"), "MT-CS-003": Decimal("0.4")}


def test_merge_may_make_its_successor() -> None:
    made = 'into = "MT-CS-009"\nname = "CĐCS Mới"\nparent = "MT"\n'
    merge = decisions.decision(f'[[change]]\nkind = "merge"\nunits = ["A"]\n{made}').changes[0]
    assert merge == Merge(("A",), "MT-CS-009", Create("MT-CS-009", "CĐCS Mới", "MT", None))


def test_file_of_windows_with_a_byte_order_mark_is_read() -> None:
    assert reorganise.parse(decisions.text(decisions.DISSOLVE).encode("utf-8-sig")).changes


@pytest.mark.parametrize("text", ["number = ", b"\xff\xfe\x00", "= 3"])
def test_what_is_not_toml_is_refused(text: str | bytes) -> None:
    assert _faults(text) == {("bad_toml", 0)}


def test_every_fault_of_form_is_listed() -> None:
    wrong = (
        'number = ""\nin_force_on = "2025-07-01"\n[[change]]\nkind = "abolish"\n'
        '[[change]]\nkind = "transfer"\nunits = "A"\n[[change]]\nkind = "create"\nunit = "B"\nname = "B"\n'
        'parent = "C"\nunit_kind = "village"\n[[change]]\nkind = "split"\nunit = "D"\ninto = {"E" = "half"}\n'
    )
    assert _faults(wrong) == {
        ("bad_value", 0),
        ("missing", 0),
        ("unknown_kind", 1),
        ("bad_value", 2),
        ("missing", 2),
        ("bad_value", 3),
        ("bad_value", 4),
    }


@pytest.mark.parametrize("changes", ["", "change = []\n", 'change = "all"\n', "change = [3]\n"])
def test_decision_that_changes_nothing_is_refused(changes: str) -> None:
    assert _faults(decisions.text(changes)) <= {("missing", 0), ("unknown_kind", 1)}


@pytest.mark.parametrize("share", ["true", "inf", "nan"])
def test_share_is_a_finite_number(share: str) -> None:
    assert ("bad_value", 1) in _faults(
        decisions.text(f'[[change]]\nkind = "split"\nunit = "D"\ninto = {{"E" = {share}}}\n')
    )


def test_kind_of_a_unit_is_known_by_its_name() -> None:
    create = decisions.decision(decisions.SPLIT).changes[1]
    assert isinstance(create, Create)
    assert create.unit_kind is UnitKind.GRASSROOTS
