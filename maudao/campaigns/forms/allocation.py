"""The allocation grid: how it is proposed, and what was typed in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.forms.fields import CountField, read_count
from maudao.campaigns.queries import AllocationGrid
from maudao.campaigns.rules import Basis


class GridOptions(forms.Form):
    """How much is divided, and by what."""

    tong = CountField(label=_("Tổng cần giao"), required=False)
    theo = forms.ChoiceField(
        label=_("Chia theo"),
        required=False,
        choices=[(Basis.MEMBERS, _("số đoàn viên")), (Basis.LAST_RESULT, _("kết quả lần trước"))],
    )
    cong = forms.ChoiceField(
        label=_("Giao thêm"), required=False, choices=[("0", _("không")), ("5", _("thêm 5%"))]
    )

    def __init__(self, data: Any = None, *, total: int, has_last: bool) -> None:
        super().__init__(data, initial={"tong": total})
        if not has_last:
            self.fields["theo"].choices = self.fields["theo"].choices[:1]  # type: ignore[attr-defined]  # it is the field above

    def chosen(self, default_total: int) -> tuple[int, Basis, int]:
        """Return total, basis and percent more; what is not one of the choices is the default."""
        given: Mapping[str, Any] = self.cleaned_data if self.is_valid() else {}
        total = given.get("tong")
        return (
            default_total if total is None else total,
            Basis(given.get("theo") or Basis.MEMBERS),
            int(given.get("cong") or 0),
        )


class QuotaForm(forms.Form):
    """What the steering committee of the unit's own level asks of it."""

    quota = CountField(label=_("Ban Chỉ đạo cùng cấp giao cho đơn vị (đơn vị máu)"), max_value=10_000_000)


@dataclass(frozen=True)
class GridInput:
    """What was typed in the grid: values and locks by the child's key, texts that are no numbers, and what was seen."""

    values: Mapping[int, int]
    locked: frozenset[int]
    wrong: Mapping[int, str]
    seen: int | None

    @classmethod
    def read(cls, grid: AllocationGrid, data: Mapping[str, str]) -> "GridInput":
        """Read the cells of `grid`. A cell left empty is 0 where something was given before, else nothing."""
        values: dict[int, int] = {}
        wrong: dict[int, str] = {}
        for row in grid.rows:
            key = row.assignment.pk
            text = data.get(value_field(key), "").strip()
            if not text:
                if row.value is not None:
                    values[key] = 0
                continue
            try:
                values[key] = read_count(text)
            except forms.ValidationError:
                wrong[key] = text
        locked = frozenset(row.assignment.pk for row in grid.rows if lock_field(row.assignment.pk) in data)
        seen = data.get("seen", "")
        return cls(values, locked, wrong, int(seen) if seen.isdigit() else None)

    def locked_values(self) -> dict[int, int]:
        """Return the values of locked cells: a proposal leaves them as they are."""
        return {key: value for key, value in self.values.items() if key in self.locked}


def value_field(key: int) -> str:
    """Return the name of a child's number field."""
    return f"c{key}"


def lock_field(key: int) -> str:
    """Return the name of a child's lock."""
    return f"k{key}"
