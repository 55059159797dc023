"""Forms of a host: a plan, another day for it, its end."""

import re
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.forms.fields import CountField, DayField
from maudao.campaigns.models import Campaign, Programme
from maudao.campaigns.rules import PROGRAMMES
from maudao.drives.actions.moving import Destination
from maudao.drives.actions.planning import DrivePlan
from maudao.drives.forms.planning_fields import CampaignField, ClockField, MapField
from maudao.drives.models import Drive, ReceivingCentre
from maudao.drives.queries.drives import campaigns_for, units_named
from maudao.drives.rules import DriveState
from maudao.drives.rules.planning import Position, lies_outside
from maudao.organization.models import Unit


class WindowForm(forms.Form):
    """A form with a day that may lie outside its campaign; then whoever sends it says once more that it is meant."""

    accept_outside = forms.BooleanField(label=_("Vẫn chọn ngày này"), required=False)

    @property
    def asks_outside(self) -> bool:
        """Whether the day lies outside the campaign."""
        return self.has_error("held_on", code="outside_campaign") or bool(self.data.get("accept_outside"))

    def check_window(self, held_on: date | None, campaign: Campaign | None) -> None:
        """Refuse a day outside the campaign that was not chosen twice."""
        if held_on is None or campaign is None or self.cleaned_data.get("accept_outside"):
            return
        window = {"starts_on": campaign.starts_on, "ends_on": campaign.ends_on}
        if lies_outside(held_on, **window):
            message = _(
                "Chiến dịch từ %(starts)s đến hết %(ends)s; kết quả ngoài những ngày này có thể không được "
                "tính vào chỉ tiêu. Chọn ngày khác, hoặc đánh dấu bên dưới."
            )
            days = {"starts": f"{campaign.starts_on:%d/%m/%Y}", "ends": f"{campaign.ends_on:%d/%m/%Y}"}
            self.add_error("held_on", forms.ValidationError(message, code="outside_campaign", params=days))


class DriveForm(WindowForm):
    """The plan of a drive. Once it is open, day and place are changed by moving it."""

    title = forms.CharField(label=_("Tên đợt hiến máu"), max_length=200)
    held_on = DayField(label=_("Ngày"))
    place = forms.CharField(
        label=_("Địa điểm"), max_length=200, help_text=_("Như người lạ cần biết để tìm đến: nhà, đường, xã.")
    )
    campaign = CampaignField(
        label=_("Tính cho chiến dịch"),
        queryset=Campaign.objects.none(),
        required=False,
        empty_label=_("Không thuộc chiến dịch nào"),
    )
    expected_units = CountField(label=_("Số đơn vị máu mong có"), required=False, max_value=100_000)
    centre = forms.ModelChoiceField(
        label=_("Cơ sở tiếp nhận máu"),
        queryset=ReceivingCentre.objects.order_by("name"),
        required=False,
        empty_label=_("Chưa biết"),
    )
    new_centre = forms.CharField(
        label=_("Cơ sở khác, chưa có trong danh sách"), max_length=200, required=False
    )
    notice = forms.CharField(
        label=_("Dặn người đến hiến"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("Ví dụ: mang căn cước, ăn nhẹ, uống đủ nước; gửi xe ở cổng sau."),
    )
    map = MapField()
    co_hosts = forms.CharField(
        label=_("Đơn vị cùng tổ chức"),
        max_length=2000,
        required=False,
        help_text=_("Mã hoặc tên đơn vị; nhiều đơn vị cách nhau bằng dấu chấm phẩy."),
    )
    programmes = forms.MultipleChoiceField(
        label=_("Hưởng ứng chương trình"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_listed = forms.BooleanField(label=_("Hiện trong danh sách công khai"), required=False)

    MORE = ("map", "co_hosts", "programmes", "notice", "is_listed")

    def __init__(
        self, data: Any = None, *, host: Unit, drive: Drive | None = None, initial: Any = None
    ) -> None:
        self.host, self.drive = host, drive
        super().__init__(data, initial=_said(drive) if drive else {"is_listed": True, **(initial or {})})
        self._offer_campaigns()
        self._offer_programmes()
        if self.is_told:
            del self.fields["held_on"], self.fields["place"]

    def _offer_campaigns(self) -> None:
        """Offer those that run and in which the host takes part, and its own even where that has ended."""
        field = self.fields["campaign"]
        assert isinstance(field, CampaignField)
        own = Q(pk=self.drive.campaign_id) if self.drive else Q(pk=None)
        offered = Campaign.objects.filter(own | Q(pk__in=campaigns_for(self.host).order_by().values("pk")))
        field.queryset = offered.select_related("unit").order_by("-starts_on", "-pk")
        field.disabled = self.drive is not None and self.drive.registrations.exists()

    def _offer_programmes(self) -> None:
        names = {code: name for code, (name, _words) in PROGRAMMES.items()}
        names |= dict(Programme.objects.values_list("code", "name"))
        by_name: list[tuple[str, str]] = sorted(names.items(), key=lambda pair: pair[1])
        field = self.fields["programmes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = by_name

    @property
    def is_told(self) -> bool:
        """Whether people know day and place already."""
        return self.drive is not None and self.drive.state == DriveState.OPEN

    @property
    def has_more_errors(self) -> bool:
        """Whether something is wrong in the part that is folded away."""
        return any(name in self.errors for name in self.MORE)

    def clean_co_hosts(self) -> tuple[Unit, ...]:
        """Find the units that are named."""
        found, unknown = units_named(re.split(r"[;\n]", self.cleaned_data["co_hosts"]))
        if unknown:
            message = _("Không tìm thấy đơn vị: %(names)s. Ghi đúng mã, hoặc tên đầy đủ.")
            names = {"names": "; ".join(unknown)}
            raise forms.ValidationError(message, code="unknown_unit", params=names)
        return found

    def clean(self) -> dict[str, Any]:
        """Ask once more for a day outside the campaign."""
        cleaned = super().clean() or {}
        if not self.is_told:
            self.check_window(cleaned.get("held_on"), cleaned.get("campaign"))
        return cleaned

    def plan(self) -> DrivePlan:
        """Return what a valid form says."""
        given = dict(self.cleaned_data)
        given.pop("accept_outside")
        if self.is_told and self.drive:
            given |= {"held_on": self.drive.held_on, "place": self.drive.place}
        position, programmes = given.pop("map"), tuple(given.pop("programmes"))
        return DrivePlan(**given, position=position, programmes=programmes)


def _said(drive: Drive) -> dict[str, Any]:
    return {
        "title": drive.title,
        "held_on": drive.held_on,
        "place": drive.place,
        "campaign": drive.campaign_id,
        "expected_units": drive.expected_units,
        "centre": drive.centre_id,
        "notice": drive.notice,
        "map": position_of(drive) or "",
        "co_hosts": "; ".join(drive.co_hosts.order_by("code").values_list("code", flat=True)),
        "programmes": list(drive.programmes.values_list("code", flat=True)),
        "is_listed": drive.is_listed,
    }


def position_of(drive: Drive) -> Position | None:
    """Return where a drive is on the map, where that is known."""
    if drive.latitude is None or drive.longitude is None:
        return None
    return Position(drive.latitude, drive.longitude)


class CopyForm(WindowForm):
    """Another day for the same drive."""

    held_on = DayField(label=_("Ngày của đợt mới"))

    def __init__(self, data: Any = None, *, drive: Drive, campaign: Campaign | None) -> None:
        self.campaign = campaign
        super().__init__(data, initial={"held_on": drive.held_on + timedelta(days=91)})

    def clean(self) -> dict[str, Any]:
        """Ask once more for a day outside the campaign."""
        cleaned = super().clean() or {}
        self.check_window(cleaned.get("held_on"), self.campaign)
        return cleaned


class MoveForm(WindowForm):
    """Where a drive moves, and what the host says about it."""

    held_on = DayField(label=_("Ngày mới"))
    starts = ClockField(label=_("Khung giờ đầu tiên bắt đầu lúc"), required=False)
    place = forms.CharField(label=_("Địa điểm"), max_length=200)
    map = MapField()
    note = forms.CharField(
        label=_("Lời nhắn kèm theo"),
        max_length=120,
        required=False,
        help_text=_("Một câu ngắn, ví dụ: Vì bão số 3."),
    )

    def __init__(self, data: Any = None, *, drive: Drive, starts: time | None) -> None:
        self.drive = drive
        said = {
            "held_on": drive.held_on,
            "starts": starts,
            "place": drive.place,
            "map": position_of(drive) or "",
        }
        super().__init__(data, initial=said)
        if starts is None:
            del self.fields["starts"]

    def clean(self) -> dict[str, Any]:
        """Ask once more for a day outside the campaign."""
        cleaned = super().clean() or {}
        self.check_window(cleaned.get("held_on"), self.drive.campaign)
        return cleaned

    def destination(self) -> Destination:
        """Return where a valid form moves the drive. The point on the map of another place does not stay."""
        given = self.cleaned_data
        position = given["map"]
        if given["place"] != self.drive.place and position == position_of(self.drive):
            position = None
        return Destination(given["held_on"], given["place"], starts=given.get("starts"), position=position)


class CancelForm(forms.Form):
    """What the host says to those who wanted to come."""

    note = forms.CharField(
        label=_("Lời nhắn kèm theo"),
        max_length=120,
        required=False,
        help_text=_("Một câu ngắn, ví dụ: Vì bão số 3, hẹn anh/chị ngày 20/9."),
    )
