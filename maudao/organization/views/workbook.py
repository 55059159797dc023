"""A list of units, from a workbook: first a trial, then the import."""

from collections import Counter
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from maudao.organization import access, exports, queries
from maudao.organization.actions.import_units import RowReport, UnreadableWorkbook, import_units
from maudao.organization.forms import WorkbookForm
from maudao.organization.models import Unit
from maudao.organization.rules import Permission
from maudao.organization.views.frame import actor_of, frame
from maudao.organization.wording import import_fault, unreadable

_RESULTS = {
    "created": (gettext_lazy("Lập mới"), "good"),
    "counted": (gettext_lazy("Ghi số đoàn viên"), "good"),
    "unchanged": (gettext_lazy("Không đổi"), "plain"),
    "refused": (gettext_lazy("Chưa nhận"), "stop"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_UNITS, queries.unit)
def unit_import(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Try a workbook and show what each row would do; import it when that was confirmed."""
    if request.method != "POST":
        return _page(request, unit, WorkbookForm())
    form = WorkbookForm(request.POST, request.FILES)
    is_trial = "confirmed" not in request.POST
    if not form.is_valid():
        return _page(request, unit, form, status=422)
    try:
        reports = import_units(
            form.cleaned_data["data"],
            dry_run=is_trial,
            actor=actor_of(request),
            now=timezone.now(),
            within=unit,
        )
    except UnreadableWorkbook as refused:
        form.add_error("file", unreadable(refused.reason))
        return _page(request, unit, form, status=422)
    if is_trial:
        return _page(
            request, unit, WorkbookForm(), carried=form.carry(form.cleaned_data["data"]), reports=reports
        )
    done = Counter(report.result for report in reports)
    words = _(
        "Đã lập %(created)s đơn vị, ghi số đoàn viên của %(counted)s đơn vị; %(refused)s dòng chưa nhận."
    )
    messages.success(request, words % {name: done[name] for name in ("created", "counted", "refused")})
    return redirect("unit_tree", code=unit.code)


def _page(
    request: HttpRequest,
    unit: Unit,
    form: WorkbookForm,
    *,
    carried: str = "",
    reports: list[RowReport] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = [_row(report) for report in reports or []]
    context = {
        **frame(request, unit),
        "form": form,
        "carried": carried,
        "rows": rows,
        "tried": reports is not None,
    }
    context["takes"] = sum(report.result in ("created", "counted") for report in reports or [])
    return render(request, "organization/unit_import.html", context, status=status)


def _row(report: RowReport) -> list[dict[str, Any]]:
    word, tone = _RESULTS[report.result]
    return [
        {"label": _("Đơn vị"), "text": f"{report.code} – {report.name}"},
        {"label": _("Dòng"), "text": report.row, "number": True},
        {"label": _("Kết quả"), "badge": {"word": word, "tone": tone}},
        {"label": _("Cần sửa"), "text": "; ".join(map(import_fault, report.faults)) or "–"},
    ]


@require_safe
@access.opens(Permission.MANAGE_UNITS, queries.unit)
def unit_list_file(request: HttpRequest, unit: Unit) -> FileResponse:
    """Give the open units below as a workbook, to be corrected and imported again."""
    today = timezone.localdate()
    below = Unit.objects.open_on(today).below(unit)
    counted = queries.latest_counts(below, on=today)
    data = exports.units_workbook(below.select_related("parent").order_by("path"), counted)
    name = f"danh-sach-{unit.code}.xlsx"
    return FileResponse(BytesIO(data), as_attachment=True, filename=name)
