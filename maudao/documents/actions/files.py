"""Files of a unit, kept behind pages that ask for a permission."""

import hashlib
import uuid
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from maudao.documents.models import StoredFile
from maudao.lib import vietnamese
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit

MAX_BYTES = 10 * 1024 * 1024


class FileRefused(Exception):
    """A file that is not taken in: `reason` for machines, `message` in Vietnamese for the person who sent it."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


def check_size(data: bytes) -> None:
    """Refuse an empty file and one above 10 MB.

    Raises:
        FileRefused: `empty` or `too_large`.
    """
    if not data:
        raise FileRefused("empty", _("Tệp rỗng (0 byte). Hãy mở tệp trên máy để kiểm tra rồi gửi lại."))
    if len(data) > MAX_BYTES:
        raise FileRefused(
            "too_large",
            _("Tệp lớn hơn 10 MB. Hãy quét lại ở 200–300 dpi đen trắng, hoặc dán phần chữ của văn bản."),
        )


@transaction.atomic
def store_file(
    unit: Unit, *, name: str, data: bytes, media_type: str, actor: Actor, now: datetime
) -> StoredFile:
    """Keep a file of the unit under a name that says nothing; `name` is what it is downloaded as.

    Raises:
        FileRefused: empty, or above 10 MB.
    """
    check_size(data)
    stored = StoredFile(
        unit=unit,
        name=_clean_name(name),
        media_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_at=now,
        uploaded_by=actor.user,
    )
    stored.content.save(uuid.uuid4().hex, ContentFile(data), save=True)
    audit.record("store_file", stored, actor=actor, at=now, unit=unit, changes={"name": stored.name})
    return stored


def _clean_name(name: str) -> str:
    """Return the last part of a path, without control characters, its extension kept when it is too long."""
    last = vietnamese.normalise(name).replace("\\", "/").rsplit("/", 1)[-1]
    last = "".join(character for character in last if character.isprintable()).strip(" .") or "tep"
    stem, dot, extension = last.rpartition(".")
    if not dot or len(extension) > 8:
        return last[:200]
    return f"{stem[: 199 - len(extension)]}.{extension}"
