"""What a device sends: lines of JSON, each read on its own, so that a wrong one keeps no other back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from maudao.donors.rules import DonationKind, Sex
from maudao.drives.actions.check_in import MOST_RECORDS, Answer
from maudao.drives.actions.check_in_people import Incoming, WalkIn
from maudao.drives.rules import CheckInOutcome
from maudao.drives.rules.check_in import Noted
from maudao.lib.identifiers import parse_identity, parse_phone
from maudao.lib.vietnamese import normalise, parse_date

_FIRST_YEAR = 1900
_MOST_ML = 5000


class Unreadable(Exception):
    """The body is no list of records (`reason`: "unreadable"), or too long ("too_many")."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WrongLine(ValueError):
    """A line says something that cannot be read; `reason` says what."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Sent:
    """What a request carries: who sends, the lines that can be read, and what is wrong with the others."""

    device: str
    records: list[Incoming] = field(default_factory=list)
    refused: list[Answer] = field(default_factory=list)


def read_sent(body: bytes, *, today: date) -> Sent:
    """Read a request's body: {"device": …, "records": [{"key", "outcome", "at", …}]}.

    Raises:
        Unreadable: it is something else, or longer than a sync may be.
    """
    try:
        said = json.loads(body)
        device, lines = str(said["device"]), list(said["records"])
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        raise Unreadable("unreadable") from wrong
    if len(lines) > MOST_RECORDS:
        raise Unreadable("too_many")
    sent = Sent(device[:40])
    for line in lines:
        try:
            sent.records.append(_record(line, today))
        except WrongLine as wrong:
            sent.refused.append(Answer(_key_of(line), reason=wrong.reason))
    return sent


def read_walk_in(said: Mapping[str, Any], *, today: date) -> WalkIn:
    """Read somebody who walked in: {"key", "full_name", "birth" (day or year), "sex", "phone", "identity", "unit"}.

    Raises:
        WrongLine: no_name, wrong_birth, wrong_sex, wrong_phone, wrong_identity.
    """
    key, name = _text(said, "key", 40), " ".join(normalise(_text(said, "full_name", 120)).split())
    if not key or not name:
        raise WrongLine("no_name")
    birth_date, birth_year = _birth(_text(said, "birth", 20), today)
    sex = _text(said, "sex", 1)
    if sex and sex not in Sex.values:
        raise WrongLine("wrong_sex")
    return WalkIn(
        key=key,
        full_name=name,
        birth_date=birth_date,
        birth_year=birth_year,
        sex=sex,
        phone=_number(said, "phone"),
        identity=_number(said, "identity"),
        unit=_text(said, "unit", 32),
    )


def _record(line: Any, today: date) -> Incoming:
    if not isinstance(line, dict) or not _key_of(line):
        raise WrongLine("malformed")
    note = _note(line)
    person = line.get("person")
    if isinstance(person, dict):
        if not person.get("full_name") and person.get("key"):
            return Incoming(note, walk_in=WalkIn(key=_text(person, "key", 40)))
        return Incoming(note, walk_in=read_walk_in(person, today=today))
    registration = line.get("registration")
    if registration is not None and (isinstance(registration, bool) or not isinstance(registration, int)):
        raise WrongLine("malformed")
    ticket = _text(line, "ticket", 16).upper()
    if (registration is None or not 0 < registration < 2**63) and not ticket:
        raise WrongLine("malformed")
    return Incoming(note, registration=registration, ticket=ticket)


def _note(line: Mapping[str, Any]) -> Noted:
    outcome = line.get("outcome")
    if outcome not in CheckInOutcome.values:
        raise WrongLine("malformed")
    at = _moment(line.get("at"))
    if outcome != CheckInOutcome.DONATED:
        return Noted(_key_of(line), outcome, at)
    kind, volume_ml = line.get("kind"), line.get("volume_ml")
    if kind not in DonationKind.values or type(volume_ml) is not int or not 0 < volume_ml < _MOST_ML:
        raise WrongLine("volume_impossible")
    serial = normalise(_text(line, "certificate_serial", 40)).strip()
    return Noted(_key_of(line), outcome, at, kind, volume_ml, serial)


def _moment(said: Any) -> datetime:
    try:
        at = parse_datetime(said)
    except (ValueError, TypeError) as wrong:
        raise WrongLine("malformed") from wrong
    if at is None or not _FIRST_YEAR < at.year < 9999:
        raise WrongLine("malformed")
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def _birth(said: str, today: date) -> tuple[date | None, int | None]:
    """Read a day ("5/6/1991"), or a year alone ("1991")."""
    said = said.strip()
    if said.isascii() and said.isdigit() and len(said) == 4 and _FIRST_YEAR < int(said) <= today.year:
        return None, int(said)
    try:
        day = parse_date(said)
    except ValueError as wrong:
        raise WrongLine("wrong_birth") from wrong
    if day.year <= _FIRST_YEAR or day > today:
        raise WrongLine("wrong_birth")
    return day, None


def _number(said: Mapping[str, Any], name: str) -> str:
    text = _text(said, name, 40).strip()
    if not text:
        return ""
    try:
        return parse_phone(text) if name == "phone" else parse_identity(text)
    except ValueError as wrong:
        raise WrongLine(f"wrong_{name}") from wrong


def _key_of(line: Any) -> str:
    key = line.get("key") if isinstance(line, dict) else None
    return key if isinstance(key, str) and 0 < len(key) <= 40 and key.isprintable() else ""


def _text(said: Mapping[str, Any], name: str, most: int) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise WrongLine("malformed")
    return value
