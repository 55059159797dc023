"""What a unit did, with its evidence; and taking back what was entered by mistake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maudao.campaigns.actions.facts import erase_facts, record_facts
from maudao.campaigns.models import Activity, Assignment, Evidence
from maudao.campaigns.rules import ActivityKind, EvidenceKind, Fact, FactSource, activity_facts
from maudao.documents.actions import MAX_BYTES, store_file
from maudao.documents.models import StoredFile
from maudao.lib.uploads import UploadRefused, clean_image
from maudao.lib.vietnamese import normalise
from maudao.organization import audit
from maudao.organization.audit import Actor

_MAX_PIXELS = 50_000_000
_MAX_SIDE = 2000
_MAX_PIECES = 10
_FILE_KINDS: Mapping[str, tuple[bytes, str]] = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class EvidenceRefused(Exception):
    """A photo, link or file that is not taken in: `reason` for machines, `message` in Vietnamese for the sender."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


class HeldInFuture(Exception):
    """An activity is recorded when it has taken place."""

    reason = "in_future"


class KeyTaken(Exception):
    """The idempotency key belongs to another unit's activity."""

    reason = "key_taken"


@dataclass(frozen=True)
class EvidencePhoto:
    """A photo as it was sent; it is drawn anew, without its location and other hidden data, before it is kept."""

    data: bytes
    caption: str = ""


@dataclass(frozen=True)
class EvidenceLink:
    """The address of a page that shows the activity."""

    url: str
    caption: str = ""


@dataclass(frozen=True)
class EvidenceFile:
    """A PDF, DOCX or XLSX of at most 10 MB."""

    name: str
    data: bytes
    caption: str = ""


Piece = EvidencePhoto | EvidenceLink | EvidenceFile


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
    """
    if held_on > timezone.localdate(now):
        raise HeldInFuture
    counted = activity_facts(kind, facts or {})
    pieces = [_checked(piece) for piece in _few(evidence)]
    activity = Activity(
        assignment=assignment,
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
    except IntegrityError:
        return _first_sent(assignment, idempotency_key)
    for piece in pieces:
        _keep(activity, piece, actor, now)
    record_facts(assignment, counted, on=held_on, source=FactSource.COUNTED, origin=activity.origin)
    changes = {
        "kind": kind,
        "held_on": str(held_on),
        "facts": {str(fact): value for fact, value in counted.items()},
    }
    audit.record("record_activity", activity, actor=actor, at=now, unit=assignment.unit, changes=changes)
    return activity


@transaction.atomic
def withdraw_activity(activity: Activity, *, actor: Actor, now: datetime) -> Activity:
    """Take back an activity that was entered by mistake: it stays on record, uncounted. Twice is once."""
    held = (
        Activity.objects.select_for_update(of=["self"]).select_related("assignment__unit").get(pk=activity.pk)
    )
    if held.withdrawn_at is None:
        held.withdrawn_at = now
        held.save(update_fields=["withdrawn_at"])
        erase_facts(held.origin)
        audit.record("withdraw_activity", held, actor=actor, at=now, unit=held.unit)
    return held


def _first_sent(assignment: Assignment, key: UUID) -> Activity:
    first = Activity.objects.get(idempotency_key=key)
    if first.assignment_id != assignment.pk:
        raise KeyTaken
    return first


def _few(evidence: Sequence[Piece]) -> Sequence[Piece]:
    if len(evidence) > _MAX_PIECES:
        raise EvidenceRefused("too_many", _("Mỗi hoạt động gửi tối đa 10 minh chứng."))
    return evidence


@dataclass(frozen=True)
class _Kept:
    """A piece of evidence that may be kept: bytes to store, or an address."""

    kind: EvidenceKind
    caption: str
    url: str = ""
    name: str = ""
    data: bytes = b""
    media_type: str = ""


def _checked(piece: Piece) -> _Kept:
    match piece:
        case EvidencePhoto():
            return _photo(piece)
        case EvidenceLink():
            return _link(piece)
        case EvidenceFile():
            return _file(piece)


def _photo(piece: EvidencePhoto) -> _Kept:
    try:
        image = clean_image(piece.data, max_bytes=MAX_BYTES, max_pixels=_MAX_PIXELS, max_side=_MAX_SIDE)
    except UploadRefused as refused:
        raise EvidenceRefused(refused.reason, refused.message) from refused
    extension = image.media_type.rsplit("/", 1)[-1]
    return _Kept(
        EvidenceKind.PHOTO,
        piece.caption,
        name=f"anh.{extension}",
        data=image.data,
        media_type=image.media_type,
    )


def _link(piece: EvidenceLink) -> _Kept:
    url = piece.url.strip()
    if not url.startswith("https://") or len(url) > 500 or any(character.isspace() for character in url):
        raise EvidenceRefused("not_https", _("Liên kết phải bắt đầu bằng https:// và không có dấu cách."))
    return _Kept(EvidenceKind.LINK, piece.caption, url=url)


def _file(piece: EvidenceFile) -> _Kept:
    extension = f".{piece.name.rsplit('.', 1)[-1].lower()}"
    magic, media_type = _FILE_KINDS.get(extension, (b"", ""))
    if not media_type or not piece.data.startswith(magic):
        raise EvidenceRefused("kind", _("Chỉ nhận tệp PDF, DOCX hoặc XLSX."))
    if len(piece.data) > MAX_BYTES:
        raise EvidenceRefused("too_large", _("Tệp lớn hơn 10 MB. Hãy gửi bản nhỏ hơn, hoặc gửi liên kết."))
    return _Kept(EvidenceKind.FILE, piece.caption, name=piece.name, data=piece.data, media_type=media_type)


def _keep(activity: Activity, piece: _Kept, actor: Actor, now: datetime) -> Evidence:
    return Evidence.objects.create(
        activity=activity,
        kind=piece.kind,
        url=piece.url,
        caption=normalise(piece.caption).strip()[:200],
        file=_stored(activity, piece, actor, now) if piece.data else None,
    )


def _stored(activity: Activity, piece: _Kept, actor: Actor, now: datetime) -> StoredFile:
    return store_file(
        activity.unit, name=piece.name, data=piece.data, media_type=piece.media_type, actor=actor, now=now
    )
