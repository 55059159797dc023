"""What donors write down about themselves."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.forms.fields import CountField, DayField
from maudao.donors.forms.fields import SEXES
from maudao.donors.rules import DonationKind
from maudao.lib.identifiers import parse_identity


class ToldDonationForm(forms.Form):
    """A donation before Máu Đào, or elsewhere."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    donated_on = DayField(label=_("Ngày hiến"))
    kind = forms.ChoiceField(label=_("Loại"), choices=DonationKind)
    volume_ml = CountField(label=_("Thể tích (ml)"), help_text=_("Máu toàn phần: 250, 350 hoặc 450."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), "kind": DonationKind.WHOLE_BLOOD})


class NotBeforeForm(forms.Form):
    """A day, and no reason."""

    not_before = DayField(label=_("Chưa hiến trước ngày"), required=False)

    def __init__(self, data: Any = None, *, day: date | None = None) -> None:
        super().__init__(data, initial={"not_before": day})


class ReturnForm(forms.Form):
    """Blood that came back by a certificate."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    returned_on = DayField(label=_("Ngày được bồi hoàn"))
    volume_ml = CountField(
        label=_("Thể tích (ml)"), help_text=_("Như cơ sở y tế đã ghi và đóng dấu trên giấy.")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})


class DetailsForm(forms.Form):
    """A person's own name, birth, sex and identity number. An empty number leaves what is on record."""

    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    birth_date = DayField(label=_("Ngày sinh"), required=False)
    sex = forms.ChoiceField(label=_("Giới tính"), choices=[("", "—"), *SEXES], required=False)
    identity = forms.CharField(
        label=_("Số căn cước mới"),
        max_length=30,
        required=False,
        help_text=_("Chỉ nhập khi số đang lưu bị sai hoặc còn thiếu."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today

    def clean_birth_date(self) -> date | None:
        day: date | None = self.cleaned_data["birth_date"]
        if day and not date(1900, 1, 1) <= day <= self.today:
            raise forms.ValidationError(_("Ngày sinh này không thể đúng."), code="impossible")
        return day

    def clean_identity(self) -> str:
        typed: str = self.cleaned_data["identity"]
        try:
            return parse_identity(typed) if typed else ""
        except ValueError as error:
            message = _("Số căn cước gồm 12 chữ số (hoặc số chứng minh nhân dân 9 chữ số).")
            raise forms.ValidationError(message, code="not_an_identity") from error
