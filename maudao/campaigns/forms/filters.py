"""Filters of lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.queries import Lacking

LACKING = [
    (Lacking.ACKNOWLEDGEMENT, _("Chưa xác nhận")),
    (Lacking.DIRECTION, _("Chưa có văn bản")),
    (Lacking.ACTIVITY, _("Chưa có hoạt động")),
]


class ChildFilter(forms.Form):
    """Some of the units below."""

    tim = forms.CharField(label=_("Tên đơn vị"), required=False)
    con_thieu = forms.ChoiceField(
        label=_("Còn thiếu"),
        required=False,
        choices=[("", _("Tất cả")), *LACKING],
    )

    def chosen(self) -> dict[str, str]:
        """Return the arguments of `children_of`; what is not one of the choices is no filter."""
        self.is_valid()
        given = self.cleaned_data
        return {"search": given.get("tim", "").strip(), "lacking": given.get("con_thieu", "")}
