"""Putting a message into the outbox, in the transaction of its cause."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from maudao.messaging.models import Message
from maudao.messaging.rules import Channel
from maudao.organization.models import Unit
from maudao.organization.sealing import PHONE, sealer


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
) -> Message:
    """Put a text message to a phone into the outbox, in the name of a unit. The same key again returns the first.

    `template` is the path of a text template of the app that has something to say ("drives/messages/cancelled.txt");
    `context` is JSON and names nobody beyond what the message must say.
    """
    message, _ = Message.objects.get_or_create(
        idempotency_key=idempotency_key,
        defaults={
            "unit": unit,
            "channel": Channel.SMS,
            "address_sealed": sealer().seal(phone, purpose=PHONE),
            "address_hash": sealer().fingerprint(phone, purpose=PHONE),
            "template": template,
            "context": dict(context),
            "purpose": purpose,
            "not_before": not_before or now,
            "created_at": now,
        },
    )
    return message
