"""Sending a workbook."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from maudao.donors.actions.import_people.wording import unreadable_list

MOST_BYTES = 10 * 1024 * 1024


class ListForm(forms.Form):
    """A list as an Excel file."""

    file = forms.FileField(
        label=_("Tệp Excel (.xlsx, tối đa 10 MB)"),
        error_messages={"required": _("Chọn tệp danh sách."), "empty": _("Tệp này rỗng. Hãy chọn tệp khác.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse a file by its size before anything of it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(unreadable_list("too_large"), code="too_large")
        return file

    def data_of_file(self) -> bytes:
        """Return the bytes that were sent."""
        data: Any = self.cleaned_data["file"].read()
        return bytes(data)
