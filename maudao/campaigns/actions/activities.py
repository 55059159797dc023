"""What a unit did, with its evidence; and taking back what was entered by mistake."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from maudao.campaigns.actions.evidence import Kept, Piece, checked_all, stored
from maudao.campaigns.actions.facts import erase_facts, record_facts
from maudao.campaigns.actions.holding import check_open, hold
from maudao.campaigns.models import Activity, Assignment, Evidence
from maudao.campaigns.rules import ActivityKind, Fact, FactSource, activity_facts
from maudao.lib.vietnamese import normalise
from maudao.organization import audit
from maudao.organization.audit import Actor


class HeldInFuture(Exception):
    """An activity is recorded when it has taken place."""

    reason = "in_future"


class KeyTaken(Exception):
    """The idempotency key belongs to another unit's activity."""

    reason = "key_taken"


@transaction.atomic
def record_activity(
    assignment: Assignment,
    *,
    kind: ActivityKind,
    title: str,
    held_on: date,
    idempotency_key: UUID,
    actor: Actor,
    now: datetime,
    place: str = "",
    facts: Mapping[Fact, int] | None = None,
    evidence: Sequence[Piece] = (),
) -> Activity:
    """Record what the unit did, count its facts and keep its evidence. The same key sent again returns the first.

    Raises:
        HeldInFuture: the day is still to come.
        FactsDisagree: the figures cannot all be true.
        EvidenceRefused: a photo, link or file is not taken in; nothing is kept.
        KeyTaken: the key is another unit's.
        CampaignClosed, FiguresLocked: the campaign has ended, or a report that counts the unit was sent.
    """
    held = hold(assignment)
    if first := _first_sent(held, idempotency_key):
        return first
    check_open(held)
    if held_on > timezone.localdate(now):
        raise HeldInFuture
    counted = activity_facts(kind, facts or {})
    pieces = checked_all(evidence)
    activity = Activity(
        assignment=held,
        kind=kind,
        title=normalise(title).strip()[:300] or str(ActivityKind(kind).label).capitalize(),
        held_on=held_on,
        place=normalise(place).strip()[:200],
        idempotency_key=idempotency_key,
        created_at=now,
        created_by=actor.user,
    )
    try:
        with transaction.atomic():
            activity.save(force_insert=True)
    except IntegrityError as taken:  # by another unit, at this very moment; our own part is held
        raise KeyTaken from taken
    for piece in pieces:
        _keep(activity, piece, actor, now)
    record_facts(held, counted, on=held_on, source=FactSource.COUNTED, origin=activity.origin)
    changes = {
        "kind": kind,
        "held_on": str(held_on),
        "facts": {str(fact): value for fact, value in counted.items()},
    }
    audit.record("record_activity", activity, actor=actor, at=now, unit=held.unit, changes=changes)
    return activity


@transaction.atomic
def withdraw_activity(activity: Activity, *, actor: Actor, now: datetime) -> Activity:
    """Take back an activity that was entered by mistake: it stays on record, uncounted. Twice is once.

    Raises:
        CampaignClosed, FiguresLocked: the campaign has ended, or a report that counts the unit was sent.
    """
    part = hold(activity.assignment)
    held = Activity.objects.select_related("assignment__unit").get(pk=activity.pk)
    if held.withdrawn_at is None:
        check_open(part)
        held.withdrawn_at = now
        held.save(update_fields=["withdrawn_at"])
        erase_facts(held.origin)
        audit.record("withdraw_activity", held, actor=actor, at=now, unit=held.unit)
    return held


def _first_sent(assignment: Assignment, key: UUID) -> Activity | None:
    first = Activity.objects.filter(idempotency_key=key).first()
    if first is not None and first.assignment_id != assignment.pk:
        raise KeyTaken
    return first


def _keep(activity: Activity, piece: Kept, actor: Actor, now: datetime) -> Evidence:
    return Evidence.objects.create(
        activity=activity,
        kind=piece.kind,
        url=piece.url,
        caption=normalise(piece.caption).strip()[:200],
        file=stored(activity.unit, piece, actor=actor, now=now) if piece.data else None,
    )
