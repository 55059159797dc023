"""Officers sign in with a second factor."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from maudao.organization.models import Office
from maudao.organization.rules import SECOND_FACTOR_ROLES

_REMEMBERED = "second_factor_settled"


def _is_about_signing_in(request: HttpRequest) -> bool:
    """Say whether the page is one of those on which a second factor is set up, or one signs out."""
    match = request.resolver_match
    return match is not None and (match.url_name or "").startswith(("account_", "mfa_", "set_language"))


class SecondFactorMiddleware:
    """Send a signed-in officer who has no second factor yet to the page that sets it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponseBase | None:
        """Let the page be shown, or lead to the set-up first."""
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        if _is_about_signing_in(request) or self._is_settled(request):
            return None
        return redirect("mfa_activate_totp")

    def _is_settled(self, request: HttpRequest) -> bool:
        if request.session.get(_REMEMBERED):
            return True
        if is_mfa_enabled(request.user):
            request.session[_REMEMBERED] = True
            return True
        held = Office.objects.held_on(timezone.localdate())
        return not held.filter(user=request.user.pk, role__in=SECOND_FACTOR_ROLES).exists()
