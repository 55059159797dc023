"""Tickets: what a registration is known by at the drive, and in its owner's address."""

import re
import secrets

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is mistaken for another when read aloud
_LENGTH = 12
_IN_TEXT = re.compile(rf"(?:^|/ve/)([0-9]{{1,9}})-([{_LETTERS}]{{{_LENGTH}}})/?$")


def new_ticket() -> str:
    """Return an unguessable ticket (60 random bits)."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def read_ticket(text: str) -> tuple[int, str] | None:
    """Return the drive and the ticket that a scanned text names ("…/ve/12-ABCDEFGH1234/"), or None if it names none."""
    found = _IN_TEXT.search(text.strip().upper().replace("/VE/", "/ve/"))
    return (int(found[1]), found[2]) if found else None
