"""What the worker does for donors: deletes one-time codes of yesterday."""

from django.utils import timezone
from procrastinate.contrib.django import app

from maudao.donors.actions.phones import delete_old_codes


@app.periodic(cron="20 3 * * *")
@app.task(name="donors.delete_old_codes", queueing_lock="donors.delete_old_codes", pass_context=False)
def delete_codes(timestamp: int) -> None:
    """Delete the rows of one-time codes that nothing counts any more."""
    delete_old_codes(now=timezone.now())
