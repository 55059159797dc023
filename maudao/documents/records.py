"""The record read in a document: its parts, what an officer changed in it, what it still lacks. No database.

A place in a record is a JSON pointer: `/number`, `/window/start`, `/targets/0`.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

Record = dict[str, Any]

#: Values that stand alone, by pointer.
SCALARS = (
    "/doc_type",
    "/issuer",
    "/parent_issuer",
    "/number",
    "/place",
    "/date",
    "/subject",
    "/window/start",
    "/window/end",
    "/window/peak",
    "/contact/name",
    "/contact/phone",
    "/contact/email",
    "/signer/title",
    "/signer/name",
)
#: Lists of rows, by key.
LISTS = (
    "based_on",
    "also_cited",
    "addressees",
    "addressed_in_body",
    "targets",
    "events",
    "report_deadlines",
    "messages",
    "tasks",
    "recipients",
)


def version(record: Record) -> str:
    """Return a short text that differs whenever the record does."""
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:16]


def empty_record() -> Record:
    """Return a record that says nothing, for a document that is typed in by hand."""
    record: Record = {key: [] for key in LISTS}
    for pointer in SCALARS:
        set_value(record, pointer, None)
    return record


def value_at(record: Record, pointer: str) -> Any:
    """Return what stands at `pointer`, or None."""
    value: Any = record
    for part in pointer.strip("/").split("/"):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def set_value(record: Record, pointer: str, value: Any) -> None:
    """Put a scalar at `pointer`, making the objects on the way."""
    *way, last = pointer.strip("/").split("/")
    place: dict[str, Any] = record
    for part in way:
        if not isinstance(place.get(part), dict):
            place[part] = {}
        place = place[part]
    place[last] = value


def rows_of(record: Record, key: str) -> list[Any]:
    """Return the rows of a list, none where the record has no such list."""
    rows = record.get(key)
    return rows if isinstance(rows, list) else []


def with_provenance(proposal: Record, record: Record, *, sources: Mapping[str, str]) -> Record:
    """Return `record` with its spans and questions, and with what the officer changed in the reader's `proposal`.

    `sources` maps a row's pointer to the proposed row that it was edited from; rows equal to a proposed one are found
    without it. Added: `edited` (pointers whose value is the officer's, not the reader's), `removed` (pointers of
    proposed rows that are gone), `sources` (of every row that comes from the reader). Spans and questions move along.
    """
    origin = {**_equal_rows(proposal, record), **sources}
    edited = [pointer for pointer in SCALARS if _plain(record, pointer) != _plain(proposal, pointer)]
    for pointer in row_pointers(record):
        if pointer not in origin or value_at(record, pointer) != value_at(proposal, origin[pointer]):
            edited.append(pointer)
    places = {source: pointer for pointer, source in origin.items()}
    return {
        **record,
        "spans": _moved_spans(proposal, places),
        "questions": _moved_questions(proposal, places),
        "warnings": proposal.get("warnings") or [],
        "edited": edited,
        "removed": [pointer for pointer in row_pointers(proposal) if pointer not in places],
        "sources": origin,
    }


def _plain(record: Record, pointer: str) -> Any:
    return value_at(record, pointer) or None


def row_pointers(record: Record) -> Iterator[str]:
    """Yield the pointer of every row of every list."""
    for key in LISTS:
        for number in range(len(rows_of(record, key))):
            yield f"/{key}/{number}"


def _equal_rows(proposal: Record, record: Record) -> dict[str, str]:
    """Map each row that the officer left as it was to the proposed row, each proposed row once."""
    free: dict[tuple[str, str], list[str]] = {}
    for pointer in row_pointers(proposal):
        free.setdefault(_identity(proposal, pointer), []).append(pointer)
    found = {}
    for pointer in row_pointers(record):
        if same := free.get(_identity(record, pointer)):
            found[pointer] = same.pop(0)
    return found


def _identity(record: Record, pointer: str) -> tuple[str, str]:
    return pointer.split("/")[1], json.dumps(value_at(record, pointer), sort_keys=True, ensure_ascii=False)


def row_of(pointer: str) -> str | None:
    """Return the row that a pointer stands in: `/targets/2` for `/targets/2/value`; None outside the lists."""
    parts = pointer.split("/")
    return "/".join(parts[:3]) if len(parts) > 2 and parts[1] in LISTS else None


def moved(pointer: str, places: Mapping[str, str]) -> str | None:
    """Return where a pointer stands now; `places` maps rows to their new places; None: its row is gone."""
    row = row_of(pointer)
    if row is None:
        return pointer
    return places[row] + pointer[len(row) :] if row in places else None


def _moved_spans(proposal: Record, places: Mapping[str, str]) -> Record:
    spans = {moved(pointer, places): span for pointer, span in (proposal.get("spans") or {}).items()}
    return {pointer: span for pointer, span in spans.items() if pointer is not None}


def _moved_questions(proposal: Record, places: Mapping[str, str]) -> list[Record]:
    asked = ((moved(question["pointer"], places), question) for question in proposal.get("questions") or [])
    return [{**question, "pointer": pointer} for pointer, question in asked if pointer is not None]


def moved_answers(before: Record, after: Record, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers under the pointers that their questions have in `after`; those of rows that are gone go too.

    Both records come from `with_provenance` on one proposal: its pointers are what they have in common.
    """
    places = {source: pointer for pointer, source in after["sources"].items()}
    proposed = {pointer: moved(pointer, before["sources"]) for pointer in answers}
    now = {pointer: moved(source, places) if source else None for pointer, source in proposed.items()}
    return {now[pointer]: answer for pointer, answer in answers.items() if now[pointer] is not None}  # type: ignore[misc]


def questions_of(record: Record) -> list[Record]:
    """Return what the reader asks the officer instead of guessing."""
    return record.get("questions") or []


#: The answer "the document does not say": the officer has looked, and leaves it open.
NOT_SAID = "not_said"


def open_questions(record: Record, answers: Mapping[str, Any]) -> list[Record]:
    """Return the questions that are settled neither by an answer (under the question's pointer) nor by the record."""
    return [
        question
        for question in questions_of(record)
        if not answers.get(question["pointer"]) and not is_settled(record, question)
    ]


def settled_questions(record: Record) -> list[str]:
    """Return the pointers of the questions to which the record itself has the answer."""
    return [question["pointer"] for question in questions_of(record) if is_settled(record, question)]


def is_settled(record: Record, question: Record) -> bool:
    """Say whether the record has got the value that a question without readings to choose from asks for."""
    if question.get("options"):
        return False
    pointer = question["pointer"]
    if pointer == "/report_deadlines":
        return any(
            row.get("what") == "report" and row.get("date") for row in rows_of(record, "report_deadlines")
        )
    if pointer == "/window":
        return bool(value_at(record, "/window/start"))
    return bool(value_at(record, pointer))


def with_answers(record: Record, answers: Mapping[str, Any]) -> Record:
    """Return the record with the values that answers give: number, day, issuer, window, the day of the report.

    Answers that choose between readings of a target stay in the answers: they say how it is counted, not what it says.
    """
    filled = json.loads(json.dumps(record))
    for pointer, answer in answers.items():
        if answer and answer != NOT_SAID:
            _fill(filled, pointer, str(answer))
    return filled  # type: ignore[no-any-return]


def _fill(record: Record, pointer: str, answer: str) -> None:
    if pointer == "/window":
        start, _, end = answer.partition("/")
        set_value(record, "/window/start", start)
        set_value(record, "/window/end", end or start)
    elif pointer == "/report_deadlines":
        if not any(row.get("date") for row in rows_of(record, "report_deadlines")):
            row = {"date": answer, "to": None, "what": "report", "text": None}
            record["report_deadlines"] = [*rows_of(record, "report_deadlines"), row]
    elif pointer in SCALARS and not value_at(record, pointer):
        set_value(record, pointer, answer)


def register_columns(record: Record) -> dict[str, Any]:
    """Return what the register prints of a record: columns of `IncomingDocument`."""
    return {
        "doc_type": str(record.get("doc_type") or "")[:40],
        "number": str(record.get("number") or "")[:60],
        "issued_on": full_date(record.get("date")),
        "issuer": str(record.get("issuer") or "")[:250],
        "subject": str(record.get("subject") or ""),
    }


def full_date(value: Any) -> date | None:
    """Return the day that an ISO text names; None for a month, a year, or anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


#: What a register entry should have (Nghị định 30/2020/NĐ-CP, Phụ lục IV, sổ đăng ký văn bản đến).
REGISTER_POINTERS = ("/issuer", "/number", "/date", "/doc_type", "/subject")


def missing(record: Record) -> list[str]:
    """Return the pointers of register columns that the record leaves empty; they warn, they do not block."""
    return [pointer for pointer in REGISTER_POINTERS if not value_at(record, pointer)]
