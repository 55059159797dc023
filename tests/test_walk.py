"""The walk: every URL × every role × own, child, parent, sibling and stranger unit × signed out.

What a page answers is compared with the table of grants; a page that states no permission fails, and so does a
URL for which its app's `walk.py` makes no row.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from conftest import Union
from maudao.accounts.models import User
from maudao.organization import access, make
from maudao.organization.models import Unit
from maudao.organization.rules import GRANTS, Permission, Role

APPS = (
    "organization",
    "documents",
    "campaigns",
    "donors",
    "drives",
    "clubs",
    "recognition",
    "reports",
    "config",
)

#: Pages of libraries, which know only "signed in" or not.
OF_LIBRARIES = {
    "account_login": "public",
    "account_logout": "public",
    "account_inactive": "public",
    "account_reauthenticate": "signed_in",
    "account_change_password": "signed_in",
    "mfa_index": "signed_in",
    "mfa_authenticate": "public",
    "mfa_reauthenticate": "signed_in",
    "mfa_activate_totp": "signed_in",
    "mfa_deactivate_totp": "signed_in",
    "mfa_view_recovery_codes": "signed_in",
    "mfa_generate_recovery_codes": "signed_in",
    "mfa_download_recovery_codes": "signed_in",
    "set_language": "public",
}


@dataclass(frozen=True)
class Page:
    """One line of the URL table."""

    name: str
    view: Callable[..., Any]
    route: str


def pages() -> Iterator[Page]:
    """Return every line of the URL table, those of libraries included."""

    def walk(patterns: list[Any], before: str) -> Iterator[Page]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern):
                yield Page(pattern.name or "", pattern.callback, route)

    yield from walk(get_resolver().url_patterns, "")


def own_pages(kind: str) -> list[Page]:
    """Return our own pages whose stated access is of a kind."""
    stated = ((page, access.access_of(page.view)) for page in pages() if page.name not in OF_LIBRARIES)
    return [page for page, access_stated in stated if access_stated and access_stated.kind == kind]


@cache
def offered(table: str) -> dict[str, Callable[[Unit], Any]]:
    """Return what each app's `walk.py` offers in a table: URL name → a function that makes a row of a unit."""
    found: dict[str, Callable[[Unit], Any]] = {}
    for app in APPS:
        if find_spec(f"maudao.{app}.walk"):
            found |= getattr(import_module(f"maudao.{app}.walk"), table, {})
    return found


def test_every_page_states_who_may_open_it() -> None:
    silent = [
        page.route
        for page in pages()
        if page.name not in OF_LIBRARIES and access.access_of(page.view) is None
    ]
    assert silent == []


def test_every_page_of_a_unit_can_be_walked() -> None:
    assert {page.name for page in own_pages("unit")} == set(offered("ARGUMENTS"))


def test_every_page_of_a_proven_phone_or_a_holder_can_be_walked() -> None:
    assert {page.name for page in own_pages("proven")} == set(offered("PROVEN"))
    assert {page.name for page in own_pages("holder")} == set(offered("HOLDERS"))


ROLES_AND_NOBODY = [*Role, None]


@pytest.mark.parametrize("page", own_pages("unit"), ids=lambda page: page.name)
def test_page_opens_exactly_where_the_grants_say(page: Page, union: Union) -> None:
    stated = access.access_of(page.view)
    assert stated is not None
    assert stated.permission is not None
    clients = {role: signed_in(make.holder(f"holder-{role}", union.commune, role)) for role in Role}
    units = {
        "own": union.commune,
        "child": union.factory,
        "parent": union.province,
        "sibling": union.clinic,
        "stranger": union.stranger,
    }
    wrong = []
    for relation, unit in units.items():
        with rolled_back():
            url = reverse(page.name, kwargs=offered("ARGUMENTS")[page.name](unit))
            for role in ROLES_AND_NOBODY:
                answer = ask(clients[role] if role else Client(), url)
                expected = expected_answer(role, stated.permission, at=union.commune, unit=unit)
                if answer != expected:
                    wrong.append(
                        f"{page.name} as {role} of the {relation} unit: {answer}, should be {expected}"
                    )
    assert wrong == []


def expected_answer(role: Role | None, permission: Permission, *, at: Unit, unit: Unit) -> str:
    """Return what the table of grants says, read here on its own: not through `access.reach`."""
    if role is None:
        return "sign in"
    scope = GRANTS[role].get(permission)
    inside = unit.path.startswith(at.path)
    allowed = {
        None: False,
        "own": unit.pk == at.pk,
        "subtree": inside,
        "below": inside and unit.pk != at.pk,
    }[scope.value if scope else None]
    return "open" if allowed else "not found"


@pytest.mark.parametrize("page", own_pages("proven"), ids=lambda page: page.name)
def test_page_of_a_phone_opens_to_its_proof_alone(page: Page, union: Union) -> None:
    """`PROVEN[name](unit)` gives the arguments and the phone whose row they name (None: the page has no row)."""
    arguments, phone = offered("PROVEN")[page.name](union.factory)
    url = reverse(page.name, kwargs=arguments)
    holders = [signed_in(make.holder(f"holder-{role}", union.factory, role)) for role in Role]
    assert {ask(client, url) for client in [*holders, Client()]} == {"prove"}
    if phone is not None:
        assert ask(proving("0999999999"), url) == "not found"
        assert ask(proving(phone), url) == "open"


@pytest.mark.parametrize("page", own_pages("holder"), ids=lambda page: page.name)
def test_page_of_a_holder_opens_at_its_own_address_alone(page: Page, union: Union) -> None:
    arguments = offered("HOLDERS")[page.name](union.factory)
    assert ask(Client(), reverse(page.name, kwargs=arguments)) == "open"
    for name, value in arguments.items():
        wrong = value + 1 if isinstance(value, int) else f"{value[:-1]}{'0' if value[-1] != '0' else '1'}"
        assert ask(Client(), reverse(page.name, kwargs={**arguments, name: wrong})) == "not found"


def proving(phone: str) -> Client:
    """Return a client that has proved a phone."""
    client = Client()
    client.cookies[access.PROOF] = access.proof_of(phone, now=timezone.now())
    return client


def signed_in(user: User) -> Client:
    """Return a client of the user's own."""
    client = Client()
    client.force_login(user)
    return client


def ask(client: Client, url: str) -> str:
    """Ask for a page by GET and by POST; both answer alike, or one of them is not offered."""
    answers = set()
    for method in (client.get, client.post):
        with rolled_back():
            answers.add(meaning(method(url)))
    answers.discard("not offered")
    return " and ".join(sorted(answers))


def meaning(response: Any) -> str:
    """Return what an answer means for the person who asked."""
    if response.streaming:
        b"".join(response)  # a file is closed when it has been read
    if response.status_code == 302 and "/dang-nhap/" in response.headers["Location"]:
        return "sign in"
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("phone_prove")):
        return "prove"
    return {404: "not found", 405: "not offered"}.get(response.status_code, "open")


class rolled_back(transaction.Atomic):
    """A transaction whose changes are undone at its end."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, *error: Any) -> None:
        if error[0] is None:
            transaction.set_rollback(True)
        super().__exit__(*error)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, kind in OF_LIBRARIES.items() if kind == "signed_in"])
def test_library_page_sends_the_signed_out_to_sign_in(name: str, client: Client) -> None:
    assert meaning(client.get(reverse(name))) == "sign in"


def test_library_pages_in_the_table_are_those_that_exist() -> None:
    existing = {
        page.name for page in pages() if (page.view.__module__ or "").startswith(("allauth", "django"))
    }
    assert existing == set(OF_LIBRARIES)
