"""The rules as dated data: read once, checked, and asked for the day of a decision and the site it is for."""

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from maudao.donors.rules.eligibility.spans import Span

#: Where a rule takes part in a decision.
PARTS = (
    "age",
    "weight",
    "volume",
    "bag",
    "pressure",
    "pulse",
    "haemoglobin",
    "interval",
    "event",
    "permanent",
    "advice",
)
CONFIDENCES = frozenset("ABCDM")
_UNITS = ("months", "weeks", "days")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule with its first and last day in force, its source, and how far that can be trusted."""

    id: str
    what: str
    part: str
    source: str
    confidence: str
    effective_from: date
    effective_until: date | None = None
    is_on: bool = True
    starts: str = ""
    span: Span | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def is_in_force(self, on: date) -> bool:
        """Say whether the rule is in force on a day."""
        return self.effective_from <= on and (self.effective_until is None or on <= self.effective_until)

    def until(self, start: date) -> date | None:
        """Return the first day that the rule does not exclude, its clock having started on `start`."""
        return self.span.after(start) if self.span else None

    @property
    def ends(self) -> date:
        """The first day on which the rule is not in force any more."""
        return self.effective_until + timedelta(days=1) if self.effective_until else date.max


@dataclass(frozen=True, kw_only=True)
class Site:
    """A receiving centre that does some things otherwise."""

    id: str
    name: str
    on: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    durations: Mapping[str, Span] = field(default_factory=dict)

    def applied(self, rules: Iterable[Rule]) -> Iterator[Rule]:
        """Return the rules as this site has them; those that are off fall away."""
        for rule in rules:
            if rule.id in self.on or (rule.is_on and rule.id not in self.off):
                yield replace(rule, span=self.durations.get(rule.id, rule.span))


_USUAL = Site(id="", name="")


class InForce:
    """The rules of one day at one site, in the order of the file, and by part."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._by_part: dict[str, list[Rule]] = {part: [] for part in PARTS}
        for rule in self.rules:
            self._by_part[rule.part].append(rule)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __bool__(self) -> bool:
        return bool(self.rules)

    def of(self, part: str) -> list[Rule]:
        """Return the rules of a part."""
        return self._by_part[part]


@dataclass(frozen=True)
class Law:
    """Every rule ever in force, and the sites.

    Raises:
        ValueError: a rule from memory is on, or a site names a rule that there is not.
    """

    rules: tuple[Rule, ...]
    sites: Mapping[str, Site] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {rule.id for rule in self.rules}
        used = {rule.id for rule in self.rules if rule.is_on}
        for site in self.sites.values():
            if missing := {*site.on, *site.off, *site.durations} - known:
                raise ValueError(f"site {site.id}: no such rules: {sorted(missing)}")
            used |= site.on
        if guessed := [rule.id for rule in self.rules if rule.confidence == "M" and rule.id in used]:
            raise ValueError(f"rules from memory are never on: {guessed}")

    @cached_property
    def event_ids(self) -> frozenset[str]:
        """The conditions that may be told of, whatever the day."""
        return frozenset(rule.id for rule in self.rules if rule.part == "event" and rule.is_on)

    def in_force(self, on: date, *, site: str | None = None) -> InForce:
        """Return the rules for a day at a site; an unknown site has none of its own."""
        known = site if site in self.sites else None
        period = bisect_right(self._turns, on)
        if (known, period) not in self._in_force:
            rules = self.sites.get(known or "", _USUAL).applied(self.rules)
            self._in_force[known, period] = InForce(rule for rule in rules if rule.is_in_force(on))
        return self._in_force[known, period]

    @cached_property
    def _turns(self) -> list[date]:
        """The days on which a rule begins to be in force, or is not any more."""
        return sorted({day for rule in self.rules for day in (rule.effective_from, rule.ends)})

    @cached_property
    def _in_force(self) -> dict[tuple[str | None, int], InForce]:
        """What was asked for already: the rules are the same from one turn to the next."""
        return {}


@cache
def law() -> Law:
    """Return the rules that ship with the product."""
    path = files("maudao.donors.rules") / "law" / "eligibility.toml"
    return read_law(path.read_text(encoding="utf-8"))


def read_law(text: str) -> Law:
    """Read rules and sites written as TOML.

    Raises:
        ValueError: something is missing, misspelt or not allowed.
    """
    table = tomllib.loads(text)
    rules = tuple(_rule(dict(row), table["sources"]) for row in table["rule"])
    sites = [_site(row) for row in table.get("site", [])]
    return Law(rules, {site.id: site for site in sites})


def _rule(row: dict[str, Any], sources: Mapping[str, str]) -> Rule:
    """Make a rule of a table; what it does not know, `Rule` refuses."""
    if row["part"] not in PARTS or row["confidence"] not in CONFIDENCES:
        raise ValueError(f"rule {row['id']}: part or confidence is not known")
    length = {unit: row.pop(unit) for unit in _UNITS if unit in row}
    row["span"] = Span(**length) if length else None
    row["source"] = sources[row["source"]]
    return Rule(is_on=row.pop("on"), **row)


def _site(row: Mapping[str, Any]) -> Site:
    return Site(
        id=row["id"],
        name=row["name"],
        on=frozenset(row.get("on", ())),
        off=frozenset(row.get("off", ())),
        durations={rule: Span(**length) for rule, length in row.get("durations", {}).items()},
    )
