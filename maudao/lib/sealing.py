"""Sealing personal numbers: encrypted for keeping, fingerprinted for finding.

A sealed text says nothing without the installation's key. A fingerprint is the same for the same text and purpose, so
that a number is found by equality alone; without the key nobody can try numbers against it (`docs/decisions/0008`).
"""

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = b"\x01"  # of the layout: version, nonce, ciphertext with its tag
_NONCE_BYTES = 12


class SealBroken(Exception):
    """The bytes were not sealed with this key for this purpose, or were changed since."""


class Sealer:
    """Seals with keys that are derived from one master key of at least 32 bytes."""

    def __init__(self, master: bytes) -> None:
        if len(master) < 32:
            raise ValueError("a master key has at least 32 bytes")
        self._cipher = AESGCM(_derived(master, b"maudao seal"))
        self._fingerprint_key = _derived(master, b"maudao fingerprint")

    def seal(self, text: str, *, purpose: str) -> bytes:
        """Encrypt a text; it opens for the same purpose only. Cost: some 3 µs."""
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, text.encode(), purpose.encode())

    def open(self, sealed: bytes | memoryview, *, purpose: str) -> str:
        """Return the text that was sealed for `purpose`.

        Raises:
            SealBroken: another key, another purpose, or changed bytes.
        """
        raw = bytes(sealed)
        nonce, cipher = raw[1 : 1 + _NONCE_BYTES], raw[1 + _NONCE_BYTES :]
        if raw[:1] != _VERSION:
            raise SealBroken
        try:
            return self._cipher.decrypt(nonce, cipher, purpose.encode()).decode()
        except (InvalidTag, ValueError) as broken:
            raise SealBroken from broken

    def fingerprint(self, text: str, *, purpose: str) -> str:
        """Return 64 hexadecimal digits that stand for the text (HMAC-SHA-256)."""
        return hmac.digest(self._fingerprint_key, f"{purpose}:{text}".encode(), "sha256").hex()


def _derived(master: bytes, what: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=what).derive(master)
