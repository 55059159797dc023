"""What the worker does for messages: sends what is due, at once where it cannot wait, and each minute the rest."""

from django.utils import timezone
from procrastinate.contrib.django import app

from maudao.messaging import sending
from maudao.messaging.actions import SEND_JOB


@app.task(name=SEND_JOB)
def send_now(message_id: int) -> None:
    """Send one message; nothing happens where it was sent or taken back meanwhile, or no channel is set up."""
    sending.send_one(message_id, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="messaging.send_due", queueing_lock="messaging.send_due", pass_context=False, priority=50)
def send_due(timestamp: int) -> None:
    """Send what is due, also what a killed worker left behind."""
    sending.free_stuck(now=timezone.now())
    sending.send_due(now=timezone.now())
