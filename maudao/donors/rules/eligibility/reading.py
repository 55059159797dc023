"""Facts from a JSON object, as `maudao check-eligibility` takes them."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from maudao.donors.rules.eligibility.facts import Event, Facts, PastDonation
from maudao.donors.rules.eligibility.law import law
from maudao.donors.rules.vocabulary import DonationKind, Sex

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = range(1900, 2200)
#: More than this is a slip of the pen (grams, mmHg × 10 …), not a person.
_MOST = {
    "weight_kg": 400,
    "volume_ml": 2_000,
    "haemoglobin_g_l": 300,
    "systolic_mmhg": 350,
    "diastolic_mmhg": 250,
    "pulse_bpm": 300,
}


class Malformed(ValueError):
    """The object is no set of facts; the message says what is wrong, in Vietnamese."""


def facts_from(row: object) -> Facts:
    """Read facts; keys that are missing or null are not known, keys that we do not know are passed over.

    Raises:
        Malformed: what is given cannot be meant.
    """
    if not isinstance(row, dict):
        raise Malformed("cần một đối tượng JSON: {…}")
    facts = Facts(
        on=_day(row, "on"),
        sex=_sex(row),
        birth_date=_day(row, "birth_date"),
        kind=None if row.get("kind") is None else _kind(row, "kind"),
        donations=_several(row, "donations", _donation),
        events=_several(row, "events", _event),
        permanent=_several(row, "permanent", _condition),
        site=_site(row),
        **{name: _number(row, name) for name in _MOST},
    )
    if facts.birth_date > facts.on:
        raise Malformed(f"birth_date: ngày sinh {facts.birth_date} ở sau ngày xét {facts.on}")
    return facts


def _day(row: Mapping[str, Any], key: str) -> date:
    value = row.get(key)
    try:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValueError(value)
        day = date.fromisoformat(value)
    except ValueError as error:
        raise Malformed(f"{key}: cần một ngày dạng YYYY-MM-DD, nhận được {_short(value)}") from error
    if day.year not in _YEARS:
        raise Malformed(f"{key}: năm {day.year} ngoài khoảng 1900 đến 2199")
    return day


_Choice = TypeVar("_Choice", bound=StrEnum)


def _sex(row: Mapping[str, Any]) -> Sex:
    if (value := row.get("sex")) not in list(Sex):
        raise Malformed(f"sex: cần F (nữ) hoặc M (nam), nhận được {_short(value)}")
    return Sex(value)


def _kind(row: Mapping[str, Any], key: str) -> DonationKind:
    if (value := row.get(key)) not in list(DonationKind):
        raise Malformed(f"{key}: cần một trong {', '.join(DonationKind)}, nhận được {_short(value)}")
    return DonationKind(value)


def _number(row: Mapping[str, Any], key: str) -> float | None:
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _MOST[key]:
        raise Malformed(f"{key}: cần một số lớn hơn 0, không quá {_MOST[key]}, nhận được {_short(value)}")
    return value


def _several(row: Mapping[str, Any], key: str, read: Any) -> tuple[Any, ...] | None:
    values = row.get(key)
    if values is None:
        return None
    if not isinstance(values, list):
        raise Malformed(f"{key}: cần một danh sách [...], nhận được {_short(values)}")
    return tuple(read(value, f"{key}[{index}]") for index, value in enumerate(values))


def _object(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Malformed(f"{where}: cần một đối tượng {{…}}, nhận được {_short(value)}")
    return value


def _donation(value: object, where: str) -> PastDonation:
    row = _object(value, where)
    return PastDonation(_within(where, _day, row, "on"), _within(where, _kind, row, "kind"))


def _event(value: object, where: str) -> Event:
    row = _object(value, where)
    rule = row.get("rule")
    if not isinstance(rule, str) or rule not in law().event_ids:
        raise Malformed(f"{where}.rule: không có quy tắc {_short(rule)}")
    return Event(rule, _within(where, _day, row, "on"))


def _within(where: str, read: Any, row: Mapping[str, Any], key: str) -> Any:
    """Read a key of an inner object; an error says in which."""
    try:
        return read(row, key)
    except Malformed as error:
        raise Malformed(f"{where}.{error}") from error


def _condition(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Malformed(f"{where}: cần tên một tình trạng, nhận được {_short(value)}")
    return value.strip()


def _site(row: Mapping[str, Any]) -> str | None:
    site = row.get("site")
    if site is not None and not isinstance(site, str):
        raise Malformed(f"site: cần tên điểm hiến máu hoặc null, nhận được {_short(site)}")
    return site


def _short(value: object) -> str:
    """Quote a value, so long as it is short."""
    text = "(không có)" if value is None else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
