"""What a person consents to: texts by version, as the law asks (Luật 91/2025/QH15, Điều 9)."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from maudao.donors.rules.vocabulary import ConsentPurpose

_FILE = "data/consents.toml"


@dataclass(frozen=True)
class ConsentText:
    """What one purpose says in one version. `sensitive` names what is sensitive in it; empty where nothing is."""

    purpose: ConsentPurpose
    version: str
    effective_from: date
    title: str
    data: str
    why: str
    controller: str
    rights: str
    sensitive: str
    withdrawal: str


class NoConsentText(Exception):
    """No text was in force on that day, so that nobody can have consented to it."""

    reason = "no_text"


def consent_text(purpose: str, on: date) -> ConsentText:
    """Return the text for a purpose that is in force on a day.

    Raises:
        NoConsentText: the first one came later.
    """
    in_force = [text for text in _texts() if text.purpose == purpose and text.effective_from <= on]
    if not in_force:
        raise NoConsentText
    return max(in_force, key=lambda text: text.effective_from)


def consent_texts(on: date, purposes: Iterable[str] = tuple(ConsentPurpose)) -> list[ConsentText]:
    """Return the texts in force on a day, in the order of the purposes asked for."""
    return [consent_text(purpose, on) for purpose in purposes]


def text_of_version(purpose: str, version: str) -> ConsentText:
    """Return the text that a stored consent was given to.

    Raises:
        NoConsentText: there is no such version.
    """
    for text in _texts():
        if (text.purpose, text.version) == (purpose, version):
            return text
    raise NoConsentText


@cache
def _texts() -> tuple[ConsentText, ...]:
    raw = (files("maudao.donors.rules") / _FILE).read_text(encoding="utf-8")
    return tuple(_read(tomllib.loads(raw)))


def _read(raw: dict[str, list[dict[str, object]]]) -> Iterator[ConsentText]:
    """Join what a version says once with what it says for each purpose; a missing item is an error."""
    for version in raw["versions"]:
        common = {key: value for key, value in version.items() if key != "purposes"}
        said = version["purposes"]
        assert isinstance(said, list)
        for purpose in said:
            words = {**common, **purpose}
            yield ConsentText(**{**words, "purpose": ConsentPurpose(words["purpose"])})
