"""People of a unit from a workbook: tried first, then entered, with what was not taken given back."""

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maudao.donors.actions.import_people import UnreadableWorkbook, import_people
from maudao.donors.actions.import_people.giving_back import TITLES, refused_workbook, sample_workbook
from maudao.donors.actions.import_people.wording import (
    changed_words,
    note_words,
    reason_words,
    unreadable_list,
)
from maudao.donors.views import import_flow
from maudao.donors.views.framing import actor_of, path_to, people_url
from maudao.lib.rosters.headings import ROSTER
from maudao.organization import access
from maudao.organization.models import Unit
from maudao.organization.queries import unit as unit_of_code
from maudao.organization.rules import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DONORS, unit_of_code)
def people_import(request: HttpRequest, unit: Unit) -> HttpResponse | FileResponse:
    """Try a list and show what each row would do; enter it when that was confirmed."""

    def load(data: bytes, dry_run: bool) -> list[import_flow.Report]:
        known = {"unit": unit, "actor": actor_of(request), "now": timezone.now()}
        return list(import_people(data, dry_run=dry_run, **known))  # type: ignore[arg-type]

    flow = import_flow.Flow(
        key=_key(unit),
        page=people_url("people_import", unit),
        template="donors/import.html",
        load=load,
        refusal=UnreadableWorkbook,
        unreadable=unreadable_list,
        reason=reason_words,
        note=note_words,
        changed=lambda report: changed_words(report.changed),
        give_back=lambda data, why: refused_workbook(data, ROSTER, titles=TITLES, why=why),
        context={"unit": unit, "path": path_to(unit)},
    )
    return import_flow.answer(request, flow)


@require_safe
@access.opens(Permission.MANAGE_DONORS, unit_of_code)
def people_import_sample(request: HttpRequest, unit: Unit) -> FileResponse:
    """Give an empty list to fill in."""
    return FileResponse(BytesIO(sample_workbook()), as_attachment=True, filename="mau-danh-sach.xlsx")


def _key(unit: Unit) -> str:
    return f"people_import:{unit.pk}"
