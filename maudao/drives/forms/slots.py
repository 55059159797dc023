"""Forms of slots: a day cut into them, and the places of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maudao.campaigns.forms.fields import CountField
from maudao.drives.actions.slotting import Places, SlotChanges
from maudao.drives.forms.planning_fields import ClockField
from maudao.drives.models import Slot
from maudao.drives.rules.slots import DEFAULT_MINUTES, Morning

_MOST_PLACES = 2000


class SlotsForm(forms.Form):
    """A day cut into slots, all with the same places."""

    starts = ClockField(label=_("Từ"))
    ends = ClockField(label=pgettext_lazy("time", "Đến"))
    minutes = CountField(label=_("Mỗi khung (phút)"))
    capacity = CountField(label=_("Số người mỗi khung"), max_value=_MOST_PLACES)
    overbooking = CountField(label=_("Nhận thêm mỗi khung"), required=False, max_value=_MOST_PLACES)
    pause_from = ClockField(label=_("Nghỉ từ"), required=False)
    pause_to = ClockField(label=_("Nghỉ đến"), required=False)

    def __init__(self, data: Any = None) -> None:
        said = {"starts": time(7, 30), "ends": time(11, 30), "minutes": DEFAULT_MINUTES, "capacity": 10}
        super().__init__(data, initial=said)

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of a pause."""
        cleaned = super().clean() or {}
        pause = [cleaned.get("pause_from"), cleaned.get("pause_to")]
        if any(pause) and not all(pause):
            message = _("Ghi cả giờ bắt đầu và giờ hết nghỉ, hoặc để trống cả hai.")
            self.add_error("pause_from" if pause[0] is None else "pause_to", message)
        return cleaned

    def morning(self) -> Morning:
        """Return the hours of a valid form."""
        given = self.cleaned_data
        pause = (given["pause_from"], given["pause_to"]) if given["pause_from"] else None
        return Morning(given["starts"], given["ends"], given["minutes"], pause)

    def places(self) -> Places:
        """Return the places of each slot of a valid form."""
        return Places(self.cleaned_data["capacity"], self.cleaned_data["overbooking"] or 0)


@dataclass(frozen=True)
class SlotRow:
    """A slot and its three fields."""

    slot: Slot
    capacity: forms.BoundField
    overbooking: forms.BoundField
    remove: forms.BoundField


class PlacesForm(forms.Form):
    """The places of the slots that there are, each of its own or all alike."""

    all_capacity = CountField(label=_("Số người mỗi khung"), required=False, max_value=_MOST_PLACES)
    all_overbooking = CountField(label=_("Nhận thêm mỗi khung"), required=False, max_value=_MOST_PLACES)

    def __init__(self, data: Any = None, *, slots: list[Slot]) -> None:
        self.slots = slots
        super().__init__(data)
        for slot in slots:
            kinds = (("capacity", slot.capacity), ("overbooking", slot.overbooking))
            for name, value in kinds:
                self.fields[f"{name}-{slot.pk}"] = CountField(initial=value, max_value=_MOST_PLACES)
            self.fields[f"remove-{slot.pk}"] = forms.BooleanField(required=False)

    def rows(self) -> Iterator[SlotRow]:
        """Give each slot with its fields."""
        for slot in self.slots:
            names = (f"capacity-{slot.pk}", f"overbooking-{slot.pk}", f"remove-{slot.pk}")
            yield SlotRow(slot, *(self[name] for name in names))

    def changes(self) -> SlotChanges:
        """Return what a valid form changes."""
        given = self.cleaned_data
        removed = [slot.pk for slot in self.slots if given[f"remove-{slot.pk}"]]
        wanted = {slot.pk: self._places(slot) for slot in self.slots}
        same = {slot.pk: Places(slot.capacity, slot.overbooking) for slot in self.slots}
        changed = {key: places for key, places in wanted.items() if places != same[key]}
        return SlotChanges(changed=changed, removed=removed)

    def _places(self, slot: Slot) -> Places:
        given = self.cleaned_data
        capacity, more = given["all_capacity"], given["all_overbooking"]
        return Places(
            given[f"capacity-{slot.pk}"] if capacity is None else capacity,
            given[f"overbooking-{slot.pk}"] if more is None else more,
        )
