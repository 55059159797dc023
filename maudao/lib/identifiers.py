"""Phone and identity numbers of Việt Nam: read from what people type, and shown without giving them away."""

import re

_NOT_DIGITS = re.compile(r"[\s.\-()/]")
_MOBILE = re.compile(r"0[35789][0-9]{8}")  # ten digits since 2018
_CITIZEN = re.compile(r"0(?!00)[0-9]{11}")  # 12 digits; the first three are the province of birth, 001 to 096
_OLD = re.compile(r"[0-9]{9}")
_MOST_PROVINCE = 96


def parse_phone(text: str) -> str:
    """Return a mobile number as ten digits ("0912345678"); "+84 912 345 678" and "84912345678" are the same.

    Raises:
        ValueError: it is no mobile number of Việt Nam.
    """
    digits = _NOT_DIGITS.sub("", text).removeprefix("+")
    if digits.startswith("84") and len(digits) == 11:
        digits = f"0{digits[2:]}"
    if not _MOBILE.fullmatch(digits):
        raise ValueError("not a mobile number")
    return digits


def parse_identity(text: str) -> str:
    """Return a personal identity number: 12 digits (CCCD) or 9 (the former CMND). Only the shape is checked.

    Raises:
        ValueError: it has another shape.
    """
    digits = _NOT_DIGITS.sub("", text)
    if _CITIZEN.fullmatch(digits) and int(digits[:3]) <= _MOST_PROVINCE:
        return digits
    if _OLD.fullmatch(digits):
        return digits
    raise ValueError("not an identity number")


def masked(number: str) -> str:
    """Return a number of which the last three digits can be read: "•••••••678"."""
    return "•" * (len(number) - 3) + number[-3:]
