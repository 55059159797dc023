"""Where drive staff begin: the drives of the unit around today, and what is done at each."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maudao.drives.models import Drive
from maudao.drives.rules import DriveState
from maudao.organization import access, queries
from maudao.organization.models import Unit
from maudao.organization.rules import Permission

_BACK = timedelta(days=31)  # paper lists are typed, and results come, weeks after the drive


@require_safe
@access.opens(Permission.CHECK_IN, queries.unit)
def staff_drives(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show the drives of the unit of the last month and to come, the next one first."""
    today = timezone.localdate()
    around = Drive.objects.filter(
        host=unit, held_on__gte=today - _BACK, state__in=[DriveState.OPEN, DriveState.DONE]
    )
    drives = list(around.order_by("held_on", "pk"))
    context = {
        "unit": unit,
        "coming": [drive for drive in drives if drive.held_on >= today],
        "past": [drive for drive in reversed(drives) if drive.held_on < today],
    }
    return render(request, "drives/staff.html", context)
