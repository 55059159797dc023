"""The two registers of a unit: documents that came in, documents of its own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maudao.documents import exports, queries
from maudao.documents.forms.intake import RegisterFilter
from maudao.documents.models import IncomingDocument, OutgoingDocument
from maudao.documents.rules import IncomingState
from maudao.lib import vietnamese
from maudao.organization import access
from maudao.organization import queries as units
from maudao.organization.models import Unit
from maudao.organization.rules import Permission

_PER_PAGE = 50
_UNSHOWN = ("text", "proposal", "record", "answers", "folded")

_TONES: dict[str, str] = {IncomingState.READING: "wait", IncomingState.UNREADABLE: "stop"}

Cells = list[dict[str, Any]]


@require_safe
@access.opens(Permission.VIEW_DOCUMENTS, units.unit)
def incoming_list(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show what waits for an officer, and the register of documents that came in."""
    form = RegisterFilter(request.GET, years=queries.register_years(unit))
    rows = queries.register_of_incoming(unit, **form.chosen()).defer(*_UNSHOWN)
    context = {
        **_listed(request, unit, form, rows, _incoming_cells),
        "waiting": [
            _waiting_row(document)
            for document in queries.waiting_incoming(unit).select_related("file").defer(*_UNSHOWN)
        ],
        "export_url": _with_filter(request, unit, "incoming_register"),
        "may_register": access.may(request, Permission.REGISTER_DOCUMENTS, unit),
    }
    return render(request, "documents/incoming_list.html", context)


@require_safe
@access.opens(Permission.VIEW_DOCUMENTS, units.unit)
def outgoing_list(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show drafts, and the register of the unit's own documents."""
    form = RegisterFilter(request.GET, years=queries.register_years(unit))
    rows = queries.register_of_outgoing(unit, **form.chosen()).defer("content", "folded")
    context = {
        **_listed(request, unit, form, rows, _outgoing_cells),
        "drafts": [_draft_row(document) for document in queries.drafts_of(unit).defer("content", "folded")],
        "export_url": _with_filter(request, unit, "outgoing_register"),
    }
    return render(request, "documents/outgoing_list.html", context)


def _listed(
    request: HttpRequest, unit: Unit, form: RegisterFilter, rows: QuerySet[Any], cells: Callable[[Any], Cells]
) -> dict[str, Any]:
    """Return what both lists show of a register: one page of it, the filter, the way to the other one."""
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    is_filtered = any(form.chosen().values())
    return {
        "unit": unit,
        "form": form,
        "page": page,
        "rows": [cells(document) for document in page],
        "found": page.paginator.count if is_filtered else None,
        "clear_url": request.path if is_filtered else "",
        "tabs": _tabs(request, unit),
    }


def _tabs(request: HttpRequest, unit: Unit) -> list[dict[str, Any]]:
    labels = {"incoming_list": _("Văn bản đến"), "outgoing_list": _("Văn bản đi")}
    urls = {name: reverse(name, kwargs={"code": unit.code}) for name in labels}
    return [
        {"label": label, "url": urls[name], "current": request.path == urls[name]}
        for name, label in labels.items()
    ]


def _with_filter(request: HttpRequest, unit: Unit, name: str) -> str:
    query = request.GET.urlencode()
    return reverse(name, kwargs={"code": unit.code}) + (f"?{query}" if query else "")


def _waiting_row(document: IncomingDocument) -> dict[str, Any]:
    """Return the context of `pieces/_list_row.html`."""
    received = _("tiếp nhận %s") % _moment(document.created_at)
    name = document.file.name if document.file else _("Văn bản chưa rõ trích yếu")
    return {
        "title": document.subject or name,
        "url": reverse("incoming_review", kwargs={"pk": document.pk}),
        "meta": " · ".join(part for part in (document.number, document.issuer, received) if part),
        "badge": {"word": document.get_state_display(), "tone": _TONES.get(document.state, "info")},
    }


def _draft_row(document: OutgoingDocument) -> dict[str, Any]:
    """Return the context of `pieces/_list_row.html`."""
    drafted = _("soạn %s") % _moment(document.created_at)
    return {
        "title": document.subject,
        "url": reverse("outgoing_page", kwargs={"pk": document.pk}),
        "meta": f"{document.get_doc_type_display()} {document.full_number} · {drafted}",
        "badge": {"word": document.get_state_display(), "tone": "wait"},
    }


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M %d/%m/%Y}"


def _incoming_cells(document: IncomingDocument) -> Cells:
    return [
        {"label": _("Số đến"), "text": f"{document.arrival_number}/{document.arrival_year}"},
        {"label": _("Ngày đến"), "text": _day(document.arrived_on)},
        {"label": _("Số, ký hiệu"), "text": document.number or "–"},
        {"label": _("Ngày văn bản"), "text": _day(document.issued_on)},
        {"label": _("Nơi ban hành"), "text": document.issuer or "–"},
        {
            "label": _("Trích yếu"),
            "text": document.subject or _("(không có trích yếu)"),
            "url": reverse("incoming_review", kwargs={"pk": document.pk}),
        },
    ]


def _outgoing_cells(document: OutgoingDocument) -> Cells:
    return [
        {"label": _("Số, ký hiệu"), "text": document.full_number},
        {"label": _("Ngày ban hành"), "text": _day(document.issued_on)},
        {"label": _("Loại"), "text": document.get_doc_type_display()},
        {
            "label": _("Trích yếu"),
            "text": document.subject,
            "url": reverse("outgoing_page", kwargs={"pk": document.pk}),
        },
        {"label": _("Người ký"), "text": document.signer or "–"},
    ]


def _day(day: Any) -> str:
    return vietnamese.format_date(day) if day else "–"


@require_safe
@access.opens(Permission.VIEW_DOCUMENTS, units.unit)
def incoming_register(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Give the register of documents that came in as a workbook, filtered as the page is."""
    chosen = RegisterFilter(request.GET, years=queries.register_years(unit)).chosen()
    unshown = (*_UNSHOWN, *(f"supersedes__{name}" for name in _UNSHOWN))
    rows = (
        queries.register_of_incoming(unit, **chosen)
        .select_related("registered_by", "supersedes")
        .defer(*unshown)
    )
    return _workbook(
        exports.incoming_register(unit, rows, year=chosen["year"]), name=f"van-ban-den-{unit.code}"
    )


@require_safe
@access.opens(Permission.VIEW_DOCUMENTS, units.unit)
def outgoing_register(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Give the register of the unit's own documents as a workbook, filtered as the page is."""
    chosen = RegisterFilter(request.GET, years=queries.register_years(unit)).chosen()
    rows = queries.register_of_outgoing(unit, **chosen).defer("content", "folded")
    return _workbook(
        exports.outgoing_register(unit, rows, year=chosen["year"]), name=f"van-ban-di-{unit.code}"
    )


def _workbook(data: bytes, *, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}.xlsx"'
    return HttpResponse(data, content_type=exports.XLSX, headers={"Content-Disposition": disposition})
