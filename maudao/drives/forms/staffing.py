"""The form of who serves at a drive."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from maudao.accounts.models import User


class StaffForm(forms.Form):
    """Who serves at a drive: somebody new, or somebody who has an account."""

    NEW, EXISTING = "new", "existing"

    who = forms.ChoiceField(
        label=_("Giao cho"),
        widget=forms.RadioSelect,
        choices=[(NEW, _("Người chưa có tài khoản")), (EXISTING, _("Người đã có tài khoản"))],
        initial=NEW,
    )
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("Chữ không dấu, số, dấu gạch ngang; ví dụ phuc-vu-en."),
    )
    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=120, required=False, help_text=_("Cần cho người chưa có tài khoản.")
    )
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)

    user: User | None = None

    def clean(self) -> dict[str, Any]:
        """Find the account of somebody who has one; ask for the name of somebody who has not."""
        cleaned = super().clean() or {}
        if cleaned.get("who") == self.EXISTING and "username" in cleaned:
            self.user = User.objects.filter(username=cleaned["username"], is_active=True).first()
            if self.user is None:
                message = _("Chưa có tài khoản nào tên này. Hãy kiểm tra lại.")
                self.add_error("username", forms.ValidationError(message, code="no_account"))
        elif cleaned.get("who") == self.NEW and not cleaned.get("full_name"):
            self.add_error("full_name", _("Hãy ghi họ và tên của người chưa có tài khoản."))
        return cleaned
