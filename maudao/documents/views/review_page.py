"""What the review page shows: sections of values and rows, each tied to its clause in the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from maudao.documents import records
from maudao.documents.forms.answers import Card
from maudao.documents.forms.review import SCALAR_LABELS, Review
from maudao.documents.forms.rows import RowForm
from maudao.documents.marks import Place, clause, marked_text, places_of, reference_of
from maudao.documents.records import Record
from maudao.lib import vietnamese

#: Sections of the page: title, list of the record or None, pointers of single values.
_SECTIONS: tuple[tuple[Any, tuple[str, ...], tuple[str, ...]], ...] = (
    (_("Văn bản"), (), ("/number", "/date", "/doc_type", "/place", "/issuer", "/subject")),
    (_("Chỉ tiêu"), ("targets",), ()),
    (_("Thời gian thực hiện"), (), ("/window/start", "/window/end", "/window/peak")),
    (_("Sự kiện, chương trình"), ("events",), ()),
    (_("Hạn gửi"), ("report_deadlines",), ()),
    (_("Khẩu hiệu, thông điệp"), ("messages",), ()),
    (_("Nhiệm vụ"), ("tasks",), ()),
    (_("Căn cứ"), ("based_on",), ()),
    (_("Kính gửi"), ("addressees",), ()),
    (_("Nơi nhận"), ("recipients",), ()),
)
_FURTHER: tuple[tuple[Any, tuple[str, ...], tuple[str, ...]], ...] = (
    (_("Người ký, cơ quan chủ quản"), (), ("/signer/title", "/signer/name", "/parent_issuer")),
    (_("Liên hệ"), (), ("/contact/name", "/contact/phone", "/contact/email")),
    (_("Văn bản khác được nhắc đến"), ("also_cited",), ()),
    (_("Nơi được giao việc trong văn bản"), ("addressed_in_body",), ()),
)
_ADD_LABELS = {
    "targets": _("Thêm chỉ tiêu"),
    "events": _("Thêm sự kiện"),
    "report_deadlines": _("Thêm hạn gửi"),
    "messages": _("Thêm khẩu hiệu"),
    "tasks": _("Thêm nhiệm vụ"),
    "based_on": _("Thêm căn cứ"),
}

#: A list of more rows than this is folded.
_MANY = 6
#: Who gets the document matters less for a campaign than what it asks.
_CLERICAL = frozenset({"addressees", "addressed_in_body", "recipients", "also_cited"})
_MANY_LINES = 2


@dataclass(frozen=True)
class Clause:
    """Where a value stands in the text: the name of the place, and its words where the value does not tell them."""

    reference: str = ""
    words: str = ""


@dataclass(frozen=True)
class Value:
    """A single value."""

    anchor: str
    field: forms.BoundField
    clause: Clause
    is_edited: bool

    @property
    def is_wide(self) -> bool:
        """Whether it is a sentence rather than a word or a day."""
        return isinstance(self.field.field.widget, forms.Textarea)


@dataclass(frozen=True)
class Row:
    """A row of a list."""

    anchor: str
    form: RowForm
    clause: Clause
    is_edited: bool


@dataclass(frozen=True)
class Removed:
    """A proposed row that the officer left out."""

    pointer: str
    words: str


@dataclass
class Section:
    """A part of the page: single values, or the rows of a list with a blank one to add."""

    title: Any
    anchor: str
    values: list[Value] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    blank: RowForm | None = None
    management: Any = None
    add_label: Any = ""
    removed: list[Removed] = field(default_factory=list)
    is_folded: bool = False

    @property
    def is_list(self) -> bool:
        return self.management is not None

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def preview(self) -> str:
        """What the rows say, in one line, for the folded list."""
        return "; ".join(" ".join(row.form.headline.split()) for row in self.rows)


@dataclass(frozen=True)
class Warned:
    """A warning beside its place."""

    message: str
    clause: Clause


@dataclass(frozen=True)
class ReviewPage:
    """Everything that the template of the review shows."""

    review: Review
    must_answer: bool = False
    #: The list that is shown unfolded, however long it is.
    opened: str = ""

    @property
    def record(self) -> Record:
        record: Record = self.review.document.record
        return record

    @property
    def version(self) -> str:
        """The version of the record that the page shows."""
        return records.version(self.record)

    @property
    def text(self) -> str:
        return self.review.document.text

    def marked_text(self) -> SafeString:
        """Return the text with every place marked: values, questions, warnings."""
        places = places_of(self.record.get("spans") or {}, length=len(self.text))
        return marked_text(self.text, [*places, *self._question_places(), *self._warning_places()])

    def _question_places(self) -> list[Place]:
        spans = {
            f"question/{reference_of(question['pointer'])}": question["span"]
            for question in self.review.answers.questions
            if question.get("span")
        }
        return places_of(spans, length=len(self.text))

    def _warning_places(self) -> Iterator[Place]:
        spans = {f"warning/{n}": row["span"] for n, row in enumerate(self._warnings()) if row.get("span")}
        for place in places_of(spans, length=len(self.text)):
            yield Place(place.start, place.end, place.reference, tone="warning")

    def _warnings(self) -> Sequence[Record]:
        return self.record.get("warnings") or []

    def warnings(self) -> list[Warned]:
        """Return what looks wrong in the document, each with its words."""
        return [
            Warned(row["message"], self._clause_of(row.get("span"), reference=f"warning-{number}"))
            for number, row in enumerate(self._warnings())
        ]

    def _clause_of(self, span: Sequence[int] | None, *, reference: str) -> Clause:
        if not span or not 0 <= span[0] < span[1] <= len(self.text):
            return Clause()
        return Clause(reference, clause(self.text, span))

    def _clause(self, pointer: str) -> Clause:
        """Return the place of a value, or of what it is a part of (`/window` for `/window/start`)."""
        spans = self.record.get("spans") or {}
        for known in (pointer, pointer.rsplit("/", 1)[0]):
            if known in spans:
                return self._clause_of(spans[known], reference=reference_of(known))
        return Clause()

    def cards(self) -> list[Card]:
        """Return the questions to the officer."""
        return list(self.review.answers.cards(must_answer=self.must_answer))

    def open_cards(self) -> list[Card]:
        """Return the questions that wait for an answer, or whose answer is wrong."""
        return [card for card in self.cards() if card.is_open or card.error]

    def answered_cards(self) -> list[Card]:
        """Return the questions that have an answer, which can still be changed."""
        return [card for card in self.cards() if not card.is_open and not card.error]

    def faults(self) -> list[dict[str, Any]]:
        """Return what is wrong in what was sent: each field's label, and the anchor of its place."""
        if self.review.data is None:
            return []
        faults = [
            {"label": self.review.scalars[name].label, "anchor": f"value-{name}"}
            for name in self.review.scalars.errors
        ]
        for section in (*self.sections(), *self.further_sections()):
            faults += [
                {"label": section.title, "anchor": row.anchor} for row in section.rows if row.form.errors
            ]
        return faults

    def notes(self) -> list[str]:
        """Return how the text was got, where that matters (recognised from a picture)."""
        return self.review.document.proposal.get("notes") or []

    def sections(self) -> list[Section]:
        """Return the parts that an officer checks each time."""
        return [self._section(*section) for section in _SECTIONS]

    def further_sections(self) -> list[Section]:
        """Return the parts that are seldom needed."""
        return [self._section(*section) for section in _FURTHER]

    def _section(self, title: Any, lists: tuple[str, ...], pointers: tuple[str, ...]) -> Section:
        if not lists:
            anchor = f"section-{reference_of(pointers[0])}"
            return Section(title, anchor, values=[self._value(pointer) for pointer in pointers])
        (key,) = lists
        rows = self.review.rows[key]
        blank = next((form for form in rows if _is_blank(form)), None)
        filled = [form for form in rows if form is not blank]
        return Section(
            title,
            f"section-{key}",
            rows=[self._row(f"/{key}/{number}", form) for number, form in enumerate(filled)],
            blank=blank,
            management=rows.management_form,
            add_label=_ADD_LABELS.get(key, _("Thêm dòng")),
            removed=list(self._removed(key)),
            is_folded=len(filled) > (_MANY_LINES if key in _CLERICAL else _MANY)
            and key != self.opened
            and not any(form.errors for form in filled),
        )

    def _value(self, pointer: str) -> Value:
        bound = self.review.scalars[reference_of(pointer)]
        return Value(f"value-{reference_of(pointer)}", bound, self._clause(pointer), self._is_edited(pointer))

    def _row(self, pointer: str, form: RowForm) -> Row:
        found = self._clause(pointer)
        told = vietnamese.fold(f"{form.headline} {form['text'].value() if 'text' in form.fields else ''}")
        if vietnamese.fold(found.words.removesuffix(" …"))[:120] in told:
            found = Clause(found.reference)
        return Row(f"value-{reference_of(pointer)}", form, found, self._is_edited(pointer))

    def _is_edited(self, pointer: str) -> bool:
        return pointer in (self.record.get("edited") or [])

    def _removed(self, key: str) -> Iterator[Removed]:
        for pointer in self.record.get("removed") or []:
            if pointer.startswith(f"/{key}/"):
                yield Removed(pointer, _words_of(records.value_at(self.review.document.proposal, pointer)))

    def missing(self) -> list[dict[str, Any]]:
        """Return what an entry of the register still lacks, each with the anchor of its field."""
        return [
            {"label": SCALAR_LABELS[pointer], "anchor": f"value-{reference_of(pointer)}"}
            for pointer in records.missing(self.record)
        ]

    def open_count(self) -> int:
        """Return how many questions wait for an answer."""
        return len(records.open_questions(self.record, self.review.document.answers))


def _is_blank(form: RowForm) -> bool:
    """Say whether a row waits to be filled in: a new one, in which nothing was typed."""
    return form.empty_permitted and not (form.is_bound and form.has_changed())


def _words_of(row: Any) -> str:
    if not isinstance(row, dict):
        return str(row)
    named = row.get("text") or row.get("name") or row.get("number") or row.get("place")
    return str(named or " ".join(str(value) for value in row.values() if value))
