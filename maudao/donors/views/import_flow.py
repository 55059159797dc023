"""A list from a workbook, in three steps: sent and tried, confirmed, and what was not taken given back."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maudao.donors.actions.import_people.holding import forget, held, hold
from maudao.donors.forms.imports import ListForm
from maudao.lib.workbooks import UnreadableWorkbook

REFUSED = "chua-nhan"  # in the address of the rows that were not taken
_MOST_SHOWN = 300  # rows on the page; what is refused comes first, and whole in the workbook
_BADGES = {
    "refused": (gettext_lazy("Chưa nhận"), "stop"),
    "new": (gettext_lazy("Thêm mới"), "good"),
    "changed": (gettext_lazy("Sửa"), "info"),
    "same": (gettext_lazy("Không đổi"), "plain"),
    "counted": (gettext_lazy("Không hiến"), "plain"),
    "blank": (gettext_lazy("Chưa ghi"), "plain"),
}
_ORDER = list(_BADGES)


class Report(Protocol):
    """What became of a row."""

    row: int
    sheet: str
    name: str
    result: Any
    reasons: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Flow:
    """One kind of list: how it is imported, put in words and given back, and the page it has."""

    key: str  # of what the session keeps
    page: str  # its address
    template: str
    load: Callable[[bytes, bool], Sequence[Report]]
    refusal: type[Exception]
    unreadable: Callable[[str], str]
    reason: Callable[[str], str]
    note: Callable[[str], str]
    give_back: Callable[[bytes, dict[tuple[str, int], str]], bytes]
    context: dict[str, Any]
    changed: Callable[[Any], str] = lambda report: ""  # what a row corrects


def answer(request: HttpRequest, flow: Flow) -> HttpResponse | FileResponse:
    """Show the form; try what was sent; import it when that was confirmed; show what was done, give back the rest."""
    if request.method != "POST":
        if REFUSED in request.GET:
            return _refused_file(request, flow.key)
        return _shown(request, flow, done=request.session.pop(f"{flow.key}:done", None))
    if "confirmed" in request.POST:
        return _confirmed(request, flow)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, flow, form=form, status=422)
    data = form.data_of_file()
    try:
        reports = flow.load(data, True)
    except (UnreadableWorkbook, flow.refusal) as refused:
        form.add_error("file", flow.unreadable(refused.reason))  # type: ignore[attr-defined]  # both have one
        return _shown(request, flow, form=form, status=422)
    _keep(request, flow, data, reports)
    return _shown(request, flow, reports=reports)


def _keep(request: HttpRequest, flow: Flow, data: bytes, reports: Sequence[Report]) -> None:
    """Hold the workbook, and what of it was refused, until it is confirmed or a day has passed."""
    _drop(request, flow)
    request.session[flow.key] = {"file": hold(data), "refused": _refused(flow, data, reports)}


def _refused(flow: Flow, data: bytes, reports: Sequence[Report]) -> str:
    why = {(r.sheet, r.row): _sentence(map(flow.reason, r.reasons)) for r in reports if r.result == "refused"}
    return hold(flow.give_back(data, why)) if why else ""


def _drop(request: HttpRequest, flow: Flow) -> None:
    for token in request.session.pop(flow.key, {}).values():
        forget(token)


def _confirmed(request: HttpRequest, flow: Flow) -> HttpResponse:
    data = held(request.session.get(flow.key, {}).get("file", ""))
    if data is None:
        return _shown(
            request, flow, problem=_("Tệp xem thử không còn. Hãy chọn lại tệp rồi xem thử."), status=422
        )
    try:
        reports = flow.load(data, False)
    except (UnreadableWorkbook, flow.refusal) as refused:
        words = flow.unreadable(refused.reason)  # type: ignore[attr-defined]  # both have one
        return _shown(request, flow, problem=words, status=422)
    _drop(request, flow)
    request.session[flow.key] = {"refused": _refused(flow, data, reports)}
    request.session[f"{flow.key}:done"] = Counter(str(report.result) for report in reports)
    return redirect(flow.page)


def _refused_file(request: HttpRequest, key: str) -> FileResponse:
    """Give back the rows that were not taken, to who sent them."""
    data = held(request.session.get(key, {}).get("refused", ""))
    if data is None:
        raise Http404
    return FileResponse(BytesIO(data), as_attachment=True, filename="dong-chua-nhan.xlsx")


def _shown(
    request: HttpRequest,
    flow: Flow,
    *,
    form: ListForm | None = None,
    reports: Sequence[Report] | None = None,
    done: dict[str, int] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    counts = Counter(str(report.result) for report in reports or ())
    ordered = sorted(reports or (), key=lambda r: (_ORDER.index(r.result), not r.notes))
    context = {
        **flow.context,
        "refused_url": f"?{REFUSED}=1",
        "here": flow.page,
        "form": form or ListForm(),
        "is_tried": reports is not None,
        "done": done,
        "problem": problem,
        "tiles": _tiles(done if done is not None else counts),
        "takes": counts["new"] + counts["changed"],
        "has_refused": bool((done or counts).get("refused")),
        "has_blank": bool((done or counts).get("blank")),
        "rows": [_row(flow, report, many=_has_many_sheets(reports)) for report in ordered[:_MOST_SHOWN]],
        "left_out": max(len(ordered) - _MOST_SHOWN, 0),
    }
    return render(request, flow.template, context, status=status)


def _has_many_sheets(reports: Sequence[Report] | None) -> bool:
    return len({report.sheet for report in reports or ()}) > 1


def _tiles(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"number": counts[result], "label": _BADGES[result][0]} for result in _ORDER if counts.get(result)
    ]


def _row(flow: Flow, report: Report, *, many: bool) -> list[dict[str, Any]]:
    word, tone = _BADGES[report.result]
    place = f"{report.sheet}, {report.row}" if many else report.row
    told = [*map(flow.reason, report.reasons), flow.changed(report), *map(flow.note, report.notes)]
    return [
        {"label": _("Họ và tên"), "text": report.name or "–"},
        {"label": _("Dòng"), "text": place, "number": not many},
        {"label": _("Kết quả"), "badge": {"word": word, "tone": tone}},
        {"label": _("Cần biết"), "text": _sentence(told) or "–"},
    ]


def _sentence(parts: Any) -> str:
    words = "; ".join(part for part in parts if part)
    return f"{words[:1].upper()}{words[1:]}." if words else ""
