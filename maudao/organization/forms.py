"""Forms of the unit pages."""

import base64
import binascii
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from maudao.accounts.models import User
from maudao.lib import vietnamese
from maudao.organization.models import Unit
from maudao.organization.rules import Role, UnitKind, appointable_roles
from maudao.organization.wording import action_label

_DATE_HELP = _("Ghi ngày/tháng/năm, ví dụ 07/04/2026.")
_LARGEST_WORKBOOK = 4 * 1024 * 1024
_LARGEST_DECISION = 512 * 1024


class TreeFilter(forms.Form):
    """Which units, and on which day."""

    q = forms.CharField(label=_("Tên hoặc mã đơn vị"), required=False, max_length=100)
    on = forms.DateField(label=_("Cây tổ chức ngày"), required=False)


class AuditFilter(forms.Form):
    """Which entries of the audit."""

    action = forms.ChoiceField(label=_("Việc đã làm"), required=False)
    below = forms.BooleanField(label=_("Cả đơn vị trực thuộc"), required=False)

    def __init__(self, data: Any, *, actions: list[str]) -> None:
        super().__init__(data)
        labels = sorted(((name, action_label(name)) for name in actions), key=lambda pair: pair[1])
        self.fields["action"] = forms.ChoiceField(
            label=_("Việc đã làm"), required=False, choices=[("", _("Tất cả")), *labels]
        )


class AppointForm(forms.Form):
    """Who gets which office: somebody new, or somebody who has an account."""

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
        help_text=_("Chữ không dấu, số, dấu gạch ngang; ví dụ db-cs-012."),
    )
    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=120, required=False, help_text=_("Cần cho người chưa có tài khoản.")
    )
    phone = forms.CharField(label=_("Điện thoại công vụ"), max_length=20, required=False)
    title = forms.CharField(
        label=_("Chức danh trên văn bản"),
        max_length=80,
        required=False,
        help_text=_("Ví dụ: Chủ tịch, Uỷ viên."),
    )
    starts_on = forms.DateField(label=_("Giữ chức vụ từ ngày"), help_text=_DATE_HELP)

    def __init__(self, data: Any = None, *, unit: Unit, today: date) -> None:
        super().__init__(data, initial={"starts_on": today, "username": unit.code.lower(), "who": self.NEW})
        roles = appointable_roles(UnitKind(unit.kind))
        self.fields["role"] = forms.ChoiceField(
            label=_("Vai trò trong hệ thống"), choices=[(role.value, role.label) for role in roles]
        )
        self.order_fields(["who", "username", "full_name", "phone", "role", "title", "starts_on"])
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        """Find the account of somebody who has one; ask for the name of somebody who has not."""
        cleaned = super().clean() or {}
        if cleaned.get("who") == self.EXISTING and "username" in cleaned:
            self.user = User.objects.filter(username=cleaned["username"], is_active=True).first()
            if self.user is None:
                self.add_error("username", _("Chưa có tài khoản nào tên này. Hãy kiểm tra lại."))
        elif not cleaned.get("full_name"):
            self.add_error("full_name", _("Hãy ghi họ và tên của người chưa có tài khoản."))
        return cleaned

    @property
    def role(self) -> Role:
        """The role chosen, of a valid form."""
        return Role(self.cleaned_data["role"])


class WorkbookForm(forms.Form):
    """A workbook, uploaded or carried over from its trial."""

    file = forms.FileField(
        label=_("Tệp Excel danh sách đơn vị"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
        help_text=_(
            "Cần các cột Mã, Tên đơn vị, Đơn vị cấp trên, Ngày thành lập; nên có Loại, Số đoàn viên, Nữ."
        ),
    )
    carried = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = "carried" not in self.data

    def clean(self) -> dict[str, Any]:
        """Take the bytes of the workbook."""
        cleaned = super().clean() or {}
        cleaned["data"] = self._uploaded(cleaned.get("file")) or self._carried(cleaned.get("carried", ""))
        if not self.errors and not cleaned["data"]:
            self.add_error("file", _("Hãy chọn một tệp."))
        return cleaned

    def _uploaded(self, file: "UploadedFile[bytes] | None") -> bytes:
        if file is None:
            return b""
        if (file.size or 0) > _LARGEST_WORKBOOK:
            self.add_error(
                "file", _("Tệp lớn hơn 4 MB. Hãy bỏ hình ảnh trong tệp, hoặc chia thành nhiều tệp.")
            )
            return b""
        return bytes(file.read())

    def _carried(self, text: str) -> bytes:
        try:
            return base64.b64decode(text, validate=True)
        except binascii.Error:
            return b""

    @staticmethod
    def carry(data: bytes) -> str:
        """Return the bytes as the form carries them from the trial to the import."""
        return base64.b64encode(data).decode()


class DecisionForm(forms.Form):
    """A decision in TOML: a file, or its text."""

    file = forms.FileField(
        label=_("Tệp quyết định (.toml)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".toml,text/plain"}),
    )
    text = forms.CharField(
        label=_("hoặc nội dung quyết định"),
        required=False,
        widget=forms.Textarea,
        max_length=_LARGEST_DECISION,
    )

    def clean(self) -> dict[str, Any]:
        """Take the text of the decision."""
        cleaned = super().clean() or {}
        if file := cleaned.get("file"):
            cleaned["text"] = file.read(_LARGEST_DECISION).decode("utf-8-sig", errors="replace")
        if not self.errors and not cleaned.get("text", "").strip():
            self.add_error("file", _("Hãy chọn một tệp, hoặc dán nội dung quyết định."))
        return {**cleaned, "text": vietnamese.normalise(cleaned.get("text", ""))}
