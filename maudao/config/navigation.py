"""The navigation of every page: the desks of the offices that the person holds."""

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give templates `navigation`: label, address, and whether it is the page's own."""
    return {"navigation": []}
