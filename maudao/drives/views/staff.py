"""Where drive staff begin: the drives of the unit around today, and what is done at each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maudao.drives.queries.check_in import drives_to_check_in
from maudao.organization import access, queries
from maudao.organization.models import Unit
from maudao.organization.rules import Permission


@require_safe
@access.opens(Permission.CHECK_IN, queries.unit)
def staff_drives(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show the drives of the unit whose lists are open today, the next one first."""
    today = timezone.localdate()
    drives = drives_to_check_in(unit, on=today)
    context = {
        "unit": unit,
        "coming": [drive for drive in drives if drive.held_on >= today],
        "past": [drive for drive in reversed(drives) if drive.held_on < today],
    }
    return render(request, "drives/staff.html", context)
