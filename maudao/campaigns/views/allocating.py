"""The allocation grid."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maudao.campaigns import actions, queries
from maudao.campaigns.forms import GridInput, GridOptions, QuotaForm
from maudao.campaigns.forms.allocation import lock_field, value_field
from maudao.campaigns.models import Assignment, Indicator
from maudao.campaigns.queries import GridRow
from maudao.campaigns.rules import (
    AllocationWarning,
    Denominator,
    TargetOwner,
    WarningKind,
    allocation_proposal,
    allocation_warnings,
    is_allocatable,
    unit_of,
)
from maudao.campaigns.views import asking
from maudao.lib.vietnamese import format_number
from maudao.organization import access
from maudao.organization.rules import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.ALLOCATE_TARGETS, queries.assignment)
@asking.while_open
def campaign_allocate(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Give one indicator's target to the units below."""
    choices = [one for one in queries.current_indicators(assignment.campaign) if is_allocatable(one.measure)]
    indicator = next((one for one in choices if one.code == request.GET.get("chi-tieu")), None) or next(
        iter(choices), None
    )
    if indicator is None or not assignment.children.exists():
        return render(
            request,
            "campaigns/campaign_allocate.html",
            asking.context_of(request, assignment, indicator=None),
            status=200,
        )
    page = GridPage(assignment, indicator, _owner(request, indicator), choices)
    if request.method == "POST":
        return page.sent(request)
    return page.shown(request, page.typed_before())


def _owner(request: HttpRequest, indicator: Indicator) -> TargetOwner:
    """Return whose target is given: the committee's only where the indicator is of its quota."""
    asked = request.GET.get("ben")
    is_committee = indicator.denominator == Denominator.QUOTA and asked == TargetOwner.COMMITTEE
    return TargetOwner.COMMITTEE if is_committee else TargetOwner.UNION


class GridPage:
    """One grid: what stands in it, and what is done with what was typed."""

    def __init__(
        self, assignment: Assignment, indicator: Indicator, owner: TargetOwner, choices: list[Indicator]
    ) -> None:
        self.assignment, self.indicator, self.owner, self.choices = assignment, indicator, owner, choices
        self.grid = queries.allocation_grid(assignment, indicator=indicator, owner=owner)

    def typed_before(self) -> GridInput:
        """Return what the grid starts with: what is given now."""
        values = {row.assignment.pk: row.value for row in self.grid.rows if row.value is not None}
        locked = frozenset(row.assignment.pk for row in self.grid.rows if row.is_locked)
        return GridInput(values, locked, {}, self.grid.seen)

    def sent(self, request: HttpRequest) -> HttpResponse:
        """Propose anew, save, or note the quota of the unit itself."""
        if request.POST.get("action") == "quota":
            return self._quota_sent(request)
        typed = GridInput.read(self.grid, request.POST)
        if request.POST.get("action") == "propose":
            locked = typed.locked_values()
            proposed = self.proposal(request.POST, locked)
            return self.shown(request, GridInput(proposed, typed.locked, {}, typed.seen))
        if typed.wrong:
            messages.error(request, _("Có ô không phải là số nguyên. Sửa các ô được đánh dấu rồi lưu lại."))
            return self.shown(request, typed, status=422)
        return self._saved(request, typed)

    def _quota_sent(self, request: HttpRequest) -> HttpResponse:
        form = QuotaForm(request.POST)
        if self.owner != TargetOwner.COMMITTEE or not form.is_valid():
            return self.shown(request, self.typed_before(), quota_form=form, status=422)
        actions.set_quota(
            self.assignment,
            form.cleaned_data["quota"],
            indicator=self.indicator,
            actor=asking.actor_of(request),
            now=timezone.now(),
        )
        messages.success(request, _("Đã lưu chỉ tiêu Ban Chỉ đạo giao cho đơn vị."))
        return redirect(request.get_full_path())

    def _saved(self, request: HttpRequest, typed: GridInput) -> HttpResponse:
        try:
            done = actions.allocate(
                self.assignment,
                typed.values,
                indicator=self.indicator,
                owner=self.owner,
                locked=typed.locked,
                seen=typed.seen,
                actor=asking.actor_of(request),
                now=timezone.now(),
            )
        except actions.StaleAllocation as stale:
            return self._clashed(request, typed, stale.present)
        messages.success(request, _("Đã lưu. %(count)d chỉ tiêu thay đổi.") % {"count": done.changed})
        return redirect(request.get_full_path())

    def _clashed(self, request: HttpRequest, typed: GridInput, present: Mapping[int, int]) -> HttpResponse:
        names = ", ".join(row.assignment.name for row in self.grid.rows if row.assignment.pk in present)
        messages.error(
            request,
            _("Trong lúc bạn sửa, người khác đã đổi: %(names)s. Số bạn nhập vẫn ở dưới; xem lại rồi lưu.")
            % {"names": names},
        )
        return self.shown(
            request, GridInput(typed.values, typed.locked, {}, self.grid.seen), clashes=present, status=422
        )

    @property
    def default_total(self) -> int:
        """What there is to give: one's own target, else what the committee asks of the unit."""
        return self.grid.own or self.grid.committee_own or 0

    @property
    def has_last(self) -> bool:
        """Whether any child has a result of an earlier campaign."""
        return any(row.last_result is not None for row in self.grid.rows)

    def options(self, data: Mapping[str, Any] | None = None) -> GridOptions:
        """Return the form of how it is divided."""
        return GridOptions(data, total=self.default_total, has_last=self.has_last)

    def proposal(self, data: Mapping[str, Any], locked: Mapping[int, int]) -> dict[int, int]:
        """Return the proposal that the options ask for."""
        total, basis, plus = self.options(data).chosen(self.default_total)
        return allocation_proposal(
            self.grid.children, total=total, basis=basis, plus_percent=plus, locked=dict(locked)
        )

    def shown(
        self,
        request: HttpRequest,
        typed: GridInput,
        *,
        clashes: Mapping[int, int] | None = None,
        quota_form: QuotaForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Show the grid with `typed` in it, the proposal beside it and the warnings."""
        data = request.POST if request.method == "POST" else request.GET
        proposed = self.proposal(data, typed.locked_values())
        values = {key: typed.values.get(key, proposed[key]) for key in proposed}
        found = allocation_warnings(self.grid.children, values, own=self.grid.own)
        cells = Cells(values, proposed, typed, found, clashes or {})
        given, quota = sum(values.values()), self.grid.own or sum(values.values())
        context = asking.context_of(
            request,
            self.assignment,
            indicator=self.indicator,
            tabs=self._tabs(),
            options=self.options(data if data.get("theo") else None),
            rows=[cells.row(row) for row in self.grid.rows],
            quota=quota,
            has_own=self.grid.own is not None,
            given=given,
            left=max(quota - given, 0),
            over=max(given - quota, 0),
            measure_unit=unit_of(self.indicator.measure),
            people=_people(self.indicator),
            quota_form=self._quota_form(quota_form),
            seen=typed.seen,
        )
        return render(request, "campaigns/campaign_allocate.html", context, status=status)

    def _quota_form(self, sent: QuotaForm | None) -> QuotaForm | None:
        """Return the form of the unit's own quota, where the grid is the committee's."""
        if self.owner != TargetOwner.COMMITTEE:
            return None
        return sent or QuotaForm(initial={"quota": self.grid.own})

    def _tabs(self) -> list[dict[str, Any]]:
        return [
            {
                "label": _("%(name)s – %(owner)s giao") % {"name": one.name, "owner": owner.label}
                if one.denominator == Denominator.QUOTA
                else one.name,
                "url": f"?chi-tieu={one.code}&ben={owner}",
                "current": one == self.indicator and owner == self.owner,
            }
            for one in self.choices
            for owner in (TargetOwner if one.denominator == Denominator.QUOTA else (TargetOwner.UNION,))
        ]


@dataclass(frozen=True)
class Cells:
    """What stands in the grid's cells, and what is to be said about them, by the child's key."""

    values: Mapping[int, int]
    proposed: Mapping[int, int]
    typed: GridInput
    found: Sequence[AllocationWarning]
    clashes: Mapping[int, int]

    def row(self, row: GridRow) -> dict[str, Any]:
        """Return a row of `pieces/_allocation_grid.html`."""
        key = row.assignment.pk
        return {
            "name": row.assignment.name,
            "url": asking.address("campaign", row.assignment),
            "members": format_number(row.members),
            "last_year": None if row.last_result is None else format_number(row.last_result),
            "proposed": format_number(self.proposed[key]),
            "field": value_field(key),
            "value": self.values[key],
            "lock_field": lock_field(key),
            "locked": key in self.typed.locked,
            "warning": " ".join(self._said(key)),
        }

    def _said(self, key: int) -> Iterator[str]:
        if key in self.typed.wrong:
            yield _("“%(text)s” không phải là số nguyên.") % {"text": self.typed.wrong[key]}
        if key in self.clashes:
            yield _("Người khác vừa giao %(value)s.") % {"value": format_number(self.clashes[key])}
        yield from (_words(warning) for warning in self.found if warning.child == key)


def _people(indicator: Indicator) -> str:
    """Return what the units are weighed by."""
    both = indicator.denominator == Denominator.MEMBERS_AND_WORKERS
    return _("Đoàn viên, người lao động") if both else _("Đoàn viên")


def _words(warning: AllocationWarning) -> str:
    amount = format_number(warning.amount)
    match warning.kind:
        case WarningKind.NOTHING:
            return _("Chưa được giao gì.")
        case WarningKind.MANY_OF_MEMBERS:
            return _("Bằng %(percent)s%% số đoàn viên, khó đạt.") % {"percent": amount}
        case WarningKind.BELOW_LAST:
            return _("Thấp hơn kết quả lần trước (%(value)s).") % {"value": amount}
        case _:
            return ""
