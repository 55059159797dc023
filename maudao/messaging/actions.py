"""Putting a message into the outbox, in the transaction of its cause; taking it back; wanting none."""

import json
from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app as jobs

from maudao.messaging.models import Message, OptOut
from maudao.messaging.rules import Channel, MessageState
from maudao.organization.models import Unit
from maudao.organization.sealing import PHONE, sealer

SEND_JOB = "messaging.send_now"
#: Jobs are taken by priority: a code comes before the reading of a scan.
_FIRST = 100
_SECRET = "message secret"
_SEALED = "_sealed"

_INSERT = """
    INSERT INTO messaging_message (unit_id, channel, address_sealed, address_hash, template, context, purpose, state,
        is_urgent, not_before, not_after, attempts, idempotency_key, created_at, failure)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0, %s, %s, '')
    ON CONFLICT (idempotency_key) DO NOTHING RETURNING id
"""


def queue_message(
    unit: Unit,
    *,
    phone: str,
    template: str,
    context: Mapping[str, Any],
    purpose: str,
    idempotency_key: str,
    now: datetime,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    urgent: bool = False,
    secret: Mapping[str, str] | None = None,
) -> Message:
    """Put a text message to a phone into the outbox, in the name of a unit. The same key again returns the first.

    `template` is the path of a text template of the app that has something to say ("drives/messages/cancelled.txt");
    `context` is JSON and names nobody beyond what the message must say; `secret` is more of it, sealed while it waits
    and emptied once it was sent. `urgent` goes at night too, and at once; the rest within a minute. `not_after` is
    when it says nothing of use any more. Cost: one INSERT; a job more where it is urgent.
    """
    message = Message(
        unit=unit,
        channel=Channel.SMS,
        address_sealed=sealer().seal(phone, purpose=PHONE),
        address_hash=sealer().fingerprint(phone, purpose=PHONE),
        template=template,
        context=dict(context) | _sealed(secret),
        purpose=purpose,
        is_urgent=urgent,
        not_before=not_before or now,
        not_after=not_after,
        idempotency_key=idempotency_key,
        created_at=now,
    )
    return _inserted(message)


def _inserted(message: Message) -> Message:
    """Insert by one statement, without a savepoint: whoever books waits for nothing. Else return the first."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, _values(message))
        row = cursor.fetchone()
    if row is None:
        return Message.objects.get(idempotency_key=message.idempotency_key)
    message.pk, message._state.adding = row[0], False
    if message.is_urgent:
        jobs.configure_task(SEND_JOB, allow_unknown=True, priority=_FIRST).defer(message_id=message.pk)
    return message


def _values(message: Message) -> list[Any]:
    return [
        message.unit_id,
        message.channel,
        message.address_sealed,
        message.address_hash,
        message.template,
        json.dumps(message.context),
        message.purpose,
        message.state,
        message.is_urgent,
        message.not_before,
        message.not_after,
        message.idempotency_key,
        message.created_at,
    ]


def _sealed(secret: Mapping[str, str] | None) -> dict[str, str]:
    if not secret:
        return {}
    return {_SEALED: b64encode(sealer().seal(json.dumps(dict(secret)), purpose=_SECRET)).decode()}


def opened_context(message: Message) -> dict[str, Any]:
    """Return what the template is filled with, secrets opened: for the moment of sending alone."""
    context = dict(message.context)
    if sealed := context.pop(_SEALED, ""):
        context |= json.loads(sealer().open(b64decode(sealed), purpose=_SECRET))
    return context


def without_secret(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context that is kept once a message is sent or will not be: nothing where it held a secret."""
    return {} if _SEALED in context else dict(context)


@transaction.atomic
def cancel_messages(*, keys: Collection[str] = (), prefix: str = "") -> int:
    """Take back messages whose cause is gone, by their keys or by what their keys begin with; return how many.

    What is being sent at this moment goes out.
    """
    if not keys and not prefix:
        return 0
    waiting = Message.objects.filter(state=MessageState.QUEUED)
    named = waiting.filter(idempotency_key__in=keys) if keys else waiting
    chosen = named.filter(idempotency_key__startswith=prefix) if prefix else named
    chosen.filter(context__has_key=_SEALED).update(context={})
    return chosen.update(state=MessageState.CANCELLED, failure="cause_gone")


def opt_out(phone: str, *, purpose: str = "", now: datetime) -> OptOut:
    """Send a phone no more messages of a purpose (empty: of any). Twice is once."""
    wanted, _ = OptOut.objects.get_or_create(
        channel=Channel.SMS,
        address_hash=sealer().fingerprint(phone, purpose=PHONE),
        purpose=purpose,
        defaults={"since": now},
    )
    return wanted


def opt_in(phone: str, *, purpose: str = "") -> None:
    """Take an opt-out of exactly this purpose back."""
    hashed = sealer().fingerprint(phone, purpose=PHONE)
    OptOut.objects.filter(channel=Channel.SMS, address_hash=hashed, purpose=purpose).delete()
