"""One row of each list of a record. Every row knows the proposed row that it comes from."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from maudao.documents.forms.fields import AmountField, DayField, HoursField, LineField, shown_day
from maudao.documents.rules import BOUNDS, DEADLINE_KINDS, TARGET_KINDS

_TEXT = forms.Textarea(attrs={"rows": 3})


class RowForm(forms.Form):
    """A row: `source` is the pointer of the proposed row that it was made from, empty for one of the officer's own."""

    source = forms.CharField(required=False, widget=forms.HiddenInput)
    #: The fields of which one at least must be filled in: otherwise the row says nothing and is dropped.
    telling: tuple[str, ...] = ("text",)
    #: Whether the row is one text, shown as it is instead of folded.
    is_line = False

    @property
    def headline(self) -> str:
        """What the folded row shows."""
        return str(self["text"].value() or "")

    @property
    def details(self) -> str:
        """A second line of the folded row."""
        return ""

    def row(self) -> Any:
        """Return the row as the record has it, or None where it says nothing."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "source"}
        return values if any(values.get(name) for name in self.telling) else None


class LineRow(RowForm):
    """A row of a list of plain texts: slogans, addressees, recipients."""

    is_line = True
    text = LineField(label=_("Nội dung"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def row(self) -> Any:
        return self.cleaned_data["text"]


class TargetRow(RowForm):
    text = LineField(label=_("Nguyên văn chỉ tiêu"), required=False, widget=_TEXT)
    kind = forms.ChoiceField(label=_("Loại"), choices=TARGET_KINDS, required=False, initial="other")
    value = AmountField(label=_("Giá trị"), required=False)
    unit_of_measure = LineField(label=_("Đơn vị tính"), required=False)
    bound = forms.ChoiceField(label=_("Mức"), choices=BOUNDS, required=False, initial="at_least")
    scope = LineField(label=_("Ai phải đạt"), required=False)

    @property
    def details(self) -> str:
        bound, kind = str(self["bound"].value() or ""), str(self["kind"].value() or "")
        amount = self.fields["value"].prepare_value(self["value"].value())
        size = f"{dict(BOUNDS).get(bound, '')} {amount}".strip() if amount not in (None, "") else ""
        return " · ".join(part for part in (str(dict(TARGET_KINDS).get(kind, "")), size) if part)


class EventRow(RowForm):
    name = LineField(label=_("Tên sự kiện, chương trình"), required=False)
    date = DayField(label=_("Ngày (nhiều ngày cách nhau bằng dấu phẩy)"), required=False, several=True)
    time = HoursField(label=_("Giờ"), required=False)
    place = LineField(label=_("Địa điểm"), required=False)
    expected_units = AmountField(label=_("Số đơn vị máu dự kiến"), required=False)

    telling: tuple[str, ...] = ("name", "date", "place")

    @property
    def headline(self) -> str:
        return str(self["name"].value() or self["place"].value() or _("Sự kiện không nêu tên"))

    @property
    def details(self) -> str:
        day = self.fields["date"].prepare_value(self["date"].value())
        return " · ".join(str(part) for part in (day, self["time"].value(), self["place"].value()) if part)


class DeadlineRow(RowForm):
    date = DayField(label=_("Hạn"), required=False)
    what = forms.ChoiceField(label=_("Việc"), choices=DEADLINE_KINDS, required=False, initial="report")
    to = LineField(label=_("Gửi về"), required=False)
    text = LineField(label=_("Nguyên văn"), required=False, widget=_TEXT)

    telling: tuple[str, ...] = ("date", "text", "to")

    @property
    def headline(self) -> str:
        what = str(dict(DEADLINE_KINDS).get(str(self["what"].value() or ""), ""))
        day = self.fields["date"].prepare_value(self["date"].value()) or _("chưa có ngày")
        return f"{what}: {day}"

    @property
    def details(self) -> str:
        return str(self["to"].value() or "")


class TaskRow(RowForm):
    assignee = LineField(label=_("Ai làm"), required=False)
    text = LineField(label=_("Việc"), required=False, widget=_TEXT)

    @property
    def details(self) -> str:
        return str(self["assignee"].value() or "")


class CitationRow(RowForm):
    type = LineField(label=_("Loại văn bản"), required=False)
    number = LineField(label=_("Số, ký hiệu"), required=False)
    date = DayField(label=_("Ngày"), required=False)
    issuer = LineField(label=_("Nơi ban hành"), required=False)

    telling: tuple[str, ...] = ("type", "number", "issuer")

    @property
    def headline(self) -> str:
        return " ".join(str(self[name].value()) for name in ("type", "number") if self[name].value())

    @property
    def details(self) -> str:
        day = shown_day(self["date"].value()) if self["date"].value() else ""
        return " · ".join(str(part) for part in (self["issuer"].value(), day) if part)


#: The form of each list, in the order of the page.
ROW_FORMS: Mapping[str, type[RowForm]] = {
    "targets": TargetRow,
    "events": EventRow,
    "report_deadlines": DeadlineRow,
    "messages": LineRow,
    "tasks": TaskRow,
    "based_on": CitationRow,
    "also_cited": CitationRow,
    "addressees": LineRow,
    "addressed_in_body": LineRow,
    "recipients": LineRow,
}

ROW_SETS: Mapping[str, "type[BaseFormSet[RowForm]]"] = {
    key: formset_factory(form, extra=1, max_num=500, absolute_max=600) for key, form in ROW_FORMS.items()
}
