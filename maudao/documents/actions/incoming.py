"""What happens to a document that came in: received, read, corrected, registered or put aside."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as jobs

from maudao.documents import kinds, records
from maudao.documents.actions.files import FileRefused, check_size, store_file
from maudao.documents.actions.numbering import draw_number
from maudao.documents.actions.reading import fill_register_columns, read_text, text_of
from maudao.documents.models import IncomingDocument, StoredFile
from maudao.documents.reader.extract import Extracted, UnreadableDocument
from maudao.documents.records import Record
from maudao.documents.rules import Direction, IncomingState, register_year
from maudao.lib import vietnamese
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit

READ_JOB = "documents.read"
_QUICK_CHARACTERS = 400_000


class AlreadyReceived(Exception):
    """The same file or text is a document of the unit already: `document`."""

    reason = "already_received"

    def __init__(self, document: IncomingDocument) -> None:
        super().__init__(str(document))
        self.document = document


class QuestionsOpen(Exception):
    """The reader's questions must be answered before the document is registered: `questions`."""

    reason = "questions_open"

    def __init__(self, questions: Sequence[dict[str, Any]]) -> None:
        super().__init__(f"{len(questions)} open")
        self.questions = list(questions)


class ChangedMeanwhile(Exception):
    """Somebody else corrected the document since this version of it was shown."""

    reason = "changed_meanwhile"


class WrongState(Exception):
    """The document is past (or before) the state in which this can be done: `state`."""

    reason = "wrong_state"

    def __init__(self, document: IncomingDocument) -> None:
        super().__init__(document.state)
        self.state = document.state


def receive(
    unit: Unit, *, name: str, data: bytes, actor: Actor, now: datetime, text: str = ""
) -> IncomingDocument:
    """Take in a file and read it: at once where it has text, by the worker where it is a scan (state READING).

    `text` is the file's text where somebody pasted it; then the file is kept and that text read.

    Raises:
        FileRefused: empty, above 10 MB, or nothing that can be read; nothing is kept.
        AlreadyReceived: the unit has this very file; a double click ends here too.
    """
    check_size(data)
    _refuse_twice(unit, _fingerprint(data))
    if not text.strip() and kinds.reads_slowly(data):
        return _keep(unit, name=name, data=data, actor=actor, now=now)
    extracted = Extracted(_checked_text(text), "txt") if text.strip() else _extracted(data, name)
    with transaction.atomic():
        document = _keep(unit, name=name, data=data, actor=actor, now=now, queued=False)
        return read_text(document, extracted.text, notes=extracted.notes, now=now)


def _extracted(data: bytes, name: str) -> Extracted:
    try:
        return text_of(data, name)
    except UnreadableDocument as unreadable:
        raise FileRefused(unreadable.reason, unreadable.message) from unreadable


def receive_text(unit: Unit, text: str, *, actor: Actor, now: datetime) -> IncomingDocument:
    """Take in a pasted text and read it.

    Raises:
        FileRefused: nothing but blanks, or too long to be a document.
        AlreadyReceived: the unit has this very text.
    """
    text = _checked_text(text)
    with transaction.atomic():
        document = _create(unit, fingerprint=_fingerprint(text.encode()), actor=actor, now=now)
        return read_text(document, text, now=now)


def supply_text(document: IncomingDocument, text: str, *, actor: Actor, now: datetime) -> IncomingDocument:
    """Read a pasted text for a document whose own file cannot be read; the file stays.

    Raises:
        FileRefused: nothing but blanks, or too long.
        WrongState: it was read already.
    """
    text = _checked_text(text)
    with transaction.atomic():
        locked = _locked(document, IncomingState.UNREADABLE, IncomingState.READING)
        audit.record("supply_text", locked, actor=actor, at=now, unit=locked.unit)
        return read_text(locked, text, now=now)


def _checked_text(text: str) -> str:
    text = vietnamese.normalise(text)
    if not text.strip():
        raise FileRefused("empty", _("Chưa có chữ nào. Hãy dán phần chữ của văn bản vào ô."))
    if len(text) > _QUICK_CHARACTERS:
        raise FileRefused(
            "too_large", _("Đoạn chữ dài quá 400.000 ký tự. Hãy chỉ dán phần chữ của một văn bản.")
        )
    return text


@transaction.atomic
def _keep(
    unit: Unit, *, name: str, data: bytes, actor: Actor, now: datetime, queued: bool = True
) -> IncomingDocument:
    """Store the file and make its row, with a job for the worker where it is to be read later."""
    media_type = kinds.kind_of(data).value
    file = store_file(unit, name=name, data=data, media_type=media_type, actor=actor, now=now)
    try:
        document = _create(unit, fingerprint=_fingerprint(data), file=file, actor=actor, now=now)
    except AlreadyReceived:
        file.content.delete(save=False)  # the row goes with the transaction, the bytes would stay
        raise
    if queued:
        queue_reading(document)
    return document


def queue_reading(document: IncomingDocument) -> None:
    """Have the worker read the document; the job is there when the transaction is."""
    jobs.configure_task(READ_JOB, queueing_lock=f"{READ_JOB}:{document.pk}", allow_unknown=True).defer(
        document_id=document.pk
    )


def _create(
    unit: Unit,
    *,
    fingerprint: str,
    actor: Actor,
    now: datetime,
    file: StoredFile | None = None,
) -> IncomingDocument:
    try:
        with transaction.atomic():
            document = IncomingDocument.objects.create(
                unit=unit, file=file, fingerprint=fingerprint, created_at=now, created_by=actor.user
            )
    except IntegrityError:
        _refuse_twice(unit, fingerprint)
        raise
    audit.record("receive", document, actor=actor, at=now, unit=unit, changes={"fingerprint": fingerprint})
    return document


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _refuse_twice(unit: Unit, fingerprint: str) -> None:
    same = IncomingDocument.objects.filter(unit=unit, fingerprint=fingerprint)
    if found := same.exclude(state=IncomingState.DISCARDED).first():
        raise AlreadyReceived(found)


def _locked(document: IncomingDocument, *states: IncomingState) -> IncomingDocument:
    """Return the row as it is now, locked until the transaction ends."""
    locked = (
        IncomingDocument.objects.select_for_update(of=["self"]).select_related("unit").get(pk=document.pk)
    )
    if locked.state not in states:
        raise WrongState(locked)
    return locked


@transaction.atomic
def correct(
    document: IncomingDocument,
    record: Record,
    answers: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
    sources: Mapping[str, str] | None = None,
    seen: str = "",
) -> IncomingDocument:
    """Keep the officer's version of the record and answers; the reader's own stays in `proposal`.

    Answers stand under the pointers of the questions as `document.record` has them; afterwards under those of the new
    record. An answer that gives a value (number, day, window, report day) fills an empty one in.
    `sources` maps rows to the proposed rows they were edited from (see `records.with_provenance`). A registered
    document can be corrected too: its register columns follow, and the audit has both versions. `seen` is the version
    of the record (`records.version`) that the officer had before their eyes; empty: whatever is there.

    Raises:
        ChangedMeanwhile: it is another version now, and this would undo what is new in it.
        WrongState: not read yet, or put aside.
    """
    locked = _locked(document, IncomingState.PROPOSED, IncomingState.REGISTERED)
    before = {key: str(value or "") for key, value in records.register_columns(locked.record).items()}
    filled = records.with_answers(record, answers)
    corrected = records.with_provenance(locked.proposal, filled, sources=sources or {})
    if seen not in ("", records.version(locked.record)) and corrected != locked.record:
        raise ChangedMeanwhile
    locked.answers = records.moved_answers(locked.record, corrected, {**locked.answers, **answers})
    locked.record = corrected
    for pointer in records.settled_questions(corrected):
        locked.answers.pop(
            pointer, None
        )  # the record tells it from now on; an old answer must not contradict it
    fill_register_columns(locked)
    locked.save()
    after = {key: str(value or "") for key, value in records.register_columns(locked.record).items()}
    changes = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    edited = {"edited": locked.record["edited"], "answers": dict(answers)}
    audit.record("correct", locked, actor=actor, at=now, unit=locked.unit, changes={**changes, **edited})
    return locked


@transaction.atomic
def register(
    document: IncomingDocument,
    *,
    arrived_on: date,
    actor: Actor,
    now: datetime,
    supersedes: IncomingDocument | None = None,
) -> IncomingDocument:
    """Enter the document in the unit's register under the next số đến of the year; once entered it keeps that number.

    Raises:
        QuestionsOpen: the reader still asks something.
        WrongState: not read yet, or put aside.
    """
    locked = _locked(document, IncomingState.PROPOSED, IncomingState.REGISTERED)
    if locked.state == IncomingState.REGISTERED:
        return locked
    if questions := records.open_questions(locked.record, locked.answers):
        raise QuestionsOpen(questions)
    year = register_year(arrived_on)
    number = draw_number(locked.unit, direction=Direction.INCOMING, year=year)
    locked.arrival_year, locked.arrival_number, locked.arrived_on = year, number, arrived_on
    locked.supersedes = supersedes
    locked.registered_at, locked.registered_by = now, actor.user
    locked.state = IncomingState.REGISTERED
    fill_register_columns(locked)
    locked.save()
    changes = {
        "arrival_number": number,
        "arrived_on": str(arrived_on),
        "supersedes": supersedes and supersedes.pk,
    }
    audit.record("register", locked, actor=actor, at=now, unit=locked.unit, changes=changes)
    return locked


@transaction.atomic
def discard(document: IncomingDocument, *, actor: Actor, now: datetime) -> IncomingDocument:
    """Put aside a document that is not in the register yet (sent by mistake); nothing is deleted.

    Raises:
        WrongState: it is registered, or put aside already.
    """
    states = (IncomingState.READING, IncomingState.PROPOSED, IncomingState.UNREADABLE)
    locked = _locked(document, *states)
    locked.state = IncomingState.DISCARDED
    locked.save(update_fields=["state"])
    audit.record("discard", locked, actor=actor, at=now, unit=locked.unit)
    return locked
