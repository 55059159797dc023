"""Officers sign in with a second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from maudao.organization.models import Office
from maudao.organization.rules import SECOND_FACTOR_ROLES

_REMEMBERED = "second_factor_settled"


class SecondFactorMiddleware:
    """Send a signed-in officer who has no second factor yet to the page that sets it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SECOND_FACTOR_REQUIRED and request.user.is_authenticated and self._must_set_up(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if request.path.startswith(reverse("account_login").rsplit("/", 2)[0]) or request.session.get(
            _REMEMBERED
        ):
            return False
        held = Office.objects.held_on(timezone.localdate()).filter(
            user=request.user.pk, role__in=SECOND_FACTOR_ROLES
        )
        if held.exists() and not is_mfa_enabled(request.user):
            return True
        request.session[_REMEMBERED] = True
        return False
