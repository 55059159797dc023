"""Fields that campaign forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.lib.vietnamese import parse_date, parse_number


class DayField(forms.DateField):
    """A day written dd/mm/yyyy; `7/4/2026` and `07.04.26` are read too."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update(
            {"inputmode": "numeric", "placeholder": _("dd/mm/yyyy"), "autocomplete": "off"}
        )

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return parse_date(value)
        except ValueError as error:
            message = _("Ngày cần có dạng dd/mm/yyyy, ví dụ 07/04/2026.")
            raise forms.ValidationError(message, code="not_a_day") from error


class CountField(forms.IntegerField):
    """A whole number from 0 on, written 1.250 or 1250."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, **kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        return read_count(str(value))


def read_count(text: str) -> int:
    """Read a whole number from 0 on.

    Raises:
        forms.ValidationError: it is none.
    """
    try:
        number = parse_number(text)
        if number != int(number) or number < 0:
            raise ValueError(text)
    except ValueError as error:
        message = _("Cần một số nguyên như 30 hoặc 1.250.")
        raise forms.ValidationError(message, code="not_a_count") from error
    return int(number)


class SeveralFiles(forms.ClearableFileInput):
    """A control that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; a list, empty where none was sent."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = kwargs.pop("attrs", {})
        super().__init__(widget=SeveralFiles(attrs=attrs), required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files if file]
