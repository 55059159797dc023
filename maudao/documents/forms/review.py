"""The review of what was read in a document: every value can be corrected, every row added, dropped or taken back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.utils.translation import gettext_lazy as _

from maudao.documents import records
from maudao.documents.forms.answers import AnswersForm
from maudao.documents.forms.fields import DayField, LineField, date_field
from maudao.documents.forms.rows import ROW_FORMS, ROW_SETS, RowForm
from maudao.documents.marks import reference_of
from maudao.documents.models import IncomingDocument
from maudao.documents.queries import Earlier
from maudao.documents.records import Record

_LONG = frozenset({"/subject", "/issuer", "/parent_issuer", "/signer/title"})
_DAYS = frozenset({"/date", "/window/start", "/window/end", "/window/peak"})

SCALAR_LABELS: Mapping[str, Any] = {
    "/doc_type": _("Loại văn bản"),
    "/number": _("Số, ký hiệu"),
    "/date": _("Ngày văn bản"),
    "/issuer": _("Nơi ban hành"),
    "/parent_issuer": _("Cơ quan chủ quản"),
    "/place": _("Địa danh"),
    "/subject": _("Trích yếu"),
    "/window/start": _("Bắt đầu"),
    "/window/end": _("Kết thúc"),
    "/window/peak": _("Cao điểm"),
    "/contact/name": _("Người liên hệ"),
    "/contact/phone": _("Điện thoại"),
    "/contact/email": _("Thư điện tử"),
    "/signer/title": _("Chức vụ người ký"),
    "/signer/name": _("Người ký"),
}


class ScalarsForm(forms.Form):
    """The values that stand alone; a field is called after its pointer."""

    def __init__(self, record: Record, data: Any = None) -> None:
        super().__init__(data)
        for pointer, label in SCALAR_LABELS.items():
            options: dict[str, Any] = {"label": label, "required": False}
            if pointer in _LONG:
                options["widget"] = forms.Textarea(attrs={"rows": 2})
            kind = DayField if pointer in _DAYS else LineField
            value = records.value_at(record, pointer)
            self.fields[reference_of(pointer)] = kind(initial=value, **options)

    def fill(self, record: Record) -> None:
        """Put the cleaned values into a record."""
        for pointer in SCALAR_LABELS:
            records.set_value(record, pointer, self.cleaned_data[reference_of(pointer)])


class RegistrationForm(forms.Form):
    """On which day the document arrived, and which earlier one it takes the place of."""

    arrived_on = date_field(_("Ngày đến"))
    supersedes = forms.ChoiceField(label=_("Thay thế văn bản"), required=False)

    def __init__(self, earlier: list[Earlier], *, today: date, data: Any = None) -> None:
        self.today = today
        super().__init__(data, initial={"arrived_on": today})
        choices = [(str(row.document.pk), _earlier_label(row)) for row in earlier]
        choice = self.fields["supersedes"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("Không thay thế văn bản nào")), *choices]

    def clean_arrived_on(self) -> date:
        day: date = self.cleaned_data["arrived_on"]
        if day > self.today:
            raise forms.ValidationError(_("Ngày đến không thể sau hôm nay."), code="future")
        return day


def _earlier_label(row: Earlier) -> str:
    document = row.document
    subject = document.subject if len(document.subject) <= 90 else f"{document.subject[:90]}…"
    return f"{_('Số đến')} {document.arrival_number}/{document.arrival_year}: {document.number} – {subject}"


@dataclass
class Review:
    """The forms of one review, bound to what was sent or filled from the record."""

    document: IncomingDocument
    earlier: list[Earlier]
    today: date
    data: Any = None
    scalars: ScalarsForm = field(init=False)
    rows: "dict[str, BaseFormSet[RowForm]]" = field(init=False)
    answers: AnswersForm = field(init=False)
    registration: RegistrationForm = field(init=False)

    def __post_init__(self) -> None:
        record = self.document.record
        self.scalars = ScalarsForm(record, self.data)
        self.rows = {
            key: rows(self.data, prefix=key, initial=list(_initial(record, key)))
            for key, rows in ROW_SETS.items()
        }
        self.answers = AnswersForm(self.document, self.data)
        self.registration = RegistrationForm(self.earlier, today=self.today, data=self.data)

    def is_valid(self) -> bool:
        """Say whether the values are well formed; the part on registration is asked only when it is used."""
        alone = (self.scalars.is_valid(), self.answers.is_valid())
        return all(alone) and all(rows.is_valid() for rows in self.rows.values())

    def record(self, *, dropped: str = "", restored: str = "") -> tuple[Record, dict[str, str]]:
        """Return the record as the officer has it, and its `sources`.

        `dropped` is the prefix of a row to leave out, `restored` the pointer of a proposed row to take back.
        """
        record = dict(self.document.record)
        for part in ("window", "contact", "signer"):
            record[part] = dict(record.get(part) or {})
        self.scalars.fill(record)
        sources: dict[str, str] = {}
        for key in ROW_FORMS:
            record[key] = list(self._rows(key, sources, dropped=dropped))
        if row := records.row_of(restored):
            key = row.split("/")[1]
            sources[f"/{key}/{len(record[key])}"] = row
            record[key].append(records.value_at(self.document.proposal, row))
        return record, sources

    def _rows(self, key: str, sources: dict[str, str], *, dropped: str) -> Iterator[Any]:
        count = 0
        for form in self.rows[key]:
            row = form.row() if form.cleaned_data and form.prefix != dropped else None
            if row is None:
                continue
            proposed = self._proposed(key, form.cleaned_data["source"])
            if proposed is not None:
                sources[f"/{key}/{count}"] = form.cleaned_data["source"]
            yield {**proposed, **row} if isinstance(proposed, dict) else row
            count += 1

    def _proposed(self, key: str, source: str) -> Any:
        return records.value_at(self.document.proposal, source) if source.startswith(f"/{key}/") else None


def _initial(record: Record, key: str) -> Iterator[dict[str, Any]]:
    sources = record.get("sources") or {}
    for number, row in enumerate(records.rows_of(record, key)):
        values = row if isinstance(row, dict) else {"text": row}
        yield {**values, "source": sources.get(f"/{key}/{number}", "")}
