"""Taking a document in, and looking for one in a register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ACCEPTED = ".docx,.doc,.pdf,.txt,.htm,.html,.rtf,.png,.jpg,.jpeg"


class UploadForm(forms.Form):
    """A file, or the text of the document, or both."""

    file = forms.FileField(
        label=_("Tệp văn bản"),
        required=False,
        allow_empty_file=True,
        help_text=_("DOCX, PDF (kể cả bản quét), DOC, TXT, HTML hoặc ảnh chụp; đến 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    text = forms.CharField(
        label=_("Hoặc dán phần chữ của văn bản"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("file") and not str(found.get("text") or "").strip():
            raise forms.ValidationError(_("Chọn một tệp, hoặc dán phần chữ của văn bản."), code="nothing")
        return found


class PasteForm(forms.Form):
    """The text of a document whose file cannot be read."""

    text = forms.CharField(
        label=_("Phần chữ của văn bản"), strip=False, widget=forms.Textarea(attrs={"rows": 12})
    )


class RegisterFilter(forms.Form):
    """Which entries of a register are shown."""

    search = forms.CharField(label=_("Tìm số, nơi ban hành, trích yếu"), required=False, max_length=200)
    year = forms.TypedChoiceField(label=_("Năm"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, years: list[int]) -> None:
        super().__init__(data)
        choice = self.fields["year"]
        assert isinstance(choice, forms.TypedChoiceField)
        choice.choices = [("", _("Tất cả các năm")), *((str(year), str(year)) for year in years)]

    def chosen(self) -> dict[str, Any]:
        """Return what to filter by; a filter that makes no sense filters nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        return {"search": given.get("search") or "", "year": given.get("year")}
