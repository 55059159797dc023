"""Writes on documents: one function, one transaction, one audit entry."""

from maudao.documents.actions.files import MAX_BYTES, FileRefused, store_file
from maudao.documents.actions.incoming import (
    READ_JOB,
    AlreadyReceived,
    ChangedMeanwhile,
    QuestionsOpen,
    WrongState,
    correct,
    discard,
    queue_reading,
    receive,
    receive_text,
    register,
    supply_text,
)
from maudao.documents.actions.outgoing import AlreadyIssued, draft_outgoing, issue, revise_outgoing
from maudao.documents.actions.reading import MAX_READINGS, read_received

__all__ = [
    "MAX_BYTES",
    "MAX_READINGS",
    "READ_JOB",
    "AlreadyIssued",
    "AlreadyReceived",
    "ChangedMeanwhile",
    "FileRefused",
    "QuestionsOpen",
    "WrongState",
    "correct",
    "discard",
    "draft_outgoing",
    "issue",
    "queue_reading",
    "read_received",
    "receive",
    "receive_text",
    "register",
    "revise_outgoing",
    "store_file",
    "supply_text",
]
