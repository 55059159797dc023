"""Proving that somebody holds a phone: a code is sent to it, and typed in. Nobody gets an account (decision 0010)."""

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet

from maudao.donors.models import PhoneCode
from maudao.donors.rules.phones import (
    CODE_LASTS,
    IN_ALL,
    KEPT,
    MOST_TRIES,
    PER_CLIENT,
    PER_PHONE,
    Limit,
    network_of,
    new_code,
)
from maudao.messaging.actions import queue_message
from maudao.messaging.channels import can_send
from maudao.organization.models import Unit
from maudao.organization.sealing import PHONE, sealer

_CODE = "phone code"
_CLIENT = "client address"


class NoChannel(Exception):
    """No text messages go out of this installation."""

    reason = "no_channel"


class TooManyCodes(Exception):
    """A limit is reached. `reason` says whose: "phone", "client" or "all"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CodeRefused(Exception):
    """The code proves nothing. `reason`: "wrong", or "no_code": none waits (old, used, or tried too often)."""

    def __init__(self, reason: str, *, tries_left: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.tries_left = reason, tries_left


@transaction.atomic
def send_code(phone: str, *, client: str, now: datetime, unit: Unit | None = None) -> PhoneCode:
    """Send a one-time code to a phone, in the name of a unit (else of the one at the top of the tree).

    `phone` is in the form of `lib.identifiers`; `client` the address it is asked from. Whether the phone is somebody's
    makes no difference.

    Raises:
        NoChannel: no text messages go out.
        TooManyCodes: a limit is reached.
    """
    speaker = unit or Unit.objects.order_by("path").first()
    if speaker is None or not can_send():
        raise NoChannel
    phone_hash = sealer().fingerprint(phone, purpose=PHONE)
    client_hash = sealer().fingerprint(network_of(client), purpose=_CLIENT)
    _take_turns(client_hash, phone_hash)
    _check_limits(phone_hash, client_hash, now=now)
    code = new_code()
    sent = PhoneCode.objects.create(
        phone_hash=phone_hash,
        client_hash=client_hash,
        code_hash=_fingerprint(phone_hash, code),
        sent_at=now,
    )
    queue_message(
        speaker,
        phone=phone,
        template="donors/messages/phone_code.txt",
        context={"minutes": int(CODE_LASTS / timedelta(minutes=1))},
        secret={"code": code},
        purpose="phone_code",
        idempotency_key=f"phone-code-{sent.pk}",
        now=now,
        not_after=now + CODE_LASTS,
        urgent=True,
    )
    return sent


def confirm_code(phone: str, code: str, *, now: datetime) -> PhoneCode:
    """Take a code as the proof of a phone. It proves once: of two at a time, one is refused.

    Raises:
        CodeRefused: it is wrong (this try is counted), or no code waits for that phone.
    """
    phone_hash = sealer().fingerprint(phone, purpose=PHONE)
    with transaction.atomic():
        waiting = list(_waiting(phone_hash, now=now).select_for_update().order_by("pk"))
        proof = _matching(waiting, _fingerprint(phone_hash, code))
        _note(waiting, proof, now=now)
    if not waiting:
        raise CodeRefused("no_code")
    if proof is None:
        raise CodeRefused("wrong", tries_left=max(MOST_TRIES - 1 - row.tries for row in waiting))
    return proof


def delete_old_codes(*, now: datetime) -> int:
    """Delete the rows that no limit counts any more; return how many."""
    deleted, _ = PhoneCode.objects.filter(sent_at__lt=now - KEPT).delete()
    return deleted


def _waiting(phone_hash: str, *, now: datetime) -> QuerySet[PhoneCode]:
    fresh = PhoneCode.objects.filter(phone_hash=phone_hash, sent_at__gt=now - CODE_LASTS)
    return fresh.filter(used_at=None, tries__lt=MOST_TRIES)


def _matching(waiting: Iterable[PhoneCode], typed: str) -> PhoneCode | None:
    """Compare with every code that waits, each in constant time."""
    matching = [row for row in waiting if hmac.compare_digest(row.code_hash, typed)]
    return matching[-1] if matching else None


def _note(waiting: Iterable[PhoneCode], proof: PhoneCode | None, *, now: datetime) -> None:
    """Count a wrong try against every code that waits; a right one ends them all."""
    rows = PhoneCode.objects.filter(pk__in=[row.pk for row in waiting])
    if proof is None:
        rows.update(tries=F("tries") + 1)
    else:
        rows.update(used_at=now)
        proof.used_at = now


def _check_limits(phone_hash: str, client_hash: str, *, now: datetime) -> None:
    """Refuse where a limit is reached. Phone and client are counted exactly; all together within a few."""
    codes = PhoneCode.objects.all()
    _check(codes.filter(phone_hash=phone_hash), PER_PHONE, whose="phone", now=now)
    _check(codes.filter(client_hash=client_hash), PER_CLIENT, whose="client", now=now)
    _check(codes, IN_ALL, whose="all", now=now)


def _check(codes: QuerySet[PhoneCode], limits: Iterable[Limit], *, whose: str, now: datetime) -> None:
    for limit in limits:
        if codes.filter(sent_at__gt=now - limit.span).count() >= limit.most:
            raise TooManyCodes(whose)


def _fingerprint(phone_hash: str, code: str) -> str:
    return sealer().fingerprint(f"{phone_hash}:{code}", purpose=_CODE)


def _take_turns(*what: str) -> None:
    """Let one request at a time count and send for a client and a phone, always in this order."""
    with connection.cursor() as cursor:
        for one in what:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [one])
