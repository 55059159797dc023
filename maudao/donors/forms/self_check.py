"""Can I give, and from when? What is asked of somebody who tells no name; nothing of it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maudao.campaigns.forms.fields import DayField
from maudao.donors.rules import DonationKind, Sex
from maudao.donors.rules.eligibility import Event, Facts, PastDonation, law
from maudao.lib.vietnamese import parse_number

#: Conditions asked for, by how long back they matter: a heading, what it is about, the rules.
GROUPS: tuple[tuple[Any, Any, tuple[str, ...]], ...] = (
    (
        _("Trong 7 ngày qua"),
        _("cảm, cúm, viêm họng, tiêm vắc xin"),
        ("D7D-INF", "D7D-VACC", "D-COVID-VACC"),
    ),
    (
        _("Trong 4 tuần qua"),
        _("sốt xuất huyết, viêm phổi, sởi, COVID-19, vắc xin sống"),
        ("D4W-INF", "D4W-VACC", "D-COVID-ILL"),
    ),
    (
        _("Trong 6 tháng qua"),
        _("xăm, bấm lỗ tai, thuốc trị mụn, rụng tóc"),
        ("D06-TATTOO", "D06-PIERCE", "D06-EXPO", "D06-INF", "D03-DRUG"),
    ),
    (
        _("Trong 12 tháng qua"),
        _("phẫu thuật, sinh con, truyền máu, sốt rét, lao"),
        ("D12-SURG", "D12-BIRTH", "INFANT", "D12-INF", "D12-RAB", "D12-TRANSF", "D12-HBIG", "D12-DUTA"),
    ),
    (
        _("Cần nói với bác sĩ khám"),
        _("kháng sinh, aspirin, nhổ răng, kinh nguyệt, vùng sốt rét"),
        ("ANTIB", "ASP", "MENS", "DENTAL", "TRAVEL"),
    ),
)
#: Answers of a list that stand for nothing.
NEVER, NOT_KNOWN = "never", "unknown"
_FIRST_BIRTH = date(1900, 1, 1)
_LEAST_KG, _MOST_KG = 20, 300


class WeightField(forms.Field):
    """A weight in kg, written 47,5 or 47.5."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> float | None:
        if value in self.empty_values:
            return None
        try:
            weight = float(parse_number(str(value).lower().replace("kg", "").replace(".", ",").strip()))
        except ValueError as error:
            message = _("Cân nặng cần là một số kg, ví dụ 47,5.")
            raise forms.ValidationError(message, code="not_a_weight") from error
        if not _LEAST_KG <= weight <= _MOST_KG:
            message = _("Cân nặng này khó đúng. Ghi số kg, ví dụ 47,5.")
            raise forms.ValidationError(message, code="not_a_weight")
        return weight


@dataclass(frozen=True)
class Asked:
    """One condition: a box to tick, and the day that is asked for where it is ticked and the day matters."""

    tick: forms.BoundField
    day: forms.BoundField | None


class SelfCheckForm(forms.Form):
    """What decides, in the words of who wants to give."""

    use_required_attribute = False

    next = forms.CharField(required=False, widget=forms.HiddenInput)
    sex = forms.ChoiceField(
        label=_("Giới tính"),
        choices=[(Sex.FEMALE, pgettext_lazy("sex", "Nữ")), (Sex.MALE, _("Nam"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn nữ hoặc nam: mức cân nặng khác nhau.")},
    )
    birth_date = DayField(
        label=_("Ngày sinh"), error_messages={"required": _("Ghi ngày sinh, ví dụ 15/08/1990.")}
    )
    weight_kg = WeightField(label=_("Cân nặng (kg)"), required=False)
    on = DayField(label=_("Ngày định đi hiến"), error_messages={"required": _("Ghi ngày định đi hiến.")})
    kind = forms.ChoiceField(label=_("Muốn hiến"), choices=DonationKind.choices)
    volume_ml = forms.ChoiceField(
        label=_("Túi máu"),
        choices=[(NOT_KNOWN, _("chưa biết")), ("250", "250 ml"), ("350", "350 ml"), ("450", "450 ml")],
    )
    last_kind = forms.ChoiceField(
        label=_("Lần hiến gần nhất"), choices=[(NEVER, _("chưa hiến lần nào")), *DonationKind.choices]
    )
    last_on = DayField(label=_("Ngày hiến gần nhất"), required=False)
    never = forms.BooleanField(label=_("Tôi có ít nhất một trong các điều này"), required=False)

    def __init__(self, data: Any = None, *, today: date, on: date | None = None, next_url: str = "") -> None:
        self.today = today
        super().__init__(
            data, initial={"on": on or today, "next": next_url, "kind": DonationKind.WHOLE_BLOOD}
        )
        self.rules = {rule.id: rule for rule in law().in_force(today).of("event")}
        for rule in (
            self.rules[rule] for _title, _about, ids in GROUPS for rule in ids if rule in self.rules
        ):
            self.fields[f"event-{rule.id}"] = forms.BooleanField(label=rule.what, required=False)
            if rule.span:
                self.fields[f"day-{rule.id}"] = DayField(label=rule.starts, required=False)

    def groups(self) -> Iterator[dict[str, Any]]:
        """Return the conditions under their headings; a group is open where something in it is ticked."""
        for title, about, ids in GROUPS:
            asked = [self._asked(rule) for rule in ids if rule in self.rules]
            is_open = any(one.tick.value() for one in asked)
            yield {"title": title, "about": about, "asked": asked, "is_open": is_open}

    def _asked(self, rule: str) -> Asked:
        day = self[f"day-{rule}"] if f"day-{rule}" in self.fields else None
        return Asked(self[f"event-{rule}"], day)

    def clean_birth_date(self) -> date:
        day: date = self.cleaned_data["birth_date"]
        if not _FIRST_BIRTH <= day <= self.today:
            raise forms.ValidationError(_("Ngày sinh không thể sau hôm nay."), code="in_future")
        return day

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < self.today:
            raise forms.ValidationError(_("Ngày đi hiến phải từ hôm nay trở đi."), code="in_past")
        return day

    def clean_last_on(self) -> date | None:
        return self._not_after_today(self.cleaned_data["last_on"])

    def clean(self) -> None:
        """Ask for what belongs together: a day with the last donation, a day with each tick."""
        given = self.cleaned_data
        has_given = given.get("last_kind", NEVER) != NEVER
        if has_given and "last_on" not in self.errors and not given.get("last_on"):
            self.add_error("last_on", _("Ghi ngày hiến gần nhất; nhớ gần đúng cũng được."))
        for rule in self._ticked():
            self._clean_day(f"day-{rule}")

    def _clean_day(self, name: str) -> None:
        """Refuse a ticked condition without a day, or with one to come."""
        if name in self.errors or name not in self.fields:
            return
        try:
            if self._not_after_today(self.cleaned_data.get(name)) is None:
                self.add_error(name, _("Ghi ngày này; nhớ gần đúng cũng được, ví dụ 15/03/2026."))
        except forms.ValidationError as refused:
            self.add_error(name, refused)

    def _not_after_today(self, day: date | None) -> date | None:
        if day and day > self.today:
            message = _("Ngày này chưa đến. Nếu chưa khỏi hoặc chưa ngừng thuốc, ghi ngày hôm nay.")
            raise forms.ValidationError(message, code="in_future")
        return day

    def _ticked(self) -> list[str]:
        return [rule for rule in self.rules if self.cleaned_data.get(f"event-{rule}")]

    def facts(self) -> Facts:
        """Return what was told; days of conditions that are not ticked are passed over."""
        given = self.cleaned_data
        has_given, kind = given["last_kind"] != NEVER, DonationKind(given["kind"])
        is_bagged = kind == DonationKind.WHOLE_BLOOD and given["volume_ml"] != NOT_KNOWN
        return Facts(
            on=given["on"],
            sex=Sex(given["sex"]),
            birth_date=given["birth_date"],
            weight_kg=given["weight_kg"],
            kind=kind,
            volume_ml=int(given["volume_ml"]) if is_bagged else None,
            donations=[PastDonation(given["last_on"], given["last_kind"])] if has_given else [],
            events=[Event(rule, given.get(f"day-{rule}") or self.today) for rule in self._ticked()],
            permanent=["PERMANENT"] if given["never"] else [],
        )
