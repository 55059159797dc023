"""What a donor fills in to get a place, and what a refusal says."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maudao.campaigns.forms.fields import DayField
from maudao.donors.actions.people import Person
from maudao.donors.forms.fields import SEXES
from maudao.drives.actions.refusals import BookingRefused, NotEligible
from maudao.drives.actions.self_service import Newcomer
from maudao.drives.queries.open_drives import SlotRow
from maudao.drives.queries.registrations import MOST_UNITS, units_named
from maudao.lib.identifiers import parse_identity
from maudao.organization.models import Unit

_OLDEST = 120


class PlaceForm(forms.Form):
    """Which slot, under which idempotency key, and for which of several units."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    slot = forms.IntegerField(
        label=gettext_lazy("Khung giờ"),
        widget=forms.Select,
        error_messages={"required": gettext_lazy("Chọn một khung giờ còn chỗ.")},
    )
    unit = forms.IntegerField(label=gettext_lazy("Tính cho đơn vị"), widget=forms.RadioSelect, required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), **(initial or {})})

    def offer_slots(self, rows: list[SlotRow]) -> None:
        """Show the slots that have places left. They are not asked for where the form is only read."""
        self._choose("slot", [(row.slot.pk, slot_words(row)) for row in rows if row.is_open])

    def offer_units(self, units: list[Unit]) -> None:
        """Let one of several units be chosen; one or none is no question."""
        if len(units) > 1:
            self._choose("unit", [(unit.pk, unit.name) for unit in units])
        else:
            del self.fields["unit"]

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        widget = self.fields[name].widget
        assert isinstance(widget, forms.Select)
        widget.choices = choices


class WaitingForm(PlaceForm):
    """As for a place, but any slot will do unless one is named."""

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["slot"].required = False
        self.fields["slot"].label = _("Chờ khung giờ nào")

    def offer_slots(self, rows: list[SlotRow]) -> None:
        """Show every slot that is still to come."""
        any_one: list[tuple[Any, str]] = [("", _("Khung nào trống trước cũng được"))]
        self._choose("slot", any_one + [(row.slot.pk, hours(row)) for row in rows if not row.is_over])


class NewcomerForm(forms.Form):
    """A person whom the phone does not know yet."""

    full_name = forms.CharField(
        label=gettext_lazy("Họ và tên"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    birth_date = DayField(label=gettext_lazy("Ngày sinh"))
    sex = forms.ChoiceField(
        label=gettext_lazy("Giới tính"),
        choices=SEXES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn nữ hoặc nam.")},
    )
    unit_text = forms.CharField(
        label=gettext_lazy("Công đoàn cơ sở của anh/chị"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Gõ vài chữ trong tên, hoặc mã đơn vị. Không có công đoàn thì để trống."),
    )
    unit_chosen = forms.IntegerField(
        label=gettext_lazy("Đơn vị nào?"), required=False, widget=forms.RadioSelect
    )
    identity = forms.CharField(
        label=gettext_lazy("Số căn cước"),
        max_length=20,
        required=False,
        help_text=gettext_lazy(
            "Giúp đến nơi đỡ phải khai lại. Số được mã hoá khi lưu; chỉ cơ sở tiếp nhận máu cần đến."
        ),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, today: date, initial: dict[str, Any] | None = None) -> None:
        self.today = today
        self.unit: Unit | None = None
        super().__init__(data, initial=initial)
        self.units: list[Unit] = []

    def clean_full_name(self) -> str:
        name = " ".join(str(self.cleaned_data["full_name"]).split())
        if len(name.split()) < 2 or any(letter.isdigit() for letter in name):
            raise forms.ValidationError(_("Ghi đủ họ và tên như trên giấy tờ."), code="not_a_name")
        return name

    def clean_birth_date(self) -> date:
        day: date = self.cleaned_data["birth_date"]
        if not self.today.year - _OLDEST <= day.year or day >= self.today:
            raise forms.ValidationError(_("Xem lại ngày sinh: cần dạng dd/mm/yyyy."), code="not_a_birth_day")
        return day

    def clean_identity(self) -> str:
        text = str(self.cleaned_data["identity"]).strip()
        if not text:
            return ""
        try:
            return parse_identity(text)
        except ValueError as wrong:
            message = _("Số căn cước có 12 chữ số (số cũ có 9). Xem lại, hoặc để trống.")
            raise forms.ValidationError(message, code="not_an_identity") from wrong

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if text := str(cleaned.get("unit_text") or "").strip():
            self._find_unit(text, cleaned.get("unit_chosen"))
        return cleaned

    def _find_unit(self, text: str, chosen: int | None) -> None:
        """Take the unit that is meant; where several may be, ask which."""
        self.units = units_named(text, on=self.today)
        meant = [unit for unit in self.units if unit.pk == chosen] or self.units
        if len(meant) == 1:
            self.unit = meant[0]
        elif not meant:
            message = _("Không tìm thấy đơn vị nào như vậy. Gõ tên khác, hoặc để trống.")
            self.add_error("unit_text", forms.ValidationError(message, code="no_unit"))
        else:
            self._ask_which()

    def _ask_which(self) -> None:
        widget = self.fields["unit_chosen"].widget
        assert isinstance(widget, forms.RadioSelect)
        widget.choices = [(unit.pk, f"{unit.name} ({unit.code})") for unit in self.units]
        message = _("Có nhiều đơn vị gần giống. Chọn một.")
        if len(self.units) == MOST_UNITS:
            message = _("Có rất nhiều đơn vị gần giống. Chọn một, hoặc gõ tên rõ hơn.")
        self.add_error("unit_chosen", forms.ValidationError(message, code="which_unit"))

    def newcomer(self) -> Newcomer:
        """Return the person and the unit that were entered."""
        said = self.cleaned_data
        person = Person(
            full_name=said["full_name"],
            birth_date=said["birth_date"],
            sex=said["sex"],
            identity=said["identity"],
        )
        return Newcomer(person, self.unit)


def hours(row: SlotRow) -> str:
    """Return from when to when a slot is, as the local clock shows it."""
    starts, ends = timezone.localtime(row.slot.starts_at), timezone.localtime(row.slot.ends_at)
    return f"{starts:%H:%M} – {ends:%H:%M}"


def slot_words(row: SlotRow) -> str:
    """Return when a slot is and how many places are left."""
    return _("%(hours)s, còn %(left)s chỗ") % {"hours": hours(row), "left": row.left}


def refusal_sentence(refused: BookingRefused) -> str:
    """Return what a refusal means for the person, and what to do."""
    if isinstance(refused, NotEligible):
        if refused.until is None:
            return _("Theo tuổi đã ghi, người này không còn hiến máu được nữa. Cảm ơn anh/chị đã nghĩ tới.")
        day = formats.date_format(refused.until, "d/m/Y")
        return _("Người này hiến máu được từ ngày %(day)s. Chọn một đợt từ ngày đó trở đi.") % {"day": day}
    return str(_sentences().get(refused.reason, _("Chưa đăng ký được. Tải lại trang rồi thử lại.")))


def _sentences() -> dict[str, str]:
    return {
        "full": _("Khung giờ này vừa hết chỗ. Chọn khung khác, hoặc vào danh sách chờ."),
        "past": _("Khung giờ này đã qua. Chọn khung giờ khác."),
        "not_open": _("Đợt hiến máu này không nhận đăng ký nữa. Xem các đợt khác đang mở."),
        "cancelled": _("Đợt hiến máu này đã huỷ. Xem các đợt khác đang mở."),
        "already_booked": _("Người này đã đăng ký đợt này rồi. Mở vé để đổi giờ hoặc huỷ."),
        "key_taken": _("Lần gửi này đã dùng cho người khác. Tải lại trang rồi gửi lại."),
        "not_changeable": _("Đăng ký này không đổi được nữa: người hiến đã đến, hoặc đợt đã xong."),
        "offer_over": _("Chỗ này không còn giữ cho anh/chị nữa. Có thể vào danh sách chờ lại."),
        "places_left": _("Đang còn chỗ trống, không cần chờ. Chọn một khung giờ và đăng ký luôn."),
        "not_colleague": _("Người này không thuộc đơn vị, hoặc tự đăng ký nên chỉ tự mình đổi hay huỷ được."),
    }
