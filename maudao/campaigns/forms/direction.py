"""With which document a unit passes the campaign on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.forms.fields import DayField
from maudao.documents.models import OutgoingDocument
from maudao.documents.rules import DocumentType


class DraftForm(forms.Form):
    """Have the document written."""

    doc_type = forms.ChoiceField(
        label=_("Loại văn bản"),
        widget=forms.RadioSelect,
        initial=DocumentType.PLAN,
        choices=[
            (DocumentType.PLAN, _("Kế hoạch")),
            (DocumentType.LETTER, _("Công văn")),
            (DocumentType.GUIDANCE, _("Hướng dẫn")),
        ],
    )


class _Dated(forms.Form):
    """A form with a day that is not still to come."""

    day_field = "directed_on"

    def __init__(self, data: Any = None, files: Any = None, *, today: date, **initial: Any) -> None:
        self.today = today
        super().__init__(data, files, initial={self.day_field: today, **initial})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        day = given.get(self.day_field)
        if day and day > self.today:
            message = forms.ValidationError(_("Ngày ban hành không thể sau hôm nay."), code="in_future")
            self.add_error(self.day_field, message)
        return given


class IssueForm(_Dated):
    """Issue the draft under a number."""

    day_field = "issued_on"
    issued_on = DayField(label=_("Ngày ban hành"))
    signer = forms.CharField(label=_("Người ký"), max_length=120)


class UploadForm(_Dated):
    """A document that was made elsewhere."""

    file = forms.FileField(
        label=_("Bản đã ký (PDF, DOCX hoặc ảnh, tối đa 10 MB)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,image/*"}),
    )
    directed_on = DayField(label=_("Ngày ban hành"))


class ChosenForm(forms.Form):
    """A document that stands in the unit's register already."""

    document = forms.ChoiceField(label=_("Văn bản trong sổ văn bản đi"))

    def __init__(self, documents: Sequence[OutgoingDocument], data: Any = None) -> None:
        super().__init__(data)
        self.documents = {str(document.pk): document for document in documents}
        self.fields["document"].choices = [(key, str(document)) for key, document in self.documents.items()]  # type: ignore[attr-defined]  # it is the field above

    def chosen(self) -> OutgoingDocument:
        """Return the document that was chosen."""
        return self.documents[self.cleaned_data["document"]]
