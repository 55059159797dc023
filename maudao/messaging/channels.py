"""Channels: how a text reaches a phone. Real providers come later; `settings.SMS_CHANNEL` chooses one of these."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils import timezone


class NotSent(Exception):
    """The channel did not take the text. `reason` is a word for machines; `is_final`: never try this again."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_final = reason, is_final


class TextChannel(Protocol):
    """Takes a text for a phone. `key` is the same for every try of one message, for providers that know doubles."""

    def send(self, phone: str, text: str, *, key: str) -> None:
        """Hand over the text.

        Raises:
            NotSent: it was not taken.
        """


class ConsoleChannel:
    """Writes to the server's own terminal: for the sample union."""

    def send(self, phone: str, text: str, *, key: str) -> None:
        sys.stderr.write(f"\n── SMS → {phone} ──\n{text}\n\n")
        sys.stderr.flush()


class FileChannel:
    """Writes one line of JSON a message into a file that its owner alone can read: for tests and trials."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, phone: str, text: str, *, key: str) -> None:
        line = {"at": timezone.now().isoformat(), "to": phone, "text": text, "key": key}
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def messages_file() -> Path:
    """Return where the file channel writes."""
    return Path(settings.DATA) / "sms.jsonl"


_CHANNELS: dict[str, Callable[[], TextChannel]] = {
    "console": ConsoleChannel,
    "file": lambda: FileChannel(messages_file()),
}


def sms_channel() -> TextChannel | None:
    """Return the channel of text messages, or None where none is set up: then messages stay in the outbox."""
    made = _CHANNELS.get(settings.SMS_CHANNEL)
    return made() if made else None


def can_send() -> bool:
    """Say whether text messages go out at all."""
    return settings.SMS_CHANNEL in _CHANNELS
