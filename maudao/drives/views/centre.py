"""Files of the receiving centre: who registered goes out, what was given comes back."""

from collections.abc import Mapping
from io import BytesIO

from django.db.models import F, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maudao.donors.actions.import_people.giving_back import TITLES, refused_workbook
from maudao.donors.views import import_flow
from maudao.drives.actions.import_results import ResultsRefused, import_results
from maudao.drives.actions.import_results.sheet import RESULTS
from maudao.drives.actions.import_results.wording import result_note, result_reason, unreadable_results
from maudao.drives.exports.registration_list import registration_list as write_list
from maudao.drives.models import Drive, Registration
from maudao.drives.rules import RegistrationState
from maudao.drives.views.serving import served_drive
from maudao.organization import access, audit
from maudao.organization.audit import Actor
from maudao.organization.rules import Permission

_TITLES: Mapping[str, str] = {
    **TITLES,
    "volume": "Thể tích (ml)",
    "date": "Ngày hiến",
    "group": "Nhóm máu",
    "rhesus": "Rh",
    "serial": "Số giấy chứng nhận",
    "kind": "Loại hiến",
    "result": "Kết quả",
    "ticket": "Mã vé",
}


@require_safe
@access.opens(Permission.CHECK_IN, served_drive)
def registration_list(request: HttpRequest, drive: Drive) -> FileResponse:
    """Give the list of who registered, and write into the audit that it was taken away."""
    data = write_list(drive, _registered(drive))
    audit.record("export_registrations", drive, actor=_actor(request), at=timezone.now(), unit=drive.host)
    name = f"dang-ky-{drive.code}.xlsx"
    response = FileResponse(BytesIO(data), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _registered(drive: Drive) -> QuerySet[Registration]:
    """Return the live registrations in the order of the slots, then by name; who walked in last. Cost: one query."""
    rows = drive.registrations.exclude(state=RegistrationState.CANCELLED)
    related = rows.select_related("donor", "slot", "credited_to", "drive__host")
    return related.order_by(F("slot__starts_at").asc(nulls_last=True), "donor__sort_key", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.CHECK_IN, served_drive)
def results_import(request: HttpRequest, drive: Drive) -> HttpResponse | FileResponse:
    """Try the centre's results and show what each row would do; record them when that was confirmed."""

    def load(data: bytes, dry_run: bool) -> list[import_flow.Report]:
        known = {"drive": drive, "actor": _actor(request), "now": timezone.now()}
        return list(import_results(data, dry_run=dry_run, **known))  # type: ignore[arg-type]

    flow = import_flow.Flow(
        key=f"results_import:{drive.pk}",
        page=reverse("results_import", kwargs={"code": drive.code}),
        template="drives/centre_results.html",
        load=load,
        refusal=ResultsRefused,
        unreadable=unreadable_results,
        reason=result_reason,
        note=result_note,
        give_back=lambda data, why: refused_workbook(data, RESULTS, titles=_TITLES, why=why),
        context={"drive": drive},
    )
    return import_flow.answer(request, flow)


def _actor(request: HttpRequest) -> Actor:
    assert request.user.is_authenticated  # `opens` lets nobody else in
    return Actor.of(request.user)
