"""A phone, and the code that was sent to it."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.donors.rules.phones import CODE_DIGITS
from maudao.lib.identifiers import parse_phone


class PhoneField(forms.CharField):
    """A mobile number of Việt Nam, read from what people type; ten digits."""

    def __init__(self, **kwargs: object) -> None:
        attrs = {"type": "tel", "inputmode": "tel", "autocomplete": "tel-national"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=30, **kwargs)  # type: ignore[arg-type]

    def clean(self, value: object) -> str:
        typed: str = super().clean(value)
        try:
            return parse_phone(typed) if typed else ""
        except ValueError as error:
            message = _("Cần một số di động Việt Nam gồm 10 chữ số, ví dụ 0912 345 678.")
            raise forms.ValidationError(message, code="not_a_phone") from error


class PhoneForm(forms.Form):
    """The phone that a person wants to prove."""

    phone = PhoneField(label=_("Số điện thoại của anh/chị"))


class CodeForm(forms.Form):
    """The code, as it was read: blanks and points are left out."""

    code = forms.CharField(
        label=_("Mã xác nhận"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )

    def clean_code(self) -> str:
        digits = re.sub(r"[\s.\-]", "", self.cleaned_data["code"])
        if not re.fullmatch(rf"[0-9]{{{CODE_DIGITS}}}", digits):
            raise forms.ValidationError(_("Mã gồm 6 chữ số, như trong tin nhắn."), code="not_a_code")
        return digits
