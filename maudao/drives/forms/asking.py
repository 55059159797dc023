"""What a colleague said."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.drives.rules import AskAnswer


class AnswerForm(forms.Form):
    """The answer of somebody who was asked in person."""

    answer = forms.ChoiceField(label=_("Trả lời"), choices=AskAnswer)
