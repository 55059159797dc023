"""Officers and administrators set up a second factor before anything else; others are let through."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from conftest import Union
from maudao.accounts.models import User
from maudao.organization import make
from maudao.organization.rules import SECOND_FACTOR_ROLES, Role

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def _goes_to_set_up(client: Client, union: Union) -> bool:
    answer = client.get(reverse("unit_tree", args=[union.commune.code]))
    return answer.status_code == 302 and answer.headers["Location"] == reverse("mfa_activate_totp")


@pytest.mark.parametrize("role", Role)
def test_second_factor_is_asked_of_those_roles_that_need_it(
    union: Union, as_user: SignIn, role: Role
) -> None:
    client = as_user(make.holder("somebody", union.commune, role))
    assert _goes_to_set_up(client, union) is (role in SECOND_FACTOR_ROLES)


def test_officer_with_a_second_factor_is_let_through(union: Union, officer: User, as_user: SignIn) -> None:
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert not _goes_to_set_up(as_user(officer), union)


def test_pages_that_set_it_up_stay_open(union: Union, officer: User, as_user: SignIn) -> None:
    client = as_user(officer)
    assert client.get(reverse("account_logout")).status_code == 200
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.status_code != 302 or answer.headers["Location"] != reverse("mfa_activate_totp")


def test_office_that_ended_asks_for_nothing(union: Union, officer: User, as_user: SignIn) -> None:
    officer.offices.update(ends_on=make.OPENED)
    assert not _goes_to_set_up(as_user(officer), union)


def test_nobody_signed_in_is_sent_to_sign_in(union: Union, client: Client) -> None:
    assert not _goes_to_set_up(client, union)


def test_installation_may_do_without(union: Union, officer: User, as_user: SignIn, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    assert not _goes_to_set_up(as_user(officer), union)


def test_person_who_becomes_an_officer_is_asked_from_then_on(
    union: Union, chair: User, as_user: SignIn
) -> None:
    client = as_user(chair)
    assert not _goes_to_set_up(client, union)
    make.actions.appoint(
        chair, union.commune, role=Role.OFFICER, starts_on=make.OPENED, actor=make.ACTOR, now=make.NOW
    )
    assert _goes_to_set_up(client, union)
