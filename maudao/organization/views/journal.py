"""The audit of a unit, in sentences."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maudao.organization import access, queries
from maudao.organization.forms import AuditFilter
from maudao.organization.models import AuditEntry, Unit
from maudao.organization.rules import Permission
from maudao.organization.views.frame import frame
from maudao.organization.wording import audit_sentence

_ROWS = 50


@require_safe
@access.opens(Permission.VIEW_AUDIT, queries.unit)
def unit_audit(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show who did what at the unit, and below it where asked."""
    form = AuditFilter(request.GET, actions=queries.audit_actions(unit))
    asked = form.cleaned_data if form.is_valid() else {}
    entries = queries.audit_entries(
        unit, action=asked.get("action", ""), with_below=asked.get("below", False)
    )
    page = Paginator(entries, _ROWS).get_page(request.GET.get("page"))
    context = {
        **frame(request, unit),
        "form": form,
        "page": page,
        "events": [_event(entry, unit) for entry in page],
        "is_filtered": any(asked.values()),
    }
    return render(request, "organization/unit_audit.html", context)


def _event(entry: AuditEntry, unit: Unit) -> dict[str, object]:
    """Return an entry as `pieces/_timeline.html` shows it."""
    elsewhere = f" · {entry.unit.name}" if entry.unit and entry.unit != unit else ""
    return {"at": entry.at, "title": audit_sentence(entry), "who": f"{entry.actor_label}{elsewhere}"}
