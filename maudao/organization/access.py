"""The one place for "who may do what where", for a single row and for a list alike.

A view states its permission with one of four decorators, which the walk over the URL table reads back: `opens` (a
permission at the unit that the found row belongs to), `proven` (a phone that this browser has proved), `holders`
(whoever holds an unguessable address) and `public`.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any, Literal, Protocol, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from maudao.accounts.models import User
from maudao.lib.sealing import SealBroken
from maudao.organization.models import Office, Unit, UnitQuerySet
from maudao.organization.rules import GRANTS, Permission, Role, Scope, roles_granting
from maudao.organization.sealing import sealer

#: How long a proved phone opens its owner's pages on the same device.
PROOF_LASTS = timedelta(days=14)
PROOF = "proof"  # the cookie, and what it is sealed for


@dataclass(frozen=True)
class Grant:
    """A path of the tree and how far down from it."""

    path: str
    scope: Scope

    def covers(self, path: str) -> bool:
        match self.scope:
            case Scope.OWN:
                return path == self.path
            case Scope.SUBTREE:
                return path.startswith(self.path)
            case Scope.BELOW:
                return path.startswith(self.path) and path != self.path

    def condition(self) -> Q:
        match self.scope:
            case Scope.OWN:
                return Q(path=self.path)
            case Scope.SUBTREE:
                return Q(path__startswith=self.path)
            case Scope.BELOW:
                return Q(path__startswith=self.path) & ~Q(path=self.path)


@dataclass(frozen=True)
class Reach:
    """Where a user holds a permission. Both faces are made from the same grants and cannot drift apart."""

    grants: tuple[Grant, ...]

    def covers(self, unit: Unit) -> bool:
        """Say whether the permission holds at `unit`."""
        return any(grant.covers(unit.path) for grant in self.grants)

    def units(self) -> UnitQuerySet:
        """Return the units at which the permission holds."""
        if not self.grants:
            return Unit.objects.none()
        condition = Q()
        for grant in self.grants:
            condition |= grant.condition()
        return Unit.objects.filter(condition)


NOWHERE = Reach(())


def reach(user: User | AnonymousUser, permission: Permission, *, on: date) -> Reach:
    """Return where `user` holds `permission` on a day. Cost: one query."""
    if not user.is_authenticated:
        return NOWHERE
    offices = Office.objects.held_on(on).filter(user=user, role__in=roles_granting(permission))
    return Reach(
        tuple(
            Grant(path, GRANTS[Role(role)][permission])
            for path, role in offices.values_list("unit__path", "role").order_by("unit__path")
        )
    )


class OfUnit(Protocol):
    """Anything that a page shows and that belongs to a unit."""

    @property
    def unit(self) -> Unit: ...


@dataclass(frozen=True)
class Access:
    """What a page states about who may open it."""

    kind: Literal["public", "unit", "proven", "holder"]
    permission: Permission | None = None


def _state(view: Callable[..., Any], access: Access) -> None:
    view.access = access  # type: ignore[attr-defined]  # read back by `access_of`


def access_of(view: Callable[..., Any]) -> Access | None:
    """Return what the view states, or None where it states nothing (the walk fails on it)."""
    stated = getattr(view, "access", None)
    return stated if isinstance(stated, Access) else None


def unit_of(found: Unit | OfUnit) -> Unit:
    """Return the unit that a found row belongs to."""
    return found if isinstance(found, Unit) else found.unit


Found = TypeVar("Found", bound=Unit | OfUnit)


def opens(
    permission: Permission, find: Callable[..., Found]
) -> Callable[[Callable[[HttpRequest, Found], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Open a page to those who hold `permission` at the unit of the row that `find(**url_arguments)` returns.

    `find` raises `ObjectDoesNotExist` where there is none. Out of reach is a 404; signed out, the sign-in page.
    """

    def decorate(view: Callable[[HttpRequest, Found], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return view(request, _within_reach(request, permission, lambda: find(**arguments)))

        _state(opened, Access("unit", permission))
        return opened

    return decorate


def _within_reach(request: HttpRequest, permission: Permission, find: Callable[[], Found]) -> Found:
    try:
        found = find()
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    if not reach(request.user, permission, on=timezone.localdate()).covers(unit_of(found)):
        raise Http404
    return found


def may(request: HttpRequest, permission: Permission, unit: Unit) -> bool:
    """Say whether the person who asks holds `permission` at `unit` today: for buttons and links. Cost: one query."""
    return reach(request.user, permission, on=timezone.localdate()).covers(unit)


def public(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Open a page to everybody; it shows nothing of anybody."""

    @wraps(view)
    def opened(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        return view(request, **arguments)

    _state(opened, Access("public"))
    return opened


Own = TypeVar("Own")


def proven(
    find: Callable[..., Own],
) -> Callable[[Callable[[HttpRequest, Own], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Open a page to whoever proved a phone on this browser: the row that `find(phone, **url_arguments)` returns.

    `phone` is the number; `find` raises `ObjectDoesNotExist` where the row is not that phone's: a 404. Without a proof,
    the page that asks for one. An office opens none of these pages.
    """

    def decorate(view: Callable[[HttpRequest, Own], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            phone = proven_phone(request)
            if phone is None:
                return redirect(f"{reverse('phone_prove')}?{urlencode({'next': request.get_full_path()})}")
            return view(request, _found(lambda: find(phone, **arguments)))

        _state(opened, Access("proven"))
        return opened

    return decorate


def holders(
    find: Callable[..., Own],
) -> Callable[[Callable[[HttpRequest, Own], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Open a page to whoever holds an unguessable address: the row that `find(**url_arguments)` returns, or a 404."""

    def decorate(view: Callable[[HttpRequest, Own], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            return view(request, _found(lambda: find(**arguments)))

        _state(opened, Access("holder"))
        return opened

    return decorate


def _found(find: Callable[[], Own]) -> Own:
    try:
        return find()
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


def proof_of(phone: str, *, now: datetime) -> str:
    """Return what says, sealed, that a phone was proved, and for how long: the value of the cookie `PROOF`."""
    until = int((now + PROOF_LASTS).timestamp())
    return urlsafe_b64encode(sealer().seal(f"{until}:{phone}", purpose=PROOF)).decode()


def note_proof(response: HttpResponseBase, phone: str, *, now: datetime) -> None:
    """Let the browser remember that it has proved a phone. Scripts cannot read it, and it needs no session."""
    response.set_cookie(
        PROOF,
        proof_of(phone, now=now),
        max_age=PROOF_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_proof(response: HttpResponseBase) -> None:
    """Let the browser forget the phone that it has proved."""
    response.delete_cookie(PROOF, samesite="Lax")


def proven_phone(request: HttpRequest) -> str | None:
    """Return the phone that this browser has proved, while the proof lasts."""
    try:
        sealed = urlsafe_b64decode(request.COOKIES.get(PROOF, ""))
        until, _, phone = sealer().open(sealed, purpose=PROOF).partition(":")
    except (SealBroken, ValueError):
        return None
    return phone if int(until) >= timezone.now().timestamp() else None
