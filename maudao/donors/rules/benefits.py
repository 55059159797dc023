"""What a donor gets from the facility that receives the blood, as dated data (`law/benefits.toml`)."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Worth:
    """An amount in đồng, and where it is laid down."""

    dong: int
    source: str
    confidence: str


@dataclass(frozen=True)
class Gift:
    """The least that the gift for `from_ml` or more is worth; `to_ml`: up to that, or any more where None."""

    size: str
    from_ml: int
    to_ml: int | None
    worth: Worth


@dataclass(frozen=True)
class Benefits:
    """What is laid down for a kind on a day. A gift is worth this much at least; meal and travel on average at most."""

    gifts: tuple[Gift, ...]
    meal: Worth | None
    travel: Worth | None

    @property
    def sources(self) -> list[str]:
        """Every source once, in the order of what it lays down."""
        worths = [*(gift.worth for gift in self.gifts), self.meal, self.travel]
        return list(dict.fromkeys(worth.source for worth in worths if worth))


def benefits(kind: str, *, on: date, volume_ml: int | None = None) -> Benefits:
    """Return what a donor gets for a kind on a day: the gift for `volume_ml`, or for every size where it is not known.

    Nothing is laid down (no gifts, None) for days before those of our data (Thông tư 20/2018/TT-BYT).
    """
    values = [value for value in _values() if _holds(value, kind=kind, on=on)]
    gifts = tuple(gift for value in values if value["of"] == "gift" for gift in _gifts(value))
    if volume_ml is not None:
        gifts = tuple(gift for gift in gifts if _is_for(gift, volume_ml))
    worths = {value["of"]: _worth(value, value["dong"]) for value in values if "dong" in value}
    return Benefits(gifts, worths.get("meal"), worths.get("travel"))


def _holds(value: dict[str, Any], *, kind: str, on: date) -> bool:
    until = value.get("effective_until", date.max)
    return kind in value["kinds"] and value["effective_from"] <= on <= until


def _gifts(value: dict[str, Any]) -> Iterator[Gift]:
    """Return the steps; each ends where the next one begins."""
    steps = value["steps"]
    for step, after in zip(steps, [*steps[1:], {}], strict=True):
        to_ml = after["from_ml"] - 1 if after else step.get("to_ml")
        yield Gift(step["size"], step["from_ml"], to_ml, _worth(value, step["dong"]))


def _is_for(gift: Gift, volume_ml: int) -> bool:
    return gift.from_ml <= volume_ml and (gift.to_ml is None or volume_ml <= gift.to_ml)


def _worth(value: dict[str, Any], dong: int) -> Worth:
    return Worth(dong, value["source"], value["confidence"])


@cache
def _values() -> list[dict[str, Any]]:
    path = files("maudao.donors.rules") / "law" / "benefits.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return [value | {"source": table["sources"][value["source"]]} for value in table["value"]]
