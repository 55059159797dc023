"""What the worker does for campaigns: notes implementing documents that were issued from the register's own page."""

from django.utils import timezone
from procrastinate.contrib.django import app

from maudao.campaigns import actions
from maudao.campaigns.queries import issued_directions
from maudao.organization.audit import system


@app.periodic(cron="*/5 * * * *")
@app.task(name="campaigns.note_directions", queueing_lock="campaigns.note_directions", pass_context=False)
def note_directions(timestamp: int) -> None:
    """Note every implementing document that is issued and not counted yet."""
    note_issued()


def note_issued() -> int:
    """Note the documents that are issued and not counted yet; return how many there were."""
    waiting = list(issued_directions())
    for assignment in waiting:
        document = assignment.direction_document
        if document is None or document.issued_on is None:
            continue  # the query leaves these out; the types do not know
        actions.direct(
            assignment,
            document=document,
            directed_on=document.issued_on,
            actor=system("Hệ thống (ghi nhận văn bản)"),
            now=timezone.now(),
        )
    return len(waiting)
