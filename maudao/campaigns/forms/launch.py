"""To whom a campaign is launched."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.forms.fields import CountField
from maudao.campaigns.models import Indicator
from maudao.campaigns.queries import Branch
from maudao.campaigns.rules import Denominator

WHOLE, CHOSEN, DIRECT, NOBODY = "whole", "chosen", "direct", "nobody"


class LaunchForm(forms.Form):
    """The whole subtree, chosen branches of it, or chosen units without those below; and the committee's quotas.

    A campaign that runs already can take new quotas without anybody new.
    """

    scope = forms.ChoiceField(
        label=_("Giao cho"),
        widget=forms.RadioSelect,
        initial=WHOLE,
        choices=[
            (WHOLE, _("Tất cả đơn vị cấp dưới")),
            (CHOSEN, _("Các đơn vị chọn ở dưới, gồm cả công đoàn cơ sở của họ")),
            (DIRECT, _("Chỉ các đơn vị chọn ở dưới, không gồm cấp dưới của họ")),
        ],
    )
    units = forms.MultipleChoiceField(required=False)

    def __init__(
        self,
        branches: Sequence[Branch],
        indicators: Collection[Indicator],
        data: Any = None,
        *,
        is_running: bool = False,
    ) -> None:
        super().__init__(data)
        if is_running:
            self._offer_nobody(self.fields["scope"])
        self.branches = branches
        self.fields["units"].choices = [(str(branch.unit.pk), branch.unit.name) for branch in branches]  # type: ignore[attr-defined]  # it is the field above
        self.quota_codes = [one.code for one in indicators if one.denominator == Denominator.QUOTA]
        for one in indicators:
            if one.code in self.quota_codes:
                self.fields[f"quota-{one.code}"] = _quota(one)

    def _offer_nobody(self, scope: Any) -> None:
        scope.choices = [(NOBODY, _("Không thêm đơn vị nào, chỉ lưu chỉ tiêu")), *scope.choices]
        scope.initial = NOBODY

    def quota_fields(self) -> list[forms.BoundField]:
        """Return the fields of the committee's quotas."""
        return [self[f"quota-{code}"] for code in self.quota_codes]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("scope") in {CHOSEN, DIRECT} and not given.get("units") and "units" not in self.errors:
            self.add_error("units", forms.ValidationError(_("Chọn ít nhất một đơn vị."), code="no_units"))
        return given

    def tops(self) -> list[Branch] | None:
        """Return the chosen branches; None for the whole subtree."""
        if self.cleaned_data["scope"] == WHOLE:
            return None
        chosen = set() if self.cleaned_data["scope"] == NOBODY else set(self.cleaned_data["units"])
        return [branch for branch in self.branches if str(branch.unit.pk) in chosen]

    @property
    def is_direct(self) -> bool:
        """Whether only the chosen units themselves take part."""
        return bool(self.cleaned_data["scope"] == DIRECT)

    def quotas(self) -> dict[str, int]:
        """Return the quotas that were typed, by indicator code."""
        typed = {code: self.cleaned_data[f"quota-{code}"] for code in self.quota_codes}
        return {code: value for code, value in typed.items() if value is not None}


def _quota(indicator: Indicator) -> CountField:
    return CountField(
        label=_("Chỉ tiêu Ban Chỉ đạo giao (đơn vị máu)"),
        required=False,
        help_text=_("Dùng cho: %(name)s. Chưa có thì để trống, nhập sau cũng được.")
        % {"name": indicator.name},
    )
