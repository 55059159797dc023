"""Reads of documents and registers."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypeVar

from django.db.models import QuerySet

from maudao.documents import records
from maudao.documents.models import IncomingDocument, OutgoingDocument
from maudao.documents.records import Record
from maudao.documents.rules import IncomingState, OutgoingState
from maudao.lib import vietnamese
from maudao.organization.models import Unit

_LOOKED_BACK = 200  # registered documents among which an earlier version is looked for
_ALIKE = 0.6

Row = TypeVar("Row", IncomingDocument, OutgoingDocument)


def incoming_document(*, pk: int) -> IncomingDocument:
    """Return a document that came in, with its unit and file."""
    return IncomingDocument.objects.select_related("unit", "file", "supersedes").get(pk=pk)


def outgoing_document(*, pk: int) -> OutgoingDocument:
    """Return a document of a unit's own, with its unit and basis."""
    return OutgoingDocument.objects.select_related("unit", "basis").get(pk=pk)


@dataclass(frozen=True)
class Rendition:
    """A document of a unit's own in one format."""

    document: OutgoingDocument
    kind: str

    @property
    def unit(self) -> Unit:
        """The unit that the document belongs to."""
        return self.document.unit


def outgoing_rendition(*, pk: int, kind: str) -> Rendition:
    """Return a document of a unit's own in the format that its address names."""
    return Rendition(outgoing_document(pk=pk), kind)


def open_questions(document: IncomingDocument) -> list[Record]:
    """Return what the reader asks and nobody has answered."""
    return records.open_questions(document.record, document.answers)


def register_of_incoming(
    unit: Unit, *, year: int | None = None, search: str = ""
) -> QuerySet[IncomingDocument]:
    """Return a unit's registered documents, newest number first; `search` looks without accents."""
    rows = IncomingDocument.objects.filter(unit=unit, state=IncomingState.REGISTERED)
    if year:
        rows = rows.filter(arrival_year=year)
    return _matching(rows, search).order_by("-arrival_year", "-arrival_number")


def waiting_incoming(unit: Unit) -> QuerySet[IncomingDocument]:
    """Return a unit's documents that are not in the register yet, oldest first."""
    states = (IncomingState.READING, IncomingState.PROPOSED, IncomingState.UNREADABLE)
    return IncomingDocument.objects.filter(unit=unit, state__in=states).order_by("created_at", "pk")


def register_of_outgoing(
    unit: Unit, *, year: int | None = None, search: str = ""
) -> QuerySet[OutgoingDocument]:
    """Return a unit's issued documents, newest number first; `search` looks without accents."""
    rows = OutgoingDocument.objects.filter(unit=unit, state=OutgoingState.ISSUED)
    if year:
        rows = rows.filter(year=year)
    return _matching(rows, search).order_by("-year", "-number")


def drafts_of(unit: Unit) -> QuerySet[OutgoingDocument]:
    """Return a unit's drafts, newest first."""
    return OutgoingDocument.objects.filter(unit=unit, state=OutgoingState.DRAFT).order_by(
        "-created_at", "-pk"
    )


def _matching(rows: QuerySet[Row], search: str) -> QuerySet[Row]:
    for word in vietnamese.fold(search).split():
        rows = rows.filter(folded__contains=word)
    return rows


def register_years(unit: Unit) -> list[int]:
    """Return the years in which the unit registered anything, newest first. Cost: two queries."""
    incoming = IncomingDocument.objects.filter(unit=unit, arrival_year__isnull=False)
    outgoing = OutgoingDocument.objects.filter(unit=unit, year__isnull=False)
    years = {
        *incoming.values_list("arrival_year", flat=True).distinct(),
        *outgoing.values_list("year", flat=True).distinct(),
    }
    return sorted((year for year in years if year is not None), reverse=True)


@dataclass(frozen=True)
class Earlier:
    """A registered document that another may take the place of, and how much alike their subjects are (0 to 1)."""

    document: IncomingDocument
    likeness: float


def campaign_to_update(document: IncomingDocument) -> Any:
    """Return the campaign (of an app above) that follows the document which this one replaces, if there is one."""
    return document.supersedes.campaigns.first() if document.supersedes else None


def earlier_versions(document: IncomingDocument) -> list[Earlier]:
    """Return registered documents of the unit that `document` may supersede: cited by it, or of the same issuer, or of
    much the same subject; the likeliest first, ten at most."""
    rows = (
        register_of_incoming(document.unit)
        .exclude(pk=document.pk)
        .defer("text", "proposal", "record", "answers")
    )
    scored = [(_likeness(document, row), row) for row in rows[:_LOOKED_BACK]]
    likely = sorted((pair for pair in scored if pair[0] >= _ALIKE), key=lambda pair: -pair[0])
    return [Earlier(row, round(likeness, 2)) for likeness, row in likely[:10]]


def _likeness(document: IncomingDocument, earlier: IncomingDocument) -> float:
    if earlier.number and vietnamese.fold(earlier.number) in _cited_numbers(document):
        return 1.0
    subjects = (vietnamese.fold(document.subject), vietnamese.fold(earlier.subject))
    alike = SequenceMatcher(None, *subjects).ratio() if all(subjects) else 0.0
    same_issuer = bool(document.issuer) and vietnamese.fold(document.issuer) == vietnamese.fold(
        earlier.issuer
    )
    return alike * 0.7 + (0.3 if same_issuer else 0.0)


def _cited_numbers(document: IncomingDocument) -> set[str]:
    rows = [*records.rows_of(document.record, "based_on"), *records.rows_of(document.record, "also_cited")]
    return {vietnamese.fold(str(row.get("number") or "")) for row in rows if isinstance(row, dict)}
