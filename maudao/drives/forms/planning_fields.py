"""Fields of a host's forms: a time of day, a point on the map."""

import re
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.queries import titles
from maudao.drives.rules.planning import NotAPosition, read_position

_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.hg]\s*(\d{2})?|\s*giờ\s*(\d{2})?)?")

_POSITION_FAULTS = {
    "short_link": _(
        "Liên kết rút gọn không có toạ độ. Mở nó ra, chờ bản đồ hiện, rồi chép lại địa chỉ đầy đủ."
    ),
    "unread": _("Không đọc được toạ độ. Ghi như 21.0285, 105.8542, hoặc dán liên kết từ bản đồ."),
    "not_in_viet_nam": _("Điểm này nằm ngoài Việt Nam. Vĩ độ ghi trước (8–24), kinh độ ghi sau (102–117)."),
}


class CampaignField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs alone
    """One of several campaigns, none called like another. Its queryset loads their units. Cost: one query more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._called: dict[int, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        """Return what the campaign is called among those that may be chosen."""
        if obj.pk not in self._called:
            self._called = titles(self.queryset.all() if self.queryset is not None else ())
        return self._called.get(obj.pk, str(obj))


class ClockField(forms.CharField):
    """A time of day: 7:30, 07.30, 7h30, 7g30 or 7."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=12, **kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def clean(self, value: Any) -> Any:
        """Return a time, or None where nothing is written."""
        written = super().clean(value).strip()
        if not written:
            return None
        found = _CLOCK.fullmatch(written.lower())
        try:
            if found is None:
                raise ValueError(written)
            return time(int(found[1]), int(found[2] or found[3] or 0))
        except ValueError as error:
            message = _("Giờ cần có dạng 07:30 hoặc 7h30.")
            raise forms.ValidationError(message, code="not_a_time") from error


class MapField(forms.CharField):
    """A point on the map: two numbers, or the link of a map."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Vị trí trên bản đồ"),
            max_length=1000,
            required=False,
            help_text=_("Dán liên kết bản đồ, hoặc ghi toạ độ như 21.0285, 105.8542."),
            **kwargs,
        )
        self.widget.attrs.update({"autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        """Return a position, or None where nothing is written."""
        try:
            return read_position(super().clean(value))
        except NotAPosition as refused:
            raise forms.ValidationError(_POSITION_FAULTS[refused.reason], code=refused.reason) from refused
