"""Reach: `covers` and `units` are two faces of the same grants and never drift apart."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Union
from maudao.accounts.models import User
from maudao.organization import access, make, queries
from maudao.organization.access import Grant, Reach
from maudao.organization.models import Office, Unit
from maudao.organization.rules import GRANTS, Permission, Role, Scope

TODAY = date(2026, 4, 1)

_paths = st.lists(st.integers(1, 30), max_size=4, unique=True).map(lambda ns: "".join(f"{n}/" for n in ns))
_grants = st.builds(Grant, path=_paths.filter(bool), scope=st.sampled_from(Scope))


@pytest.fixture
def forest(db: None) -> list[Unit]:
    """Units whose numbers begin alike (1, 11, 111), where a prefix that forgets the delimiter goes wrong."""
    tree: dict[int, int | None] = {1: None, 11: 1, 111: 11, 12: 1, 2: 1, 22: 11, 3: None, 30: 3}
    made: dict[int, Unit] = {}
    for number, above in tree.items():
        path = f"{made[above].path if above else ''}{number}/"
        parent = made[above] if above else None
        made[number] = Unit.objects.create(
            pk=number, code=str(number), name=str(number), path=path, parent=parent, opened_on=make.OPENED
        )
    return list(made.values())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_covers_and_units_agree_for_every_unit(forest: list[Unit], data: st.DataObject) -> None:
    near = st.builds(
        Grant, path=st.sampled_from([unit.path for unit in forest]), scope=st.sampled_from(Scope)
    )
    reach = Reach(tuple(data.draw(st.lists(st.one_of(near, _grants), max_size=3))))
    assert {unit.pk for unit in forest if reach.covers(unit)} == set(
        reach.units().values_list("pk", flat=True)
    )


@given(grant=_grants, path=_paths.filter(bool))
def test_grant_never_reaches_outside_its_subtree(grant: Grant, path: str) -> None:
    if grant.covers(path):
        assert path.split("/")[: grant.path.count("/")] == grant.path.split("/")[:-1]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_office_reaches_as_far_as_the_table_of_grants_says(
    union: Union, role: Role, permission: Permission
) -> None:
    person = make.holder("somebody", union.commune, role)
    reach = access.reach(person, permission, on=TODAY)
    expected = {
        None: set(),
        Scope.OWN: {union.commune},
        Scope.SUBTREE: {union.commune, union.school, union.factory, union.hospital},
        Scope.BELOW: {union.school, union.factory, union.hospital},
    }[GRANTS[role].get(permission)]
    assert set(reach.units()) == expected
    assert {unit for unit in Unit.objects.all() if reach.covers(unit)} == expected


def test_reach_costs_one_query(union: Union, officer: User, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        reach = access.reach(officer, Permission.VIEW_UNIT, on=TODAY)
        assert reach.covers(union.factory)


@pytest.mark.parametrize(("day", "holds"), [(-1, False), (0, True), (9, True), (10, True), (11, False)])
def test_office_holds_from_its_first_to_its_last_day(
    union: Union, officer: User, day: int, holds: bool
) -> None:
    Office.objects.filter(user=officer).update(starts_on=TODAY, ends_on=TODAY + timedelta(days=10))
    reach = access.reach(officer, Permission.VIEW_UNIT, on=TODAY + timedelta(days=day))
    assert reach.covers(union.province) is holds


def test_two_offices_reach_both_subtrees(union: Union, commune_officer: User) -> None:
    make.actions.appoint(
        commune_officer,
        union.stranger,
        role=Role.VIEWER,
        starts_on=make.OPENED,
        actor=make.ACTOR,
        now=make.NOW,
    )
    reach = access.reach(commune_officer, Permission.VIEW_UNIT, on=TODAY)
    assert reach.covers(union.factory)
    assert reach.covers(union.strange_factory)
    assert not reach.covers(union.province)


def test_nobody_signed_in_reaches_nothing(union: Union) -> None:
    reach = access.reach(AnonymousUser(), Permission.VIEW_UNIT, on=TODAY)
    assert not reach.units().exists()
    assert not reach.covers(union.factory)


# ── the three decorators ──


@access.opens(Permission.VIEW_UNIT, queries.unit)
def _page(request: HttpRequest, unit: Unit) -> HttpResponse:
    return HttpResponse(unit.code)


def _request(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/don-vi/x/?a=1")
    request.user = user
    return request


def test_page_within_reach_opens(union: Union, officer: User) -> None:
    assert _page(_request(officer), code="MT-CS-002").content == b"MT-CS-002"


@pytest.mark.parametrize("code", ["LL-CS-001", "KHONG-CO"])
def test_page_out_of_reach_is_as_missing_as_one_that_does_not_exist(
    union: Union, officer: User, code: str
) -> None:
    with pytest.raises(Http404):
        _page(_request(officer), code=code)


def test_signed_out_goes_to_sign_in_and_comes_back(db: None) -> None:
    answer = _page(_request(AnonymousUser()), code="MT")
    assert answer.status_code == 302
    assert "next=/don-vi/x/%3Fa%3D1" in answer.headers["Location"]


def test_view_states_its_access() -> None:
    assert access.access_of(_page) == access.Access("unit", Permission.VIEW_UNIT)
    assert access.access_of(access.public(lambda request: HttpResponse())) == access.Access("public")
    assert access.access_of(lambda request: HttpResponse()) is None


def test_permission_for_buttons_is_that_of_the_page(union: Union, officer: User, chair: User) -> None:
    assert access.may(_request(officer), Permission.MANAGE_UNITS, union.factory)
    assert not access.may(_request(chair), Permission.MANAGE_UNITS, union.factory)
