"""What proves something: a photo drawn anew, a link, a file; checked before anything is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from maudao.campaigns.rules import EvidenceKind
from maudao.documents.actions import MAX_BYTES, store_file
from maudao.documents.models import StoredFile
from maudao.lib.uploads import UploadRefused, clean_image
from maudao.organization.audit import Actor
from maudao.organization.models import Unit

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


def checked_all(evidence: Sequence[Piece]) -> list["Kept"]:
    """Return the pieces as they may be kept.

    Raises:
        EvidenceRefused: one of them is not taken in, or they are too many.
    """
    if len(evidence) > _MAX_PIECES:
        raise EvidenceRefused("too_many", _("Mỗi hoạt động gửi tối đa 10 minh chứng."))
    return [checked(piece) for piece in evidence]


@dataclass(frozen=True)
class Kept:
    """A piece of evidence that may be kept: bytes to store, or an address."""

    kind: EvidenceKind
    caption: str
    url: str = ""
    name: str = ""
    data: bytes = b""
    media_type: str = ""


def checked(piece: Piece) -> Kept:
    """Return the piece as it may be kept.

    Raises:
        EvidenceRefused: it is not taken in.
    """
    match piece:
        case EvidencePhoto():
            return _photo(piece)
        case EvidenceLink():
            return _link(piece)
        case EvidenceFile():
            return _file(piece)


def _photo(piece: EvidencePhoto) -> Kept:
    try:
        image = clean_image(piece.data, max_bytes=MAX_BYTES, max_pixels=_MAX_PIXELS, max_side=_MAX_SIDE)
    except UploadRefused as refused:
        raise EvidenceRefused(refused.reason, refused.message) from refused
    extension = image.media_type.rsplit("/", 1)[-1]
    return Kept(
        EvidenceKind.PHOTO,
        piece.caption,
        name=f"anh.{extension}",
        data=image.data,
        media_type=image.media_type,
    )


def _link(piece: EvidenceLink) -> Kept:
    url = piece.url.strip()
    if not url.startswith("https://") or len(url) > 500 or any(character.isspace() for character in url):
        raise EvidenceRefused("not_https", _("Liên kết phải bắt đầu bằng https:// và không có dấu cách."))
    return Kept(EvidenceKind.LINK, piece.caption, url=url)


def _file(piece: EvidenceFile) -> Kept:
    extension = f".{piece.name.rsplit('.', 1)[-1].lower()}"
    magic, media_type = _FILE_KINDS.get(extension, (b"", ""))
    if not media_type or not piece.data.startswith(magic):
        raise EvidenceRefused("kind", _("Chỉ nhận tệp PDF, DOCX hoặc XLSX."))
    if len(piece.data) > MAX_BYTES:
        raise EvidenceRefused("too_large", _("Tệp lớn hơn 10 MB. Hãy gửi bản nhỏ hơn, hoặc gửi liên kết."))
    return Kept(EvidenceKind.FILE, piece.caption, name=piece.name, data=piece.data, media_type=media_type)


def stored(unit: Unit, kept: Kept, *, actor: Actor, now: datetime) -> StoredFile:
    """Store the bytes of a photo or a file."""
    return store_file(unit, name=kept.name, data=kept.data, media_type=kept.media_type, actor=actor, now=now)
