"""Whatever a decision says, it is refused whole or leaves a sound tree that can be put back exactly."""

import contextlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from conftest import Union
from maudao.accounts.models import User
from maudao.organization import make, queries, soundness
from maudao.organization.actions import reorganise
from maudao.organization.actions.reorganise import (
    Create,
    Decision,
    DecisionRefused,
    Dissolve,
    Merge,
    Rename,
    Split,
    Transfer,
)
from maudao.organization.actions.reorganise.parse import from_raw
from maudao.organization.models import Unit
from maudao.organization.rules import UnitKind
from maudao.organization.tests import decisions

_KNOWN = ["TLD", "MT", "LL", "MT-XP-01", "MT-CS-001", "MT-CS-002", "MT-CS-003", "MT-CS-004", "LL-CS-001"]
_codes = st.sampled_from([*_KNOWN, "NEW-1", "NEW-2", "KHONG-CO"])
_leaves = st.sampled_from([code for code in _KNOWN if "-CS-" in code])
_several = st.lists(_leaves | _codes, min_size=1, max_size=3, unique=True).map(tuple)
_shares = st.sampled_from([("1",), ("0.5", "0.5"), ("0.6", "0.4"), ("0.33333", "0.66667"), ("0.5", "0.6")])


@st.composite
def _split(draw: st.DrawFn) -> Split:
    shares = draw(_shares)
    heirs = draw(st.lists(_codes, min_size=len(shares), max_size=len(shares), unique=True))
    return Split(draw(_leaves), dict(zip(heirs, map(Decimal, shares), strict=True)))


_creates = st.builds(
    Create, st.sampled_from(["NEW-1", "NEW-2"]), st.just("Mới"), _codes, st.just(UnitKind.COMMUNE)
)
_changes = st.one_of(
    _creates,
    st.builds(Rename, _codes, st.just("Tên mới")),
    st.builds(Transfer, _several, _codes),
    st.builds(Merge, _several, _codes),
    st.builds(Dissolve, _several),
    _split(),
)
_days = st.integers(-2300, 90).map(lambda days: date(2026, 4, 1) + timedelta(days=days))


def _members(unit: Unit, day: date) -> int:
    return queries.members_within(unit, on=day)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(_changes, min_size=1, max_size=4).map(tuple), day=_days)
def test_decision_is_refused_whole_or_leaves_a_sound_tree(
    union: Union, chair: User, changes: tuple[Any, ...], day: date
) -> None:
    decision = Decision("1/QĐ", day, day, changes)
    before, members = decisions.everything(), _members(union.confederation, day)
    with transaction.atomic():
        try:
            shown = reorganise.preview(decision, now=make.NOW)
            reorganise.apply(decision, actor=make.ACTOR, now=make.NOW)
        except DecisionRefused:
            event("refused")
        else:
            event("applied")
            assert list(soundness.flaws()) == []
            assert _members(union.confederation, day) == members - shown.members_ended
            reorganise.undo("1/QĐ", actor=make.ACTOR, now=make.NOW)
        assert decisions.everything() == before
        transaction.set_rollback(True)


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.text(max_size=5)
    | st.dates()
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
_tables = st.fixed_dictionaries(
    {"kind": st.sampled_from(["create", "rename", "transfer", "merge", "split", "dissolve"])},
    optional=dict.fromkeys(
        ["unit", "units", "to", "into", "name", "parent", "unit_kind", "short_name"], _values
    ),
)


@settings(max_examples=300)
@given(
    raw=st.fixed_dictionaries(
        {},
        optional={
            "number": _values,
            "signed_on": _values,
            "in_force_on": _values,
            "change": st.lists(_tables),
        },
    )
)
def test_every_form_is_read_or_refused(raw: dict[str, Any]) -> None:
    with contextlib.suppress(DecisionRefused):
        assert from_raw(raw).changes
