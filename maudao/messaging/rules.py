"""Vocabulary of the outbox, and when a message may go out."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a message reaches a person or a page."""

    EMAIL = "email", _("thư điện tử")
    SMS = "sms", _("tin nhắn SMS")
    ZALO = "zalo", _("Zalo")
    FACEBOOK = "facebook", _("trang Facebook")


class MessageState(models.TextChoices):
    """Where a message stands on its way out."""

    QUEUED = "queued", _("chờ gửi")
    SENDING = "sending", _("đang gửi")
    SENT = "sent", _("đã gửi")
    FAILED = "failed", _("gửi lỗi")
    CANCELLED = "cancelled", _("đã huỷ")


#: Nobody is written to between these hours, but for what cannot wait.
QUIET_FROM, QUIET_UNTIL = time(22), time(7)
#: How long a message says something of use, where its cause does not say.
LASTS = timedelta(days=2)
#: How long after a first, second … failure it is tried again; after the last of them it has failed.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
)
MOST_TRIES = len(WAITS) + 1
#: What a person asked for or must know: sent also to who wants no messages. A code; what became of one's own
#: registration (booked, changed, moved, cancelled).
ALWAYS = frozenset({"phone_code", "registration", "change", "cancellation"})

_LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def is_quiet(at: datetime) -> bool:
    """Say whether people are left alone at a moment: from 22:00 to 07:00 in Việt Nam."""
    hour = at.astimezone(_LOCAL).time()
    return hour >= QUIET_FROM or hour < QUIET_UNTIL


def may_go(*, at: datetime, is_urgent: bool) -> bool:
    """Say whether a message may go out at a moment."""
    return is_urgent or not is_quiet(at)


def goes_at(now: datetime) -> datetime:
    """Return the first moment from now on at which a message that is not urgent may go out."""
    if not is_quiet(now):
        return now
    local = now.astimezone(_LOCAL)
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_UNTIL, _LOCAL).astimezone(now.tzinfo)


def is_too_late(*, at: datetime, not_before: datetime, not_after: datetime | None) -> bool:
    """Say whether a message says nothing of use any more: after its end, or `LASTS` after it was due."""
    return at > (not_after or not_before + LASTS)


def next_try(attempts: int, *, now: datetime) -> datetime | None:
    """Return when a message that failed `attempts` times (1 and more) is tried again, or None: no more."""
    return now + WAITS[attempts - 1] if attempts < MOST_TRIES else None


def is_stopped(*, purpose: str, opted_out: frozenset[str] | set[str]) -> bool:
    """Say whether a person's opt-outs (purposes; empty: all) stop a message."""
    return purpose not in ALWAYS and bool({"", purpose} & opted_out)
