"""The day's list by hand: without a script, and for paper lists that are typed afterwards."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from maudao.donors.rules import DonationKind, Sex
from maudao.drives.actions.check_in import CheckInClosed, sync_check_in
from maudao.drives.actions.planning import ENDED
from maudao.drives.forms.check_in import WrongLine
from maudao.drives.forms.paper_list import Line, choices, read_lines, record_of, refused
from maudao.drives.models import Drive, Registration
from maudao.drives.queries.check_in import people_at, units_at
from maudao.drives.rules import RegistrationState
from maudao.drives.views.check_in_words import REASONS
from maudao.drives.views.serving import served_drive
from maudao.lib.vietnamese import fold
from maudao.organization import access
from maudao.organization.audit import Actor
from maudao.organization.rules import Permission

_PER_PAGE = 100
_TONES = {
    RegistrationState.ARRIVED: "wait",
    RegistrationState.DONATED: "good",
    RegistrationState.DEFERRED: "info",
    RegistrationState.LEFT: "info",
}


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.CHECK_IN, served_drive)
@cache_control(private=True, no_store=True)
def paper_list(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Type a paper list: an outcome in each row, and who walked in. The same form sent again changes nothing."""
    try:
        return _answered(request, drive)
    except CheckInClosed:
        context = {**_about(drive), "is_closed": True}
        return render(request, "drives/paper_list.html", context, status=_status(request, 409))


def _answered(request: HttpRequest, drive: Drive) -> HttpResponse:
    if drive.state in ENDED:
        raise CheckInClosed(drive.state)
    if drive.held_on > timezone.localdate():
        page = _page(request, drive)
        context = {**_about(drive), "page": page, "rows": _rows(page, {}), "is_early": True}
        return render(request, "drives/paper_list.html", context, status=_status(request, 422))
    lines: dict[str, Line] = {}
    if request.method == "POST":
        lines = {line.name: line for line in _typed(request, drive)}
        if not any(line.reason for line in lines.values()):
            return redirect(request.get_full_path())
    page = _page(request, drive)
    context = {**_about(drive), "page": page, "rows": _rows(page, lines), **_blank(request, drive, lines)}
    return render(request, "drives/paper_list.html", context, status=_status(request, 422))


def _status(request: HttpRequest, refused_with: int) -> int:
    return refused_with if request.method == "POST" else 200


def _about(drive: Drive) -> dict[str, Any]:
    return {
        "drive": drive,
        "check_in_url": reverse("check_in", kwargs={"code": drive.code}),
    }


def _page(request: HttpRequest, drive: Drive) -> Page[Registration]:
    rows = people_at(drive)
    if asked := fold(request.GET.get("tim", "")):
        rows = rows.filter(donor__name_folded__contains=asked)
    return Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))


def _typed(request: HttpRequest, drive: Drive) -> list[Line]:
    """Take in what was typed; return every row, those that were not taken with why."""
    assert request.user.is_authenticated
    now, posted = timezone.now(), request.POST.dict()
    pks = (int(name[4:]) for name in posted if name.startswith("row-") and name[4:].isdigit())
    lines, records = read_lines(posted, pks), {}
    for place, line in enumerate(lines):
        if line.is_blank:
            continue
        try:
            records[place] = record_of(line, form_key=_key(posted), now=now, today=timezone.localdate(now))
        except WrongLine as wrong:
            lines[place] = refused(line, wrong.reason)
    answers = sync_check_in(
        drive, list(records.values()), device="paper", actor=Actor.of(request.user), now=now
    )
    for place, answer in zip(records, answers, strict=True):
        lines[place] = refused(lines[place], answer.reason)
    _tell(
        request, taken=sum(not answer.reason for answer in answers), wrong=sum(bool(x.reason) for x in lines)
    )
    return lines


def _key(posted: Mapping[str, Any]) -> uuid.UUID:
    try:
        return uuid.UUID(posted.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _tell(request: HttpRequest, *, taken: int, wrong: int) -> None:
    if taken:
        said = ngettext("Đã ghi %(n)s dòng.", "Đã ghi %(n)s dòng.", taken) % {"n": taken}
        messages.success(request, said)
    elif not wrong:
        messages.info(request, _("Chưa chọn kết quả cho ai."))
    if wrong:
        said = ngettext("%(n)s dòng chưa ghi được.", "%(n)s dòng chưa ghi được.", wrong) % {"n": wrong}
        messages.error(request, said)


def _rows(page: Page[Registration], lines: Mapping[str, Line]) -> list[dict[str, Any]]:
    return [_row(row, lines.get(f"row-{row.pk}")) for row in page]


def _row(row: Registration, line: Line | None) -> dict[str, Any]:
    donor = row.donor
    slot = f"{timezone.localtime(row.slot.starts_at):%H:%M}" if row.slot else _("chưa đăng ký trước")
    meta = [str(donor.birth_year or ""), slot, row.credited_to.name if row.credited_to else ""]
    word = row.get_state_display()
    if row.donation:
        is_blood = row.donation.kind == DonationKind.WHOLE_BLOOD
        said = {"ml": row.donation.volume_ml, "kind": row.donation.get_kind_display()}
        word = (_("đã hiến %(ml)s ml") if is_blood else _("đã hiến %(kind)s %(ml)s ml")) % said
    kept = line if line is not None and line.reason else None
    return {
        "field": f"row-{row.pk}",
        "name": donor.full_name,
        "meta": " · ".join(part for part in meta if part),
        "badge": {"word": word, "tone": _TONES.get(RegistrationState(row.state), "plain")},
        "chosen": kept.outcome if kept else "",
        "ml": kept.ml if kept else "",
        "error": REASONS.get(kept.reason, kept.reason) if kept else "",
    }


def _blank(request: HttpRequest, drive: Drive, lines: Mapping[str, Line]) -> dict[str, Any]:
    """Return what the form needs beside its rows."""
    sent = request.POST.get("key", "")
    return {
        "key": sent or uuid.uuid4(),
        "choices": choices(),
        "sexes": Sex.choices,
        "units": units_at(drive),
        "found": request.GET.get("tim", ""),
        "blanks": [_kept(line) for line in read_lines({}, []) for line in [lines.get(line.name, line)]],
    }


def _kept(line: Line) -> dict[str, Any]:
    """Return a blank row: as it was typed where it was not taken, else empty."""
    said = asdict(line) if line.reason else {"outcome": "", "ml": "", "person": {}}
    return {**said, "field": line.name, "error": REASONS.get(line.reason, line.reason)}
