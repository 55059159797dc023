"""What the worker does for drives."""

from procrastinate.contrib.django import app

from maudao.drives.actions import counting


@app.periodic(cron="*/5 * * * *")
@app.task(name="drives.count_late", queueing_lock="drives.count_late", pass_context=False)
def count_late(timestamp: int) -> None:
    """Count what was recorded while a sent report stood, once that report is opened again."""
    counting.count_late()
