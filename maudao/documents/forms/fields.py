"""Fields that write and read the values of a record: days as far as they are said, amounts and ranges, hours."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.lib import vietnamese

_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_YEAR = re.compile(r"\d{4}")
_TIME = re.compile(r"([01]?\d|2[0-4])\s*(?::|h|g|giờ)\s*([0-5]\d)?")
_RANGE = re.compile(r"\s*(?:–|—|-|đến)\s*")


def shown_day(value: Any) -> str:
    """Write an ISO day, month or year as `07/04/2021`, `04/2021` or `2021`; several days with commas."""
    if isinstance(value, list):
        return ", ".join(shown_day(day) for day in value)
    return "/".join(reversed(str(value).split("-"))) if value else ""


def read_day(text: str) -> str:
    """Read `7/4/2021`, `4/2021` or `2021` into ISO.

    Raises:
        ValueError: it is none of these.
    """
    if _YEAR.fullmatch(text):
        return text
    if found := _MONTH.fullmatch(text):
        return date(int(found[2]), int(found[1]), 1).isoformat()[:7]
    return vietnamese.parse_date(text).isoformat()


class LineField(forms.CharField):
    """A text in one paragraph; nothing is None, as in records."""

    def clean(self, value: Any) -> Any:
        return vietnamese.normalise(super().clean(value)).strip() or None


class DayField(forms.CharField):
    """A day, or the month or year where the document says no more; ISO in records, dd/mm/yyyy on pages."""

    def __init__(self, *, several: bool = False, **kwargs: Any) -> None:
        self.several = several
        super().__init__(**kwargs)
        self.widget.attrs.update(
            {"inputmode": "numeric", "placeholder": _("dd/mm/yyyy"), "autocomplete": "off"}
        )

    def prepare_value(self, value: Any) -> Any:
        is_iso = isinstance(value, list) or (
            isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d){1,2}", value)
        )
        return shown_day(value) if is_iso else value

    def clean(self, value: Any) -> Any:
        texts = [text.strip() for text in super().clean(value).split(",") if text.strip()]
        try:
            days = [read_day(text) for text in texts]
        except ValueError as error:
            message = _("Ngày cần có dạng dd/mm/yyyy, ví dụ 07/04/2026; hoặc chỉ tháng 04/2026.")
            raise forms.ValidationError(message, code="not_a_day") from error
        if len(days) > 1 and not self.several:
            raise forms.ValidationError(_("Chỉ ghi một ngày ở đây."), code="several_days")
        return (days if len(days) > 1 else days[0]) if days else None


def date_field(label: Any) -> forms.DateField:
    """Return a field for one whole day, dd/mm/yyyy in every language: that is how these documents are dated."""
    attributes = {"placeholder": _("dd/mm/yyyy"), "inputmode": "numeric", "autocomplete": "off"}
    widget = forms.DateInput(format="%d/%m/%Y", attrs=attributes)
    return forms.DateField(
        label=label, widget=widget, input_formats=["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
    )


class AmountField(forms.CharField):
    """A number, or a range `30–50`; `[30, 50]` in records."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "–".join(vietnamese.format_number(part) for part in value)
        return vietnamese.format_number(value) if isinstance(value, int | float) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            amounts = [_plain_number(part) for part in _RANGE.split(text, maxsplit=1)]
        except ValueError as error:
            message = _("Cần một số như 30 hoặc 1.250, hoặc một khoảng như 30–50.")
            raise forms.ValidationError(message, code="not_a_number") from error
        return amounts if len(amounts) > 1 else amounts[0]


def _plain_number(text: str) -> int | float:
    number = vietnamese.parse_number(text)
    return int(number) if number == number.to_integral_value() else float(number)


class HoursField(forms.CharField):
    """An hour, or from one to another: `07:00` or `07:00-11:30`; also read as 7h, 7 giờ 10, 14g00."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        hours = [_TIME.match(part.strip().lower()) for part in _RANGE.split(text, maxsplit=1)]
        if not all(hours):
            message = _("Giờ cần có dạng 07:30, hoặc 07:30-11:00.")
            raise forms.ValidationError(message, code="not_a_time")
        return "-".join(f"{int(hour[1]):02}:{hour[2] or '00'}" for hour in hours if hour)
