"""What a chair fills in to register colleagues, and what each result says."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maudao.campaigns.forms.fields import DayField
from maudao.donors.actions.people import Person
from maudao.donors.forms.fields import SEXES
from maudao.drives.forms.booking import slot_words
from maudao.drives.queries.open_drives import SlotRow
from maudao.lib.identifiers import parse_phone


class SendingForm(forms.Form):
    """The wanted slot, the key of this sending, and whether the papers are held."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    slot = forms.IntegerField(label=gettext_lazy("Khung giờ"), widget=forms.Select, required=False)
    holds_papers = forms.BooleanField(
        label=gettext_lazy("Tôi đang giữ giấy đồng ý tham gia hiến máu có chữ ký của những người này."),
        required=False,
        help_text=gettext_lazy("Cần cho ai chưa đồng ý trên mạng. Hệ thống ghi là đồng ý trên giấy."),
    )

    def __init__(self, data: Any = None, *, rows: list[SlotRow]) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})
        widget = self.fields["slot"].widget
        assert isinstance(widget, forms.Select)
        first: list[tuple[Any, str]] = [("", _("Khung sớm nhất còn chỗ"))]
        widget.choices = first + [(row.slot.pk, slot_words(row)) for row in rows if row.is_open]


class ColleagueForm(SendingForm):
    """A colleague who is not in the unit's list yet."""

    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=120)
    birth_date = DayField(label=gettext_lazy("Ngày sinh"))
    sex = forms.ChoiceField(
        label=gettext_lazy("Giới tính"),
        choices=SEXES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn nữ hoặc nam.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Điện thoại"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Không có thì để trống: anh/chị báo giờ cho đồng nghiệp."),
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )

    field_order = ("full_name", "birth_date", "sex", "phone", "slot", "holds_papers", "key")

    def __init__(self, data: Any = None, *, rows: list[SlotRow], today: date) -> None:
        super().__init__(data, rows=rows)
        self.today = today

    def clean_full_name(self) -> str:
        name = " ".join(str(self.cleaned_data["full_name"]).split())
        if len(name.split()) < 2 or any(letter.isdigit() for letter in name):
            raise forms.ValidationError(_("Ghi đủ họ và tên như trên giấy tờ."), code="not_a_name")
        return name

    def clean_birth_date(self) -> date:
        day: date = self.cleaned_data["birth_date"]
        if day >= self.today:
            raise forms.ValidationError(_("Xem lại ngày sinh: cần dạng dd/mm/yyyy."), code="not_a_birth_day")
        return day

    def clean_phone(self) -> str:
        text = str(self.cleaned_data["phone"]).strip()
        if not text:
            return ""
        try:
            return parse_phone(text)
        except ValueError as wrong:
            message = _(
                "Số di động có 10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09. Không có thì để trống."
            )
            raise forms.ValidationError(message, code="not_a_phone") from wrong

    def person(self) -> Person:
        """Return the person who was entered."""
        said = self.cleaned_data
        return Person(
            full_name=said["full_name"], birth_date=said["birth_date"], sex=said["sex"], phone=said["phone"]
        )


def result_words(result: str) -> tuple[str, str]:
    """Return what a result says to a chair, and its tone; nothing of it tells why somebody may not give."""
    said = {
        "booked": (_("đã đăng ký"), "good"),
        "already": (_("đã đăng ký từ trước"), "good"),
        "too_soon": (_("chưa đến ngày hiến lại"), "wait"),
        "not_possible": (_("chưa đăng ký được"), "wait"),
        "no_consent": (_("chưa có giấy đồng ý"), "warn"),
        "full": (_("hết chỗ"), "warn"),
        "cancelled": (_("đợt đã huỷ"), "stop"),
        "not_open": (_("đợt không nhận đăng ký"), "stop"),
        "past": (_("khung giờ đã qua"), "warn"),
    }
    return said.get(result, (_("chưa đăng ký được"), "wait"))
