"""The reader's questions, each as a card that takes an answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maudao.documents import records
from maudao.documents.forms.fields import AmountField, DayField, LineField
from maudao.documents.marks import clause, reference_of, shortened
from maudao.documents.models import IncomingDocument
from maudao.documents.records import NOT_SAID, Record

_QUOTING = re.compile(r"“(.+)”: (.+)", re.DOTALL)
_NOT_SAID_LABEL = _("Văn bản không nêu, để trống")


@dataclass(frozen=True)
class Card:
    """What the page shows of one question; `name` is what its fields are called after."""

    name: str
    pointer: str
    question: str
    clause: str
    reference: str
    options: list[dict[str, Any]]
    fields: list[forms.BoundField]
    error: str
    is_open: bool


class AnswersForm(forms.Form):
    """One answer for every question that the record does not settle; drafts may leave them open."""

    def __init__(self, document: IncomingDocument, data: Any = None) -> None:
        self.document = document
        asked = records.questions_of(document.record)
        self.questions = [q for q in asked if not records.is_settled(document.record, q)]
        super().__init__(data, prefix="answer")
        for question in self.questions:
            self._add(question, document.answers.get(question["pointer"]))

    def _add(self, question: Record, answer: Any) -> None:
        name = reference_of(question["pointer"])
        if options := question.get("options"):
            choices = [(option["value"], option["label"]) for option in options]
            self.fields[name] = forms.ChoiceField(choices=choices, required=False, initial=answer)
            return
        given = None if answer == NOT_SAID else answer
        for suffix, field in _free_fields(question["pointer"], given):
            self.fields[name + suffix] = field
        self.fields[f"{name}-not-said"] = forms.BooleanField(
            label=_NOT_SAID_LABEL, required=False, initial=answer == NOT_SAID
        )

    def given(self) -> dict[str, str]:
        """Return the answers by pointer; an emptied one is an empty text."""
        found = {question["pointer"]: self._answer(question) for question in self.questions}
        return {pointer: answer for pointer, answer in found.items() if answer is not None}

    def _answer(self, question: Record) -> str | None:
        name = reference_of(question["pointer"])
        if question.get("options"):
            return self.cleaned_data[name] or None
        if question["pointer"] == "/window":
            start, end = self.cleaned_data[f"{name}-start"], self.cleaned_data[f"{name}-end"]
            answer = f"{start}/{end or start}" if start else ""
        else:
            answer = str(self.cleaned_data[name] or "")
        return answer or (NOT_SAID if self.cleaned_data[f"{name}-not-said"] else "")

    def cards(self, *, must_answer: bool) -> Iterator[Card]:
        """Yield the questions as cards; `must_answer` marks those that are still open as wrong."""
        for question in self.questions:
            name = reference_of(question["pointer"])
            asked, words = _asked(question["message"])
            fields = [self[own] for own in self.fields if own == name or own.startswith(f"{name}-")]
            yield Card(
                name=self.add_prefix(name),
                pointer=question["pointer"],
                question=asked,
                clause=words or clause(self.document.text, question.get("span")),
                reference=f"question-{name}" if question.get("span") else "",
                options=self._options(question, name),
                fields=[] if question.get("options") else fields,
                error=self._error(fields, must_answer=must_answer),
                is_open=not self.document.answers.get(question["pointer"]),
            )

    def _options(self, question: Record, name: str) -> list[dict[str, Any]]:
        chosen = self[name].value() if question.get("options") else None
        return [{**option, "checked": option["value"] == chosen} for option in question.get("options") or []]

    def _error(self, fields: list[forms.BoundField], *, must_answer: bool) -> str:
        wrong = [str(error) for field in fields for error in field.errors]
        if wrong or not must_answer or any(field.value() for field in fields):
            return " ".join(wrong)
        return str(_("Cần trả lời câu này trước khi vào sổ."))


def _asked(message: str) -> tuple[str, str]:
    """Return the question and the words that it quotes: a message of the reader may be `“words”: question?`."""
    quoting = _QUOTING.fullmatch(message)
    if not quoting:
        return message, ""
    return f"{quoting[2][0].upper()}{quoting[2][1:]}", shortened(quoting[1])


def _free_fields(pointer: str, answer: Any) -> Iterator[tuple[str, forms.Field]]:
    """Yield the fields for an answer that is not a choice of readings, each with the end of its name."""
    if pointer == "/window":
        start, _slash, end = str(answer or "").partition("/")
        yield "-start", DayField(label=_("Bắt đầu"), required=False, initial=start)
        yield "-end", DayField(label=_("Kết thúc"), required=False, initial=end)
    elif pointer in ("/date", "/report_deadlines"):
        yield "", DayField(label=_("Ngày"), required=False, initial=answer)
    elif pointer.endswith("/base"):
        yield "", AmountField(label=_("Số lượng"), required=False, initial=answer)
    else:
        yield "", LineField(label=_("Trả lời"), required=False, initial=answer)
