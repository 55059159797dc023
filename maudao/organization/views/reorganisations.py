"""Reorganisation decisions: the list, a new one from its preview to its application, and undoing one."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maudao.lib.vietnamese import format_number
from maudao.organization import access, queries
from maudao.organization.actions import reorganise
from maudao.organization.actions.reorganise import DecisionRefused, Fault, Preview, UndoRefused
from maudao.organization.forms import DecisionForm
from maudao.organization.models import Reorganisation, Unit
from maudao.organization.rules import Permission, UnitKind
from maudao.organization.views.frame import actor_of, frame
from maudao.organization.wording import change_sentence


@require_safe
@access.opens(Permission.MANAGE_UNITS, queries.unit)
def reorganisation_list(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show the decisions that touched only this unit and those below it."""
    context = {**frame(request, unit), "decisions": queries.reorganisations(unit)}
    return render(request, "organization/reorganisation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_UNITS, queries.unit)
def reorganisation_new(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Preview a decision; apply it when what it does was confirmed."""
    if request.method != "POST":
        return _page(request, unit, DecisionForm())
    form = DecisionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, unit, form, status=422)
    try:
        decision = reorganise.parse(form.cleaned_data["text"])
        if "confirmed" in request.POST:
            applied = reorganise.apply(decision, actor=actor_of(request), now=timezone.now(), within=unit)
            messages.success(request, _("Đã áp dụng quyết định số %s.") % applied.number)
            return (
                redirect("reorganisation", pk=applied.pk)
                if applied.unit
                else redirect("unit_tree", unit.code)
            )
        shown = reorganise.preview(decision, now=timezone.now(), within=unit, root=unit, **_hooks())
    except DecisionRefused as refused:
        return _page(request, unit, form, faults=refused.faults, status=422)
    return _page(request, unit, DecisionForm({"text": form.cleaned_data["text"]}), shown=shown)


def _hooks() -> dict[str, Any]:
    """Return who knows of facts and campaigns: a module with `totals` and `touched`, named in the settings."""
    hooks = import_module(settings.REORGANISATION_HOOKS)
    return {"totals": hooks.totals, "touched": hooks.touched}


def _page(
    request: HttpRequest,
    unit: Unit,
    form: DecisionForm,
    *,
    shown: Preview | None = None,
    faults: list[Fault] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {**frame(request, unit), "form": form, "shown": shown, "faults": faults}
    if shown:
        context["rows"] = [_kind_row(kind, shown) for kind in UnitKind if _stands(kind, shown)]
    return render(request, "organization/reorganisation_new.html", context, status=status)


def _stands(kind: UnitKind, shown: Preview) -> bool:
    return kind in shown.before.units or kind in shown.after.units


def _kind_row(kind: UnitKind, shown: Preview) -> list[dict[str, Any]]:
    before, after = shown.before.units.get(kind, 0), shown.after.units.get(kind, 0)
    return [
        {"label": _("Loại đơn vị"), "text": kind.label},
        {"label": _("Trước"), "text": format_number(before), "number": True},
        {"label": _("Sau"), "text": format_number(after), "number": True},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_UNITS, queries.reorganisation)  # type: ignore[type-var]  # see the assertion
def reorganisation(request: HttpRequest, found: Reorganisation) -> HttpResponse:
    """Show a decision; undo it, or say what depends on it."""
    assert found.unit is not None  # the finder leaves out decisions over several trees
    faults: list[Fault] = []
    if request.method == "POST":
        try:
            reorganise.undo(found.number, actor=actor_of(request), now=timezone.now())
        except UndoRefused as refused:
            faults = refused.faults
        else:
            messages.success(request, _("Đã huỷ áp dụng quyết định số %s.") % found.number)
            return redirect("reorganisation_list", code=found.unit.code)
    changes = [change_sentence(change) for change in found.decision["change"]]
    context = {**frame(request, found.unit), "decision": found, "changes": changes, "faults": faults}
    return render(request, "organization/reorganisation.html", context, status=422 if faults else 200)
