"""What the worker does for documents: reads scans, and finds those whose reader was killed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from maudao.documents import actions
from maudao.documents.models import IncomingDocument
from maudao.documents.rules import IncomingState

STUCK_AFTER = timedelta(minutes=15)


@app.task(name=actions.READ_JOB)
def read_document(document_id: int) -> None:
    """Read one document; nothing happens where it was read, put aside or typed in by hand meanwhile."""
    document = IncomingDocument.objects.filter(pk=document_id).first()
    if document is not None:
        actions.read_received(document, now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="documents.reread_stuck", queueing_lock="documents.reread_stuck", pass_context=False)
def reread_stuck(timestamp: int) -> None:
    """Queue again what has been READING for long: its worker was killed, or its job lost."""
    queue_stuck()


def queue_stuck() -> int:
    """Queue every document that is READING for longer than `STUCK_AFTER`; return how many were not queued already."""
    before = timezone.now() - STUCK_AFTER
    stuck = IncomingDocument.objects.filter(state=IncomingState.READING, created_at__lt=before)
    return sum(_queue(document) for document in stuck.only("pk"))


def _queue(document: IncomingDocument) -> bool:
    try:
        with transaction.atomic():
            actions.queue_reading(document)
    except AlreadyEnqueued:
        return False
    return True
