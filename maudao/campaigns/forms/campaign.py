"""A campaign as its directive proposes it, for a person to check and change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.forms.fields import DayField
from maudao.campaigns.rules import (
    PROGRAMMES,
    ActivityKind,
    Bound,
    CampaignDraft,
    Denominator,
    IndicatorDraft,
    Measure,
    Quote,
    SloganDraft,
    TaskDraft,
    indicator_code,
)
from maudao.lib.vietnamese import format_number, normalise, parse_number

_FAULTS = {
    "ends_before_start": ("ends_on", _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")),
    "peak_outside_window": ("peak_on", _("Ngày cao điểm phải nằm trong thời gian thực hiện.")),
    "same_indicator_twice": (None, _("Có hai chỉ tiêu đếm cùng một thứ trên cùng một mẫu số. Bỏ bớt một.")),
}
_BOUNDS = [
    (Bound.AT_LEAST, _("ít nhất")),
    (Bound.MORE_THAN, _("trên")),
    (Bound.EXACT, _("đúng")),
    (Bound.ABOUT, _("khoảng")),
    (Bound.RANGE, _("trong khoảng, từ")),
    (Bound.UNQUANTIFIED, _("không nêu con số")),
]


class ThresholdField(forms.CharField):
    """A percentage or a number, `30` or `1.200`; nothing where the directive names none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return format_number(value.normalize()) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            number = parse_number(text)
        except ValueError as error:
            message = _("Cần một số như 30, 105 hoặc 1.200.")
            raise forms.ValidationError(message, code="not_a_number") from error
        if not 0 <= number < 10_000_000:
            raise forms.ValidationError(_("Số này không hợp lý. Kiểm tra lại."), code="out_of_range")
        return number


@dataclass(frozen=True)
class IndicatorFields:
    """The fields of one indicator, and the clause that it answers to."""

    number: int
    is_new: bool
    clause: str
    keep: forms.BoundField
    fields: list[forms.BoundField]


@dataclass(frozen=True)
class ChoiceLine:
    """A slogan or a task: keep it, and for a task of what kind it is."""

    text: str
    note: str
    keep: forms.BoundField
    kind: forms.BoundField | None = None


class CampaignForm(forms.Form):
    """All that a campaign asks for; `draft` is where it starts from, and what is sent makes `revised()`."""

    title = forms.CharField(
        label=_("Tên chiến dịch"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(label=_("Đến hết ngày"))
    peak_on = DayField(label=_("Ngày cao điểm"), required=False)
    report_due_on = DayField(label=_("Hạn gửi báo cáo"))
    report_to = forms.CharField(label=_("Nơi nhận báo cáo"), max_length=300, required=False)
    programmes = forms.MultipleChoiceField(
        label=_("Kết hợp với chương trình"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, name) for code, (name, _words) in PROGRAMMES.items()],
    )

    def __init__(self, draft: CampaignDraft, data: Any = None) -> None:
        self.draft = draft
        plain = ("title", "starts_on", "ends_on", "peak_on", "report_due_on", "report_to")
        initial: dict[str, Any] = {name: getattr(draft, name) for name in plain}
        super().__init__(data, initial={**initial, "programmes": list(draft.programmes)})
        for number, indicator in enumerate([*draft.indicators, None]):
            self._add_indicator(number, indicator)
        for number, slogan in enumerate(draft.slogans):
            self.fields[f"slogan-{number}"] = _keep(slogan.text, slogan.is_offered)
        for number, task in enumerate(draft.tasks):
            self.fields[f"task-{number}"] = _keep(task.text, True)
            self.fields[f"task-{number}-kind"] = _kind(task)

    def _add_indicator(self, number: int, draft: IndicatorDraft | None) -> None:
        label = _("Theo dõi chỉ tiêu này") if draft else _("Thêm một chỉ tiêu")
        name = f"indicator-{number}"
        self.fields[name] = _keep(label, draft is not None)
        self.fields[f"{name}-name"] = forms.CharField(
            label=_("Tên chỉ tiêu"), max_length=300, required=False, initial=draft.name if draft else ""
        )
        self.fields[f"{name}-measure"] = forms.ChoiceField(
            label=_("Đếm"), choices=Measure.choices, initial=draft.measure if draft else Measure.DONORS
        )
        self.fields[f"{name}-bound"] = forms.ChoiceField(
            label=_("Mức"), choices=_BOUNDS, initial=draft.bound if draft else Bound.AT_LEAST
        )
        self.fields[f"{name}-threshold"] = ThresholdField(
            label=_("Con số (% nếu có mẫu số)"), initial=draft.threshold if draft else None
        )
        self.fields[f"{name}-denominator"] = forms.ChoiceField(
            label=_("Tính trên"),
            choices=Denominator.choices,
            initial=draft.denominator if draft else Denominator.NONE,
        )

    def quoted(self, *names: str) -> list[tuple[forms.BoundField, Quote]]:
        """Return fields with the words of the directive that they come from."""
        quotes = self.draft.quotes
        window = quotes.get("window", Quote(""))
        ofs = {"starts_on": window, "ends_on": window, **quotes}
        return [(self[name], ofs.get(name, Quote(""))) for name in names]

    @property
    def days(self) -> list[tuple[forms.BoundField, Quote]]:
        return self.quoted("starts_on", "ends_on", "peak_on", "report_due_on", "report_to")

    def indicator_fields(self) -> Iterator[IndicatorFields]:
        """Yield the fields of each indicator, and of a new one at the end."""
        for number, draft in enumerate([*self.draft.indicators, None]):
            name = f"indicator-{number}"
            parts = ("name", "measure", "bound", "threshold", "denominator")
            yield IndicatorFields(
                number + 1,
                draft is None,
                draft.clause if draft else "",
                self[name],
                [self[f"{name}-{part}"] for part in parts],
            )

    def slogan_lines(self) -> list[ChoiceLine]:
        return [
            ChoiceLine(slogan.text, "", self[f"slogan-{number}"])
            for number, slogan in enumerate(self.draft.slogans)
        ]

    def task_lines(self) -> list[ChoiceLine]:
        return [
            ChoiceLine(task.text, task.assignee, self[f"task-{number}"], self[f"task-{number}-kind"])
            for number, task in enumerate(self.draft.tasks)
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for number in range(len(self.draft.indicators) + 1):
            name = f"indicator-{number}"
            if given.get(name) and not given.get(f"{name}-name", "").strip():
                self.add_error(
                    f"{name}-name", forms.ValidationError(_("Đặt tên cho chỉ tiêu."), code="no_name")
                )
        if not self.errors:
            for fault in self.revised().faults:
                field, message = _FAULTS[fault]
                self.add_error(field, forms.ValidationError(message, code=fault))
        return given

    def revised(self) -> CampaignDraft:
        """Return the draft with what was typed."""
        given = self.cleaned_data
        return replace(
            self.draft,
            title=normalise(given["title"]).strip(),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            peak_on=given["peak_on"],
            report_due_on=given["report_due_on"],
            report_to=normalise(given["report_to"]).strip(),
            programmes=tuple(code for code in PROGRAMMES if code in given["programmes"]),
            indicators=tuple(self._indicators()),
            slogans=self._slogans(),
            tasks=tuple(self._tasks()),
        )

    def _indicators(self) -> Iterator[IndicatorDraft]:
        drafts: Sequence[IndicatorDraft | None] = [*self.draft.indicators, None]
        for number, draft in enumerate(drafts):
            if self.cleaned_data[f"indicator-{number}"]:
                yield self._indicator(f"indicator-{number}", draft)

    def _indicator(self, name: str, draft: IndicatorDraft | None) -> IndicatorDraft:
        given = self.cleaned_data
        measure = Measure(given[f"{name}-measure"])
        denominator = Denominator(given[f"{name}-denominator"])
        return IndicatorDraft(
            code=indicator_code(measure, denominator),
            name=normalise(given[f"{name}-name"]).strip(),
            measure=measure,
            denominator=denominator,
            bound=Bound(given[f"{name}-bound"]),
            threshold=given[f"{name}-threshold"],
            clause=draft.clause if draft else "",
            start=draft.start if draft else None,
            end=draft.end if draft else None,
        )

    def _slogans(self) -> tuple[SloganDraft, ...]:
        return tuple(
            replace(slogan, is_offered=self.cleaned_data[f"slogan-{number}"])
            for number, slogan in enumerate(self.draft.slogans)
        )

    def _tasks(self) -> Iterator[TaskDraft]:
        for number, task in enumerate(self.draft.tasks):
            if self.cleaned_data[f"task-{number}"]:
                kind = self.cleaned_data[f"task-{number}-kind"]
                yield replace(task, activity_kind=ActivityKind(kind) if kind else None)


def _keep(label: Any, is_kept: bool) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=is_kept)


def _kind(task: TaskDraft) -> forms.ChoiceField:
    choices = [("", _("không phải hoạt động cần ghi")), *ActivityKind.choices]
    return forms.ChoiceField(
        label=_("Loại hoạt động"), required=False, choices=choices, initial=task.activity_kind or ""
    )
