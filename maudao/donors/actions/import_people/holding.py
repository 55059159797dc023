"""A workbook that waits to be confirmed: sealed in the data folder, known to one session, and gone within a day."""

import re
import secrets
import time
from base64 import b64decode, b64encode
from pathlib import Path

from django.conf import settings

from maudao.lib.sealing import SealBroken
from maudao.organization.sealing import sealer

_PURPOSE = "held file"
_LASTS = 24 * 60 * 60  # seconds
_TOKEN = re.compile(r"[\w-]{20,60}")


def hold(data: bytes) -> str:
    """Keep bytes for a day at most; return the token that brings them back."""
    _sweep()
    token = secrets.token_urlsafe(24)
    file = _place(token)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.write_bytes(sealer().seal(b64encode(data).decode(), purpose=_PURPOSE))
    file.chmod(0o600)
    return token


def held(token: str) -> bytes | None:
    """Return what a token stands for, or None where it is gone."""
    if not _TOKEN.fullmatch(token):
        return None
    try:
        return b64decode(sealer().open(_place(token).read_bytes(), purpose=_PURPOSE))
    except (OSError, SealBroken):
        return None


def forget(token: str) -> None:
    """Delete what a token stands for."""
    if _TOKEN.fullmatch(token):
        _place(token).unlink(missing_ok=True)


def _place(token: str) -> Path:
    return Path(settings.DATA) / "held" / token


def _sweep() -> None:
    """Delete what was left behind for more than a day."""
    oldest = time.time() - _LASTS
    for file in (Path(settings.DATA) / "held").glob("*"):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
