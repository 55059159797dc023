"""Sending what is due: taken under a lock, handed to the channel outside of it, marked afterwards.

At least once: a worker that is killed between handing over and marking leaves the row in SENDING, and after
`STUCK_AFTER` it is sent again, under the same key. No two workers send one row at one time: they skip each other's
locks, and a row that was taken again meanwhile is not marked by the first (`attempts` is its fence).
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from maudao.messaging.actions import opened_context, without_secret
from maudao.messaging.channels import NotSent, TextChannel, sms_channel
from maudao.messaging.models import Message, OptOut
from maudao.messaging.rules import (
    LASTS,
    MOST_TRIES,
    Channel,
    MessageState,
    is_stopped,
    is_too_late,
    may_go,
    next_try,
)
from maudao.organization.sealing import PHONE, sealer

_LOG = logging.getLogger(__name__)
#: Longer than a batch can take: a row that is SENDING for longer was left by a worker that died.
STUCK_AFTER = timedelta(minutes=10)
_AT_ONCE = 20


def send_due(*, now: datetime) -> int:
    """Send everything that is due, batch by batch; return how many rows were dealt with."""
    channel = sms_channel()
    if channel is None:
        return 0
    done = 0
    while taken := _taken(_due(now), now=now):
        for message in taken:
            _deal(message, channel, now=now)
        done += len(taken)
    return done


def send_one(message_id: int, *, now: datetime) -> None:
    """Send one message at once, where it is due and nobody else has taken it."""
    channel = sms_channel()
    if channel is not None:
        for message in _taken(_due(now) & Q(pk=message_id), now=now):
            _deal(message, channel, now=now)


def free_stuck(*, now: datetime) -> int:
    """Queue again what a worker that died has left in SENDING; return how many. What kills every worker has failed."""
    left = Message.objects.filter(state=MessageState.SENDING, taken_at__lt=now - STUCK_AFTER)
    for message in left.filter(attempts__gte=MOST_TRIES):
        _end(message, MessageState.FAILED, failure="worker_died")
    return left.filter(attempts__lt=MOST_TRIES).update(state=MessageState.QUEUED)


def _due(now: datetime) -> Q:
    due = Q(state=MessageState.QUEUED, channel=Channel.SMS, not_before__lte=now)
    return due if may_go(at=now, is_urgent=False) else due & (Q(is_urgent=True) | _late(now))


def _late(now: datetime) -> Q:
    return Q(not_after__lt=now) | Q(not_after=None, not_before__lt=now - LASTS)


@transaction.atomic
def _taken(due: Q, *, now: datetime) -> list[Message]:
    """Mark some rows as SENDING, urgent ones first; rows that another worker holds are passed over."""
    rows = Message.objects.select_for_update(skip_locked=True).filter(due)
    taken = list(rows.order_by("-is_urgent", "not_before", "pk")[:_AT_ONCE])
    keys = [message.pk for message in taken]
    Message.objects.filter(pk__in=keys).update(
        state=MessageState.SENDING, taken_at=now, attempts=F("attempts") + 1
    )
    for message in taken:
        message.attempts += 1
    return taken


def _deal(message: Message, channel: TextChannel, *, now: datetime) -> None:
    """Send a taken message, or say why not; whatever happens with one stops none of the others."""
    if because := _why_not(message, now=now):
        _end(message, MessageState.CANCELLED, failure=because)
        return
    try:
        channel.send(_phone_of(message), text_of(message), key=message.idempotency_key)
    except NotSent as refused:
        _fail(message, refused.reason, is_final=refused.is_final, now=now)
    except Exception as broken:
        _LOG.exception("message %s was not sent", message.pk)
        _fail(message, type(broken).__name__, is_final=False, now=now)
    else:
        _end(message, MessageState.SENT, sent_at=now)


def _phone_of(message: Message) -> str:
    return sealer().open(message.address_sealed, purpose=PHONE)


def _why_not(message: Message, *, now: datetime) -> str:
    """Return why a message is not sent any more, or an empty text."""
    if is_too_late(at=now, not_before=message.not_before, not_after=message.not_after):
        return "too_late"
    unwanted = OptOut.objects.filter(channel=message.channel, address_hash=message.address_hash)
    if is_stopped(purpose=message.purpose, opted_out=set(unwanted.values_list("purpose", flat=True))):
        return "opted_out"
    return ""


def text_of(message: Message) -> str:
    """Return the text of a message, in Vietnamese. It is no HTML: nothing in it is escaped."""
    template: Any = get_template(message.template)
    with translation.override("vi"):
        text: str = template.template.render(Context(opened_context(message), autoescape=False))
    return text.strip()


def _fail(message: Message, reason: str, *, is_final: bool, now: datetime) -> None:
    """Wait and try again; after the last try, or where none helps, it has failed."""
    again = None if is_final else next_try(message.attempts, now=now)
    if again is None:
        _end(message, MessageState.FAILED, failure=reason)
    else:
        _held(message).update(state=MessageState.QUEUED, not_before=again, failure=reason[:200])


def _end(
    message: Message, state: MessageState, *, failure: str = "", sent_at: datetime | None = None
) -> None:
    _held(message).update(
        state=state, failure=failure[:200], sent_at=sent_at, context=without_secret(message.context)
    )


def _held(message: Message) -> Any:
    """The row, as long as nobody has taken it again."""
    return Message.objects.filter(pk=message.pk, state=MessageState.SENDING, attempts=message.attempts)
