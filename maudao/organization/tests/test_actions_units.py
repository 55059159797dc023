"""Making units, counting members, giving offices."""

from datetime import date

import pytest

from conftest import Union
from maudao.organization import actions, make
from maudao.organization.models import AuditEntry, Unit
from maudao.organization.rules import Role


def test_path_of_a_unit_begins_with_its_parents(union: Union) -> None:
    assert union.factory.path.startswith(union.commune.path)
    assert union.commune.path.startswith(union.province.path)


def test_within_takes_the_unit_and_all_below(union: Union) -> None:
    inside = Unit.objects.within(union.commune)
    assert set(inside) == {union.commune, union.school, union.factory, union.hospital}


def test_every_made_unit_has_an_audit_entry(union: Union) -> None:
    assert AuditEntry.objects.filter(action="create_unit", unit=union.school).count() == 1


def test_second_count_of_a_day_replaces_the_first(union: Union) -> None:
    actions.set_member_count(union.school, 31, counted_on=make.OPENED, actor=make.ACTOR, now=make.NOW)
    assert [count.members for count in union.school.member_counts.all()] == [31]


def test_same_office_twice_is_refused(union: Union) -> None:
    user = make.holder("lan", union.school, Role.CHAIR)
    with pytest.raises(actions.AlreadyInOffice):
        actions.appoint(
            user, union.school, role=Role.CHAIR, starts_on=date(2026, 1, 1), actor=make.ACTOR, now=make.NOW
        )
