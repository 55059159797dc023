"""Puts together what the rules found: the record of the contract, with the place of every value."""

import re
from typing import Any

from maudao.documents.reader import checks, questions
from maudao.documents.reader.citations import Citation, find_citations
from maudao.documents.reader.deadlines import Deadline, find_deadlines
from maudao.documents.reader.digest import complete_head
from maudao.documents.reader.head import Head
from maudao.documents.reader.letterhead import read_head
from maudao.documents.reader.lines import MAX_CHARACTERS, Found, Source
from maudao.documents.reader.outline import Outline
from maudao.documents.reader.people import find_addressees, find_contact, find_recipients, find_signer
from maudao.documents.reader.plain_tables import read_plain_tables
from maudao.documents.reader.rounds import add_expected_units, find_rounds
from maudao.documents.reader.schedule import find_window, gather_events
from maudao.documents.reader.slogans import find_slogans
from maudao.documents.reader.tables import Allocation, read_tables
from maudao.documents.reader.target import Target
from maudao.documents.reader.targets import find_targets
from maudao.documents.reader.tasks import find_addressed_in_body, find_tasks
from maudao.documents.reader.window import Period, find_periods
from maudao.documents.reader.years import Years


class Recorder:
    """Collects values and their places under JSON pointers."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.spans: dict[str, list[int]] = {}

    def mark(self, pointer: str, start: int, end: int) -> None:
        """Remember where a value stands."""
        if end > start:
            self.spans[pointer] = self.source.span(start, end)

    def value(self, pointer: str, found: Found | None) -> Any:
        """Give a found value, remembering its place."""
        if found is None:
            return None
        self.mark(pointer, found.start, found.end)
        return found.value

    def values(self, pointer: str, found: list[Found]) -> list[Any]:
        """Give a list of found values, remembering their places."""
        return [self.value(f"{pointer}/{index}", item) for index, item in enumerate(found)]

    def rows(self, pointer: str, found: list[Any]) -> list[dict[str, Any]]:
        """Give a list of records, remembering their places."""
        for index, item in enumerate(found):
            self.mark(f"{pointer}/{index}", item.start, item.end)
        return [item.as_record() for item in found]


def read_source(source: Source) -> dict[str, Any]:
    """Read the whole record out of a document's text."""
    recorder = Recorder(source)
    head = read_head(source)
    complete_head(source, head)
    outline, years = Outline(source), Years(source, head)
    record = _head_record(recorder, head)
    own = str(head.number.value) if head.number else None
    citations = find_citations(source, body_at=head.body_at, own_number=own)
    record |= _acts(recorder, citations)
    tables = read_tables(source, years)
    tables += read_plain_tables(source, years, taken=tables)
    rounds = find_rounds(source)
    counted = [(table.start, table.end) for table in tables] + [(item.figure_at, item.end) for item in rounds]
    targets = _targets(source, outline, head, tables, counted=counted, year=years.reference)
    deadlines = find_deadlines(source, years)
    periods = find_periods(source, years)
    cited = [(citation.start, citation.end) for citation in citations]
    cited += [(head.date.start, head.date.end)] if head.date else []
    slogans = find_slogans(source)
    events = gather_events(source, outline, years, head, tables=tables, cited=cited, slogans=slogans)
    add_expected_units(events, rounds)
    found_window = find_window(source, years, head, periods=periods, events=events, outline=outline)
    for pointer, (start, end) in found_window.places.items():
        recorder.mark(pointer, start, end)
    window = found_window.as_record()
    record |= {
        "targets": recorder.rows("/targets", targets),
        "window": window,
        "events": recorder.rows("/events", events),
        "report_deadlines": recorder.rows("/report_deadlines", deadlines),
        "messages": recorder.values("/messages", slogans),
    }
    due = [(deadline.start, deadline.end) for deadline in deadlines]
    record |= _people(recorder, source, outline, head, due=due)
    record["spans"] = recorder.spans
    record["warnings"] = _warnings(
        recorder, head, window=window, deadlines=deadlines, tables=tables, targets=targets
    )
    record["questions"] = _questions(
        recorder, head, window=window, deadlines=deadlines, targets=targets, periods=periods
    )
    return record


def _head_record(recorder: Recorder, head: Head) -> dict[str, Any]:
    return {
        "doc_type": recorder.value("/doc_type", head.doc_type),
        "issuer": recorder.value("/issuer", head.issuer),
        "parent_issuer": recorder.value("/parent_issuer", head.parent),
        "number": recorder.value("/number", head.number),
        "place": recorder.value("/place", head.place),
        "date": recorder.value("/date", head.date),
        "subject": recorder.value("/subject", head.subject),
    }


def _acts(recorder: Recorder, citations: list[Citation]) -> dict[str, Any]:
    basis = [citation for citation in citations if citation.is_basis]
    others = [citation for citation in citations if not citation.is_basis]
    return {"based_on": recorder.rows("/based_on", basis), "also_cited": recorder.rows("/also_cited", others)}


def _targets(
    source: Source,
    outline: Outline,
    head: Head,
    tables: list[Allocation],
    *,
    counted: list[tuple[int, int]],
    year: int | None,
) -> list[Target]:
    """List targets of the running text outside `counted` stretches, and those of tables."""
    doc_type = str(head.doc_type.value) if head.doc_type else None
    written = [
        target
        for target in find_targets(source, outline, doc_type=doc_type, year=year)
        if not any(start <= target.start < end for start, end in counted)
    ]
    return sorted(
        [*written, *(target for table in tables for target in table.targets)], key=lambda target: target.start
    )


def _people(
    recorder: Recorder, source: Source, outline: Outline, head: Head, *, due: list[tuple[int, int]]
) -> dict[str, Any]:
    addressed = find_addressed_in_body(source)
    addressees = find_addressees(source)
    contact = find_contact(source)
    title, name = find_signer(source)
    body_at = max(head.body_at, addressees[-1].end if addressees else 0)
    default = addressed[0] if addressed else None
    tasks = find_tasks(source, outline, body_at=body_at, default=default, due=due)
    subject = head.subject
    tasks = [task for task in tasks if subject is None or not subject.start <= task.start < subject.end]
    return {
        "addressees": recorder.values("/addressees", addressees),
        "addressed_in_body": addressed,
        "tasks": recorder.rows("/tasks", tasks),
        "contact": {
            "name": recorder.value("/contact/name", contact.name),
            "phone": recorder.value("/contact/phone", contact.phone),
            "email": recorder.value("/contact/email", contact.email),
        },
        "recipients": recorder.values("/recipients", find_recipients(source)),
        "signer": {
            "title": recorder.value("/signer/title", title),
            "name": recorder.value("/signer/name", name),
        },
    }


def _warnings(
    recorder: Recorder,
    head: Head,
    *,
    window: dict[str, str | None],
    deadlines: list[Deadline],
    tables: list[Allocation],
    targets: list[Target],
) -> list[dict[str, Any]]:
    source = recorder.source
    place = (0, 0)
    warned = (
        checks.impossible_dates(source)
        + checks.order_of_dates(head, window, place, deadlines)
        + checks.totals(tables, targets)
    )
    rows = [
        {"code": item.code, "message": item.message, "span": source.span(item.start, item.end)}
        for item in warned
    ]
    if source.truncated:
        message = f"Văn bản quá dài: chỉ đọc {MAX_CHARACTERS:,} ký tự đầu.".replace(",", ".")
        rows.append(
            {"code": "text_truncated", "message": message, "span": [MAX_CHARACTERS, len(source.original)]}
        )
    for row in rows:
        if row["code"] == "window_before_document":
            row["span"] = recorder.spans.get("/window") or recorder.spans.get("/window/start") or row["span"]
    return rows


def _questions(
    recorder: Recorder,
    head: Head,
    *,
    window: dict[str, str | None],
    deadlines: list[Deadline],
    targets: list[Target],
    periods: list[Period],
) -> list[dict[str, Any]]:
    asked = (
        questions.about_deadlines(deadlines)
        + questions.about_targets(targets)
        + questions.about_window(window, periods)
        + questions.about_head(head)
    )
    return [_question_row(recorder, question) for question in asked]


def _question_row(recorder: Recorder, question: questions.Question) -> dict[str, Any]:
    place = question.place
    row: dict[str, Any] = {
        "code": question.code,
        "message": re.sub(r"\s+", " ", question.message),
        "pointer": question.pointer,
    }
    if question.options:
        row["options"] = [{"value": value, "label": label} for value, label in question.options]
    return row | {"span": recorder.source.span(*place) if place else None}
