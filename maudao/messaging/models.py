"""The outbox: what is to be said to whom, by which channel, and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maudao.messaging.rules import Channel, MessageState
from maudao.organization.models import Unit


class Message(models.Model):
    """One message to one address. The app that knows why and to whom writes it; the worker sends it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=10, choices=Channel)
    address_sealed = models.BinaryField()
    address_hash = models.CharField(max_length=64, db_index=True)
    template = models.CharField(max_length=60)
    context = models.JSONField(default=dict)  # what the template says; emptied once a secret was sent
    purpose = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)
    is_urgent = models.BooleanField(default=False)  # cannot wait for the morning
    not_before = models.DateTimeField()
    not_after = models.DateTimeField(null=True)  # later it says nothing of use; empty: `rules.LASTS` long
    taken_at = models.DateTimeField(null=True)  # by the worker that sends it
    attempts = models.PositiveSmallIntegerField(default=0)
    idempotency_key = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("tin gửi")
        indexes = [
            models.Index(
                fields=["not_before"], condition=Q(state=MessageState.QUEUED), name="message_queued_by_time"
            ),
            models.Index(
                fields=["taken_at"], condition=Q(state=MessageState.SENDING), name="message_sending_by_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.template} {self.state}"


class OptOut(models.Model):
    """An address that wants no more messages of a purpose (empty: of any)."""

    channel = models.CharField(max_length=10, choices=Channel)
    address_hash = models.CharField(max_length=64)
    purpose = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "address_hash", "purpose"], name="opt_out_once")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.purpose or '*'}"
